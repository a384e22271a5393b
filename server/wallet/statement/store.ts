import type { CustomerId, StatementId } from '#common/id';
import type { Locale } from '#common/locale';
import { type Currency, money } from '#common/money';
import type { StatementForm } from '#common/statement';
import type { LedgerAccountId } from '#ledger';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { KindSum, Statement } from './statement.ts';

export async function insertStatement(tx: Tx, customer: CustomerId, statement: Statement): Promise<void> {
  const { id, code, currency, period, range, figures, linesDigest, fees, issuedAt } = statement;
  const kinds = figures.kinds.map(({ kind, direction, count, amount }) => ({
    kind,
    direction,
    count,
    minor: amount.minor.toString(),
  }));
  await sql`
    insert into wallet.statement
      (id, code, customer_id, account_id, currency, from_day, to_day, time_zone, begins_at, until_at, above_version, to_version, newest_seq,
       opening_minor, in_minor, out_minor, closing_minor, line_count, kinds, lines_digest, fees_minor, issued_at)
    values (${id}, ${code}, ${customer}, ${range.account}, ${currency}, ${period.from}, ${period.to}, ${period.timeZone},
       ${period.begins.toString()}, ${period.until.toString()}, ${range.above}, ${range.upTo}, ${range.newest},
       ${figures.opening.minor}, ${figures.in.minor}, ${figures.out.minor}, ${figures.closing.minor}, ${figures.lines},
       ${JSON.stringify(kinds)}, ${Buffer.from(linesDigest, 'hex')}, ${fees.minor}, ${issuedAt.toString()})`.execute(
    tx,
  );
}

type Row = {
  id: StatementId;
  code: string;
  customer_id: CustomerId;
  account_id: LedgerAccountId;
  currency: Currency;
  from_day: string;
  to_day: string;
  time_zone: string;
  begins_at: Temporal.Instant;
  until_at: Temporal.Instant;
  above_version: bigint;
  to_version: bigint;
  newest_seq: bigint | null;
  opening_minor: bigint;
  in_minor: bigint;
  out_minor: bigint;
  closing_minor: bigint;
  line_count: number;
  kinds: { kind: KindSum['kind']; direction: 'in' | 'out'; count: number; minor: string }[];
  lines_digest: Buffer;
  fees_minor: bigint;
  issued_at: Temporal.Instant;
};
const COLUMNS = sql`s.id, s.code, s.customer_id, s.account_id, s.currency, s.from_day::text as from_day, s.to_day::text as to_day, s.time_zone,
  s.begins_at, s.until_at, s.above_version, s.to_version, s.newest_seq, s.opening_minor, s.in_minor, s.out_minor, s.closing_minor,
  s.line_count, s.kinds, s.lines_digest, s.fees_minor, s.issued_at`;

export type Owned = Statement & { readonly customer: CustomerId };

function ownedOf(row: Row): Owned {
  const { currency } = row;
  const [opening, closing] = [money(row.opening_minor, currency), money(row.closing_minor, currency)];
  const { account_id: account, above_version: above, to_version: upTo, newest_seq: newest } = row;
  return {
    id: row.id,
    code: row.code,
    customer: row.customer_id,
    currency,
    period: {
      from: row.from_day,
      to: row.to_day,
      timeZone: row.time_zone,
      begins: row.begins_at,
      until: row.until_at,
    },
    range: { account, opening, closing, above, upTo, newest },
    figures: {
      opening,
      in: money(row.in_minor, currency),
      out: money(row.out_minor, currency),
      closing,
      lines: row.line_count,
      kinds: row.kinds.map(({ minor, ...rest }) => ({ ...rest, amount: money(BigInt(minor), currency) })),
    },
    linesDigest: row.lines_digest.toString('hex'),
    fees: money(row.fees_minor, currency),
    issuedAt: row.issued_at,
  };
}

/** A statement of this customer's; null for anybody else's. */
export async function findStatement(read: Reader, customer: CustomerId, id: string): Promise<Owned | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.statement s where s.id = ${id} and s.customer_id = ${customer}`.execute(
    read,
  );
  return rows[0] ? ownedOf(rows[0]) : null;
}

/** The statement that this code is printed on. */
export async function statementByCode(read: Reader, code: string): Promise<Owned | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.statement s where s.code = ${code}`.execute(
    read,
  );
  return rows[0] ? ownedOf(rows[0]) : null;
}

/** The statement of which this is a file. */
export async function statementByFile(read: Reader, sha256: string): Promise<Owned | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.statement s join wallet.statement_file f on f.statement_id = s.id
     where f.sha256 = ${Buffer.from(sha256, 'hex')}`.execute(read);
  return rows[0] ? ownedOf(rows[0]) : null;
}

/** What was issued to somebody, the newest first. */
export async function statementsOf(read: Reader, customer: CustomerId, limit: number): Promise<Owned[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.statement s where s.customer_id = ${customer} order by s.issued_at desc limit ${limit}`.execute(
    read,
  );
  return rows.map(ownedOf);
}

export type FileMade = {
  readonly form: StatementForm;
  readonly language: Locale;
  readonly bytes: number;
  readonly sha256: string;
};

/** Keeps that a file was made. The same statement gives the same file, so it is there once. */
export async function saveFile(
  read: Reader,
  statement: StatementId,
  { form, language, bytes, sha256, at }: FileMade & { at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into wallet.statement_file (sha256, statement_id, form, language, bytes, made_at)
    values (${Buffer.from(sha256, 'hex')}, ${statement}, ${form}, ${language}, ${bytes}, ${at.toString()})
    on conflict (sha256) do nothing`.execute(read);
}

export async function filesOf(read: Reader, statement: StatementId): Promise<FileMade[]> {
  const { rows } = await sql<Omit<FileMade, 'sha256' | 'bytes'> & { sha256: Buffer; bytes: bigint }>`
    select form, language, bytes, sha256 from wallet.statement_file
     where statement_id = ${statement} order by made_at, form, language`.execute(read);
  return rows.map(({ sha256, bytes, ...rest }) => ({
    ...rest,
    bytes: Number(bytes),
    sha256: sha256.toString('hex'),
  }));
}
