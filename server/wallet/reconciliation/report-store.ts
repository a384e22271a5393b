// Reports about days that were refused, and what was told of earlier ones.
import type { Currency } from '#common/money';
import type { RailName, ReportFault } from '#common/reconciliation';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { RailAccount } from './rail.ts';

export type RefusedReport = {
  readonly day: string;
  readonly fault: ReportFault;
  readonly line: number;
};

/** The same fault of the same day is one row, however often it was met. */
export async function insertRefusal(
  tx: Tx,
  { rail, currency }: RailAccount,
  { day, fault, line }: RefusedReport,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.rail_report_refusal (rail, currency, day, line, fault, refused_at, seen_at)
    values (${rail}, ${currency}, ${day}::date, ${line}, ${fault}, ${at.toString()}, ${at.toString()})
    on conflict (rail, currency, day, line, fault) do update set seen_at = excluded.seen_at`.execute(tx);
}

export type OpenRefusal = RefusedReport & { readonly currency: Currency; readonly seenAt: Temporal.Instant };
/** Rows that a person looks at. */
const REFUSALS_MAX = 20;

/** What was refused of days that were not told as they were since; of each day what was met last. */
export async function openRefusals(read: Reader, rail: RailName): Promise<OpenRefusal[]> {
  const { rows } = await sql<OpenRefusal>`
    select distinct on (r.day, r.currency) r.currency, r.day::text as day, r.fault, r.line, r.seen_at as "seenAt"
      from wallet.rail_report_refusal r
     where r.rail = ${rail}
       and not exists (select from wallet.rail_statement s where (s.rail, s.currency, s.day) = (r.rail, r.currency, r.day))
     order by r.day desc, r.currency, r.seen_at desc limit ${REFUSALS_MAX}`.execute(read);
  return rows;
}

/** The first day that waits for a right report; null where none does. */
export async function firstRefusedDay(read: Reader, rail: RailName): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(r.day)::text as day from wallet.rail_report_refusal r
     where r.rail = ${rail}
       and not exists (select from wallet.rail_statement s where (s.rail, s.currency, s.day) = (r.rail, r.currency, r.day))`.execute(
    read,
  );
  return rows[0]?.day ?? null;
}

/** Which of these lines the report about another day has told. */
export async function toldElsewhere(
  read: Reader,
  { rail, currency }: RailAccount,
  { day, keys }: { day: string; keys: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from wallet.rail_item
     where rail = ${rail} and currency = ${currency} and side = 'theirs' and key = any(${keys}::text[])
       and stated_on <> ${day}::date`.execute(read);
  return new Set(rows.map(({ key }) => key));
}
