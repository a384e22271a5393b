import type { StaffId } from '#common/id';
import type { Currency } from '#common/money';
import type { RailName } from '#common/reconciliation';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { RailAccount } from './rail.ts';

export type RailStatement = RailAccount & {
  readonly day: string;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly report: bigint | null;
};

/** What the rail tells last about a day counts. */
export async function saveStatement(tx: Tx, it: RailStatement, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into wallet.rail_statement (rail, currency, day, opening_minor, closing_minor, report_number, taken_at)
    values (${it.rail}, ${it.currency}, ${it.day}::date, ${it.openingMinor}, ${it.closingMinor}, ${it.report}, ${at.toString()})
    on conflict (rail, currency, day) do update
      set opening_minor = excluded.opening_minor, closing_minor = excluded.closing_minor, report_number = excluded.report_number,
          taken_at = excluded.taken_at
    where (rail_statement.opening_minor, rail_statement.closing_minor) is distinct from (excluded.opening_minor, excluded.closing_minor)`.execute(
    tx,
  );
}

type StatementRow = {
  rail: RailName;
  currency: Currency;
  day: string;
  opening_minor: bigint;
  closing_minor: bigint;
  report_number: bigint | null;
};
const statementOf = (row: StatementRow): RailStatement => ({
  rail: row.rail,
  currency: row.currency,
  day: row.day,
  openingMinor: row.opening_minor,
  closingMinor: row.closing_minor,
  report: row.report_number,
});
const STATEMENT = sql`rail, currency, day::text, opening_minor, closing_minor, report_number`;

/** Accounts that have ever been stated. */
export async function railAccountsStated(read: Reader): Promise<RailAccount[]> {
  const { rows } = await sql<RailAccount>`
    select distinct rail, currency from wallet.rail_statement order by rail, currency`.execute(read);
  return rows;
}

export async function firstStatement(
  read: Reader,
  { rail, currency }: RailAccount,
): Promise<RailStatement | null> {
  const { rows } = await sql<StatementRow>`
    select ${STATEMENT} from wallet.rail_statement where rail = ${rail} and currency = ${currency} order by day limit 1`.execute(
    read,
  );
  return rows[0] ? statementOf(rows[0]) : null;
}

export async function findStatement(
  read: Reader,
  { rail, currency }: RailAccount,
  day: string,
): Promise<RailStatement | null> {
  const { rows } = await sql<StatementRow>`
    select ${STATEMENT} from wallet.rail_statement where rail = ${rail} and currency = ${currency} and day = ${day}::date`.execute(
    read,
  );
  return rows[0] ? statementOf(rows[0]) : null;
}

/** The one before a day. */
export async function statementBefore(
  read: Reader,
  { rail, currency }: RailAccount,
  day: string,
): Promise<RailStatement | null> {
  const { rows } = await sql<StatementRow>`
    select ${STATEMENT} from wallet.rail_statement
     where rail = ${rail} and currency = ${currency} and day < ${day}::date order by day desc limit 1`.execute(
    read,
  );
  return rows[0] ? statementOf(rows[0]) : null;
}

/** The last day of which a rail has stated anything, over all currencies. */
export async function lastStatedDay(read: Reader, rail: RailName): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select max(day)::text as day from wallet.rail_statement where rail = ${rail}`.execute(read);
  return rows[0]?.day ?? null;
}

export type ClosedDay = RailAccount & {
  readonly day: string;
  readonly theirsOpeningMinor: bigint;
  readonly theirsClosingMinor: bigint;
  readonly oursClosingMinor: bigint;
  readonly timingMinor: bigint;
  readonly explainedMinor: bigint;
  readonly theirsItems: number;
  readonly oursItems: number;
  readonly closedBy: StaffId;
  readonly closedAt: Temporal.Instant;
  readonly previousDigest: Buffer | null;
  readonly digest: Buffer;
};

export async function insertDay(tx: Tx, it: ClosedDay): Promise<void> {
  await sql`
    insert into wallet.rail_day (rail, currency, day, theirs_opening_minor, theirs_closing_minor, ours_closing_minor, timing_minor, explained_minor,
                                 theirs_items, ours_items, closed_by, closed_at, previous_digest, digest)
    values (${it.rail}, ${it.currency}, ${it.day}::date, ${it.theirsOpeningMinor}, ${it.theirsClosingMinor}, ${it.oursClosingMinor},
            ${it.timingMinor}, ${it.explainedMinor}, ${it.theirsItems}, ${it.oursItems}, ${it.closedBy}, ${it.closedAt.toString()},
            ${it.previousDigest}, ${it.digest})`.execute(tx);
}

const CLOSED = sql`
  rail, currency, day::text, theirs_opening_minor as "theirsOpeningMinor", theirs_closing_minor as "theirsClosingMinor",
  ours_closing_minor as "oursClosingMinor", timing_minor as "timingMinor", explained_minor as "explainedMinor", theirs_items as "theirsItems",
  ours_items as "oursItems", closed_by as "closedBy", closed_at as "closedAt", previous_digest as "previousDigest", digest`;

export async function findDay(
  read: Reader,
  { rail, currency }: RailAccount,
  day: string,
): Promise<ClosedDay | null> {
  const { rows } = await sql<ClosedDay>`
    select ${CLOSED} from wallet.rail_day where rail = ${rail} and currency = ${currency} and day = ${day}::date`.execute(
    read,
  );
  return rows[0] ?? null;
}

export async function lastClosed(read: Reader, { rail, currency }: RailAccount): Promise<ClosedDay | null> {
  const { rows } = await sql<ClosedDay>`
    select ${CLOSED} from wallet.rail_day where rail = ${rail} and currency = ${currency} order by day desc limit 1`.execute(
    read,
  );
  return rows[0] ?? null;
}

/** The first stated day that is not closed. */
export async function firstOpenDay(read: Reader, { rail, currency }: RailAccount): Promise<string | null> {
  const { rows } = await sql<{ day: string }>`
    select s.day::text from wallet.rail_statement s
     where s.rail = ${rail} and s.currency = ${currency}
       and s.day > coalesce((select max(d.day) from wallet.rail_day d where d.rail = ${rail} and d.currency = ${currency}), '-infinity'::date)
     order by s.day limit 1`.execute(read);
  return rows[0]?.day ?? null;
}

export type Sums = {
  readonly theirsMinor: bigint;
  readonly oursMinor: bigint;
  readonly theirsItems: number;
  readonly oursItems: number;
};

/** What the lines of days above one up to another make. */
export async function sumsBetween(
  read: Reader,
  { rail, currency }: RailAccount,
  { above, upTo }: { above: string | null; upTo: string },
): Promise<Sums> {
  const { rows } = await sql<Sums>`
    select coalesce(sum(amount_minor) filter (where side = 'theirs'), 0)::bigint as "theirsMinor",
           coalesce(sum(amount_minor) filter (where side = 'ours'), 0)::bigint as "oursMinor",
           count(*) filter (where side = 'theirs')::int as "theirsItems", count(*) filter (where side = 'ours')::int as "oursItems"
      from wallet.rail_item
     where rail = ${rail} and currency = ${currency} and day > coalesce(${above}::date, '-infinity') and day <= ${upTo}::date`.execute(
    read,
  );
  return rows[0] ?? { theirsMinor: 0n, oursMinor: 0n, theirsItems: 0, oursItems: 0 };
}

export type Open = {
  readonly unexplainedMinor: bigint;
  readonly explainedMinor: bigint;
  readonly unexplained: number;
  readonly explained: number;
  readonly oldest: string | null;
};

/** What is open up to a day: ours less theirs. */
export async function openUpTo(read: Reader, { rail, currency }: RailAccount, day: string): Promise<Open> {
  const { rows } = await sql<Open>`
    with open as (
      select case side when 'ours' then amount_minor else -amount_minor end as minor, i.day, e.item_id is not null as explained
        from wallet.rail_item i left join wallet.rail_explanation e on e.item_id = i.id
       where i.rail = ${rail} and i.currency = ${currency} and i.match_id is null and i.day <= ${day}::date
    )
    select coalesce(sum(minor) filter (where not explained), 0)::bigint as "unexplainedMinor",
           coalesce(sum(minor) filter (where explained), 0)::bigint as "explainedMinor",
           count(*) filter (where not explained)::int as unexplained, count(*) filter (where explained)::int as explained,
           min(day) filter (where not explained)::text as oldest
      from open`.execute(read);
  return rows[0] ?? { unexplainedMinor: 0n, explainedMinor: 0n, unexplained: 0, explained: 0, oldest: null };
}

/** Statements, the newest first. */
export async function latestStatements(
  read: Reader,
  { rail, currency }: RailAccount,
  limit: number,
): Promise<RailStatement[]> {
  const { rows } = await sql<StatementRow>`
    select ${STATEMENT} from wallet.rail_statement where rail = ${rail} and currency = ${currency} order by day desc limit ${limit}`.execute(
    read,
  );
  return rows.map(statementOf);
}
