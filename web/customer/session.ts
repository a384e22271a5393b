import { queryOptions } from '@tanstack/react-query';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/customer';
import { bankAccountApi } from '#common/api/bank-account';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type Me = OkOf<typeof api.me>;
/** The signed-in person, or null for a guest. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    try {
      return await call(api.me, { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => call(api.accounts, { signal }),
});
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['entry', id],
    queryFn: ({ signal }) => call(api.entry, { params: { id }, signal }),
  });
export const bankAccountsQuery = queryOptions({
  queryKey: ['bank-accounts'],
  queryFn: ({ signal }) => call(bankAccountApi.bankAccounts, { signal }),
});
export const limitsQuery = queryOptions({
  queryKey: ['limits'],
  queryFn: ({ signal }) => call(api.limits, { signal }),
});
export const notificationsQuery = queryOptions({
  queryKey: ['notifications', 'head'],
  queryFn: ({ signal }) => call(api.notifications, { query: { limit: 20 }, signal }),
});

export type Status = OkOf<typeof api.accountStatus>;
/** What is blocked on the account, and what works. */
export const statusQuery = queryOptions({
  queryKey: ['account-status'],
  queryFn: ({ signal }) => call(api.accountStatus, { signal }),
});
