import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type Factors = OkOf<typeof api.secondFactors>;

/** What the person holds beside the password. */
export const factorsQuery = queryOptions({
  queryKey: ['second-factors'],
  queryFn: ({ signal }) => call(api.secondFactors, { signal }),
});
