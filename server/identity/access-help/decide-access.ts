import type { CheckMethod } from '#common/api/access-help';
import type { CaseId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff, resolveByDeed } from '#cases';
import type { Tx } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { findStaff, insertAudit } from '../staff/store.ts';
import { areSame, isFresh, type Measures } from './access-help.ts';
import { newUnknownPassword, restoreAccess } from './restore-access.ts';
import * as store from './store.ts';

type Closed = Refusal<'not_found' | 'case_closed'>;
type Acting = { readonly caseId: CaseId; readonly staff: StaffId };

/** The request under its lock, as long as its case is open: nothing is looked at or done for one that is over. */
async function lockOpen(tx: Tx, caseId: CaseId): Promise<Result<store.AccessRequest, Closed>> {
  const request = await store.lockRequest(tx, caseId);
  const it = request && (await caseForStaff(tx, caseId));
  if (!request || !it) return err({ code: 'not_found' });
  return it.state === 'resolved' || it.state === 'closed' ? err({ code: 'case_closed' }) : ok(request);
}

/** Puts on record how it was looked whether it is the owner, whatever came of it. */
export function checkIdentity(
  { db, clock }: IdentityDeps,
  { caseId, staff }: Acting,
  { method, passed, note }: { method: CheckMethod; passed: boolean; note: string },
): Promise<Result<void, Closed | Refusal<'message_empty'>>> {
  return db.transaction(async (tx) => {
    const open = await lockOpen(tx, caseId);
    if (!open.ok) return open;
    if (note.trim() === '') return err({ code: 'message_empty' as const });
    const at = clock.now();
    await store.insertCheck(tx, caseId, { staff, method, passed, note: note.trim(), at });
    const facts = { case: caseId, method, passed };
    await insertAudit(
      tx,
      { actor: staff, action: 'identity_checked', subject: open.value.customer, facts },
      at,
    );
    return ok(undefined);
  });
}

/** Proposes what is to be done. The last look at the person must have been passed, today. */
export function proposeAccess(
  { db, clock }: IdentityDeps,
  { caseId, staff }: Acting,
  measures: Measures,
): Promise<Result<void, Closed | Refusal<'case_changed_meanwhile' | 'identity_check_missing'>>> {
  return db.transaction(async (tx) => {
    const open = await lockOpen(tx, caseId);
    if (!open.ok) return open;
    const at = clock.now();
    const check = (await store.checksOf(tx, caseId)).at(-1);
    const isNothing = !measures.resetsSecondFactors && !measures.liftsPauses && !measures.restoresAddresses;
    if (!check?.passed || !isFresh(check.at, at) || isNothing)
      return err({ code: 'identity_check_missing' as const });
    const waiting = (await store.proposalsOf(tx, caseId)).find(({ decision }) => decision === null);
    if (waiting && isFresh(waiting.at, at)) return err({ code: 'case_changed_meanwhile' as const });
    if (waiting) await store.saveDecision(tx, waiting.id, { decision: 'lapsed', by: null, note: null, at });
    await store.insertProposal(tx, caseId, { ...measures, staff, check: check.id, at });
    const facts = { case: caseId, ...measures };
    await insertAudit(
      tx,
      { actor: staff, action: 'access_proposed', subject: open.value.customer, facts },
      at,
    );
    return ok(undefined);
  });
}

type Decision = Measures & {
  readonly proposalId: string;
  readonly approve: boolean;
  readonly note: string;
};
type DecisionRefusal = Closed | Refusal<'case_changed_meanwhile' | 'four_eyes_required'>;

/**
 * Decides a colleague's proposal. What is approved is what was seen, proposed and is done, in one transaction: the measures are
 * compared under the lock, and the database refuses an approver who is the proposer.
 */
export async function decideAccess(
  deps: IdentityDeps,
  { caseId, staff }: Acting,
  { proposalId, approve, note, ...seen }: Decision,
): Promise<Result<void, DecisionRefusal>> {
  const { db, clock } = deps;
  // A hash takes long, and is not computed under locks.
  const unknown = approve ? await newUnknownPassword() : null;
  return db.transaction(async (tx) => {
    const open = await lockOpen(tx, caseId);
    if (!open.ok) return open;
    const at = clock.now();
    const proposal = (await store.proposalsOf(tx, caseId)).find(({ id }) => id === proposalId);
    if (!proposal || proposal.decision !== null || !isFresh(proposal.at, at) || !areSame(proposal, seen))
      return err({ code: 'case_changed_meanwhile' as const });
    if (proposal.staff === staff) return err({ code: 'four_eyes_required' as const });
    if (approve) {
      const name = (await findStaff(tx, staff))?.name ?? '';
      const resolved = await resolveByDeed(tx, clock, caseId, { by: 'access_restored', name });
      if (!resolved.ok) return resolved;
    }
    const decision = approve ? 'approved' : 'refused';
    const kept = note.trim() === '' ? null : note.trim();
    const saved = await store.saveDecision(tx, proposal.id, { decision, by: staff, note: kept, at });
    invariant(saved, 'an open proposal under the lock is decided once');
    const facts = { case: caseId, proposal: proposal.id, resetsSecondFactors: proposal.resetsSecondFactors, liftsPauses: proposal.liftsPauses, restoresAddresses: proposal.restoresAddresses }; // prettier-ignore
    const { customer } = open.value;
    await insertAudit(tx, { actor: staff, action: `access_${decision}`, subject: customer, facts }, at);
    if (unknown) await restoreAccess(tx, deps, open.value, { measures: proposal, unknown });
    return ok(undefined);
  });
}
