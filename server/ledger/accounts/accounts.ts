import { type Currency, type Money, money, subtract } from '#common/money';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { type AccountKind, type AccountName, CHART, netOn } from '../chart.ts';
import * as store from './store.ts';

declare const brand: unique symbol;
/** The ledger's own number of an account. People and APIs never see it. */
export type LedgerAccountId = bigint & { readonly [brand]: 'ledger account' };

export type LedgerAccount = AccountName & { id: LedgerAccountId };

/** What was decided about an account by people or rules. `frozenOut`: no debit; `frozenIn`: no credit; `closed`: neither. */
export type AccountFlags = { frozenOut: boolean; frozenIn: boolean; closed: boolean };
export type AccountFlag = keyof AccountFlags;

/** What is on an account, each amount on its normal side: on a wallet what we owe the customer, on a debt what is owed to us. */
export type Balance = {
  account: LedgerAccountId;
  currency: Currency;
  /** What has been posted. */
  posted: Money;
  /** Reserved by holds that would lower `posted`. */
  heldOut: Money;
  /** Reserved by holds that would raise it; not ours to spend before they are captured. */
  incoming: Money;
  /** `posted` less `heldOut`: what can leave now, flags apart. */
  available: Money;
  /** Counts the transfers that touched the account. */
  version: bigint;
  flags: AccountFlags;
};

/**
 * The account of this kind, owner and currency, opened if it was not there yet; asking twice gives the same one.
 * What it may do comes from its kind in the chart. An owner that the kind does not take is a bug and throws.
 */
export function openAccount(tx: Tx, clock: Clock, name: AccountName): Promise<LedgerAccountId> {
  return store.openAccount(tx, clock.now(), name);
}

/** The account of this name, or null if none was opened. */
export const findAccount = (reader: Reader, name: AccountName): Promise<LedgerAccountId | null> =>
  store.findAccount(reader, name);

/** Every account of one owner, in the order of opening. */
export const listAccountsOf = (reader: Reader, owner: string): Promise<LedgerAccount[]> =>
  store.listAccountsOf(reader, owner);

/** The account behind a number, e.g. of the other side of a statement line. Throws if there is none: numbers come from here only. */
export async function accountOf(reader: Reader, id: LedgerAccountId): Promise<LedgerAccount> {
  const account = await store.findAccountById(reader, id);
  invariant(account !== null, `ledger account ${id} exists`);
  return account;
}

/** When an account was opened: nothing is older on it. */
export const openedAt = (reader: Reader, id: LedgerAccountId): Promise<Temporal.Instant> =>
  store.openedAt(reader, id);

/**
 * What is on an account. Inside a transaction that wants to decide by it, take `lockAccounts` first.
 * Throws for an id that was never given out.
 */
export async function balanceOf(reader: Reader, id: LedgerAccountId): Promise<Balance> {
  const row = await store.findBalance(reader, id);
  invariant(row !== null, `ledger account ${id} exists`);
  return toBalance(row);
}

/** What is on every account of one owner, in the order of opening: one question for a whole home screen. */
export async function balancesOf(
  reader: Reader,
  owner: string,
): Promise<(Balance & { kind: AccountKind })[]> {
  const rows = await store.listBalancesOf(reader, owner);
  return rows.map((row) => ({ ...toBalance(row), kind: row.kind }));
}

/** What is on the accounts of these names, in one question for many and in their order; null for one that was never opened. */
export async function balancesNamed(
  reader: Reader,
  kind: AccountKind,
  names: readonly { readonly owner: string; readonly currency: Currency }[],
): Promise<(Balance | null)[]> {
  const keyOf = ({ owner, currency }: { owner: string; currency: Currency }): string =>
    `${owner} ${currency}`;
  const asked = [...new Map(names.map((name) => [keyOf(name), name])).values()];
  const rows = await store.findBalances(reader, kind, {
    owners: asked.map(({ owner }) => owner),
    currencies: asked.map(({ currency }) => currency),
  });
  const found = new Map(rows.map((row) => [keyOf(row), toBalance(row)]));
  return names.map((name) => found.get(keyOf(name)) ?? null);
}

/** What is on an account, as another room's question has brought it along. */
export const balanceOfText = (text: store.BalanceText): Balance => toBalance(store.rowOfText(text));

function toBalance(row: store.BalanceRow): Balance {
  const { kind, currency } = row;
  const pending = {
    debit: money(row.debits_pending, currency),
    credit: money(row.credits_pending, currency),
  };
  const posted = money(netOn(kind, row.credits_posted, row.debits_posted), currency);
  const incoming = pending[CHART[kind].normalSide];
  const heldOut = CHART[kind].normalSide === 'credit' ? pending.debit : pending.credit;
  return {
    account: row.id,
    currency,
    posted,
    heldOut,
    incoming,
    available: subtract(posted, heldOut),
    version: row.version,
    flags: flagsOf(row.flags),
  };
}

/**
 * Takes the accounts' row locks until the end of the transaction, in the order that posting uses too. Whoever decides by sums
 * over an account (limits, velocity) holds its lock first; else two requests at once would both see an unused limit.
 */
export const lockAccounts = (tx: Tx, ids: readonly LedgerAccountId[]): Promise<void> =>
  store.lockAccounts(tx, ids);

const FLAG_BITS = { frozenOut: 4, frozenIn: 8, closed: 16 } as const satisfies Record<AccountFlag, number>;

const flagsOf = (bits: number): AccountFlags => ({
  frozenOut: (bits & FLAG_BITS.frozenOut) !== 0,
  frozenIn: (bits & FLAG_BITS.frozenIn) !== 0,
  closed: (bits & FLAG_BITS.closed) !== 0,
});
const bitsOf = (flags: readonly AccountFlag[]): number =>
  flags.reduce((bits, flag) => bits | FLAG_BITS[flag], 0);

export type FlagChange = {
  account: LedgerAccountId;
  set?: readonly AccountFlag[];
  clear?: readonly AccountFlag[];
  /** Why, for the record; no personal data. */
  reason: string;
  /** Who decided: a staff member's or customer's id, or the name of the rule. */
  actor: string;
};

/**
 * Freezes, releases, closes or opens an account again, under the lock that posting takes: what was posted before stays, what
 * comes after is refused. Holds that stand already can still be captured and released. A change leaves a row with its reason;
 * asking for what already is leaves none. Only an empty account can be closed.
 */
export async function setFlags(
  tx: Tx,
  clock: Clock,
  change: FlagChange,
): Promise<Result<AccountFlags, { code: 'account_not_empty'; balance: Balance }>> {
  const { account, set = [], clear = [], reason, actor } = change;
  const bits = await store.setFlags(tx, clock.now(), {
    account,
    set: bitsOf(set),
    clear: bitsOf(clear),
    reason,
    actor,
  });
  return bits === null
    ? err({ code: 'account_not_empty', balance: await balanceOf(tx, account) })
    : ok(flagsOf(bits));
}

/** Every change of an account's flags with its reason, oldest first. */
export async function flagChangesOf(reader: Reader, account: LedgerAccountId) {
  const rows = await store.listFlagChanges(reader, account);
  return rows.map(({ before, after, ...rest }) => ({
    ...rest,
    before: flagsOf(before),
    after: flagsOf(after),
  }));
}
