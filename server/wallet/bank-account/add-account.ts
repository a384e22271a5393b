import type { BankAccountId, CustomerId, StepUpId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { consumeStepUp, markOfDetails } from '#identity';
import { zero } from '#common/money';
import type { Reader, Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { coolDown, lockLimits } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { withdrawalCurrencies } from '../withdrawal/offered.ts';
import { type AccountRefusal, decideAccount, type Decided, type Typed } from './decide.ts';
import { openDetails, sealDetails } from './sealed.ts';
import { knownNameOf } from './show-accounts.ts';
import * as store from './store.ts';

export type AccountToAdd = Typed & {
  readonly id: BankAccountId;
  readonly customer: CustomerId;
  readonly stepUp: StepUpId;
};
type AddRefusal = AccountRefusal | Refusal<'operation_id_reused' | 'step_up_not_valid'>;

/** Signs of an account that its owner knows it by. */
const SHOWN_SIGNS = 4;
export const lastSigns = (number: string): string => number.slice(-SHOWN_SIGNS);

/** What would be said of these details now; nothing is kept. */
export async function judgeAccount(
  read: Reader,
  deps: Pick<WalletDeps, 'clock' | 'keys' | 'bank'>,
  customer: CustomerId,
  typed: Typed,
): Promise<Result<Decided, AccountRefusal>> {
  const existing = (await store.accountsInUse(read, customer)).map((account) => ({
    currency: account.currency,
    number: openDetails(deps.keys, account).number,
  }));
  const offered = await withdrawalCurrencies(read, deps);
  return decideAccount(typed, { offered, knownName: await knownNameOf(read, deps, customer), existing });
}

/**
 * Keeps a bank account, all of it in the caller's transaction: the proof for exactly these details is used up, the details are sealed,
 * payouts to it wait for a day, and the owner is told by mail. A retry is answered by its idempotency key.
 */
export async function addAccount(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'keys' | 'limits' | 'bank'>,
  { id, customer, stepUp, ...typed }: AccountToAdd,
): Promise<Result<void, AddRefusal>> {
  const { clock, keys } = deps;
  // Under this lock one customer's requests come one after the other: the same account is not added twice.
  await lockLimits(tx, clock, deps.limits, { customer, capability: 'withdraw' });
  if (await store.findAccount(tx, id)) return err({ code: 'operation_id_reused' });
  const existing = await store.accountsInUse(tx, customer);
  const decided = await judgeAccount(tx, deps, customer, typed);
  if (!decided.ok) return decided;
  const { details, scheme, country, nameMatch } = decided.value;
  const payee = markOfDetails(typed);
  const amount = zero(typed.currency);
  const proven = await consumeStepUp(tx, clock, {
    id: stepUp,
    customer,
    action: 'payout_details',
    amount,
    payee,
  });
  if (!proven.ok) return proven;
  const { currency } = typed;
  const isNew = await store.insertAccount(tx, {
    id,
    customer,
    currency,
    country,
    scheme,
    nameMatch,
    box: sealDetails(keys, id, details),
    last4: lastSigns(details.number),
    isDefault: !existing.some((account) => account.currency === currency),
    addedAt: clock.now(),
  });
  if (!isNew) return err({ code: 'operation_id_reused' }); // Somebody else's id: nothing is told of it.
  await coolDown(tx, clock, { customer, reason: 'payout_details', subject: id });
  await publish(tx, clock, { type: 'bank_account.added', customerId: customer, bankAccountId: id });
  return ok(undefined);
}
