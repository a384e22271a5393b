import type { CustomerId, ProofFileId, ProofId, StaffId } from '#common/id';
import type { ItemRefusal, ProofItem } from '#common/identity-proof';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Proof } from './proof.ts';

export type Waiting = Proof & { readonly name: string };

const WAITING = sql`
  p.id, p.customer_id as customer, p.tier, p.state, p.round, p.submitted_at as "submittedAt", p.due_at as "dueAt",
  p.escalated_at as "escalatedAt", p.first_by as "firstBy", p.approved_at as "approvedAt", p.valid_until as "validUntil",
  p.noticed_at as "noticedAt", p.past_at as "pastAt", c.name
  from identity.proof p join identity.profile c on c.customer_id = p.customer_id`;

/** What waits for a decision, the oldest first. */
export async function waitingProofs(read: Reader, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select ${WAITING} where p.state in ('in_review', 'second_review') order by p.submitted_at, p.id limit ${limit}`.execute(
    read,
  );
  return rows;
}

export async function waitingProof(read: Reader, id: ProofId): Promise<Waiting | null> {
  const { rows } = await sql<Waiting>`
    select ${WAITING} where p.id = ${id} and p.state in ('in_review', 'second_review')`.execute(read);
  return rows[0] ?? null;
}

export type Look = {
  readonly staff: StaffId;
  readonly customer: CustomerId;
  readonly proof: ProofId;
  readonly file: ProofFileId | null;
};

export async function insertLook(
  read: Reader,
  { staff, customer, proof, file }: Look,
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.proof_look (staff_id, customer_id, proof_id, file_id, at)
    values (${staff}, ${customer}, ${proof}, ${file}, ${at.toString()})`.execute(read);
}

/** Whether this member of staff has opened the proof since it was handed in. */
export async function hasLooked(
  read: Reader,
  { staff, proof, since }: { staff: StaffId; proof: ProofId; since: Temporal.Instant | null },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.proof_look
     where proof_id = ${proof} and staff_id = ${staff} and at >= ${since?.toString() ?? null}::timestamptz limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

/** Who looked at what a customer sent, newest first. */
export async function looksAt(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<{ at: Temporal.Instant; staffName: string }[]> {
  const { rows } = await sql<{ at: Temporal.Instant; staffName: string }>`
    select l.at, s.name as "staffName" from identity.proof_look l join identity.staff s on s.id = l.staff_id
     where l.customer_id = ${customer} order by l.at desc, l.id desc limit ${limit}`.execute(read);
  return rows;
}

export async function insertDecision(
  tx: Tx,
  {
    proof,
    round,
    staff,
    decision,
  }: { proof: ProofId; round: number; staff: StaffId; decision: 'approve' | 'refuse' },
  at: Temporal.Instant,
): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    insert into identity.proof_decision (proof_id, round, staff_id, decision, at)
    values (${proof}, ${round}, ${staff}, ${decision}, ${at.toString()}) returning id`.execute(tx);
  return rows[0]?.id ?? 0n;
}

export async function insertRefusal(
  tx: Tx,
  decision: bigint,
  { item, reason, sealedNote }: { item: ProofItem; reason: ItemRefusal; sealedNote: string | null },
): Promise<void> {
  await sql`
    insert into identity.proof_refusal (decision_id, item, reason, sealed_note)
    values (${decision}, ${item}, ${reason}, ${sealedNote})`.execute(tx);
}

export type DecisionRow = {
  readonly id: bigint;
  readonly at: Temporal.Instant;
  readonly staff: StaffId;
  readonly staffName: string;
  readonly decision: 'approve' | 'refuse';
};
export type RefusalRow = {
  readonly decision: bigint;
  readonly item: ProofItem;
  readonly reason: ItemRefusal;
  readonly sealedNote: string | null;
};

/** Newest first. */
export async function decisionsOf(
  read: Reader,
  proof: ProofId,
): Promise<{ decisions: DecisionRow[]; refusals: RefusalRow[] }> {
  const { rows: decisions } = await sql<DecisionRow>`
    select d.id, d.at, d.staff_id as staff, s.name as "staffName", d.decision from identity.proof_decision d
      join identity.staff s on s.id = d.staff_id where d.proof_id = ${proof} order by d.id desc`.execute(
    read,
  );
  const { rows: refusals } = await sql<RefusalRow>`
    select r.decision_id as decision, r.item, r.reason, r.sealed_note as "sealedNote" from identity.proof_refusal r
      join identity.proof_decision d on d.id = r.decision_id where d.proof_id = ${proof}`.execute(read);
  return { decisions, refusals };
}

export async function forgetNotes(tx: Tx, proof: ProofId): Promise<void> {
  await sql`
    update identity.proof_refusal set sealed_note = null
     where decision_id in (select id from identity.proof_decision where proof_id = ${proof})`.execute(tx);
}
