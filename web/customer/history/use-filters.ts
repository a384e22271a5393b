import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readFilters, type HistoryFilters } from './filters.ts';

/** The filters of the address, and nothing else of it: what mail programs and others hang on a link is no filter. */
export function useFilters(): HistoryFilters {
  const search: Record<string, unknown> = useSearch({ strict: false });
  return useMemo(() => readFilters(search), [search]);
}
