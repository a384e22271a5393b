import { api } from '#common/api/index';
import { toWire } from '#common/money';
import { serve, type Server } from '#platform/http';
import { limitsOf, type LimitStanding } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { accountsOf } from './accounts-of.ts';

export function accountRoutes(server: Server, { db, clock, limits }: WalletDeps): void {
  serve(server, api.accounts, ({ actor }) => accountsOf(db.read, actor.id, limits));

  serve(server, api.limits, async ({ actor }) => {
    const { tier, standings, next } = await limitsOf(db.read, clock, limits, actor.id);
    const above = (of: Pick<LimitStanding, 'capability' | 'window'>) =>
      next.find(({ capability, window }) => capability === of.capability && window === of.window);
    const items = standings.map(({ capability, window, limit, used, left, resetsAt }) => {
      const raised = above({ capability, window });
      return {
        capability,
        window,
        limit: toWire(limit),
        used: toWire(used),
        left: toWire(left),
        resetsAt: resetsAt?.toString() ?? null,
        next: raised ? { tier: raised.tier, limit: toWire(raised.limit) } : null,
      };
    });
    return { tier, baseCurrency: limits.baseCurrency, items };
  });
}
