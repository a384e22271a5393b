import { queryOptions } from '@tanstack/react-query';
import { closingApi } from '#common/api/closing';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type ClosingStanding = OkOf<typeof closingApi.closing>;
export type Obstacle = ClosingStanding['obstacles'][number];
export const closingQuery = queryOptions({
  queryKey: ['closing'],
  // Whoever comes back from clearing something sees it gone.
  staleTime: 0,
  queryFn: ({ signal }) => call(closingApi.closing, { signal }),
});
