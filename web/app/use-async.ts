import type { UseQueryResult } from '@tanstack/react-query';
import type { Async } from '#ui/AsyncView.tsx';

/** A query as one of the four states that every list and page has. */
export function asyncOf<T>(
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'isFetching'>,
  isEmpty: (value: T) => boolean = () => false,
): Async<T> {
  const { data, error, isPending, isFetching } = query;
  if (data !== undefined && !error)
    return isEmpty(data)
      ? { state: 'empty' }
      : { state: 'full', value: data, updating: isFetching && !isPending };
  if (error) return { state: 'failed', error, stale: data };
  return { state: 'loading' };
}
