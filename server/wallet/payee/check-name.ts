import type { CustomerId, PayeeReference } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { customerNames } from '#identity';
import { Temporal } from '#platform/clock';
import { charge } from '#platform/rate-limit';
import type { WalletDeps } from '../deps.ts';
import { compareNames } from './compare-names.ts';
import { NAME_BUDGET, NAME_BUDGET_OF_PAYEE, type NameOutcome } from './payee.ts';
import * as store from './store.ts';

type ToCheck = { readonly payer: CustomerId; readonly payee: PayeeReference; readonly name: string };
type NameRefusal = Refusal<'payee_confirmation_expired' | 'payee_name_checks_paused'>;

/**
 * Compares what the payer expects with who is found. Counted before it is looked at, so that a name cannot be found out letter by
 * letter; kept with the reference, so that rules can ask.
 */
export async function checkPayeeName(
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  { payer, payee: reference, name }: ToCheck,
): Promise<Result<{ outcome: NameOutcome | 'not_possible' }, NameRefusal>> {
  const found = await store.findReference(db.read, reference, payer);
  if (!found || Temporal.Instant.compare(clock.now(), found.expiresAt) >= 0)
    return err({ code: 'payee_confirmation_expired' });
  for (const [budget, key] of [
    [NAME_BUDGET, payer],
    [NAME_BUDGET_OF_PAYEE, `${payer} ${found.payee}`],
  ] as const) {
    const left = await charge(db, clock, budget, key);
    if (!left.ok) return err({ code: 'payee_name_checks_paused', until: left.until.toString() });
  }
  const known = (await customerNames(db.read, [found.payee])).get(found.payee) ?? '';
  const outcome = compareNames(name, known);
  if (outcome !== 'not_possible')
    await db.transaction((tx) => store.saveNameMatch(tx, { reference, payer }, outcome));
  return ok({ outcome });
}
