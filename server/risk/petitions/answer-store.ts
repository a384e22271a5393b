import type { ItemFault, PetitionItem } from '#common/api/petition';
import type { CaseId, CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { AskedItem } from './petition.ts';

/** Where an answer stands. */
export type AnswerPlace = {
  readonly caseId: CaseId;
  readonly item: PetitionItem;
  readonly attempt: number;
};

/** Asks for these, after what was asked for before; what was asked already stays as it is. */
export async function insertItems(
  tx: Tx,
  caseId: CaseId,
  items: readonly PetitionItem[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into risk.petition_item (case_id, item, position, asked_at)
    select ${caseId}, i.item, i.n + (select coalesce(max(position), 0) from risk.petition_item where case_id = ${caseId}), ${at.toString()}
      from unnest(${items}::text[]) with ordinality i (item, n)
    on conflict do nothing`.execute(tx);
}

/** What is asked for, in its order, each with the last try at it. */
export async function itemsOf(read: Reader, caseId: CaseId): Promise<AskedItem[]> {
  const { rows } = await sql<AskedItem>`
    select i.item, coalesce(a.attempt, 0) as attempt, a.sealed, a.answer, a.given_at as "givenAt", a.verdict, a.fault
      from risk.petition_item i
      left join lateral (
        select attempt, sealed, answer, given_at, verdict, fault from risk.petition_answer a
         where a.case_id = i.case_id and a.item = i.item order by attempt desc limit 1) a on true
     where i.case_id = ${caseId} order by i.position`.execute(read);
  return rows;
}

/** `sealed`: what was written; null where the system saw it for itself, or files say all. */
export async function insertAnswer(
  tx: Tx,
  { caseId, item, attempt }: AnswerPlace,
  { sealed, at }: { sealed: string | null; at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into risk.petition_answer (case_id, item, attempt, sealed, given_at)
    values (${caseId}, ${item}, ${attempt}, ${sealed}, ${at.toString()})`.execute(tx);
}

type Verdict = {
  readonly item: PetitionItem;
  readonly attempt: number;
  readonly fault: ItemFault | null;
  readonly by: StaffId | `rule:${string}`;
  readonly at: Temporal.Instant;
};

/** False when it was judged before, or another try was given since. */
export async function saveVerdict(
  tx: Tx,
  caseId: CaseId,
  { item, attempt, fault, by, at }: Verdict,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update risk.petition_answer
       set verdict = ${fault === null ? 'accepted' : 'refused'}, fault = ${fault}, judged_by = ${by}, judged_at = ${at.toString()}
     where case_id = ${caseId} and item = ${item} and attempt = ${attempt} and verdict is null`.execute(tx);
  return numAffectedRows === 1n;
}

export type GivenAnswer = AnswerPlace & {
  readonly sealed: string | null;
  readonly answer: string | null;
  readonly givenAt: Temporal.Instant;
  readonly verdict: 'accepted' | 'refused' | null;
};

/** Everything that a customer answered, the oldest first. */
export async function answersEver(read: Reader, customer: CustomerId): Promise<GivenAnswer[]> {
  const { rows } = await sql<GivenAnswer>`
    select a.case_id as "caseId", a.item, a.attempt, a.sealed, a.answer, a.given_at as "givenAt", a.verdict
      from risk.petition p join risk.petition_answer a on a.case_id = p.case_id
     where p.customer_id = ${customer} order by a.given_at, a.item`.execute(read);
  return rows;
}

type ClearAnswer = AnswerPlace & { readonly answer: string };
type SealedAnswer = AnswerPlace & { readonly sealed: string };
const PLACE = sql`case_id as "caseId", item, attempt`;

/** What a version before wrote in the clear, in steps. */
export async function answersInTheClear(read: Reader, limit: number): Promise<ClearAnswer[]> {
  const { rows } = await sql<ClearAnswer>`
    select ${PLACE}, answer from risk.petition_answer where answer is not null order by case_id limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function sealOldAnswer(
  tx: Tx,
  { caseId, item, attempt }: AnswerPlace,
  { clear, sealed }: { clear: string; sealed: string },
): Promise<void> {
  await sql`select risk.seal_petition_answer(${caseId}, ${item}, ${attempt}, ${clear}, ${sealed})`.execute(
    tx,
  );
}

export async function answersNotSealedBy(
  read: Reader,
  keyMark: string,
  limit: number,
): Promise<SealedAnswer[]> {
  const { rows } = await sql<SealedAnswer>`
    select ${PLACE}, sealed from risk.petition_answer
     where sealed is not null and not starts_with(sealed, ${keyMark}) order by case_id limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function resealAnswer(
  tx: Tx,
  { caseId, item, attempt }: AnswerPlace,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await sql`select risk.reseal_petition_answer(${caseId}, ${item}, ${attempt}, ${from}, ${to})`.execute(tx);
}

export async function eraseAnswersOf(tx: Tx, caseId: CaseId): Promise<void> {
  await sql`select risk.erase_answers_of(${caseId})`.execute(tx);
}

/** How long answers are kept, by what became of the petition. */
export async function retention(read: Reader): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{
    what: string;
    span: number;
  }>`select what, span from risk.petition_retention`.execute(read);
  return new Map(rows.map(({ what, span }) => [what, span]));
}

/** Of a petition `p` something is kept. */
const IS_KEPT = sql`(
  exists (select from risk.petition_answer a where a.case_id = p.case_id and (a.sealed is not null or a.answer is not null))
  or exists (select from risk.petition_file f where f.case_id = p.case_id and f.wrapped_key is not null))`;

export async function casesWithAnswersOf(read: Reader, customer: CustomerId): Promise<CaseId[]> {
  const { rows } = await sql<{ caseId: CaseId }>`
    select case_id as "caseId" from risk.petition p where customer_id = ${customer} and ${IS_KEPT}`.execute(
    read,
  );
  return rows.map(({ caseId }) => caseId);
}

type Before = { readonly undecided: Temporal.Instant; readonly decided: Temporal.Instant };

/**
 * Decided before then, or never decided and nothing given since: handed in and being reviewed is neither. A decision that is contested
 * keeps what it rests on until that is decided as well.
 */
export async function casesToForget(read: Reader, before: Before, limit: number): Promise<CaseId[]> {
  const { rows } = await sql<{ caseId: CaseId }>`
    select case_id as "caseId" from risk.petition p
     where ${IS_KEPT}
       and not exists (select from risk.petition c
                        where c.contests_case_id = p.case_id and coalesce(c.decided_at > ${before.decided.toString()}, c.state <> 'ended'))
       and (p.decided_at < ${before.decided.toString()}
            or (p.state in ('asking', 'ended') and p.opened_at < ${before.undecided.toString()}
                and not exists (select from risk.petition_answer a where a.case_id = p.case_id and a.given_at >= ${before.undecided.toString()})
                and not exists (select from risk.petition_file f where f.case_id = p.case_id and f.created_at >= ${before.undecided.toString()})))
     order by case_id limit ${limit}`.execute(read);
  return rows.map(({ caseId }) => caseId);
}
