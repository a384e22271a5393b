import { api } from '#common/api/index';
import type { CustomerId } from '#common/id';
import { proofLooksAt } from '#identity';
import type { Reader } from '#platform/db';
import { tellableLooksAt } from '#risk';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { looksAt } from './store.ts';

/** The newest looks that a customer is shown; older ones stay in the log. */
const LOOKS_MAX = 100;

/**
 * Who of the staff looked at what belongs to a customer, as it was written, the newest first. Looks of staff for risk have no name, no case
 * and no desk: whether it was a rule, a held payment or a list of names is not told.
 */
export async function allLooksAt(read: Reader, customer: CustomerId, limit: number) {
  const [looks, atProofs, byRisk] = await Promise.all([
    looksAt(read, customer, limit),
    proofLooksAt(read, customer, limit),
    tellableLooksAt(read, customer, limit),
  ]);
  return [
    ...looks,
    ...atProofs.map((look) => ({ ...look, caseId: null, what: 'identity' as const })),
    ...byRisk.map((at) => ({ at, staffName: null, caseId: null, what: 'account' as const })),
  ]
    .toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds)
    .slice(0, limit)
    .map(({ at, staffName, caseId, what }) => ({ at: at.toString(), staffName, caseId, what }));
}

export function accessLogRoutes(server: Server, { db }: SupportDeps): void {
  serve(server, api.accessLog, async ({ actor }) => ({
    items: await allLooksAt(db.read, actor.id, LOOKS_MAX),
  }));
}
