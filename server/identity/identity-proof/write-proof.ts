// The customer's steps: begin, write, send, hand in, take back.
import { newId } from '#platform/ids';
import type { CustomerId, ProofId } from '#common/id';
import type { FileItem, ProofItem } from '#common/identity-proof';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { schedule, unschedule } from '#platform/timers';
import { removePages } from '#platform/storage/sealed-pages';
import { cleanUpload, type UploadFault } from '#platform/uploads/clean-upload';
import type { IdentityDeps } from '../deps.ts';
import { decideSubmission, itemsAsked, mayBegin, readAnswer } from './decide.ts';
import { deleteFile, insertFile } from './file-store.ts';
import { forgetProof, removeLater } from './forget-proofs.ts';
import {
  isWaiting,
  isWritable,
  OPEN,
  type Proof,
  PROOF_TIERS,
  REVIEW_HOURS,
  type TierRule,
} from './proof.ts';
import { openAnswers, sealAnswer, storeProofPages } from './sealed.ts';
import * as store from './store.ts';
import { REVIEW_DUE, reviewKey } from './watch-proofs.ts';

const NOT_FOUND = { code: 'not_found' } as const satisfies Refusal<'not_found'>;
type NotOpen = Refusal<'not_found' | 'proof_not_open'>;
type Asked = { readonly customer: CustomerId; readonly id: ProofId };

/** An open one is gone on with; a second press begins nothing new. */
export function beginProof(
  { db, clock }: Pick<IdentityDeps, 'db' | 'clock'>,
  customer: CustomerId,
  tier: string,
): Promise<Result<Proof, Refusal<'tier_not_open'>>> {
  return db.transaction(async (tx) => {
    const asked = PROOF_TIERS.find((each) => each === tier);
    const proofs = await store.proofsOf(tx, customer);
    const open = proofs.find(({ state }) => OPEN.includes(state));
    if (open) return open.tier === asked ? ok(open) : err({ code: 'tier_not_open' });
    const now = clock.now();
    if (!asked || !mayBegin(proofs, await store.tierRules(tx), { hasOpen: false, now }).includes(asked))
      return err({ code: 'tier_not_open' });
    await store.insertProof(tx, { id: newId('kyc'), customer, tier: asked }, now);
    // Two tabs at once have begun one: whichever row is there is the one.
    const begun = (await store.proofsOf(tx, customer)).find(({ state }) => OPEN.includes(state));
    return begun ? ok(begun) : err({ code: 'tier_not_open' });
  });
}

/** The proof under its lock, while its owner may write in it. */
async function lockWritable(
  tx: Tx,
  { customer, id }: Asked,
): Promise<Result<{ proof: Proof; rule: TierRule }, NotOpen>> {
  const proof = await store.lockOwnProof(tx, customer, id);
  if (!proof) return err(NOT_FOUND);
  const rule = (await store.tierRules(tx)).find(({ tier }) => tier === proof.tier);
  return rule && isWritable(proof.state) ? ok({ proof, rule }) : err({ code: 'proof_not_open' });
}

const todayOf = ({ clock, limits }: Pick<IdentityDeps, 'clock' | 'limits'>): Temporal.PlainDate =>
  clock.now().toZonedDateTimeISO(limits.timeZone).toPlainDate();

export function answerProof(
  deps: IdentityDeps,
  asked: Asked,
  answers: readonly { readonly item: ProofItem; readonly value: string }[],
): Promise<Result<Proof, NotOpen | Refusal<'proof_answer_not_usable' | 'proof_document_expired'>>> {
  return deps.db.transaction(async (tx) => {
    const open = await lockWritable(tx, asked);
    if (!open.ok) return open;
    const { proof, rule } = open.value;
    for (const { item, value } of answers) {
      const answer = readAnswer(item, value, todayOf(deps));
      if (!answer.ok) return answer;
      if (!rule.items.includes(item)) return err({ code: 'proof_answer_not_usable' });
      await store.putAnswer(tx, proof.id, { item, sealed: sealAnswer(deps, proof.id, item, answer.value) });
    }
    await store.changeProof(tx, proof.id, {}, deps.clock.now());
    return ok(proof);
  });
}

/** Takes a file: cleaned and sealed before the transaction, in its place by it. What was sent for the item before is deleted. */
export async function sendFile(
  deps: IdentityDeps,
  { item, bytes, ...asked }: Asked & { item: FileItem; bytes: Buffer },
): Promise<Result<Proof, NotOpen | UploadFault>> {
  const { db, clock } = deps;
  // Asked first, so that nobody has files unpacked who has nothing open.
  const before = await db.transaction((tx) => lockWritable(tx, asked));
  if (!before.ok) return before;
  if (!before.value.rule.items.includes(item)) return err({ code: 'proof_not_open' });
  const cleaned = await cleanUpload(bytes, deps.scan);
  if (!cleaned.ok) return cleaned;
  const id = newId('doc');
  const pages = cleaned.value.length;
  try {
    const wrappedKey = await storeProofPages(deps, { id, customer: asked.customer }, cleaned.value);
    const done = await db.transaction(async (tx) => {
      const open = await lockWritable(tx, asked);
      if (!open.ok) return open;
      const { proof } = open.value;
      const old = (await store.answersOf(tx, proof.id)).find((answer) => answer.item === item);
      if (old?.state === 'accepted') return err({ code: 'proof_not_open' });
      await insertFile(tx, { id, proof: proof.id, item, pages, wrappedKey }, clock.now());
      await store.putAnswer(tx, proof.id, { item, fileId: id });
      if (old?.fileId) {
        await deleteFile(tx, old.fileId, clock.now());
        await removeLater(tx, old.fileId, old.pages ?? 0);
      }
      await store.changeProof(tx, proof.id, {}, clock.now());
      return ok(proof);
    });
    if (!done.ok) await removePages(deps, id, pages);
    return done;
  } catch (error) {
    await removePages(deps, id, pages);
    throw error;
  }
}

export function submitProof(
  deps: IdentityDeps,
  asked: Asked,
): Promise<Result<Proof, NotOpen | Refusal<'proof_incomplete' | 'proof_document_expired'>>> {
  const { db, clock } = deps;
  return db.transaction(async (tx) => {
    const open = await lockWritable(tx, asked);
    if (!open.ok) return open;
    const { proof, rule } = open.value;
    const answers = await openAnswers(tx, deps, proof.id);
    const complete = decideSubmission(rule, answers, todayOf(deps));
    if (!complete.ok) return complete;
    await dropUnasked(tx, deps, proof, rule);
    const now = clock.now();
    const dueAt = now.add({ hours: REVIEW_HOURS });
    const round = proof.state === 'needs_input' ? proof.round + 1 : proof.round;
    await store.changeProof(
      tx,
      proof.id,
      { state: 'in_review', round, submittedAt: now, dueAt, escalatedAt: null, firstBy: null },
      now,
    );
    await schedule(tx, { at: dueAt, job: REVIEW_DUE, payload: { id: proof.id }, key: reviewKey(proof.id) });
    await publish(tx, clock, {
      type: 'identity.proof_submitted',
      customerId: proof.customer,
      proofId: proof.id,
    });
    return ok({ ...proof, state: 'in_review', round, submittedAt: now, dueAt, escalatedAt: null });
  });
}

/** The back of a card that turned out to be a passport is nobody's business. */
async function dropUnasked(tx: Tx, deps: IdentityDeps, { id }: Proof, rule: TierRule): Promise<void> {
  const answers = await openAnswers(tx, deps, id);
  const asked = itemsAsked(rule, answers);
  for (const { item, file } of answers) {
    if (asked.includes(item)) continue;
    await store.deleteAnswer(tx, id, item);
    if (!file) continue;
    await deleteFile(tx, file.id, deps.clock.now());
    await removeLater(tx, file.id, file.pages);
  }
}

/** Takes it back, whoever looks at it: nothing that was sent stays. */
export function withdrawProof(
  { db, clock }: Pick<IdentityDeps, 'db' | 'clock'>,
  asked: Asked,
): Promise<Result<void, NotOpen>> {
  return db.transaction(async (tx) => {
    const proof = await store.lockOwnProof(tx, asked.customer, asked.id);
    if (!proof) return err(NOT_FOUND);
    if (!isWritable(proof.state) && !isWaiting(proof.state)) return err({ code: 'proof_not_open' });
    await store.changeProof(tx, proof.id, { state: 'ended' }, clock.now());
    await unschedule(tx, reviewKey(proof.id));
    await forgetProof(tx, clock, proof.id);
    return ok(undefined);
  });
}
