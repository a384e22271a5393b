// The rules of proving who one is: facts in, decisions out.
import { DOCUMENT_TYPES, needsBack, type ProofItem, refusalsFor } from '#common/identity-proof';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { BASE_TIER, nextTier, type Tier } from '#common/tier';
import { Temporal } from '#platform/clock';
import { parseName } from '../profile/name.ts';
import {
  type AnswerState,
  isWaiting,
  type ItemRefused,
  type Proof,
  type ProofAnswer,
  type ProofTier,
  PROOF_TIERS,
  type TierRule,
} from './proof.ts';

/** Years of age: younger people have no account of their own, older ones have mistyped. */
const AGE_MIN = 16;
const AGE_MAX = 120;
const ADDRESS_MIN = 8;

type Held = Pick<Proof, 'tier' | 'validUntil' | 'pastAt'>;
const holds = (proofs: readonly Held[], tier: Tier): boolean =>
  proofs.some((proof) => proof.tier === tier && proof.validUntil !== null && proof.pastAt === null);

/** The highest tier of which everything below holds too. */
export function tierBy(proofs: readonly Held[]): Tier {
  let tier: Tier = BASE_TIER;
  for (const each of PROOF_TIERS) {
    if (!holds(proofs, each)) break;
    tier = each;
  }
  return tier;
}

/** What can be begun: the next tier, and again what ends soon. Nothing while one is open. */
export function mayBegin(
  proofs: readonly Held[],
  rules: readonly TierRule[],
  { hasOpen, now }: { hasOpen: boolean; now: Temporal.Instant },
): ProofTier[] {
  if (hasOpen) return [];
  const next = nextTier(tierBy(proofs));
  return PROOF_TIERS.filter((tier) => {
    const held = proofs.find(
      (proof) => proof.tier === tier && proof.validUntil !== null && proof.pastAt === null,
    );
    const rule = rules.find((each) => each.tier === tier);
    if (!held?.validUntil || !rule) return tier === next;
    return Temporal.Instant.compare(now, noticeTime(held.validUntil, rule)) >= 0;
  });
}

/** When the customer is told that a proof ends, and may renew it. */
export const noticeTime = (validUntil: Temporal.Instant, { noticeDays }: Pick<TierRule, 'noticeDays'>) =>
  validUntil.subtract({ hours: noticeDays * 24 });

/** When paying pauses for what has ended by its time and was not renewed; null where that is not ahead. The newest proof first. */
export function pauseTime(
  proofs: readonly (Held & Pick<Proof, 'state'>)[],
  rules: readonly Pick<TierRule, 'tier' | 'restrictAfterDays'>[],
  now: Temporal.Instant,
): Temporal.Instant | null {
  for (const { tier, restrictAfterDays: days } of rules) {
    const newest = proofs.find(
      (proof) => proof.tier === tier && (proof.validUntil ?? isWaiting(proof.state)),
    );
    if (!newest?.validUntil || !newest.pastAt || days === null) continue;
    const at = newest.validUntil.add({ hours: days * 24 });
    const hasEnded = Temporal.Instant.compare(newest.pastAt, newest.validUntil) >= 0;
    if (hasEnded && Temporal.Instant.compare(at, now) > 0) return at;
  }
  return null;
}

type AnswerRefusal = Refusal<'proof_answer_not_usable' | 'proof_document_expired'>;
const NOT_USABLE = { code: 'proof_answer_not_usable' } as const;

/** An answer as it is kept. */
export function readAnswer(
  item: ProofItem,
  typed: string,
  today: Temporal.PlainDate,
): Result<string, AnswerRefusal> {
  const text = typed.trim().normalize('NFKC');
  switch (item) {
    case 'full_name': {
      const name = parseName(text);
      return name.ok ? name : err(NOT_USABLE);
    }
    case 'birth_date': {
      const date = readDate(text);
      if (!date) return err(NOT_USABLE);
      const { years } = date.until(today, { largestUnit: 'years' });
      return years >= AGE_MIN && years <= AGE_MAX ? ok(date.toString()) : err(NOT_USABLE);
    }
    case 'document_expiry': {
      const date = readDate(text);
      if (!date) return err(NOT_USABLE);
      return Temporal.PlainDate.compare(date, today) > 0
        ? ok(date.toString())
        : err({ code: 'proof_document_expired' });
    }
    case 'document_type':
      return (DOCUMENT_TYPES as readonly string[]).includes(text) ? ok(text) : err(NOT_USABLE);
    case 'document_number': {
      const plain = text.replaceAll(/[\s-]/g, '').toUpperCase();
      return /^[A-Z0-9]{4,30}$/.test(plain) ? ok(plain) : err(NOT_USABLE);
    }
    case 'address':
      return [...text].length >= ADDRESS_MIN && !/\p{C}/u.test(text)
        ? ok(text.replaceAll(/\s+/g, ' '))
        : err(NOT_USABLE);
    default:
      return err(NOT_USABLE); // A file is sent, not written.
  }
}

function readDate(text: string): Temporal.PlainDate | null {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text, { overflow: 'reject' }) : null;
  } catch {
    return null; // The 31st of a month that has thirty days.
  }
}

/** What is asked for by the document at hand. */
export function itemsAsked(rule: TierRule, answers: readonly ProofAnswer[]): ProofItem[] {
  const type = answers.find(({ item }) => item === 'document_type')?.value ?? null;
  return rule.items.filter((item) => item !== 'document_back' || needsBack(type));
}

/** Items that are still to be given: nothing was, or it was refused. */
export function itemsMissing(rule: TierRule, answers: readonly ProofAnswer[]): ProofItem[] {
  const stateOf = (item: ProofItem): AnswerState | undefined =>
    answers.find((each) => each.item === item)?.state;
  return itemsAsked(rule, answers).filter((item) => {
    const state = stateOf(item);
    return state === undefined || state === 'refused';
  });
}

/** Whether it can be handed in. */
export function decideSubmission(
  rule: TierRule,
  answers: readonly ProofAnswer[],
  today: Temporal.PlainDate,
): Result<void, Refusal<'proof_incomplete' | 'proof_document_expired'>> {
  const missing = itemsMissing(rule, answers);
  if (missing.length > 0) return err({ code: 'proof_incomplete', left: missing.length });
  const expiry = answers.find(({ item }) => item === 'document_expiry')?.value;
  if (expiry && Temporal.PlainDate.compare(Temporal.PlainDate.from(expiry), today) <= 0)
    return err({ code: 'proof_document_expired' });
  return ok(undefined);
}

export type Verdict = { readonly decision: 'approve' | 'refuse'; readonly refusals: readonly ItemRefused[] };
type VerdictRefusal = Refusal<
  'proof_decided' | 'proof_not_opened' | 'proof_needs_colleague' | 'proof_answer_not_usable'
>;

/** What a reviewer's decision leads to. The first of two may still refuse, but not be the second as well. */
export function decideVerdict(
  {
    proof,
    rule,
    answers,
    isFirst,
    hasLooked,
  }: {
    proof: Pick<Proof, 'state'>;
    rule: TierRule;
    answers: readonly ProofAnswer[];
    /** Whoever decides now is the first of the two who approved. */
    isFirst: boolean;
    /** Whoever decides now has opened what was handed in, since it was. */
    hasLooked: boolean;
  },
  { decision, refusals }: Verdict,
): Result<'approved' | 'second_review' | 'needs_input', VerdictRefusal> {
  if (!isWaiting(proof.state)) return err({ code: 'proof_decided' });
  if (!hasLooked) return err({ code: 'proof_not_opened' });
  if (decision === 'approve') {
    if (refusals.length > 0) return err(NOT_USABLE);
    if (proof.state === 'in_review') return ok(rule.isFourEyes ? 'second_review' : 'approved');
    return isFirst ? err({ code: 'proof_needs_colleague' }) : ok('approved');
  }
  const asked = itemsAsked(rule, answers);
  const items = new Set(refusals.map(({ item }) => item));
  const fit = refusals.every(
    ({ item, reason }) => asked.includes(item) && refusalsFor(item).includes(reason),
  );
  return items.size > 0 && items.size === refusals.length && fit ? ok('needs_input') : err(NOT_USABLE);
}

/** Until when an approved proof holds: the tier's time, and not beyond the document's last day where the installation counts. */
export function validUntil(
  rule: TierRule,
  answers: readonly ProofAnswer[],
  { now, timeZone }: { now: Temporal.Instant; timeZone: string },
): Temporal.Instant {
  const byRule = now.toZonedDateTimeISO(timeZone).add({ months: rule.validMonths }).toInstant();
  const expiry = answers.find(({ item }) => item === 'document_expiry')?.value;
  if (!expiry) return byRule;
  const byDocument = Temporal.PlainDate.from(expiry).add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
  return Temporal.Instant.compare(byDocument, byRule) < 0 ? byDocument : byRule;
}
