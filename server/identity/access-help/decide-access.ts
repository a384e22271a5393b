import type { CheckMethod } from '#common/api/access-help';
import { type CaseId, parseId, type StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { caseForStaff, resolveByDeed } from '#cases';
import type { Tx } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { findStaff, insertAudit } from '../staff/store.ts';
import { approve as approveProposal, propose, reject } from '#risk';
import {
  accessProposals,
  areSame,
  isFresh,
  type Measures,
  measuresOf,
  RESTORE_ACCESS,
} from './access-help.ts';
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
    const parameters = { ...measures, check: check.id.toString() };
    const reason = `identity check ${check.id}`;
    const proposed = await propose(tx, clock, RESTORE_ACCESS, {
      subject: caseId,
      parameters,
      reason,
      by: staff,
    });
    if (!proposed.ok) return err({ code: 'case_changed_meanwhile' as const });
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
    const id = parseId('prop', proposalId);
    const found = (await accessProposals(tx, caseId)).find((each) => each.id === id);
    if (!id || !found || !areSame(found.parameters, seen))
      return err({ code: 'case_changed_meanwhile' as const });
    const reason = note.trim() === '' ? null : note.trim();
    const decided = await (approve ? approveProposal : reject)(tx, clock, RESTORE_ACCESS, {
      id,
      by: staff,
      reason,
    });
    if (!decided.ok)
      return decided.error.code === 'proposal_own'
        ? err({ code: 'four_eyes_required' as const })
        : err({ code: 'case_changed_meanwhile' as const });
    if (approve) {
      const name = (await findStaff(tx, staff))?.name ?? '';
      const resolved = await resolveByDeed(tx, clock, caseId, { by: 'access_restored', name });
      invariant(resolved.ok, `case ${caseId} is open and its request locked`);
    }
    const decision = approve ? 'approved' : 'refused';
    const measures = measuresOf(found);
    const facts = { case: caseId, proposal: id, ...measures };
    const { customer } = open.value;
    await insertAudit(tx, { actor: staff, action: `access_${decision}`, subject: customer, facts }, at);
    if (unknown) await restoreAccess(tx, deps, open.value, { measures, unknown });
    return ok(undefined);
  });
}
