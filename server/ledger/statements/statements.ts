import { type Currency, type Money, money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { archivedLinesOf } from '../archive/store.ts';
import { accountOf, type LedgerAccount, type LedgerAccountId } from '../accounts/accounts.ts';
import { type AccountKind, CHART } from '../chart.ts';
import type { MovementCode } from '../movements.ts';
import { operationIdOf } from '../operation-ref.ts';
import { kindName } from '../posting/answers.ts';
import type { TransferKind, TransferUuid } from '../transfer.ts';
import * as store from './store.ts';

/** Lines of one page at most. */
export const MAX_PAGE_LINES = 200;

/** One touch of one account. `balanceAfter` is its posted balance then; a hold, a void or an expiry leaves it as it was. */
export type StatementLine = {
  seq: bigint;
  transfer: TransferUuid;
  kind: TransferKind;
  code: MovementCode;
  /** Whether the posted balance went up or down by `amount` on the account's normal side; `neither` for what only reserves or releases. */
  effect: 'in' | 'out' | 'neither';
  amount: Money;
  counterAccount: LedgerAccountId;
  operationId: string;
  postedAt: Temporal.Instant;
  balanceAfter: Money;
  /** Counts the lines of this account without a gap. */
  version: bigint;
};

export type StatementPage = {
  lines: StatementLine[];
  /** Where the next older page begins, or null at the account's first line. */
  before: bigint | null;
  /** At the end of what is here: older lines are in the archive, how many, and since when. Null when the first line is here. */
  archived: { lines: bigint; since: Temporal.Instant } | null;
};

/** The newest lines of an account, or those older than `before`, newest first. Costs the same on every page. */
export async function statementPage(
  reader: Reader,
  account: LedgerAccountId,
  { before = null, limit }: { before?: bigint | null; limit: number },
): Promise<StatementPage> {
  const size = Math.min(Math.max(limit, 1), MAX_PAGE_LINES);
  const { kind } = await accountOf(reader, account);
  const rows = await store.listEntries(reader, account, { before, limit: size + 1 });
  const lines = rows.slice(0, size).map((row) => toLine(row, CHART[kind].normalSide));
  const isLast = rows.length <= size;
  // Versions count from 1: a page that ends above it ends where the archive begins, and so may one without a line.
  const archived = isLast && lines.at(-1)?.version !== 1n ? await archivedLinesOf(reader, account) : null;
  return {
    lines,
    before: isLast ? null : (lines.at(-1)?.seq ?? null),
    archived: archived && { lines: archived.version, since: archived.since },
  };
}

export function toLine(row: store.EntryRow, normalSide: 'debit' | 'credit'): StatementLine {
  const kind = kindName(row.kind);
  const moves = kind === 'single' || kind === 'capture' || kind === 'reversal';
  return {
    seq: row.seq,
    transfer: row.id,
    kind,
    code: row.code,
    effect: moves ? (row.side === normalSide ? 'in' : 'out') : 'neither',
    amount: money(row.amount, row.currency),
    counterAccount: row.counter_account,
    operationId: operationIdOf(row),
    postedAt: row.posted_at,
    balanceAfter: money(normalSide === 'credit' ? row.after : -row.after, row.currency),
    version: row.version,
  };
}

/** The line that tells a balance is in the archive; what is known here begins at `from`. */
export type HistoryArchived = { code: 'history_archived'; since: Temporal.Instant; from: Temporal.Instant };

/** What was on an account at a moment, posted, and how many transfers had touched it by then. Costs the same however long ago. */
export async function balanceAsOf(
  reader: Reader,
  account: LedgerAccountId,
  at: Temporal.Instant,
): Promise<Result<{ posted: Money; version: bigint }, HistoryArchived>> {
  const found = await standingAt(reader, account, at);
  return found.ok ? ok({ posted: found.value.posted, version: found.value.version }) : found;
}

/** The same with the line that tells it; none before the first line, and none if that line is in the archive. */
export async function standingAt(
  reader: Reader,
  account: LedgerAccountId,
  at: Temporal.Instant,
): Promise<Result<{ posted: Money; version: bigint; seq: bigint | null }, HistoryArchived>> {
  const { kind, currency } = await accountOf(reader, account);
  const last = await store.lastEntryAt(reader, account, at);
  const archived = last ? null : await archivedLinesOf(reader, account);
  if (archived && Temporal.Instant.compare(at, archived.last_at) < 0)
    return err({ code: 'history_archived', since: archived.since, from: archived.last_at });
  const { after, version } = last ?? archived ?? { after: 0n, version: 0n };
  return ok({ posted: afterOn(kind, after, currency), version, seq: last?.seq ?? null });
}

/** One movement of an operation, with both accounts by name: enough to tell it in plain words. */
export type Movement = {
  seq: bigint;
  transfer: TransferUuid;
  kind: TransferKind;
  code: MovementCode;
  debit: LedgerAccount;
  credit: LedgerAccount;
  /** Of a void or an expiry: what it released. */
  amount: Money;
  postedAt: Temporal.Instant;
  /** The posted balance of each account after it, on the account's normal side. */
  debitAfter: Money;
  creditAfter: Money;
  /** The hold that it resolves or the transfer that it reverses. */
  refersTo: TransferUuid | null;
};

/** Everything that moved for one operation, in the order in which it happened. */
export async function transfersOf(reader: Reader, operationId: string): Promise<Movement[]> {
  const rows = await store.listTransfersOf(reader, operationId);
  return rows.map((row) => ({
    seq: row.seq,
    transfer: row.id,
    kind: kindName(row.kind),
    code: row.code,
    debit: { id: row.debit_account, kind: row.debit_kind, owner: row.debit_owner, currency: row.currency },
    credit: {
      id: row.credit_account,
      kind: row.credit_kind,
      owner: row.credit_owner,
      currency: row.currency,
    },
    amount: money(row.amount, row.currency),
    postedAt: row.posted_at,
    debitAfter: afterOn(row.debit_kind, row.debit_after, row.currency),
    creditAfter: afterOn(row.credit_kind, row.credit_after, row.currency),
    refersTo: row.refers_to,
  }));
}

/** A kept balance (credits less debits) on its account's normal side. */
const afterOn = (kind: AccountKind, after: bigint, currency: Currency): Money =>
  money(CHART[kind].normalSide === 'credit' ? after : -after, currency);

/** What the ledger refused of one operation, and when: for the agent who is asked why. */
export type RefusedTransfer = {
  transfer: TransferUuid;
  leg: number;
  code: string;
  account: LedgerAccountId | null;
  available: Money | null;
  refusedAt: Temporal.Instant;
};

/** Every refusal that was recorded for one operation, oldest first. */
export async function refusalsOf(reader: Reader, operationId: string): Promise<RefusedTransfer[]> {
  const rows = await store.listRefusalsOf(reader, operationId);
  return rows.map(({ id, leg, code, account_id, available, currency, refused_at }) => ({
    transfer: id,
    leg,
    code,
    account: account_id,
    available: available !== null && currency !== null ? money(available, currency) : null,
    refusedAt: refused_at,
  }));
}

export type HoldState = 'open' | 'captured' | 'voided' | 'expired';
const HOLD_STATES: readonly HoldState[] = ['open', 'captured', 'voided', 'expired'];

export type Hold = {
  transfer: TransferUuid;
  state: HoldState;
  debit: LedgerAccountId;
  credit: LedgerAccountId;
  amount: Money;
  /** Zero unless captured. */
  captured: Money;
  expiresAt: Temporal.Instant | null;
};

/** What became of a hold; null if there is none of this id. An open hold past `expiresAt` is over, only not yet released. */
export async function findHold(reader: Reader, id: TransferUuid): Promise<Hold | null> {
  const row = await store.findHold(reader, id);
  const state = row && HOLD_STATES[row.state];
  if (!state) return null;
  return {
    transfer: row.id,
    state,
    debit: row.debit_account,
    credit: row.credit_account,
    amount: money(row.amount, row.currency),
    captured: money(row.captured, row.currency),
    expiresAt: row.expires_at,
  };
}
