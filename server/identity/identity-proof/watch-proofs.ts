// What happens to proofs by time alone: a review that is late, a notice before what was proven ends, and its end.
import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CustomerId, ProofId } from '#common/id';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { defineJob } from '#platform/jobs';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import { setTier } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { noticeTime, tierBy } from './decide.ts';
import { isWaiting, type Proof, REVIEW_HOURS, type TierRule } from './proof.ts';
import * as store from './store.ts';

export const REVIEW_DUE = 'identity.proof_review_due';
const VALIDITY = 'identity.proof_validity';
const payload = z.object({ id: idSchema('kyc') });
export const reviewKey = (id: ProofId): string => `proof-review:${id}`;
export const validityKey = (id: ProofId): string => `proof-validity:${id}`;

/** Hands risk the tier that what was proven makes: payments decided after this commit have its limits. */
export async function applyTier(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  await setTier(tx, clock, { customer, tier: tierBy(await store.proofsOf(tx, customer)) });
}

/** Sets the next time at which an approved proof is looked at: its notice, then its end. */
export async function watchValidity(
  tx: Tx,
  { id, validUntil, noticedAt }: Proof,
  rule: TierRule,
): Promise<void> {
  if (!validUntil) return;
  const at = noticedAt ? validUntil : noticeTime(validUntil, rule);
  await schedule(tx, { at, job: VALIDITY, payload: { id }, key: validityKey(id) });
}

/** What is due for an approved proof by now. A leap of the clock over both times tells the end only. */
export async function lookAtValidity(tx: Tx, clock: Clock, id: ProofId): Promise<void> {
  const proof = await store.lockProof(tx, id);
  if (!proof?.validUntil || proof.pastAt) return;
  const rule = (await store.tierRules(tx)).find(({ tier }) => tier === proof.tier);
  if (!rule) return;
  const now = clock.now();
  const about = { customerId: proof.customer, proofId: id };
  if (Temporal.Instant.compare(now, proof.validUntil) >= 0) {
    await store.changeProof(tx, id, { pastAt: now }, now);
    await applyTier(tx, clock, proof.customer);
    await publish(tx, clock, { type: 'identity.tier_fell', ...about });
    return;
  }
  if (!proof.noticedAt && Temporal.Instant.compare(now, noticeTime(proof.validUntil, rule)) >= 0) {
    await store.changeProof(tx, id, { noticedAt: now }, now);
    await publish(tx, clock, { type: 'identity.proof_expiring', ...about });
    await watchValidity(tx, { ...proof, noticedAt: now }, rule);
    return;
  }
  await watchValidity(tx, proof, rule);
}

export function defineWatching({ db, clock }: Pick<IdentityDeps, 'db' | 'clock'>): void {
  defineJob(VALIDITY, payload, ({ id }) => db.transaction((tx) => lookAtValidity(tx, clock, id)));
  defineJob(REVIEW_DUE, payload, ({ id }) =>
    db.transaction(async (tx) => {
      const proof = await store.lockProof(tx, id);
      const now = clock.now();
      if (!proof?.dueAt || !isWaiting(proof.state) || Temporal.Instant.compare(now, proof.dueAt) < 0) return;
      const dueAt = now.add({ hours: REVIEW_HOURS / 2 });
      await store.changeProof(tx, id, { escalatedAt: now, dueAt }, now);
      await schedule(tx, { at: dueAt, job: REVIEW_DUE, payload: { id }, key: reviewKey(id) });
    }),
  );
}
