import {
  PETITION_ITEMS,
  type PetitionGround,
  type PetitionItem,
  type PetitionKind,
  type PetitionOutcome,
  SELF_CHECKED,
} from '#common/api/petition';
import type { ToldWhy } from '#common/api/restriction';
import type { Imposer } from '../restrictions/restriction.ts';

/**
 * What is asked for, by what the customer is told as the reason, never by the reason itself: two reasons that are told alike ask alike, and
 * what must not be told shows in no question.
 */
export const ITEMS_FOR: Readonly<Record<ToldWhy, readonly PetitionItem[]>> = {
  owner_asked: ['identity_document', 'explanation'],
  // Whoever closes the account takes that back alone.
  owner_closes: [],
  owner_disowned: ['identity_document', 'explanation'],
  owner_told_us: ['identity_document', 'explanation'],
  suspected_takeover: ['new_password', 'strong_factor', 'identity_document', 'explanation'],
  too_many_failures: ['new_password', 'strong_factor'],
  // These lift by themselves; whoever thinks that they are wrong says so to a person.
  document_expired: ['explanation'],
  debt_unpaid: ['explanation'],
  data_inconsistent: ['identity_document', 'proof_of_address', 'explanation'],
  payments_review: ['explanation', 'source_of_funds', 'account_statement'],
  not_told: ['explanation'],
};
/** What staff may ask for later where the reason is not told: asking for more would tell of it. */
export const askableFor = (disclosure: 'full' | 'category' | 'none'): readonly PetitionItem[] =>
  disclosure === 'none' ? ['explanation'] : PETITION_ITEMS;

/** How often more is asked for. Whoever is asked again and again needs a person, or an answer. Source: reference/wallet.md §2.10. */
export const ROUNDS_MAX = 2;
/** Tries at one thing: what was refused can be given once more. */
export const ATTEMPTS_MAX = 2;
/** Days within which a decision can be contested. */
export const APPEAL_DAYS = 30;
/** Under which name a rule lifts and accepts. */
export const ITEMS_RULE = 'rule:items_done';

const LIFTED: readonly PetitionGround[] = ['identity_confirmed', 'answers_accepted', 'our_mistake'];
const KEPT: readonly PetitionGround[] = ['answers_missing', 'answers_contradict', 'rules_broken'];
/** The grounds that fit an outcome. */
const GROUNDS: Readonly<
  Record<'restriction' | 'payment', Readonly<Record<PetitionOutcome, readonly PetitionGround[]>>>
> = {
  restriction: { granted: LIFTED, partly: [...LIFTED, ...KEPT], refused: KEPT },
  payment: {
    granted: ['not_made_by_owner', 'our_mistake'],
    partly: ['not_made_by_owner', 'money_gone'],
    refused: ['made_with_own_factors', 'answers_missing', 'answers_contradict', 'rules_broken'],
  },
};
const UNTOLD: readonly PetitionGround[] = ['not_told'];

/** Which grounds may be given. What must not be told has one, whatever is decided. */
export function groundsFor(
  { subject, disclosure }: { subject: string; disclosure: 'full' | 'category' | 'none' },
  outcome: PetitionOutcome,
): readonly PetitionGround[] {
  if (disclosure === 'none') return UNTOLD;
  return GROUNDS[isRestriction(subject) ? 'restriction' : 'payment'][outcome];
}
export const isRestriction = (subject: string): boolean => subject.startsWith('rst_');

/** Whether a machine may lift it when everything was given: a rule imposed it, and the system sees for itself all that is asked. */
export const liftsByItself = (
  kind: PetitionKind,
  imposedBy: Imposer,
  items: readonly PetitionItem[],
): boolean =>
  kind === 'lift_request' &&
  imposedBy.startsWith('rule:') &&
  items.length > 0 &&
  items.every((item) => SELF_CHECKED.includes(item));
