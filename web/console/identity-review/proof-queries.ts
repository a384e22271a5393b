import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type QueuedProof = OkOf<typeof api.proofQueue>['items'][number];
export type OpenedProof = OkOf<typeof api.openProof>;
export type OpenedItem = OpenedProof['items'][number];

/** Milliseconds after which the queue is looked at again. */
const LOOK_MS = 30_000;

export const proofsQuery = queryOptions({
  queryKey: ['identity-proofs'],
  refetchInterval: LOOK_MS,
  queryFn: ({ signal }) => call(api.proofQueue, { signal }),
});

/** Opening is a look that is logged: once for each time that somebody opens it, not each time that a window comes to the front. */
export const openedQuery = (id: string) =>
  queryOptions({
    queryKey: ['identity-proof', id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) => call(api.openProof, { params: { id }, body: {}, signal }),
  });
