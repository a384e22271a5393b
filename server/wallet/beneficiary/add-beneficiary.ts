import type { BeneficiaryId, CustomerId, StepUpId } from '#common/id';
import { zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { consumeStepUp, markOfBeneficiary } from '#identity';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { coolDown, lockLimits, screenName } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { type BeneficiaryRefusal, decideBeneficiary, type Decided, type Typed } from './decide.ts';
import { openDetails, sealDetails } from './sealed.ts';
import * as store from './store.ts';

export type BeneficiaryToAdd = Typed & {
  readonly id: BeneficiaryId;
  readonly customer: CustomerId;
  readonly stepUp: StepUpId;
};
type AddRefusal = BeneficiaryRefusal | Refusal<'operation_id_reused' | 'step_up_not_valid'>;

const SHOWN_SIGNS = 4;
export const lastSigns = (number: string): string => number.slice(-SHOWN_SIGNS);

/** Currencies that the correspondent pays from an account of ours. */
export const payableCurrencies = ({ correspondent }: Pick<WalletDeps, 'correspondent'>) =>
  correspondent ? [...correspondent.accounts.keys()] : [];

/** What would be said of these details now; nothing is kept. */
export async function judgeBeneficiary(
  read: Reader,
  deps: Pick<WalletDeps, 'keys' | 'correspondent'>,
  customer: CustomerId,
  typed: Typed,
): Promise<Result<Decided, BeneficiaryRefusal>> {
  const existing = (await store.beneficiariesInUse(read, customer))
    .filter(({ country }) => country === typed.country)
    .map((each) => openDetails(deps.keys, each));
  return decideBeneficiary(typed, { offered: payableCurrencies(deps), existing });
}

/** Whether somebody on a list of sanctions has a name like this one. */
export const isListedName = async (
  read: Reader,
  clock: Clock,
  { name, country }: { name: string; country: string },
): Promise<boolean> =>
  (await screenName(read, clock, { name, birth: null, countries: [country] })).length > 0;

/**
 * Keeps a payee abroad, all of it in the caller's transaction: the proof for exactly these details is used up, the details are sealed, the name is
 * screened, transfers there wait for a day, and the owner is told by mail. A name on a list is kept like any other: who is told of it could warn
 * somebody. What is sent there waits for two people.
 */
export async function addBeneficiary(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'keys' | 'limits' | 'correspondent'>,
  { id, customer, stepUp, ...typed }: BeneficiaryToAdd,
): Promise<Result<void, AddRefusal>> {
  const { clock, keys } = deps;
  // Under this lock one customer's requests come one after the other: the same account is not added twice.
  await lockLimits(tx, clock, deps.limits, { customer, capability: 'withdraw' });
  if (await store.findBeneficiary(tx, id)) return err({ code: 'operation_id_reused' });
  const decided = await judgeBeneficiary(tx, deps, customer, typed);
  if (!decided.ok) return decided;
  const { details, country, currency, number } = decided.value;
  const proven = await consumeStepUp(tx, clock, {
    id: stepUp,
    customer,
    action: 'beneficiary_details',
    amount: zero(currency),
    payee: markOfBeneficiary(typed),
  });
  if (!proven.ok) return proven;
  const isNew = await store.insertBeneficiary(tx, {
    id,
    customer,
    country,
    currency,
    box: sealDetails(keys, id, details),
    last4: lastSigns(number),
    isListed: await isListedName(tx, clock, { name: details.name, country }),
    addedAt: clock.now(),
  });
  if (!isNew) return err({ code: 'operation_id_reused' }); // Somebody else's id: nothing is told of it.
  await coolDown(tx, clock, { customer, reason: 'payout_details', subject: id });
  await publish(tx, clock, { type: 'beneficiary.added', customerId: customer, beneficiaryId: id });
  return ok(undefined);
}
