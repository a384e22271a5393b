import type { z } from 'zod';
import type { identityProofSchema, identitySchema } from '#common/api/identity-proof';
import type { CustomerId, ProofFileId } from '#common/id';
import { toWire } from '#common/money';
import { BASE_TIER, TIERS } from '#common/tier';
import type { Reader } from '#platform/db';
import { tierLimits } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { itemsAsked, mayBegin, pauseTime, tierBy } from './decide.ts';
import { findFile } from './file-store.ts';
import { isWaiting, isWritable, OPEN, type Proof, type ProofAnswer, type TierRule } from './proof.ts';
import { decisionsOf } from './review-store.ts';
import { openAnswers, openNote, openProofPage } from './sealed.ts';
import { proofsOf, tierRules } from './store.ts';

export type ShownProof = z.input<typeof identityProofSchema>;
export type ShownItem = ShownProof['items'][number];

/** Each item that is asked for, as it stands, with the reason if it was refused. */
export async function itemsOf(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  { id }: Pick<Proof, 'id'>,
  rule: TierRule,
): Promise<{ items: ShownItem[]; answers: ProofAnswer[] }> {
  const answers = await openAnswers(read, deps, id);
  const { decisions, refusals } = await decisionsOf(read, id);
  const last = decisions.find(({ decision }) => decision === 'refuse');
  const items = itemsAsked(rule, answers).map((item): ShownItem => {
    const answer = answers.find((each) => each.item === item);
    const refused = refusals.find((each) => each.item === item && each.decision === last?.id);
    return {
      item,
      value: answer?.value ?? null,
      file: answer?.file ?? null,
      state: answer?.state ?? 'missing',
      refusal:
        answer?.state === 'refused' && refused
          ? { reason: refused.reason, note: openNote(deps, id, item, refused.sealedNote) }
          : null,
    };
  });
  return { items, answers };
}

const ruleOf = (rules: readonly TierRule[], { tier }: Pick<Proof, 'tier'>): TierRule => {
  const rule = rules.find((each) => each.tier === tier);
  if (!rule) throw new Error(`there is no rule for ${tier}`);
  return rule;
};

/** A proof as its owner sees it: what is there, what is missing, who acts next and by when. */
export async function showProof(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  proof: Proof,
  rules?: readonly TierRule[],
): Promise<ShownProof> {
  const { items } = await itemsOf(read, deps, proof, ruleOf(rules ?? (await tierRules(read)), proof));
  return {
    id: proof.id,
    tier: proof.tier,
    state: proof.state,
    round: proof.round,
    items,
    nextActor: isWritable(proof.state) ? 'you' : isWaiting(proof.state) ? 'okpay' : 'nobody',
    submittedAt: proof.submittedAt?.toString() ?? null,
    dueAt: isWaiting(proof.state) ? (proof.dueAt?.toString() ?? null) : null,
    isLate: isWaiting(proof.state) && proof.escalatedAt !== null,
  };
}

/** The tier, what each one gives and asks for, and the newest proof. */
export async function showIdentity(
  deps: Pick<IdentityDeps, 'db' | 'clock' | 'keys' | 'limits'>,
  { id: customer, verified }: { id: CustomerId; verified: boolean },
): Promise<z.input<typeof identitySchema>> {
  const { db, clock, limits: policy } = deps;
  const [rules, proofs, limits] = await Promise.all([
    tierRules(db.read),
    proofsOf(db.read, customer),
    tierLimits(db.read, clock, policy),
  ]);
  const open = proofs.find(({ state }) => OPEN.includes(state));
  const shown = open ?? proofs.find(({ state, pastAt }) => state === 'approved' && pastAt === null);
  const tier = verified ? tierBy(proofs) : 'T0';
  const heldUntil = (of: string): string | null =>
    proofs.find((proof) => proof.tier === of && proof.validUntil && !proof.pastAt)?.validUntil?.toString() ??
    null;
  return {
    tier,
    tiers: TIERS.filter((each) => each !== 'T0').map((each) => ({
      tier: each,
      asks: [...(rules.find((rule) => rule.tier === each)?.items ?? [])],
      limits: limits
        .filter((limit) => limit.tier === each)
        .map(({ capability, window, limit }) => ({ capability, window, limit: toWire(limit) })),
      validUntil: each === BASE_TIER ? null : heldUntil(each),
    })),
    pausesAt: pauseTime(proofs, rules, clock.now())?.toString() ?? null,
    proof: shown ? await showProof(db.read, deps, shown, rules) : null,
    mayProve: verified ? mayBegin(proofs, rules, { hasOpen: open !== undefined, now: clock.now() }) : [],
  };
}

/** A page of a file that belongs to this customer, or to whomever when staff asks. */
export async function pageOf(
  deps: Pick<IdentityDeps, 'db' | 'keys' | 'files'>,
  { id, page, customer }: { id: ProofFileId; page: number; customer: CustomerId | 'anyone' },
): Promise<{ jpeg: Buffer; file: NonNullable<Awaited<ReturnType<typeof findFile>>> } | null> {
  const file = await findFile(deps.db.read, id);
  if (!file || (customer !== 'anyone' && file.customer !== customer)) return null;
  const jpeg = await openProofPage(deps, file, page);
  return jpeg && { jpeg, file };
}
