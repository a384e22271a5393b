import { queryOptions } from '@tanstack/react-query';
import { identityProofApi } from '#common/api/identity-proof';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type Identity = OkOf<typeof identityProofApi.identity>;
export type Proof = NonNullable<Identity['proof']>;
export type ProofAnswer = Proof['items'][number];

/** The tier, what each gives, and how the proof stands. */
export const identityQuery = queryOptions({
  queryKey: ['identity'],
  queryFn: ({ signal }) => call(identityProofApi.identity, { signal }),
});
