import { api } from '#common/api/index';
import { proofLooksAt } from '#identity';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { looksAt } from './store.ts';

/** The newest looks that a customer is shown; older ones stay in the log. */
const LOOKS_MAX = 100;

/** Who of the staff looked at what belongs to a customer: theirs to read, as it was written. */
export function accessLogRoutes(server: Server, { db }: SupportDeps): void {
  serve(server, api.accessLog, async ({ actor }) => {
    const [looks, atProofs] = await Promise.all([
      looksAt(db.read, actor.id, LOOKS_MAX),
      proofLooksAt(db.read, actor.id, LOOKS_MAX),
    ]);
    const all = [...looks, ...atProofs.map((look) => ({ ...look, caseId: null, what: 'identity' as const }))];
    const newestFirst = all.toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds);
    return {
      items: newestFirst
        .slice(0, LOOKS_MAX)
        .map(({ at, staffName, caseId, what }) => ({ at: at.toString(), staffName, caseId, what })),
    };
  });
}
