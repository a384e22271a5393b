import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';

export type Conflict = OkOf<typeof api.conflict>;
export type ConflictItem = OkOf<typeof api.conflicts>['items'][number];
export type Outcome = Conflict['outcomes'][number];

const KINDS: Record<ConflictItem['kind'], () => string> = {
  withdrawal: m.conflict_kind_withdrawal,
  cross_border: m.conflict_kind_cross_border,
};
export const kindWord = (kind: ConflictItem['kind']): string => KINDS[kind]();

const OURS: Record<ConflictItem['ours'], () => string> = {
  held: m.conflict_ours_held,
  on_the_way: m.conflict_ours_on_the_way,
  arrived: m.conflict_ours_arrived,
  back: m.conflict_ours_back,
};
export const oursPlace = (ours: ConflictItem['ours']): string => OURS[ours]();

const WORDS: Record<Conflict['words'][number]['kind'], () => string> = {
  accepted: m.conflict_word_accepted,
  pending: m.conflict_word_pending,
  rejected: m.conflict_word_rejected,
  booked: m.conflict_word_booked,
  credited: m.conflict_word_credited,
  returned: m.conflict_word_returned,
  recall_accepted: m.conflict_word_recall_accepted,
  recall_refused: m.conflict_word_recall_refused,
};
export const wordWord = (kind: Conflict['words'][number]['kind']): string => WORDS[kind]();

const MOVED: Record<Conflict['movements'][number]['kind'], () => string> = {
  held: m.conflict_moved_held,
  freed: m.conflict_moved_freed,
  moved: m.conflict_moved_moved,
  taken_back: m.conflict_moved_taken_back,
};
export const movedWord = (kind: Conflict['movements'][number]['kind']): string => MOVED[kind]();

const PLACES: Record<Conflict['movements'][number]['from'], () => string> = {
  wallet: m.conflict_place_wallet,
  our_account: m.conflict_place_our_account,
  on_the_way: m.conflict_place_on_the_way,
  suspense: m.conflict_place_suspense,
  fees: m.conflict_place_fees,
  exchange: m.conflict_place_exchange,
  losses: m.conflict_place_losses,
};
export const placeWord = (place: Conflict['movements'][number]['from']): string => PLACES[place]();

const OUTCOMES: Record<Outcome, () => string> = {
  paid: m.conflict_outcome_paid,
  not_paid: m.conflict_outcome_not_paid,
  came_back: m.conflict_outcome_came_back,
  stays_back: m.conflict_outcome_stays_back,
};
export const outcomeWord = (outcome: Outcome): string => OUTCOMES[outcome]();

/** What approving it does to the money. */
export function outcomeText(outcome: Outcome, ours: ConflictItem['ours']): string {
  if (outcome === 'not_paid') return m.conflict_outcome_not_paid_text();
  if (outcome === 'came_back') return m.conflict_outcome_came_back_text();
  if (outcome === 'stays_back') return m.conflict_outcome_stays_back_text();
  if (ours === 'held') return m.conflict_outcome_paid_held();
  return ours === 'on_the_way' ? m.conflict_outcome_paid_on_the_way() : m.conflict_outcome_paid_out();
}
