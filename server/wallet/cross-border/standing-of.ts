import type { BeneficiaryId, CustomerId } from '#common/id';
import { type Currency, zero } from '#common/money';
import { balanceOf, balancesOf, lockAccounts } from '#ledger';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { blockOf, coolingOf, detailsCooling, type LimitFacts } from '#risk';
import type { Block } from '../account/blocked.ts';
import { collectDebts, lockDueDebtAccounts } from '../chargeback/collect-debts.ts';
import { openDebts } from '../chargeback/store.ts';
import type { Standing } from './decide.ts';
import { accountsFor, type CrossBorderAccounts } from './settle.ts';

type Asked = {
  readonly customer: CustomerId;
  readonly beneficiary: BeneficiaryId;
  readonly from: Currency;
  readonly to: Currency;
};

/** What stands in the way of a transfer, read without locks; it is decided again at the confirmation. */
export async function standingOf(
  tx: Tx,
  clock: Clock,
  { customer, beneficiary, from }: Asked,
  limits: LimitFacts,
): Promise<Standing> {
  const wallet = (await balancesOf(tx, customer)).find(
    (each) => each.kind === 'wallet' && each.currency === from,
  );
  return {
    block: await blockAbroad(tx, customer),
    coolingUntil: await coolingUntil(tx, clock, customer, beneficiary),
    debt: await anyDebt(tx, customer),
    limits,
    available: wallet?.available ?? zero(from),
  };
}

/** The same under the locks of all accounts that it will touch: debts that are due are collected first. */
export async function lockedStanding(
  tx: Tx,
  clock: Clock,
  { customer, beneficiary, from, to }: Asked,
  limits: LimitFacts,
): Promise<{ standing: Standing; accounts: CrossBorderAccounts }> {
  const accounts = await accountsFor(tx, clock, customer, { from, to });
  const debts = await lockDueDebtAccounts(tx, clock, customer, from);
  await lockAccounts(tx, [...Object.values(accounts), ...debts]);
  await collectDebts(tx, clock, customer);
  const { available, flags } = await balanceOf(tx, accounts.wallet);
  const isShut = flags.frozenOut || flags.closed;
  const standing = {
    block: (await blockAbroad(tx, customer)) ?? (isShut ? 'other' : null),
    coolingUntil: await coolingUntil(tx, clock, customer, beneficiary),
    debt: await anyDebt(tx, customer),
    limits,
    available,
  };
  return { standing, accounts };
}

/** It leaves the house, and it pays somebody else: what blocks either blocks it. */
export const blockAbroad = async (tx: Tx, customer: CustomerId): Promise<Block | null> =>
  (await blockOf(tx, customer, 'withdraw')) ?? (await blockOf(tx, customer, 'transfer'));

/** The later of the two: after a change of what protects the account, and of a new payee. */
async function coolingUntil(
  read: Reader,
  clock: Clock,
  customer: CustomerId,
  beneficiary: BeneficiaryId,
): Promise<string | null> {
  const all = await coolingOf(read, clock, customer);
  const own = (await detailsCooling(read, clock, customer)).get(beneficiary);
  const times = [all?.until, own].flatMap((time) => (time ? [time] : []));
  return times.toSorted(Temporal.Instant.compare).at(-1)?.toString() ?? null;
}

/** The first debt that is open, in whatever currency and whether or not its notice is over. */
async function anyDebt(read: Reader, customer: CustomerId): Promise<Standing['debt']> {
  const [debt] = await openDebts(read, customer);
  return debt ? { owed: debt.owed, collectsFrom: debt.collectsFrom.toString() } : null;
}
