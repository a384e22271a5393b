import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

/** The report that was taken last; nothing is missing before it. */
export async function lastReport(read: Reader): Promise<bigint> {
  const { rows } = await sql<{
    number: bigint | null;
  }>`select max(number) as number from wallet.bank_report`.execute(read);
  return rows[0]?.number ?? 0n;
}

/** A line as it lies between reading and working off. */
export type KeptLine = { readonly place: number; readonly line: number; readonly box: string };

export async function insertLines(
  read: Reader,
  reading: string,
  lines: readonly KeptLine[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.bank_line (reading, place, line, box, read_at)
    select ${reading}::uuid, l.place, l.line, l.box, ${at.toString()}::timestamptz
      from unnest(${lines.map(({ place }) => place)}::integer[], ${lines.map(({ line }) => line)}::integer[],
                  ${lines.map(({ box }) => box)}::text[]) l (place, line, box)`.execute(read);
}

/** What was read of a file that was not taken: no report refers to it. */
export async function deleteLeftOf(read: Reader, reading: string): Promise<void> {
  await sql`
    delete from wallet.bank_line
     where reading = ${reading}::uuid and not exists (select 1 from wallet.bank_report r where r.reading = ${reading}::uuid)`.execute(
    read,
  );
}

/** What a process that was ended has left behind. */
export async function deleteLeftLines(read: Reader, before: Temporal.Instant): Promise<void> {
  await sql`
    delete from wallet.bank_line l
     where l.read_at < ${before.toString()} and not exists (select 1 from wallet.bank_report r where r.reading = l.reading)`.execute(
    read,
  );
}

export type Report = {
  readonly number: bigint;
  readonly message: string;
  readonly digest: Buffer;
  readonly bytes: bigint;
  readonly fault: string | null;
  /** Whose lines are to be worked off; null where there are none. */
  readonly reading: string | null;
  readonly lines: number;
};

/** False if it was taken before, here or by another process. The very same file under another number has nothing to be worked off. */
export async function insertReport(tx: Tx, it: Report, at: Temporal.Instant): Promise<boolean> {
  const { number, message, digest, bytes, fault, reading, lines } = it;
  const { numAffectedRows } = await sql`
    insert into wallet.bank_report (number, message, digest, outcome, fault, taken_at, reading, lines, bytes, worked_at)
    select ${number}, ${message}, ${digest},
           case when ${fault}::text is not null then 'refused' when k.known then 'repeated' else 'taken' end,
           ${fault}, ${at.toString()}::timestamptz, case when k.known then null else ${reading}::uuid end, ${lines}, ${bytes},
           case when k.known or ${reading}::uuid is null then ${at.toString()}::timestamptz end
      from (select exists (select 1 from wallet.bank_report where digest = ${digest} and outcome = 'taken') as known) k
    on conflict (number) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export type Known = { readonly outcome: 'taken' | 'refused' | 'repeated'; readonly digest: Buffer };

export async function findReport(read: Reader, number: bigint): Promise<Known | null> {
  const { rows } = await sql<Known>`
    select outcome, digest from wallet.bank_report where number = ${number}`.execute(read);
  return rows[0] ?? null;
}

/** A refused one as it was read anew: taken now, or refused for what is wrong with it now. Nothing if another was faster. */
export async function takeRefused(tx: Tx, it: Report, at: Temporal.Instant): Promise<void> {
  const { number, message, digest, bytes, fault, reading, lines } = it;
  await sql`
    update wallet.bank_report r
       set message = ${message}, digest = ${digest}, bytes = ${bytes}, fault = ${fault}, taken_at = ${at.toString()}::timestamptz,
           outcome = case when ${fault}::text is not null then 'refused' when k.known then 'repeated' else 'taken' end,
           lines = ${lines}, reading = case when k.known then null else ${reading}::uuid end,
           worked_at = case when k.known or ${reading}::uuid is null then ${at.toString()}::timestamptz end
      from (select exists (select 1 from wallet.bank_report where digest = ${digest} and outcome = 'taken') as known) k
     where r.number = ${number} and r.outcome = 'refused'`.execute(tx);
}

export type ToWork = {
  readonly number: bigint;
  readonly reading: string;
  /** The place of the last line that was worked off. */
  readonly workedLines: number;
};

/** The first report that is not worked off, under its lock: two processes work one after the other, and in the bank's order. */
export async function lockNextToWork(tx: Tx): Promise<ToWork | null> {
  const { rows } = await sql<ToWork>`
    select number, reading, worked_lines as "workedLines" from wallet.bank_report where worked_at is null order by number limit 1 for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function isAnyToWork(read: Reader): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from wallet.bank_report where worked_at is null) as any`.execute(read);
  return rows[0]?.any === true;
}

/** Those behind the last one that was worked off: rows that are gone are not walked over again. */
export async function nextLines(
  tx: Tx,
  { reading, workedLines }: ToWork,
  limit: number,
): Promise<KeptLine[]> {
  const { rows } = await sql<KeptLine>`
    select place, line, box from wallet.bank_line
     where reading = ${reading}::uuid and place > ${workedLines} order by place limit ${limit}`.execute(tx);
  return rows;
}

/** Lines up to this place are worked off and gone. */
export async function markLines(
  tx: Tx,
  { number, reading, workedLines }: ToWork,
  upTo: number,
): Promise<void> {
  await sql`
    delete from wallet.bank_line
     where reading = ${reading}::uuid and place > ${workedLines} and place <= ${upTo}`.execute(tx);
  await sql`update wallet.bank_report set worked_lines = ${upTo} where number = ${number}`.execute(tx);
}

export async function markWorked(tx: Tx, number: bigint, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.bank_report set worked_at = ${at.toString()} where number = ${number}`.execute(tx);
}
