import { CURRENCIES, type Currency } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { CompiledQuery, type Reader, sql, type Tx } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import { operationRef } from '../operation-ref.ts';
import { type Leg, type PostCommand, TRANSFER_KINDS, type TransferUuid } from '../transfer.ts';
import { jsonbArray, textArray } from './binary.ts';
import { fingerprintOf } from './fingerprint.ts';
import { amountOf, referenceOf } from './leg-parts.ts';
import type { RememberedAccount } from './remembered-accounts.ts';
import type { Singles } from './singles.ts';
import { windowAttachments } from './windows.ts';

/** The answer to one leg, as `ledger.post_batch` gives it. Transfer facts are there if it was created, refusal facts if refused. */
export type LegAnswer = {
  command: number;
  leg: number;
  outcome: string;
  replayed: boolean;
  seq: bigint | null;
  kind: number;
  posted_at: Temporal.Instant | null;
  currency: Currency | null;
  debit_account: LedgerAccountId | null;
  credit_account: LedgerAccountId | null;
  amount_minor: bigint | null;
  debit_after_minor: bigint | null;
  credit_after_minor: bigint | null;
  debit_version: bigint | null;
  credit_version: bigint | null;
  account_id: LedgerAccountId | null;
  available_minor: bigint | null;
  facts: Record<string, unknown> | null;
};

/** Posts the commands in one call; answers every leg in order. `at` is the time that holds expire by. */
export async function postBatch(
  tx: Tx,
  at: Temporal.Instant,
  commands: readonly PostCommand[],
): Promise<LegAnswer[]> {
  const legs = commands.flatMap((command, index) =>
    command.legs.map((leg) => ({ operation: operationRef(command.operationId), number: index + 1, leg })),
  );
  const attachments = commands.flatMap((command, index) =>
    [...windowAttachments(command), ...(command.attachments ?? [])].map((attachment) => ({
      number: index + 1,
      attachment,
    })),
  );
  const column = <T>(of: (leg: Leg) => T): T[] => legs.map(({ leg }) => of(leg));
  const { rows } = await sql<LegAnswer>`
    select command, leg, outcome, replayed, seq, kind, posted_at, currency, debit_account, credit_account, amount_minor,
           debit_after_minor, credit_after_minor, debit_version, credit_version, account_id, available_minor, facts
    from ledger.post_batch(
      ${at.toString()}::timestamptz,
      ${legs.map(({ number }) => number)}::integer[],
      ${column(({ id }) => id)}::uuid[],
      ${column(({ kind }) => TRANSFER_KINDS[kind])}::smallint[],
      ${column((leg) => ('debit' in leg ? leg.debit : null))}::bigint[],
      ${column((leg) => ('credit' in leg ? leg.credit : null))}::bigint[],
      ${column((leg) => amountOf(leg)?.minor ?? null)}::bigint[],
      ${column((leg) => amountOf(leg)?.currency ?? null)}::text[],
      ${column(({ code }) => code)}::text[],
      ${legs.map(({ operation }) => operation.kind)}::smallint[],
      ${legs.map(({ operation }) => operation.tail)}::integer[],
      ${column(referenceOf)}::uuid[],
      ${column((leg) => (leg.kind === 'hold' ? (leg.expiresAt?.toString() ?? null) : null))}::timestamptz[],
      ${commands.map(fingerprintOf)}::bigint[],
      ${attachments.map(({ number }) => number)}::integer[],
      ${textArray(attachments.map(({ attachment }) => attachment.kind))}::text[],
      ${jsonbArray(attachments.map(({ attachment }) => JSON.stringify(attachment.fields)))}::jsonb[]
    )`.execute(tx);
  return rows;
}

/** The call, then the accounts that are touched, then the legs, then attachments, then the windows of the accounts. */
const POST_SINGLES_TYPES = `timestamptz char(3)[] boolean
  bigint[] smallint[] integer[] bigint[] bigint[] bigint[] bigint[] bigint[] bigint[] integer[] integer[]
  uuid[] bigint[] smallint[] integer[] smallint[] smallint[] smallint[]
  integer[] integer[] bigint[] bigint[] bigint[] integer[] integer[] integer[] integer[]
  text[] integer[] integer[] text[]
  date date bigint[] bigint[] bigint[]`.split(/\s+/);
/** The call of every batch; its text is made once, since putting it together costs more than a small batch does. */
const POST_SINGLES = `select ledger.post_singles(${POST_SINGLES_TYPES.map((type, index) => `$${index + 1}::${type}`).join()}) as base`;
const CURRENCY_LIST = `{${CURRENCIES.join()}}`;

/** Where the call is sent: a line, a transaction, or any connection. */
export type Asking = (
  statement: string,
  parameters: readonly unknown[],
) => Promise<readonly { base?: unknown }[]>;
export const asking =
  (reader: Reader): Asking =>
  async (statement, parameters) =>
    (await reader.executeQuery<{ base: bigint }>(CompiledQuery.raw(statement, [...parameters]))).rows;

/** Posts a batch that was decided in memory, in one call; answers the base that its legs are numbered from. */
export async function postSingles(
  ask: Asking,
  at: Temporal.Instant,
  singles: Singles,
  attachments: NonNullable<PostCommand['attachments']>,
): Promise<bigint> {
  const [row] = await ask(POST_SINGLES, [
    at.toString(),
    CURRENCY_LIST,
    singles.follows,
    ...singles.taken(),
    ...attached(attachments),
    ...singles.takenWindows(),
  ]);
  invariant(typeof row?.base === 'bigint', 'post_singles answers');
  return row.base;
}

/** Kinds, how many there are of each, the place of each kind's last cell, and all cells, column after column within their kind. */
function attached(attachments: NonNullable<PostCommand['attachments']>) {
  const kinds = [...Map.groupBy(attachments, ({ kind }) => kind)];
  const columns = kinds.flatMap(([, own]) =>
    (own[0]?.fields ?? []).map((_, place) => own.map(({ fields }) => fields[place] ?? null)),
  );
  let last = 0;
  return [
    kinds.map(([kind]) => kind),
    kinds.map(([, own]) => own.length),
    kinds.map(([, own]) => (last += own.length * (own[0]?.fields.length ?? 0))),
    textArray(columns.flat()),
  ];
}

type AccountRow = Omit<RememberedAccount, 'last' | 'lastCall' | 'version'> & {
  version: bigint;
  last_seq: bigint;
};
const selectAccounts = (ids: readonly LedgerAccountId[]) => sql<AccountRow>`
  select account_id as id, currency, flags, version,
         case when flags & 2 <> 0 then credits_pending_minor else debits_pending_minor end as held,
         credits_posted_minor - debits_posted_minor as net, coalesce(last_seq, 0) as last_seq
  from ledger.balance where account_id = any(${ids}::bigint[]) order by account_id`;
const toRemembered = ({ last_seq, version, ...rest }: AccountRow): RememberedAccount => ({
  ...rest,
  version: Number(version),
  last: Number(last_seq),
  lastCall: undefined,
});

/** Accounts as they stand. */
export async function readAccounts(
  reader: Reader,
  ids: readonly LedgerAccountId[],
): Promise<RememberedAccount[]> {
  return (await selectAccounts(ids).execute(reader)).rows.map(toRemembered);
}

/** Takes the accounts' locks to the end of the transaction, in the order of all, and reads them under it. */
export async function lockAndReadAccounts(
  tx: Tx,
  ids: readonly LedgerAccountId[],
): Promise<RememberedAccount[]> {
  await sql`select ledger.lock_accounts(${ids}::bigint[])`.execute(tx);
  return readAccounts(tx, ids);
}

/** Those of the ids that have their answer. */
export async function answeredIds(
  reader: Reader,
  ids: readonly TransferUuid[],
): Promise<ReadonlySet<TransferUuid>> {
  const { rows } = await sql<{ id: TransferUuid }>`
    select id from ledger.journal where id = any(${ids}::uuid[]) union select id from ledger.archived_id where id = any(${ids}::uuid[])`.execute(
    reader,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Kinds of attachment that only `post_batch` can take: their check looks at one command at a time. */
export async function kindsCheckedOneByOne(reader: Reader): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from ledger.attachment_kind where check_function is not null and check_all_function is null`.execute(
    reader,
  );
  return new Set(rows.map(({ name }) => name));
}
