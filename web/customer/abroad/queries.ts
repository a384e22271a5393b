import { queryOptions } from '@tanstack/react-query';
import { beneficiaryApi } from '#common/api/beneficiary';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type Book = OkOf<typeof beneficiaryApi.beneficiaries>;
export type Beneficiary = Book['items'][number];
export const beneficiariesQuery = queryOptions({
  queryKey: ['beneficiaries'],
  queryFn: ({ signal }) => call(beneficiaryApi.beneficiaries, { signal }),
});
