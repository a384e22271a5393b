import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { consoleReconciliationApi as api } from '#common/api/console-reconciliation';
import type { StaffId } from '#common/id';
import { err, ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import { Refused } from '#platform/problem';
import { recordLooks } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { closeDay } from './close-day.ts';
import { decideLines, proposeLines } from './decide-lines.ts';
import { exportBreaks, exportDay, exportDebts } from './export.ts';
import { railTimes } from './rail.ts';
import { parseDayId, showDay } from './show-day.ts';
import { showOverview } from './show-overview.ts';
import { showDebts, showRails } from './show-rails.ts';

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
  railRoutes(server, deps);
  exportRoutes(server, deps);
}

/** Who owes is seen by name: each look is on record. */
const recordDebtors = (
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  staff: StaffId,
  debts: Awaited<ReturnType<typeof showDebts>>['debts'],
): Promise<void> =>
  recordLooks(
    { db, clock },
    { staff, customers: debts.map(({ customer }) => customer.id), desk: 'suspense' },
  );

function railRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.railHealth, () => showRails(deps));
  serve(server, api.customerDebts, async ({ actor }) => {
    const shown = await showDebts(deps);
    await recordDebtors(deps, actor.id, shown.debts);
    return shown;
  });
}

function exportRoutes(server: Server, deps: WalletDeps): void {
  serve(server, api.exportRailDay, async ({ params: { id }, reply }) => {
    const text = await exportDay(deps, id);
    if (text === null) throw new Refused({ code: 'not_found' });
    sendCsv(reply, id, text);
  });
  serve(server, api.exportRailBreaks, async ({ reply }) => sendCsv(reply, 'breaks', exportBreaks(deps)));
  serve(server, api.exportDebts, async ({ actor, reply }) =>
    sendCsv(
      reply,
      'debts',
      exportDebts(deps, (debts) => recordDebtors(deps, actor.id, [...debts])),
    ),
  );
}

/** However long it is: it leaves as it is read. */
function sendCsv(reply: FastifyReply, name: string, text: AsyncGenerator<string>): void {
  void reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="okpay-${name}.csv"`)
    .header('cache-control', 'private, no-store')
    .send(Readable.from(text));
}
