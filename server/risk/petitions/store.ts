import type { ItemFault, PetitionItem, PetitionKind, PetitionState } from '#common/api/petition';
import type { CaseId, CustomerId, ProposalId, StaffId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Disclosure } from '../restrictions/restriction.ts';
import type { AskedItem, Decided, Petition } from './petition.ts';

type Row = {
  case_id: CaseId;
  kind: PetitionKind;
  customer_id: CustomerId;
  subject_id: string;
  disclosure: Disclosure;
  contests_case_id: CaseId | null;
  state: PetitionState;
  round: number;
  outcome: Decided['outcome'] | null;
  ground: Decided['ground'] | null;
  proposal_id: ProposalId | null;
  proposed_by: StaffId | null;
  decided_by: StaffId | null;
  decided_at: Temporal.Instant | null;
  appeal_until: Temporal.Instant | null;
  opened_at: Temporal.Instant;
};
const COLUMNS = sql`case_id, kind, customer_id, subject_id, disclosure, contests_case_id, state, round, outcome, ground, proposal_id,
  proposed_by, decided_by, decided_at, appeal_until, opened_at`;

function decisionOf(row: Row): Decided | null {
  const { outcome, ground, decided_at: at, proposal_id: proposal, proposed_by: proposer } = row;
  if (outcome === null || ground === null || at === null) return null;
  const { decided_by: approver } = row;
  const by = proposal && proposer && approver ? { proposal, proposer, approver } : null;
  return { outcome, ground, by, at };
}

const petitionOf = (row: Row): Petition => ({
  caseId: row.case_id,
  kind: row.kind,
  customer: row.customer_id,
  subject: row.subject_id,
  disclosure: row.disclosure,
  contests: row.contests_case_id,
  state: row.state,
  round: row.round,
  decision: decisionOf(row),
  appealUntil: row.appeal_until,
  openedAt: row.opened_at,
});

/** False when one about the same is open, or the decision is contested already. */
export async function insertPetition(tx: Tx, it: Petition): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into risk.petition (case_id, kind, customer_id, subject_id, disclosure, contests_case_id, state, opened_at)
    values (${it.caseId}, ${it.kind}, ${it.customer}, ${it.subject}, ${it.disclosure}, ${it.contests}, ${it.state}, ${it.openedAt.toString()})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findPetition(read: Reader, caseId: CaseId): Promise<Petition | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from risk.petition where case_id = ${caseId}`.execute(
    read,
  );
  return rows[0] ? petitionOf(rows[0]) : null;
}

/** The same, and whoever else acts on it waits until the transaction ends. */
export async function lockPetition(tx: Tx, caseId: CaseId): Promise<Petition | null> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from risk.petition where case_id = ${caseId} for update`.execute(tx);
  return rows[0] ? petitionOf(rows[0]) : null;
}

/** What was ever reviewed about these, the newest first. */
export async function petitionsAbout(read: Reader, subjects: readonly string[]): Promise<Petition[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from risk.petition where subject_id = any(${subjects}::text[]) order by opened_at desc, case_id desc`.execute(
    read,
  );
  return rows.map(petitionOf);
}

export async function findAppeal(read: Reader, of: CaseId): Promise<CaseId | null> {
  const { rows } = await sql<{
    case_id: CaseId;
  }>`select case_id from risk.petition where contests_case_id = ${of}`.execute(read);
  return rows[0]?.case_id ?? null;
}

type Move = { readonly from: PetitionState; readonly to: PetitionState; readonly round: number };

/** Moves a locked petition. A decision has a way of its own. */
export async function saveState(tx: Tx, caseId: CaseId, { from, to, round }: Move): Promise<void> {
  const { numAffectedRows } = await sql`
    update risk.petition set state = ${to}, round = ${round} where case_id = ${caseId} and state = ${from}`.execute(
    tx,
  );
  invariant(numAffectedRows === 1n, `petition ${caseId} was locked in ${from}`);
}

export async function saveDecision(
  tx: Tx,
  caseId: CaseId,
  { outcome, ground, by, at, appealUntil }: Decided & { readonly appealUntil: Temporal.Instant | null },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update risk.petition
       set state = 'decided', outcome = ${outcome}, ground = ${ground}, proposal_id = ${by?.proposal ?? null},
           proposed_by = ${by?.proposer ?? null}, decided_by = ${by?.approver ?? null}, decided_at = ${at.toString()},
           appeal_until = ${appealUntil?.toString() ?? null}
     where case_id = ${caseId} and state = 'reviewing'`.execute(tx);
  invariant(numAffectedRows === 1n, `petition ${caseId} was locked in petition`);
}

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
    select i.item, coalesce(a.attempt, 0) as attempt, a.answer, a.given_at as "givenAt", a.verdict, a.fault
      from risk.petition_item i
      left join lateral (
        select attempt, answer, given_at, verdict, fault from risk.petition_answer a
         where a.case_id = i.case_id and a.item = i.item order by attempt desc limit 1) a on true
     where i.case_id = ${caseId} order by i.position`.execute(read);
  return rows;
}

export async function insertAnswer(
  tx: Tx,
  caseId: CaseId,
  {
    item,
    attempt,
    answer,
    at,
  }: { item: PetitionItem; attempt: number; answer: string | null; at: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into risk.petition_answer (case_id, item, attempt, answer, given_at)
    values (${caseId}, ${item}, ${attempt}, ${answer}, ${at.toString()})`.execute(tx);
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

export type GivenAnswer = {
  readonly caseId: CaseId;
  readonly item: PetitionItem;
  readonly answer: string | null;
  readonly givenAt: Temporal.Instant;
  readonly verdict: 'accepted' | 'refused' | null;
};

/** Everything that a customer answered, the oldest first. */
export async function answersEver(read: Reader, customer: CustomerId): Promise<GivenAnswer[]> {
  const { rows } = await sql<GivenAnswer>`
    select a.case_id as "caseId", a.item, a.answer, a.given_at as "givenAt", a.verdict
      from risk.petition p join risk.petition_answer a on a.case_id = p.case_id
     where p.customer_id = ${customer} order by a.given_at, a.item`.execute(read);
  return rows;
}

export async function eraseAnswers(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select risk.erase_petition_answers(${customer})`.execute(tx);
}
