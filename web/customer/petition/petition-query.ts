import { queryOptions } from '@tanstack/react-query';
import { petitionApi } from '#common/api/petition';
import { call } from '#web/call.ts';

/** Milliseconds after which the page looks again by itself: a decision comes while somebody waits for it. */
const LOOK_MS = 15_000;

export const petitionQuery = (id: string) =>
  queryOptions({
    queryKey: ['petition', id],
    refetchInterval: LOOK_MS,
    queryFn: ({ signal }) => call(petitionApi.petition, { params: { id }, signal }),
  });
