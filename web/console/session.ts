import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { OkOf, StaffRole } from '#common/api/route';
import type { CrossBorderId, RuleId, WithdrawalId } from '#common/id';
import { setServerNow } from '#ui/clock.ts';
import { call } from '#web/call.ts';

export type Staff = OkOf<typeof api.staffMe>;
export type QueueRow = OkOf<typeof api.queue>['items'][number];
export type ConsoleCase = OkOf<typeof api.consoleCase>;
export type QueueKind = 'mine' | 'open' | 'all';

/** Rows fetched at once; the rest by "more". */
const QUEUE_PAGE = 50;
/** Milliseconds after which the queue is looked at even if no hint came. */
const QUEUE_LOOK_MS = 30_000;

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** The signed-in member of staff, or null. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    try {
      return await call(api.staffMe, { signal });
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  },
});

/** Whoever is told "sign in first" anywhere on the desk is signed out everywhere on it. */
export function watchSignOut(queries: QueryClient): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error' || !isSignedOut(event.action.error)) return;
    queries.setQueryData(staffQuery.queryKey, null);
  });
}

/** Answering customers is a trade; the other roles have their own desks. */
export const mayAnswer = (role: StaffRole): boolean => role === 'agent' || role === 'supervisor';

/** Restricting accounts, and lifting that with a colleague. */
export const mayRestrict = (role: StaffRole): boolean => role === 'risk';

/** Money at banks, and whose it is. */
export const mayFinance = (role: StaffRole): boolean => role === 'finance';

export const siteQuery = queryOptions({
  queryKey: ['site'],
  staleTime: 60_000,
  queryFn: async () => {
    const site = await call(api.site);
    setServerNow(site.now);
    return site;
  },
});

export const restrictionsQuery = queryOptions({
  queryKey: ['restrictions'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.restrictionDesk, { signal }),
});

export const rulesQuery = queryOptions({
  queryKey: ['rules'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.ruleDesk, { signal }),
});
export const suspenseQuery = queryOptions({
  queryKey: ['suspense'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.suspense, { signal }),
});
export const conflictsQuery = queryOptions({
  queryKey: ['conflicts'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.conflicts, { signal }),
});
/** Below the list, so that whatever refreshes that refreshes it. */
export const conflictQuery = (id: WithdrawalId | CrossBorderId) =>
  queryOptions({
    queryKey: ['conflicts', id],
    queryFn: ({ signal }) => call(api.conflict, { params: { id }, signal }),
  });
export const bankRailQuery = queryOptions({
  queryKey: ['bank-rail'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.bankRail, { signal }),
});
export const reconciliationQuery = queryOptions({
  queryKey: ['reconciliation'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.reconciliation, { signal }),
});
export const railHealthQuery = queryOptions({
  queryKey: ['rail-health'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.railHealth, { signal }),
});
export const railDayQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['rail-day', id],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) =>
      call(api.reconciliationDay, {
        params: { id },
        query: pageParam === '' ? {} : { after: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.next,
  });
export const debtsQuery = queryOptions({
  queryKey: ['debts'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.customerDebts, { signal }),
});
export const tariffsQuery = queryOptions({
  queryKey: ['tariffs'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.tariffs, { signal }),
});
export const rateSourcesQuery = queryOptions({
  queryKey: ['rate-sources'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.rateSources, { signal }),
});
export const reviewsQuery = queryOptions({
  queryKey: ['reviews'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.reviewQueue, { signal }),
});
export const claimsQuery = queryOptions({
  queryKey: ['claims'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.openClaims, { signal }),
});
export const ruleHitsQuery = (id: RuleId) =>
  queryOptions({
    queryKey: ['rule-hits', id],
    queryFn: ({ signal }) => call(api.ruleHits, { params: { id }, signal }),
  });
export type ScreeningView = 'open' | 'decided';
/** What everything about screening is kept under. */
export const SCREENING_KEY = ['screening'] as const;
export const screeningQuery = (view: ScreeningView) =>
  queryOptions({
    queryKey: [...SCREENING_KEY, view],
    refetchInterval: QUEUE_LOOK_MS,
    queryFn: ({ signal }) => call(api.screeningQueue, { query: { view }, signal }),
  });
export const screeningListsQuery = queryOptions({
  queryKey: [...SCREENING_KEY, 'lists'],
  refetchInterval: QUEUE_LOOK_MS,
  queryFn: ({ signal }) => call(api.screeningLists, { signal }),
});

export const queueQuery = (view: QueueKind) =>
  infiniteQueryOptions({
    queryKey: ['queue', view],
    refetchInterval: QUEUE_LOOK_MS,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = { view, limit: QUEUE_PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) };
      return call(api.queue, { query, signal });
    },
    getNextPageParam: (last) => last.next,
  });

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['console-case', id],
    queryFn: ({ signal }) => call(api.consoleCase, { params: { id }, signal }),
  });

/** What the lists that were loaded know of a case, so that its head can stand before it has come. */
export function rowOf(queries: QueryClient, id: string): QueueRow | undefined {
  const lists = queries.getQueriesData<{ pages: { items: QueueRow[] }[] }>({ queryKey: ['queue'] });
  return lists
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap(({ items }) => items)
    .find((row) => row.case.id === id);
}
