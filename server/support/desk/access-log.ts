import { api } from '#common/api/index';
import { serve, type Server } from '#platform/http';
import type { SupportDeps } from '../deps.ts';
import { looksAt } from './store.ts';

/** The newest looks that a customer is shown; older ones stay in the log. */
const LOOKS_MAX = 100;

/** Who of the staff looked at what belongs to a customer: theirs to read, as it was written. */
export function accessLogRoutes(server: Server, { db }: SupportDeps): void {
  serve(server, api.accessLog, async ({ actor }) => {
    const looks = await looksAt(db.read, actor.id, LOOKS_MAX);
    return {
      items: looks.map(({ at, staffName, caseId, what }) => ({ at: at.toString(), staffName, caseId, what })),
    };
  });
}
