import type { BankAccountId, CustomerId } from '#common/id';
import { type Currency, type Money, zero } from '#common/money';
import { balanceOf, balancesOf, lockAccounts } from '#ledger';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { blockOf, coolingOf, detailsCooling, type LimitFacts } from '#risk';
import { collectDebts, lockDueDebtAccounts } from '../chargeback/collect-debts.ts';
import { openDebts } from '../chargeback/store.ts';
import type { Standing } from './decide.ts';
import { accountsFor, type WithdrawalAccounts } from './settle.ts';

type Asked = { readonly customer: CustomerId; readonly account: BankAccountId; readonly currency: Currency };

/** What stands in the way of a payout, read without locks; it is decided again at the confirmation. */
export async function standingOf(
  tx: Tx,
  clock: Clock,
  { customer, account, currency }: Asked,
  limits: LimitFacts,
): Promise<Standing> {
  const wallet = (await balancesOf(tx, customer)).find(
    (each) => each.kind === 'wallet' && each.currency === currency,
  );
  return {
    block: await blockOf(tx, customer, 'withdraw'),
    coolingUntil: await coolingUntil(tx, clock, customer, account),
    debt: await anyDebt(tx, customer),
    limits,
    available: wallet?.available ?? zero(currency),
  };
}

/** The same under the locks of all accounts that it will touch: debts that are due are collected first. */
export async function lockedStanding(
  tx: Tx,
  clock: Clock,
  { customer, account, currency }: Asked,
  limits: LimitFacts,
): Promise<{ standing: Standing; accounts: WithdrawalAccounts }> {
  const accounts = await accountsFor(tx, clock, customer, currency);
  const debts = await lockDueDebtAccounts(tx, clock, customer, currency);
  await lockAccounts(tx, [...Object.values(accounts), ...debts]);
  await collectDebts(tx, clock, customer);
  const { available, flags } = await balanceOf(tx, accounts.wallet);
  const isShut = flags.frozenOut || flags.closed;
  const standing = {
    block: (await blockOf(tx, customer, 'withdraw')) ?? (isShut ? 'other' : null),
    coolingUntil: await coolingUntil(tx, clock, customer, account),
    debt: await anyDebt(tx, customer),
    limits,
    available,
  };
  return { standing, accounts };
}

/** The later of the two: after a change of what protects the account, and of a new bank account. */
async function coolingUntil(
  read: Reader,
  clock: Clock,
  customer: CustomerId,
  account: BankAccountId,
): Promise<string | null> {
  const all = await coolingOf(read, clock, customer);
  const own = (await detailsCooling(read, clock, customer)).get(account);
  const times = [all?.until, own].flatMap((time) => (time ? [time] : []));
  return times.toSorted(Temporal.Instant.compare).at(-1)?.toString() ?? null;
}

/** The first debt that is open, in whatever currency and whether or not its notice is over. */
async function anyDebt(
  read: Reader,
  customer: CustomerId,
): Promise<{ owed: Money; collectsFrom: string } | null> {
  const [debt] = await openDebts(read, customer);
  return debt ? { owed: debt.owed, collectsFrom: debt.collectsFrom.toString() } : null;
}
