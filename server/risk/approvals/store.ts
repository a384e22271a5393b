import type { ProposalId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Decision, Proposal } from './proposal.ts';

const COLUMNS = sql`id, action, subject, parameters, reason, proposed_by as "proposedBy", proposed_at as "proposedAt",
  expires_at as "expiresAt", decision, decided_by as "decidedBy", decision_reason as "decisionReason", decided_at as "decidedAt"`;

/** False if one of the same action and subject is open. */
export async function insertProposal(
  tx: Tx,
  { id, action, subject, parameters, reason, proposedBy, proposedAt, expiresAt }: Proposal,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into risk.proposal (id, action, subject, parameters, reason, proposed_by, proposed_at, expires_at)
    values (${id}, ${action}, ${subject}, ${JSON.stringify(parameters)}::jsonb, ${reason}, ${proposedBy},
            ${proposedAt.toString()}, ${expiresAt.toString()})
    on conflict (action, subject) where decision is null do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** Ends those whose time is over, so that a new one can take their place. */
export async function expireProposals(
  tx: Tx,
  { action, subject }: Pick<Proposal, 'action' | 'subject'>,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update risk.proposal set decision = 'expired', decided_at = ${now.toString()}
     where action = ${action} and subject = ${subject} and decision is null and expires_at <= ${now.toString()}`.execute(
    tx,
  );
}

export async function lockProposal(tx: Tx, id: ProposalId, action: string): Promise<Proposal | null> {
  const { rows } = await sql<Proposal>`
    select ${COLUMNS} from risk.proposal where id = ${id} and action = ${action} for update`.execute(tx);
  return rows[0] ?? null;
}

type Decided = { decision: Exclude<Decision, 'expired'>; by: StaffId; reason: string | null };

export async function saveDecision(
  tx: Tx,
  id: ProposalId,
  { decision, by, reason }: Decided,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update risk.proposal set decision = ${decision}, decided_by = ${by}, decision_reason = ${reason}, decided_at = ${at.toString()}
     where id = ${id} and decision is null`.execute(tx);
  return numAffectedRows === 1n;
}

export async function openProposals(
  read: Reader,
  { action, limit }: { action: string; limit: number },
  now: Temporal.Instant,
): Promise<Proposal[]> {
  const { rows } = await sql<Proposal>`
    select ${COLUMNS} from risk.proposal
     where action = ${action} and decision is null and expires_at > ${now.toString()}
     order by proposed_at, id limit ${limit}`.execute(read);
  return rows;
}

/** What was ever proposed about these, the oldest first. */
export async function proposalsAbout(read: Reader, subjects: readonly string[]): Promise<Proposal[]> {
  const { rows } = await sql<Proposal>`
    select ${COLUMNS} from risk.proposal where subject = any(${subjects}::text[]) order by proposed_at, id`.execute(
    read,
  );
  return rows;
}
