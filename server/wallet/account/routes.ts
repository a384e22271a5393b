import { api } from '#common/api/index';
import { toWire } from '#common/money';
import { serve, type Server } from '#platform/http';
import { limitsOf } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { accountsOf } from './accounts-of.ts';

export function accountRoutes(server: Server, { db, clock, limits }: WalletDeps): void {
  serve(server, api.accounts, ({ actor }) => accountsOf(db.read, actor.id, limits));

  serve(server, api.limits, async ({ actor }) => {
    const standings = await limitsOf(db.read, clock, limits, actor.id);
    const items = standings.map(({ capability, window, limit, used, left, resetsAt }) => ({
      capability,
      window,
      limit: toWire(limit),
      used: toWire(used),
      left: toWire(left),
      resetsAt: resetsAt?.toString() ?? null,
    }));
    return { baseCurrency: limits.baseCurrency, items };
  });
}
