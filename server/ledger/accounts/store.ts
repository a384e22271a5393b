import type { Currency } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { AccountKind, AccountName } from '../chart.ts';
import type { LedgerAccount, LedgerAccountId } from './accounts.ts';

export async function openAccount(
  tx: Tx,
  at: Temporal.Instant,
  { kind, owner, currency }: AccountName,
): Promise<LedgerAccountId> {
  const { rows } = await sql<{ id: LedgerAccountId }>`
    select ledger.open_account(${at.toString()}, ${kind}, ${owner}, ${currency}) as id`.execute(tx);
  invariant(rows[0] !== undefined, 'open_account answers');
  return rows[0].id;
}

export async function findAccount(
  reader: Reader,
  { kind, owner, currency }: AccountName,
): Promise<LedgerAccountId | null> {
  const { rows } = await sql<{ id: LedgerAccountId }>`
    select id from ledger.account where owner = ${owner} and kind = ${kind} and currency = ${currency}`.execute(
    reader,
  );
  return rows[0]?.id ?? null;
}

export async function findAccountById(reader: Reader, id: LedgerAccountId): Promise<LedgerAccount | null> {
  const { rows } =
    await sql<LedgerAccount>`select id, kind, owner, currency from ledger.account where id = ${id}`.execute(
      reader,
    );
  return rows[0] ?? null;
}

export async function openedAt(reader: Reader, id: LedgerAccountId): Promise<Temporal.Instant> {
  const { rows } = await sql<{ opened_at: Temporal.Instant }>`
    select opened_at from ledger.account where id = ${id}`.execute(reader);
  invariant(rows[0] !== undefined, `ledger account ${id} exists`);
  return rows[0].opened_at;
}

export async function listAccountsOf(reader: Reader, owner: string): Promise<LedgerAccount[]> {
  const { rows } =
    await sql<LedgerAccount>`select id, kind, owner, currency from ledger.account where owner = ${owner} order by id`.execute(
      reader,
    );
  return rows;
}

export type BalanceRow = {
  id: LedgerAccountId;
  kind: AccountKind;
  currency: Currency;
  flags: number;
  debits_posted: bigint;
  credits_posted: bigint;
  debits_pending: bigint;
  credits_pending: bigint;
  version: bigint;
};
const selectBalance = sql`
  select a.id, a.kind, b.currency, b.flags, b.debits_posted_minor as debits_posted, b.credits_posted_minor as credits_posted,
         b.debits_pending_minor as debits_pending, b.credits_pending_minor as credits_pending, b.version
  from ledger.account a join ledger.balance b on b.account_id = a.id`;

export async function findBalance(reader: Reader, id: LedgerAccountId): Promise<BalanceRow | null> {
  const { rows } = await sql<BalanceRow>`${selectBalance} where a.id = ${id}`.execute(reader);
  return rows[0] ?? null;
}

/** The same from JSON, as a question of another room's carries it (`wallet.payment_to_assess`): whole numbers as text. */
export type BalanceText = readonly [
  id: string,
  kind: AccountKind,
  currency: Currency,
  flags: number,
  ...sums: [string, string, string, string, string],
];
export function rowOfText([id, kind, currency, flags, ...sums]: BalanceText): BalanceRow {
  const [debits_posted, credits_posted, debits_pending, credits_pending, version] = sums.map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const account = BigInt(id) as LedgerAccountId;
  return {
    id: account,
    kind,
    currency,
    flags,
    debits_posted,
    credits_posted,
    debits_pending,
    credits_pending,
    version,
  };
}

/** Accounts of one kind by owner and currency, in one question for many; pair n asks for owner n and currency n. */
export async function findBalances(
  reader: Reader,
  kind: AccountKind,
  { owners, currencies }: { owners: readonly string[]; currencies: readonly Currency[] },
): Promise<(BalanceRow & { owner: string })[]> {
  const { rows } = await sql<BalanceRow & { owner: string }>`
    select id, owner, kind, currency, flags, debits_posted, credits_posted, debits_pending, credits_pending, version
      from ledger.balances_named(${kind}, ${owners}, ${currencies})`.execute(reader);
  return rows;
}

export async function listBalancesOf(reader: Reader, owner: string): Promise<BalanceRow[]> {
  const { rows } = await sql<BalanceRow>`${selectBalance} where a.owner = ${owner} order by a.id`.execute(
    reader,
  );
  return rows;
}

export async function lockAccounts(tx: Tx, ids: readonly LedgerAccountId[]): Promise<void> {
  await sql`select ledger.lock_accounts(${ids}::bigint[])`.execute(tx);
}

type FlagBits = { account: LedgerAccountId; set: number; clear: number; reason: string; actor: string };

/** The bits that hold now, or null if the account was to be closed and is not empty. */
export async function setFlags(
  tx: Tx,
  at: Temporal.Instant,
  { account, set, clear, reason, actor }: FlagBits,
): Promise<number | null> {
  const { rows } = await sql<{ flags: number | null }>`
    select ledger.set_flags(${at.toString()}, ${account}, ${set}, ${clear}, ${reason}, ${actor}) as flags`.execute(
    tx,
  );
  return rows[0]?.flags ?? null;
}

type FlagChangeRow = {
  before: number;
  after: number;
  reason: string;
  actor: string;
  changedAt: Temporal.Instant;
};

export async function listFlagChanges(reader: Reader, account: LedgerAccountId): Promise<FlagChangeRow[]> {
  const { rows } = await sql<FlagChangeRow>`
    select flags_before as before, flags_after as after, reason, actor, changed_at as "changedAt"
    from ledger.account_flag_change where account_id = ${account} order by id`.execute(reader);
  return rows;
}
