import type { CustomerId } from '#common/id';
import { type Currency, zero } from '#common/money';
import { balanceOf, balancesOf, type LedgerAccountId, lockAccounts, openAccount } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { blockOf } from '#risk';
import { collectDebts, lockDueDebtAccounts } from '../chargeback/collect-debts.ts';
import { dueDebt } from '../chargeback/due-debt.ts';
import { openDebts } from '../chargeback/store.ts';
import type { Standing } from './decide.ts';

/** What stands in the way of a price, read without locks; it is decided again at the confirmation. */
export async function standingOf(
  tx: Tx,
  customer: CustomerId,
  { from, to }: { from: Currency; to: Currency },
): Promise<Standing> {
  const wallet = (await balancesOf(tx, customer)).find(
    (each) => each.kind === 'wallet' && each.currency === from,
  );
  return {
    block: await blockInto(tx, customer, to),
    available: wallet?.available ?? zero(from),
    debt: null,
  };
}

/**
 * What keeps somebody from exchanging, as from paying. But whoever is paused for a debt alone may exchange into its currency: nothing leaves
 * the customer, and what comes is collected.
 */
async function blockInto(tx: Tx, customer: CustomerId, into: Currency): Promise<Standing['block']> {
  const owes = (await openDebts(tx, customer)).some(({ owed }) => owed.currency === into);
  return blockOf(tx, customer, 'transfer', owes ? { lets: 'debt_unpaid' } : {});
}

/** The accounts of one exchange. */
export type Accounts = {
  readonly from: LedgerAccountId;
  readonly to: LedgerAccountId;
  readonly positionFrom: LedgerAccountId;
  readonly positionTo: LedgerAccountId;
  readonly fees: LedgerAccountId;
  readonly spread: LedgerAccountId;
  readonly rounding: LedgerAccountId;
};

/** Opens and locks all that an exchange will touch, at once and in the ledger's order, as posting will take them. */
export async function lockExchange(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { from, to }: { from: Currency; to: Currency },
): Promise<Accounts> {
  const open = (
    kind: Parameters<typeof openAccount>[2]['kind'],
    owner: string,
    currency: Currency,
  ): Promise<LedgerAccountId> => openAccount(tx, clock, { kind, owner, currency });
  // Wallets of one customer in one order, whichever way is exchanged.
  const wallets = new Map<Currency, LedgerAccountId>();
  for (const currency of [from, to].toSorted())
    wallets.set(currency, await open('wallet', customer, currency));
  const accounts = {
    from: wallets.get(from) as LedgerAccountId,
    to: wallets.get(to) as LedgerAccountId,
    positionFrom: await open('fx_position', 'system', from),
    positionTo: await open('fx_position', 'system', to),
    fees: await open('revenue_fee', 'fee:exchange', from),
    spread: await open('revenue_fee', 'fee:exchange_spread', to),
    rounding: await open('rounding', 'system', to),
  };
  const debts = await lockDueDebtAccounts(tx, clock, customer, from);
  await lockAccounts(tx, [...Object.values(accounts), ...debts]);
  return accounts;
}

/** The same under the locks: debts that are due are collected first. */
export async function lockedStanding(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  { from, to }: { from: Currency; to: Currency },
  accounts: Accounts,
): Promise<Standing> {
  const due = (await collectDebts(tx, clock, customer)).get(from) ?? [];
  const { available, flags } = await balanceOf(tx, accounts.from);
  const { flags: there } = await balanceOf(tx, accounts.to);
  const isShut = flags.frozenOut || flags.closed || there.frozenIn || there.closed;
  return {
    block: (await blockInto(tx, customer, to)) ?? (isShut ? 'other' : null),
    available,
    debt: dueDebt(due, from),
  };
}
