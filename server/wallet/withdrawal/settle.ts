import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import { invariant } from '#common/result';
import { balanceOf, type Leg, legId, lockAccounts, openAccount, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { pastAFreeze } from '../top-up/settle.ts';
import type { Withdrawal } from './withdrawal.ts';

/** The rail that payouts leave by, and the kind of fee they earn. */
export const BANK_RAIL = 'rail:bank';
const WITHDRAWAL_FEE = 'fee:withdrawal';

export type WithdrawalAccounts = Awaited<ReturnType<typeof accountsFor>>;
/** The accounts that a payout touches, opened where they were not there yet. */
export async function accountsFor(tx: Tx, clock: Clock, customer: CustomerId, currency: Currency) {
  return {
    wallet: await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency }),
    settlement: await openAccount(tx, clock, { kind: 'rail_settlement', owner: BANK_RAIL, currency }),
    suspense: await openAccount(tx, clock, { kind: 'rail_suspense', owner: BANK_RAIL, currency }),
    fees: await openAccount(tx, clock, { kind: 'revenue_fee', owner: WITHDRAWAL_FEE, currency }),
  };
}

type Priced = Pick<Withdrawal, 'id' | 'customer' | 'amount' | 'fee'>;
type Step = 'hold' | 'pay' | 'void' | 'back';
/** Amount and fee are held, paid and given back together, each as a leg of its own. */
const parts = ({ fee }: Priced): readonly ('amount' | 'fee')[] =>
  fee.minor > 0n ? ['amount', 'fee'] : ['amount'];
const idOf = ({ id }: Priced, step: Step, part: 'amount' | 'fee') => legId(id, step, part);

async function post(tx: Tx, clock: Clock, { id }: Pick<Priced, 'id'>, legs: readonly Leg[]): Promise<void> {
  const [first, ...rest] = legs;
  invariant(first !== undefined, 'something moves');
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [first, ...rest] }]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `the money of ${id} moves once: ${posted?.ok === false ? posted.error.code : 'again'}`,
  );
}

/** Reserves amount and fee, under the locks of the accounts. */
export async function holdMoney(
  tx: Tx,
  clock: Clock,
  it: Priced,
  { wallet, settlement, fees }: WithdrawalAccounts,
): Promise<void> {
  const legs = parts(it).map((part): Leg => ({
    kind: 'hold',
    id: idOf(it, 'hold', part),
    code: part === 'fee' ? 'fee' : 'withdrawal',
    debit: wallet,
    credit: part === 'fee' ? fees : settlement,
    amount: part === 'fee' ? it.fee : it.amount,
    expiresAt: null,
  }));
  await post(tx, clock, it, legs);
}

/** A freeze keeps what is not gone; what the bank has moved has moved. */
async function moved(tx: Tx, clock: Clock, it: Priced, legs: readonly Leg[]): Promise<void> {
  const accounts = await accountsFor(tx, clock, it.customer, it.amount.currency);
  await lockAccounts(tx, Object.values(accounts));
  const pass = { account: accounts.wallet, reason: `${it.id} is told by the bank`, actor: 'rule:withdrawal' };
  await pastAFreeze(tx, clock, pass, () => post(tx, clock, it, legs));
}

/** The bank has booked it: amount and fee leave the wallet. */
export const payMoney = (tx: Tx, clock: Clock, it: Priced): Promise<void> =>
  moved(
    tx,
    clock,
    it,
    parts(it).map((part) => ({
      kind: 'capture',
      id: idOf(it, 'pay', part),
      code: part === 'fee' ? 'fee' : 'withdrawal',
      hold: idOf(it, 'hold', part),
    })),
  );

/** It does not happen: amount and fee are free again. */
export const freeMoney = (tx: Tx, clock: Clock, it: Priced): Promise<void> =>
  moved(
    tx,
    clock,
    it,
    parts(it).map((part) => ({
      kind: 'void',
      id: idOf(it, 'void', part),
      code: part === 'fee' ? 'fee' : 'withdrawal',
      hold: idOf(it, 'hold', part),
    })),
  );

/**
 * It came back: amount and fee are in the wallet again. Whoever has no account any more cannot be given them: the amount is put aside then,
 * and false is answered.
 */
export async function returnMoney(tx: Tx, clock: Clock, it: Priced): Promise<boolean> {
  const accounts = await accountsFor(tx, clock, it.customer, it.amount.currency);
  await lockAccounts(tx, Object.values(accounts));
  const { wallet } = accounts;
  if ((await balanceOf(tx, wallet)).flags.closed) {
    await suspend(tx, clock, it, { reference: 'return', direction: 'in', amount: it.amount });
    return false;
  }
  const legs = parts(it).map((part): Leg => ({
    kind: 'reversal',
    id: idOf(it, 'back', part),
    code: part === 'fee' ? 'fee' : 'refund',
    original: idOf(it, 'pay', part),
  }));
  await moved(tx, clock, it, legs);
  return true;
}

/** It came back after the operator had borne it: it is the operator's. */
export async function returnToLosses(tx: Tx, clock: Clock, it: Priced): Promise<void> {
  const { amount } = it;
  const { settlement } = await accountsFor(tx, clock, it.customer, amount.currency);
  const losses = await openAccount(tx, clock, {
    kind: 'refund_loss',
    owner: 'system',
    currency: amount.currency,
  });
  await lockAccounts(tx, [settlement, losses]);
  const id = legId(it.id, 'losses', 'return');
  await post(tx, clock, it, [
    { kind: 'single', id, code: 'adjustment', debit: settlement, credit: losses, amount },
  ]);
}

type Odd = { readonly reference: string; readonly direction: 'out' | 'in'; readonly amount: Money };

/** The bank moved what we did not ask for: our account with it is as it says, and people find out whose it is. */
export async function suspend(
  tx: Tx,
  clock: Clock,
  it: Priced,
  { reference, direction, amount }: Odd,
): Promise<void> {
  const { settlement, suspense } = await accountsFor(tx, clock, it.customer, amount.currency);
  await lockAccounts(tx, [settlement, suspense]);
  const [debit, credit] = direction === 'out' ? [suspense, settlement] : [settlement, suspense];
  const id = legId(it.id, 'suspense', reference);
  await post(tx, clock, it, [{ kind: 'single', id, code: 'suspense', debit, credit, amount }]);
}
