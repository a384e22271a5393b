// The reviewer's steps: open, look, decide.
import type { z } from 'zod';
import type { consoleIdentityApi } from '#common/api/identity-proof';
import type { ProofId, StaffId } from '#common/id';
import { maskName } from '#common/names';
import type { ProofState } from '#common/identity-proof';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { liftByRule } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { decideVerdict, validUntil, type Verdict } from './decide.ts';
import { type Proof, type ProofAnswer, REVIEW_HOURS, type TierRule } from './proof.ts';
import * as reviews from './review-store.ts';
import { openAnswers, openNote, sealNote } from './sealed.ts';
import { itemsOf } from './show-proof.ts';
import * as store from './store.ts';
import { applyTier, REVIEW_DUE, reviewKey, validityKey, watchValidity } from './watch-proofs.ts';

type Row = z.input<typeof consoleIdentityApi.proofQueue.ok>['items'][number];
type Opened = z.input<typeof consoleIdentityApi.openProof.ok>;
/** Rows of the queue; what waits longest stands first, so the rest can wait. */
const QUEUE_MAX = 200;

const rowOf = (proof: reviews.Waiting, staff: StaffId): Row => {
  const { id, name, tier, state, round, submittedAt, dueAt } = proof;
  invariant(submittedAt !== null && dueAt !== null, `${id} was handed in`);
  invariant(state === 'in_review' || state === 'second_review', `${id} waits`);
  return {
    id,
    maskedName: maskName(name),
    tier,
    state,
    round,
    submittedAt: submittedAt.toString(),
    dueAt: dueAt.toString(),
    isLate: proof.escalatedAt !== null,
    isOwn: proof.firstBy === staff,
  };
};

export const proofQueue = async ({ db }: IdentityDeps, staff: StaffId): Promise<Row[]> =>
  (await reviews.waitingProofs(db.read, QUEUE_MAX)).map((proof) => rowOf(proof, staff));

/** Everything that was sent; whoever opens it is written down before it is shown. */
export async function openProof(
  deps: IdentityDeps,
  { id, staff }: { id: ProofId; staff: StaffId },
): Promise<Result<Opened, Refusal<'not_found'>>> {
  const { db, clock } = deps;
  const proof = await reviews.waitingProof(db.read, id);
  const rule = (await store.tierRules(db.read)).find(({ tier }) => tier === proof?.tier);
  if (!proof || !rule) return err({ code: 'not_found' });
  await reviews.insertLook(db.read, { staff, customer: proof.customer, proof: id, file: null }, clock.now());
  const { items } = await itemsOf(db.read, deps, proof, rule);
  const { decisions, refusals } = await reviews.decisionsOf(db.read, id);
  return ok({
    row: rowOf(proof, staff),
    customer: { id: proof.customer, name: proof.name },
    items,
    history: decisions.map((made) => ({
      at: made.at.toString(),
      by: made.staffName,
      decision: made.decision,
      refusals: refusals
        .filter(({ decision }) => decision === made.id)
        .map(({ item, reason, sealedNote }) => ({
          item,
          reason,
          note: openNote(deps, id, item, sealedNote),
        })),
    })),
  });
}

type Asked = { readonly id: ProofId; readonly staff: StaffId };

/** Decides in one transaction: the state, the record of who decided, the tier, and what the customer is told. */
export function decideProof(
  deps: IdentityDeps,
  { id, staff }: Asked,
  verdict: Verdict,
): Promise<
  Result<
    { state: ProofState },
    Refusal<
      'not_found' | 'proof_decided' | 'proof_not_opened' | 'proof_needs_colleague' | 'proof_answer_not_usable'
    >
  >
> {
  const { db, clock } = deps;
  return db.transaction(async (tx) => {
    const proof = await store.lockProof(tx, id);
    const rule = (await store.tierRules(tx)).find(({ tier }) => tier === proof?.tier);
    if (!proof || !rule) return err({ code: 'not_found' });
    const answers = await openAnswers(tx, deps, id);
    const hasLooked = await reviews.hasLooked(tx, { staff, proof: id, since: proof.submittedAt });
    const facts = { proof, rule, answers, isFirst: proof.firstBy === staff, hasLooked };
    const decided = decideVerdict(facts, verdict);
    if (!decided.ok) return decided;
    await record(tx, deps, { proof, staff }, verdict);
    const now = clock.now();
    switch (decided.value) {
      case 'second_review': {
        const dueAt = now.add({ hours: REVIEW_HOURS });
        await store.changeProof(tx, id, { state: 'second_review', firstBy: staff, dueAt }, now);
        await schedule(tx, { at: dueAt, job: REVIEW_DUE, payload: { id }, key: reviewKey(id) });
        break;
      }
      case 'needs_input':
        await store.changeProof(
          tx,
          id,
          { state: 'needs_input', firstBy: null, dueAt: null, escalatedAt: null },
          now,
        );
        await store.markAnswers(
          tx,
          id,
          verdict.refusals.map(({ item }) => item),
        );
        await unschedule(tx, reviewKey(id));
        await publish(tx, clock, { type: 'identity.proof_refused', customerId: proof.customer, proofId: id });
        break;
      default:
        await approve(tx, deps, { proof, rule, answers, staff });
    }
    return ok({ state: decided.value });
  });
}

async function record(
  tx: Tx,
  deps: IdentityDeps,
  { proof, staff }: { proof: Proof; staff: StaffId },
  verdict: Verdict,
): Promise<void> {
  const made = { proof: proof.id, round: proof.round, staff, decision: verdict.decision };
  const decision = await reviews.insertDecision(tx, made, deps.clock.now());
  for (const { item, reason, note } of verdict.refusals) {
    const sealedNote = note === '' ? null : sealNote(deps, proof.id, item, note);
    await reviews.insertRefusal(tx, decision, { item, reason, sealedNote });
  }
}

/** The tier rises; a proof of the same tier that held before is past. */
async function approve(
  tx: Tx,
  { clock, limits }: IdentityDeps,
  {
    proof,
    rule,
    answers,
    staff,
  }: { proof: Proof; rule: TierRule; answers: readonly ProofAnswer[]; staff: StaffId },
): Promise<void> {
  const now = clock.now();
  for (const held of await store.proofsOf(tx, proof.customer)) {
    if (held.tier !== proof.tier || !held.validUntil || held.pastAt) continue;
    await store.changeProof(tx, held.id, { pastAt: now }, now);
    await unschedule(tx, validityKey(held.id));
  }
  const until = validUntil(rule, answers, { now, timeZone: limits.timeZone });
  await store.changeProof(
    tx,
    proof.id,
    { state: 'approved', approvedBy: staff, approvedAt: now, validUntil: until, dueAt: null },
    now,
  );
  await store.markAnswers(tx, proof.id, []);
  await unschedule(tx, reviewKey(proof.id));
  await applyTier(tx, clock, proof.customer);
  if (rule.restrictAfterDays !== null) await liftByRule(tx, clock, proof.customer, 'document_expired');
  await watchValidity(tx, { ...proof, validUntil: until }, rule);
  await publish(tx, clock, { type: 'identity.tier_raised', customerId: proof.customer, proofId: proof.id });
}
