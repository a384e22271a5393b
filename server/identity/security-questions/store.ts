import type { SecurityQuestion } from '#common/api/security-questions';
import type { CaseId, CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { SealedPassword } from '../password/hashing.ts';

export type SealedAnswer = SealedPassword & {
  readonly question: SecurityQuestion;
  readonly setAt: Temporal.Instant;
};

export async function findAnswers(read: Reader, customer: CustomerId): Promise<SealedAnswer[]> {
  const { rows } = await sql<SealedAnswer>`
    select question, box, parameters, set_at as "setAt" from identity.security_answer
     where customer_id = ${customer} order by question`.execute(read);
  return rows;
}

export async function saveAnswers(
  tx: Tx,
  customer: CustomerId,
  answers: readonly SealedAnswer[],
): Promise<void> {
  for (const { question, box, parameters, setAt } of answers)
    await sql`
      insert into identity.security_answer (customer_id, question, box, parameters, set_at)
      values (${customer}, ${question}, ${box}, ${parameters}, ${setAt.toString()})`.execute(tx);
}

/** Returns how many there were. */
export async function deleteAnswers(tx: Tx, customer: CustomerId): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from identity.security_answer where customer_id = ${customer}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Of everybody. Returns how many people had some. */
export async function deleteAllAnswers(tx: Tx): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    with gone as (delete from identity.security_answer returning customer_id)
    select count(distinct customer_id)::int as people from gone`.execute(tx);
  return rows[0]?.people ?? 0;
}

/** The request that was opened on the page which holds this token, and whose it is. */
export async function findAnswering(
  read: Reader,
  tokenHash: Uint8Array,
  now: Temporal.Instant,
): Promise<{ caseId: CaseId; customer: CustomerId } | null> {
  const { rows } = await sql<{ caseId: CaseId; customer: CustomerId }>`
    select r.case_id as "caseId", r.customer_id as customer
      from identity.access_follow f join identity.access_request r on r.case_id = f.case_id
     where f.token_hash = ${tokenHash} and f.from_page and f.expires_at > ${now.toString()}`.execute(read);
  return rows[0] ?? null;
}

/** How the questions of an account were answered once. */
export type Answered = { readonly right: number; readonly held: number; readonly at: Temporal.Instant };

export async function insertAnswered(tx: Tx, caseId: CaseId, { right, held, at }: Answered): Promise<void> {
  await sql`
    insert into identity.access_answer (case_id, held_count, right_count, answered_at)
    values (${caseId}, ${held}, ${right}, ${at.toString()})`.execute(tx);
}

export async function answeredOf(read: Reader, caseId: CaseId): Promise<Answered[]> {
  const { rows } = await sql<Answered>`
    select right_count as right, held_count as held, answered_at as at from identity.access_answer
     where case_id = ${caseId} order by id`.execute(read);
  return rows;
}
