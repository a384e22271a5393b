import { consoleFinanceApi as api } from '#common/api/console-finance';
import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import { err, ok } from '#common/result';
import { customerByLogin } from '#identity';
import { serve, type Server } from '#platform/http';
import { recordLooks } from '#risk';
import { replayReport } from '../bank-report/collect-reports.ts';
import { matchNames } from '../bank-account/name-match.ts';
import type { WalletDeps } from '../deps.ts';
import { decideBankMoney, proposeBankMoney } from './decide-bank-money.ts';
import { referencesIn } from './reference.ts';
import { openPayer } from './sealed.ts';
import { showRail } from './show-rail.ts';
import { namesOf, showSuspense } from './show-suspense.ts';
import { findTopUp, ownersOf } from './store.ts';

/** The desk for finance. Who sees people here is on record, as at every desk. */
export function consoleFinanceRoutes(server: Server, deps: WalletDeps): void {
  const { db, clock, keys } = deps;
  serve(server, api.suspense, async ({ actor }) => {
    const shown = await showSuspense(deps);
    const customers = shown.items.flatMap(({ customer, suggestions }) => [
      ...(customer ? [customer.id] : []),
      ...suggestions.map((each) => each.customer.id),
    ]);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'suspense' });
    return shown;
  });
  serve(server, api.lookUpOwner, async ({ actor, params: { id }, body: { query }, locale }) => {
    const topUp = await findTopUp(db.read, id);
    const customer = topUp && (await ownerBy(deps, query, locale));
    if (!customer) return err({ code: 'not_found' });
    await recordLooks({ db, clock }, { staff: actor.id, customers: [customer], desk: 'suspense' });
    const name = (await namesOf(db.read, { keys }, [customer])).get(customer) ?? '';
    const payer = openPayer(keys, topUp)?.payer.name ?? '';
    return ok({ customer: { id: customer, name }, nameMatch: matchNames(payer, name) });
  });
  serve(server, api.proposeBankMoney, ({ actor, params: { id }, body: { parameters, note } }) =>
    db.transaction((tx) => proposeBankMoney(tx, deps, { id, parameters, note, by: actor.id })),
  );
  serve(server, api.decideBankMoney, ({ actor, params: { id }, body: { decision } }) =>
    decideBankMoney(deps, { id, decision, by: actor.id }),
  );
  serve(server, api.bankRail, async ({ actor }) => {
    const shown = await showRail(deps);
    const customers = shown.conflicts.map(({ owner }) => owner.id);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'suspense' });
    return shown;
  });
  serve(server, api.replayReport, async ({ params: { number } }) => {
    const replayed = await replayReport(deps, BigInt(number));
    return replayed ? ok(replayed) : err({ code: 'not_found' });
  });
}

/** By a reference, or by what customers sign in with. */
async function ownerBy(
  { db: { read } }: Pick<WalletDeps, 'db'>,
  query: string,
  locale: Locale,
): Promise<CustomerId | null> {
  const [owner] = await ownersOf(read, referencesIn([query]).right);
  return owner?.customer ?? customerByLogin(read, query, locale);
}
