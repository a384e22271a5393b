import type { CustomerId, ProposalId, RestrictionId, ScreeningMatchId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Match, MatchState } from './match.ts';

const COLUMNS = sql`m.id, m.customer_id as customer, m.source, m.subject, m.entry, m.score, m.compared, m.state, m.restriction_id as restriction,
  m.opened_at as "openedAt", m.decided_at as "decidedAt", m.proposal_id as proposal, m.faded_at as "fadedAt"`;

export async function insertMatch(tx: Tx, match: Match): Promise<void> {
  const { id, customer, source, entry, subject, score, compared, state, restriction, openedAt } = match;
  await sql`
    insert into risk.screening_match (id, customer_id, source, ref, subject, entry, score, compared, state, restriction_id, opened_at)
    values (${id}, ${customer}, ${source}, ${entry.ref}, ${JSON.stringify(subject)}::jsonb, ${JSON.stringify(entry)}::jsonb, ${score},
            ${JSON.stringify(compared)}::jsonb, ${state}, ${restriction}, ${openedAt.toString()})`.execute(
    tx,
  );
}

/** Screenings of one customer come one after the other. */
export async function lockCustomer(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('risk.screening_match ' || ${customer}, 0))`.execute(
    tx,
  );
}

/** All that was ever found about a customer, the newest first. */
export async function matchesOf(read: Reader, customer: CustomerId): Promise<Match[]> {
  const { rows } = await sql<Match>`
    select ${COLUMNS} from risk.screening_match m where m.customer_id = ${customer} order by m.opened_at desc, m.id desc`.execute(
    read,
  );
  return rows;
}

export async function findMatch(read: Reader, id: ScreeningMatchId): Promise<Match | null> {
  const { rows } = await sql<Match>`select ${COLUMNS} from risk.screening_match m where m.id = ${id}`.execute(
    read,
  );
  return rows[0] ?? null;
}

export async function lockMatch(tx: Tx, id: ScreeningMatchId): Promise<Match | null> {
  const { rows } =
    await sql<Match>`select ${COLUMNS} from risk.screening_match m where m.id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

/** What waits for staff, the likest first. */
export async function openMatches(read: Reader, limit: number): Promise<Match[]> {
  const { rows } = await sql<Match>`
    select ${COLUMNS} from risk.screening_match m where m.state = 'open' order by m.score desc, m.opened_at, m.id limit ${limit}`.execute(
    read,
  );
  return rows;
}

/** What was decided, or has gone, the newest first. */
export async function decidedMatches(read: Reader, limit: number): Promise<Match[]> {
  const { rows } = await sql<Match>`
    select ${COLUMNS} from risk.screening_match m where m.state <> 'open' order by m.decided_at desc, m.id limit ${limit}`.execute(
    read,
  );
  return rows;
}

type Saved = { readonly to: MatchState; readonly at: Temporal.Instant; readonly proposal: ProposalId | null };
/** False if another was faster. */
export async function saveState(
  tx: Tx,
  id: ScreeningMatchId,
  from: MatchState,
  { to, at, proposal }: Saved,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update risk.screening_match set state = ${to}, decided_at = ${at.toString()}, proposal_id = ${proposal}
     where id = ${id} and state = ${from}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function markFaded(tx: Tx, id: ScreeningMatchId, at: Temporal.Instant): Promise<void> {
  await sql`update risk.screening_match set faded_at = coalesce(faded_at, ${at.toString()}) where id = ${id}`.execute(
    tx,
  );
}

/** Whether anything still speaks for the restriction. */
export async function isHeldBack(read: Reader, restriction: RestrictionId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from risk.screening_match where restriction_id = ${restriction} and state in ('open', 'confirmed') limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

export type Run = {
  readonly id: string;
  readonly lists: readonly string[];
  readonly threshold: number;
  readonly reached: string;
  readonly screened: number;
  readonly found: number;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant | null;
};
const RUN = sql`id::text as id, lists::text[] as lists, threshold, reached, screened, found, started_at as "startedAt", finished_at as "finishedAt"`;

export async function insertRun(
  tx: Tx,
  { lists, threshold, at }: { lists: readonly string[]; threshold: number; at: Temporal.Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into risk.screening_run (lists, threshold, reached, screened, found, started_at)
    values (${lists}::bigint[], ${threshold}, '', 0, 0, ${at.toString()}) returning id::text as id`.execute(
    tx,
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('a run was not written');
  return id;
}

export async function lastRun(read: Reader): Promise<Run | null> {
  const { rows } =
    await sql<Run>`select ${RUN} from risk.screening_run order by screening_run.id desc limit 1`.execute(
      read,
    );
  return rows[0] ?? null;
}

export async function lockRun(tx: Tx, id: string): Promise<Run | null> {
  const { rows } =
    await sql<Run>`select ${RUN} from risk.screening_run where id = ${id}::bigint for update`.execute(tx);
  return rows[0] ?? null;
}

type Progress = {
  readonly reached: string;
  readonly screened: number;
  readonly found: number;
  readonly finishedAt: Temporal.Instant | null;
};
export async function saveProgress(
  tx: Tx,
  id: string,
  { reached, screened, found, finishedAt }: Progress,
): Promise<void> {
  await sql`
    update risk.screening_run set reached = ${reached}, screened = screened + ${screened}, found = found + ${found},
           finished_at = ${finishedAt?.toString() ?? null}
     where id = ${id}::bigint`.execute(tx);
}

/** What was compared of somebody who has no account any more, and what staff wrote about it: what was confirmed, or the rest. */
export async function eraseScreening(
  tx: Tx,
  customer: CustomerId,
  which: 'confirmed' | 'decided otherwise',
): Promise<void> {
  await sql`select risk.erase_screening(${customer}, ${which === 'confirmed'})`.execute(tx);
}
