import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { moneyRequestApi } from '#common/api/money-request';
import type { Id } from '#common/id';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type MoneyRequest = OkOf<typeof moneyRequestApi.moneyRequest>;
export type PayableRequest = OkOf<typeof moneyRequestApi.openMoneyRequest>;
export type Side = MoneyRequest['side'];

const PAGE = 20;
export const requestsQuery = (side: Side) =>
  infiniteQueryOptions({
    queryKey: ['requests', side],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      call(moneyRequestApi.moneyRequests, {
        query: { side, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
/** What others ask of the person and nobody has answered: for the first screen. */
export const owedQuery = queryOptions({
  queryKey: ['requests', 'open'],
  queryFn: ({ signal }) =>
    call(moneyRequestApi.moneyRequests, { query: { side: 'owed', state: 'open', limit: 3 }, signal }),
});
export const requestQuery = (id: Id<'rq'>) =>
  queryOptions({
    queryKey: ['request', id],
    queryFn: ({ signal }) => call(moneyRequestApi.moneyRequest, { params: { id }, signal }),
  });
export const blockedQuery = queryOptions({
  queryKey: ['requests', 'blocked'],
  queryFn: ({ signal }) => call(moneyRequestApi.blockedAskers, { signal }),
});
