import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/customer';
import { call } from '#web/call.ts';

export const phraseQuery = queryOptions({
  queryKey: ['phrase'],
  queryFn: ({ signal }) => call(api.phrase, { signal }),
});
