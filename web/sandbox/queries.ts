import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { setServerNow } from '#ui/clock.ts';
import { call } from '#web/call.ts';

/** Milliseconds between two looks at what was sent and charged. */
const LOOK_MS = 2_000;
/** Milliseconds between two looks at the clock, which somebody else may have moved. */
const CLOCK_MS = 5_000;
/** Messages looked through and counted. */
export const SENT_MAX = 200;

export type SentMessage = OkOf<typeof api.sandboxMessages>['items'][number];
export type Charge = OkOf<typeof api.sandboxCharges>['items'][number];
export type TestCard = OkOf<typeof api.sandboxTestCards>['items'][number];
export type DemoPerson = OkOf<typeof api.sandboxPeople>['items'][number];

export const sentQuery = queryOptions({
  queryKey: ['sent'],
  refetchInterval: LOOK_MS,
  queryFn: async ({ signal }) =>
    (await call(api.sandboxMessages, { query: { limit: SENT_MAX }, signal })).items,
});

export const chargesQuery = queryOptions({
  queryKey: ['charges'],
  refetchInterval: LOOK_MS,
  queryFn: async ({ signal }) => (await call(api.sandboxCharges, { signal })).items,
});

/** Without a bank in this sandbox there is nothing to show. */
export const bankQuery = queryOptions({
  queryKey: ['bank'],
  refetchInterval: CLOCK_MS,
  retry: false,
  queryFn: ({ signal }) => call(api.sandboxBank, { signal }),
});

export const correspondentQuery = queryOptions({
  queryKey: ['correspondent'],
  refetchInterval: CLOCK_MS,
  retry: false,
  queryFn: ({ signal }) => call(api.sandboxCorrespondent, { signal }),
});

export const ewalletQuery = queryOptions({
  queryKey: ['ewallet'],
  refetchInterval: CLOCK_MS,
  retry: false,
  queryFn: ({ signal }) => call(api.sandboxEwallet, { signal }),
});

export const testCardsQuery = queryOptions({
  queryKey: ['test-cards'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await call(api.sandboxTestCards, { signal })).items,
});

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await call(api.sandboxPeople, { signal })).items,
});

export const clockQuery = queryOptions({
  queryKey: ['clock'],
  refetchInterval: CLOCK_MS,
  queryFn: async ({ signal }) => keepTime(await call(api.sandboxClock, { signal })),
});

/** The page's own clock goes by the sandbox's. */
export function keepTime<T extends { now: string }>(answer: T): T {
  setServerNow(answer.now);
  return answer;
}
