import { queryOptions } from '@tanstack/react-query';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { setServerNow } from '#ui/clock.ts';
import { call } from '#web/call.ts';

/** The signed-in member of staff, or null. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  staleTime: 60_000,
  queryFn: async ({ signal }) => {
    try {
      return await call(api.staffMe, { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const siteQuery = queryOptions({
  queryKey: ['site'],
  staleTime: 60_000,
  queryFn: async () => {
    const site = await call(api.site);
    setServerNow(site.now);
    return site;
  },
});

export type QueueKind = 'mine' | 'open' | 'all';
export const queueQuery = (view: QueueKind) => queryOptions({ queryKey: ['queue', view], refetchInterval: 30_000, queryFn: ({ signal }) => call(api.queue, { query: { view, limit: 50 }, signal }) });
export const consoleCaseQuery = (id: string) => queryOptions({ queryKey: ['console-case', id], queryFn: ({ signal }) => call(api.consoleCase, { params: { id }, signal }) });
