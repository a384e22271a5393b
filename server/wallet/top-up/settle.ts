import { type Money, subtract } from '#common/money';
import { invariant } from '#common/result';
import {
  type AccountFlag,
  balanceOf,
  type Leg,
  legId as ledgerLegId,
  type LedgerAccountId,
  lockAccounts,
  openAccount,
  postIn,
  setFlags,
  type TransferUuid,
} from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { TopUp } from './top-up.ts';

/** The rail that the money comes by, and the kind of fee it earns. */
export const railOf = ({ ewallet }: Pick<TopUp, 'ewallet'>): string =>
  ewallet ? 'rail:ewallet' : 'rail:card';
const feeOf = ({ ewallet }: Pick<TopUp, 'ewallet'>): string =>
  ewallet ? 'fee:ewallet_top_up' : 'fee:card_top_up';

/** The wallet takes no money now, e.g. since it was closed meanwhile. Thrown so that nothing of the attempt stays. */
export class WalletRefuses extends Error {}

export type TopUpLegs = 'credit' | 'fee' | 'credit_back' | 'fee_back';
export const legId = (topUp: Pick<TopUp, 'id'>, leg: TopUpLegs): TransferUuid => ledgerLegId(topUp.id, leg);
/** A hold on what is not spendable yet. A partial chargeback replaces it by the next number. */
export const holdId = (topUp: Pick<TopUp, 'id'>, number: number): TransferUuid =>
  ledgerLegId(topUp.id, 'hold', String(number));
export const releaseId = (topUp: Pick<TopUp, 'id'>, number: number): TransferUuid =>
  ledgerLegId(topUp.id, 'release', String(number));

export type TopUpAccounts = Awaited<ReturnType<typeof accountsFor>>;
/** The accounts that a top-up and its chargeback touch, opened where they were not there yet. */
export async function accountsFor(
  tx: Tx,
  clock: Clock,
  topUp: Pick<TopUp, 'customer' | 'amount' | 'ewallet'>,
) {
  const { customer, amount } = topUp;
  const { currency } = amount;
  const rail = railOf(topUp);
  return {
    wallet: await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency }),
    debt: await openAccount(tx, clock, { kind: 'customer_debt', owner: customer, currency }),
    settlement: await openAccount(tx, clock, { kind: 'rail_settlement', owner: rail, currency }),
    reserve: await openAccount(tx, clock, { kind: 'funding_reserve', owner: rail, currency }),
    fees: await openAccount(tx, clock, { kind: 'revenue_fee', owner: feeOf(topUp), currency }),
  };
}

/**
 * Moves the money of a charge that succeeded: the amount to the wallet, the fee to revenue, and what was told beforehand to be
 * delayed into a hold, all together or nothing. Answers what is held. Its ids are derived, so the ledger would refuse a second time.
 */
export async function settleMoney(tx: Tx, clock: Clock, topUp: TopUp): Promise<Money> {
  const accounts = await accountsFor(tx, clock, topUp);
  const { wallet, settlement, reserve, fees } = accounts;
  const held = delayedPart(topUp, clock);
  const credit: Leg = {
    kind: 'single',
    id: legId(topUp, 'credit'),
    code: 'top_up',
    debit: settlement,
    credit: wallet,
    amount: topUp.amount,
  };
  const rest: Leg[] = [];
  if (topUp.fee.minor > 0n)
    rest.push({
      kind: 'single',
      id: legId(topUp, 'fee'),
      code: 'fee',
      debit: settlement,
      credit: fees,
      amount: topUp.fee,
    });
  if (held.minor > 0n)
    rest.push({
      kind: 'hold',
      id: holdId(topUp, 1),
      code: 'funding_hold',
      debit: wallet,
      credit: reserve,
      amount: held,
      expiresAt: null,
    });
  await lockAccounts(tx, Object.values(accounts));
  const pass = { account: wallet, reason: `${topUp.id} was charged before`, actor: 'rule:top_up' };
  const posted = await pastAFreeze(tx, clock, pass, async () => {
    const [answer] = await postIn(tx, clock, [{ operationId: topUp.id, legs: [credit, ...rest] }]);
    return answer;
  });
  if (posted && !posted.ok && posted.error.code === 'account_closed')
    throw new WalletRefuses(posted.error.code);
  invariant(posted?.ok === true && posted.value.status === 'created', `the money of ${topUp.id} moves once`);
  return held;
}

/** Whether the wallet is closed for good; a frozen one still takes what its owner has paid for. */
export async function isWalletClosed(
  tx: Tx,
  { clock }: { readonly clock: Clock },
  topUp: Pick<TopUp, 'customer' | 'amount' | 'ewallet'>,
): Promise<boolean> {
  const { wallet } = await accountsFor(tx, clock, topUp);
  return (await balanceOf(tx, wallet)).flags.closed;
}

/**
 * What is the customer's already, e.g. since the card is charged: a freeze keeps it in the wallet, it does not keep it out. The hold on what
 * is delayed takes nothing out either; without it a freeze that is undone would make it spendable before its time. The flags are off
 * under the wallet's lock and within this transaction only: no other one sees them off.
 */
export async function pastAFreeze<T>(
  tx: Tx,
  clock: Clock,
  change: { readonly account: LedgerAccountId; readonly reason: string; readonly actor: string },
  work: () => Promise<T>,
): Promise<T> {
  const { flags } = await balanceOf(tx, change.account);
  const frozen = (['frozenIn', 'frozenOut'] as const satisfies AccountFlag[]).filter((flag) => flags[flag]);
  if (frozen.length > 0) await setFlags(tx, clock, { ...change, clear: frozen });
  const done = await work();
  if (frozen.length > 0) await setFlags(tx, clock, { ...change, set: frozen });
  return done;
}

/** All that is looked at first; else what the quote told to be delayed, nothing if that time has passed before the money came. */
function delayedPart({ amount, atOnce, delayedUntil, needsReview }: TopUp, clock: Clock): Money {
  if (needsReview) return amount;
  const isDelayed = delayedUntil !== null && clock.now().epochMilliseconds < delayedUntil.epochMilliseconds;
  return isDelayed ? subtract(amount, atOnce) : { ...amount, minor: 0n };
}
