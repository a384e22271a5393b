import { consoleReconciliationApi as api } from '#common/api/console-reconciliation';
import { err, ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { WalletDeps } from '../deps.ts';
import { closeDay } from './close-day.ts';
import { decideLines, proposeLines } from './decide-lines.ts';
import { railTimes } from './rail.ts';
import { parseDayId, showDay } from './show-day.ts';
import { showOverview } from './show-overview.ts';

/** Finance's days: what rails state beside our books. */
export function consoleReconciliationRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock } = deps;
  serve(server, api.reconciliation, () => showOverview(deps));
  serve(server, api.reconciliationDay, async ({ params: { id }, query: { after } }) => {
    const day = await showDay(deps, { id, after: after ?? null });
    return day ? ok(day) : err({ code: 'not_found' });
  });
  serve(server, api.proposeRailLines, ({ actor, body: { parameters, note } }) =>
    db.transaction((tx) => proposeLines(tx, deps, { parameters, note, by: actor.id })),
  );
  serve(server, api.decideRailLines, ({ actor, params: { id }, body: { decision } }) =>
    decideLines(deps, { id, decision, by: actor.id }),
  );
  serve(server, api.closeRailDay, async ({ actor, params: { id } }) => {
    const asked = parseDayId(id);
    if (!asked) return err({ code: 'not_found' });
    const time = (await railTimes(db.read, clock.now()))(asked.account);
    const closed = await db.transaction((tx) => closeDay(tx, deps, { ...asked, by: actor.id }, time));
    return closed.ok ? ok({ digest: closed.value.digest.toString('hex') }) : closed;
  });
}
