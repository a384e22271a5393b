import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/customer';
import { call } from '#web/call.ts';

/** The own picture. */
export const pictureQuery = queryOptions({
  queryKey: ['avatar'],
  queryFn: ({ signal }) => call(api.avatar, { signal }),
});
