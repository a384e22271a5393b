import type { api } from '#common/api/index';
import type {
  ItemFault,
  PetitionGround,
  PetitionItem,
  PetitionKind,
  PetitionOutcome,
} from '#common/api/petition';
import type { ToldWhy } from '#common/api/restriction';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';

export type Petition = OkOf<typeof api.petition>;
export type StaffPetition = OkOf<typeof api.staffPetition>;

export const PETITION_TITLES: Record<PetitionKind, () => string> = {
  lift_request: m.petition_title_lift_request,
  payment_claim: m.petition_title_payment_claim,
  appeal: m.petition_title_appeal,
};

export const WHY_WORDS: Record<ToldWhy, () => string> = {
  owner_asked: m.petition_why_owner_asked,
  owner_closes: m.petition_why_owner_closes,
  owner_disowned: m.petition_why_owner_disowned,
  owner_told_us: m.petition_why_owner_told_us,
  suspected_takeover: m.petition_why_suspected_takeover,
  too_many_failures: m.petition_why_too_many_failures,
  document_expired: m.petition_why_document_expired,
  debt_unpaid: m.petition_why_debt_unpaid,
  data_inconsistent: m.petition_why_data_inconsistent,
  payments_review: m.petition_why_payments_review,
  not_told: m.petition_why_not_told,
};

export const ITEM_WORDS: Record<PetitionItem, () => string> = {
  new_password: m.petition_item_new_password,
  strong_factor: m.petition_item_strong_factor,
  identity_document: m.petition_item_identity_document,
  proof_of_address: m.petition_item_proof_of_address,
  source_of_funds: m.petition_item_source_of_funds,
  account_statement: m.petition_item_account_statement,
  explanation: m.petition_item_explanation,
};

export const FAULT_WORDS: Record<ItemFault, () => string> = {
  unreadable: m.petition_fault_unreadable,
  expired: m.petition_fault_expired,
  does_not_match: m.petition_fault_does_not_match,
  incomplete: m.petition_fault_incomplete,
  no_answer: m.petition_fault_no_answer,
};

const OUTCOMES: Record<PetitionOutcome, () => string> = {
  granted: m.petition_outcome_granted,
  partly: m.petition_outcome_partly,
  refused: m.petition_outcome_refused,
};
export const outcomeWord = (outcome: PetitionOutcome): string => OUTCOMES[outcome]();

const GROUNDS: Record<PetitionGround, () => string> = {
  identity_confirmed: m.petition_ground_identity_confirmed,
  answers_accepted: m.petition_ground_answers_accepted,
  our_mistake: m.petition_ground_our_mistake,
  not_made_by_owner: m.petition_ground_not_made_by_owner,
  answers_missing: m.petition_ground_answers_missing,
  answers_contradict: m.petition_ground_answers_contradict,
  rules_broken: m.petition_ground_rules_broken,
  made_with_own_factors: m.petition_ground_made_with_own_factors,
  money_gone: m.petition_ground_money_gone,
  not_told: m.petition_ground_not_told,
};
export const groundWord = (ground: PetitionGround): string => GROUNDS[ground]();

/** A decision in one line, from the facts that its message carries; null where the message tells of none. */
export function decidedLine(facts: Readonly<Record<string, string | number>>): {
  outcome: string;
  ground: string;
} | null {
  const { by, outcome, ground } = facts;
  if (by !== 'decided' || typeof outcome !== 'string' || typeof ground !== 'string') return null;
  const known = outcome in OUTCOMES && ground in GROUNDS;
  return known
    ? { outcome: outcomeWord(outcome as PetitionOutcome), ground: groundWord(ground as PetitionGround) }
    : null;
}
