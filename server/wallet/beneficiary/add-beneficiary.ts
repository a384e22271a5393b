import type { BeneficiaryId, CustomerId, StepUpId } from '#common/id';
import { zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { consumeStepUp, markOfBeneficiary } from '#identity';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { coolDown, type ListedPayee, lockLimits, screenName } from '#risk';
import type { WalletDeps } from '../deps.ts';
import {
  type BeneficiaryRefusal,
  COUNTED_HOURS,
  decideBeneficiary,
  type Decided,
  type Typed,
} from './decide.ts';
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
  deps: Pick<WalletDeps, 'clock' | 'keys' | 'correspondent'>,
  customer: CustomerId,
  typed: Typed,
): Promise<Result<Decided, BeneficiaryRefusal>> {
  const existing = (await store.beneficiariesInUse(read, customer)).map((each) => ({
    country: each.country,
    ...openDetails(deps.keys, each),
  }));
  const since = deps.clock.now().subtract({ hours: COUNTED_HOURS });
  const lately = await store.addedSince(read, customer, since);
  return decideBeneficiary(typed, { offered: payableCurrencies(deps), existing, lately });
}

/** Entries that a reviewer is shown; a common name is like many. */
const LISTED_SHOWN = 10;
/** Whoever on a list of sanctions has a name like this one, the likest first. */
export const findListed = async (
  read: Reader,
  clock: Clock,
  { name, country }: { name: string; country: string },
): Promise<ListedPayee[]> =>
  (await screenName(read, clock, { name, birth: null, countries: [country] }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, LISTED_SHOWN)
    .map(({ source, entry: { ref, program }, score, compared }) => ({
      source,
      ref,
      program,
      score,
      name: compared.name,
    }));

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
    isListed: (await findListed(tx, clock, { name: details.name, country })).length > 0,
    addedAt: clock.now(),
  });
  if (!isNew) return err({ code: 'operation_id_reused' }); // Somebody else's id: nothing is told of it.
  await coolDown(tx, clock, { customer, reason: 'payout_details', subject: id });
  await publish(tx, clock, { type: 'beneficiary.added', customerId: customer, beneficiaryId: id });
  return ok(undefined);
}
