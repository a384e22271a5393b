import type { PetitionItem, PetitionKind, PetitionState } from '#common/api/petition';
import type { CaseId, CustomerId, ProposalId, StaffId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Disclosure } from '../restrictions/restriction.ts';
import type { Decided, Petition } from './petition.ts';

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

/** The petition that this was given for; null while its owner has not given it yet. */
export async function petitionWithAnswer(
  read: Reader,
  { caseId, item, attempt }: { caseId: CaseId; item: PetitionItem; attempt: number },
): Promise<Petition | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from risk.petition p
     where case_id = ${caseId}
       and exists (select from risk.petition_answer a where a.case_id = p.case_id and a.item = ${item} and a.attempt = ${attempt})`.execute(
    read,
  );
  return rows[0] ? petitionOf(rows[0]) : null;
}

/** The appeal against it that is looked at now. */
export async function openAppealOf(read: Reader, of: CaseId): Promise<Petition | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from risk.petition where contests_case_id = ${of} and state in ('asking', 'reviewing')`.execute(
    read,
  );
  return rows[0] ? petitionOf(rows[0]) : null;
}

/** What is open about payments, the oldest first. */
export async function openAboutPayments(read: Reader, limit: number): Promise<CaseId[]> {
  const { rows } = await sql<{ case_id: CaseId }>`
    select case_id from risk.petition where state in ('asking', 'reviewing') and subject_id like 'tr\\_%'
     order by opened_at, case_id limit ${limit}`.execute(read);
  return rows.map((row) => row.case_id);
}
