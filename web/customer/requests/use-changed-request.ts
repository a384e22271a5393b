import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { requestQuery, type MoneyRequest } from './request-query.ts';

/** Shows a request as it is now, on its page and in the lists. */
export function useChangedRequest(): (request: MoneyRequest) => void {
  const queries = useQueryClient();
  return useCallback(
    (request) => {
      queries.setQueryData(requestQuery(request.id).queryKey, request);
      void queries.invalidateQueries({ queryKey: ['requests'] });
    },
    [queries],
  );
}
