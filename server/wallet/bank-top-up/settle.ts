import type { BankTopUpId, CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import { invariant } from '#common/result';
import { type Leg, type LedgerAccountId, legId, openAccount, type PostCommand, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { pastAFreeze } from '../top-up/settle.ts';
import { BANK_RAIL } from '../withdrawal/settle.ts';
import type { TopUpRail } from './bank-top-up.ts';

const BANK_TOP_UP_FEE = 'fee:bank_top_up';

export type RailAccounts = { readonly settlement: LedgerAccountId; readonly suspense: LedgerAccountId };
/** Our account at the bank of one currency, and what of it is nobody's yet. */
export const railAccounts = async (
  tx: Tx,
  clock: Clock,
  currency: Currency,
  owner: TopUpRail = BANK_RAIL,
): Promise<RailAccounts> => ({
  settlement: await openAccount(tx, clock, { kind: 'rail_settlement', owner, currency }),
  suspense: await openAccount(tx, clock, { kind: 'rail_suspense', owner, currency }),
});
export type OwnAccounts = { readonly wallet: LedgerAccountId; readonly fees: LedgerAccountId };
export const ownAccounts = async (
  tx: Tx,
  clock: Clock,
  owner: CustomerId,
  currency: Currency,
): Promise<OwnAccounts> => ({
  wallet: await openAccount(tx, clock, { kind: 'wallet', owner, currency }),
  fees: await openAccount(tx, clock, { kind: 'revenue_fee', owner: BANK_TOP_UP_FEE, currency }),
});

async function post(tx: Tx, clock: Clock, commands: readonly PostCommand[]): Promise<void> {
  const posted = await postIn(tx, clock, commands);
  for (const [at, command] of commands.entries()) {
    const answer = posted[at];
    invariant(
      answer?.ok === true && answer.value.status === 'created',
      `the money of ${command.operationId} moves once: ${answer?.ok === false ? answer.error.code : 'again'}`,
    );
  }
}

type Crediting = {
  readonly id: BankTopUpId;
  readonly amount: Money;
  readonly fee: Money;
  /** Where it comes from: our account at the bank, or what was put aside. */
  readonly from: LedgerAccountId;
};

/** To its owner, the fee to revenue, both or nothing. Under the locks of all accounts; a freeze keeps money in the wallet, not out of it. */
export async function creditMoney(
  tx: Tx,
  clock: Clock,
  { id, amount, fee, from }: Crediting,
  { wallet, fees }: OwnAccounts,
): Promise<void> {
  const credit: Leg = {
    kind: 'single',
    id: legId(id, 'credit'),
    code: 'top_up',
    debit: from,
    credit: wallet,
    amount,
  };
  const rest: Leg[] =
    fee.minor > 0n
      ? [{ kind: 'single', id: legId(id, 'fee'), code: 'fee', debit: wallet, credit: fees, amount: fee }]
      : [];
  const pass = { account: wallet, reason: `${id} came in`, actor: 'rule:bank_top_up' };
  await pastAFreeze(tx, clock, pass, () => post(tx, clock, [{ operationId: id, legs: [credit, ...rest] }]));
}

type Sum = { readonly id: BankTopUpId; readonly amount: Money };

const suspenseLeg = (
  { id, amount }: Sum,
  debit: LedgerAccountId,
  credit: LedgerAccountId,
  ...names: string[]
): PostCommand => ({
  operationId: id,
  legs: [{ kind: 'single', id: legId(id, ...names), code: 'suspense', debit, credit, amount }],
});

/** It is on our account and belongs to nobody yet. */
export const suspendMoney = (
  tx: Tx,
  clock: Clock,
  sums: readonly (Sum & { readonly rail: RailAccounts })[],
): Promise<void> =>
  post(
    tx,
    clock,
    sums.map(({ rail, ...sum }) => suspenseLeg(sum, rail.settlement, rail.suspense, 'suspense')),
  );

/** A return has left our account, or come back to it; each by the id of its return. */
export async function moveReturn(
  tx: Tx,
  clock: Clock,
  sum: Sum,
  { rail, back, way }: { readonly rail: RailAccounts; readonly back: string; readonly way: 'out' | 'in' },
): Promise<void> {
  const [debit, credit] = way === 'out' ? [rail.suspense, rail.settlement] : [rail.settlement, rail.suspense];
  await post(tx, clock, [suspenseLeg(sum, debit, credit, way, back)]);
}
