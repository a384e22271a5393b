import type { z } from 'zod';
import type { BankSaid, TraceAnswer, traceSchema, TraceFinding, TracePlace } from '#common/api/trace';
import * as m from '#messages';

export type Trace = z.output<typeof traceSchema>;
export type Inquiry = NonNullable<Trace['inquiry']>;
type Named = (input: { name: string }) => string;

const PLACES: Record<TracePlace, Named> = {
  your_balance: () => m.trace_place_your_balance(),
  your_balance_held: () => m.trace_place_your_balance_held(),
  other_balance: m.trace_place_other_balance,
  other_balance_held: m.trace_place_other_balance_held,
  bank_account: m.trace_place_bank_account,
  card: m.trace_place_card,
  ewallet: m.trace_place_ewallet,
  correspondent: () => m.trace_place_correspondent(),
  set_aside: () => m.trace_place_set_aside(),
  okpay: () => m.trace_place_okpay(),
  unsure: () => m.trace_place_unsure(),
};
/** `name`: the other side as the customer knows it. */
export const tracePlaceWord = (place: TracePlace, name: string): string => PLACES[place]({ name });

const TITLES: Record<TraceFinding, () => string> = {
  arrived_yours: m.trace_finding_arrived_yours_title,
  arrived_other: m.trace_finding_arrived_other_title,
  never_left: m.trace_finding_never_left_title,
  came_back: m.trace_finding_came_back_title,
  in_review: m.trace_finding_in_review_title,
  waits_for_file: m.trace_finding_waits_for_file_title,
  waits_for_pickup: m.trace_finding_waits_for_pickup_title,
  on_its_way: m.trace_finding_on_its_way_title,
  late: m.trace_finding_late_title,
  delayed: m.trace_finding_delayed_title,
  contested: m.trace_finding_contested_title,
  paid_out: m.trace_finding_paid_out_title,
  paid_out_late: m.trace_finding_paid_out_late_title,
  never_charged: m.trace_finding_never_charged_title,
  back_on_card: m.trace_finding_back_on_card_title,
  never_paid: m.trace_finding_never_paid_title,
  back_in_ewallet: m.trace_finding_back_in_ewallet_title,
  back_at_bank: m.trace_finding_back_at_bank_title,
  with_okpay: m.trace_finding_with_okpay_title,
  set_aside: m.trace_finding_set_aside_title,
  unsure: m.trace_finding_unsure_title,
  waits_to_go: m.trace_finding_waits_to_go_title,
  with_banks: m.trace_finding_with_banks_title,
  sent_unconfirmed: m.trace_finding_sent_unconfirmed_title,
  delivered_abroad: m.trace_finding_delivered_abroad_title,
};
export const findingTitle = (finding: TraceFinding): string => TITLES[finding]();

const TEXTS: Record<TraceFinding, Named> = {
  arrived_yours: () => m.trace_finding_arrived_yours_text(),
  arrived_other: m.trace_finding_arrived_other_text,
  never_left: () => m.trace_finding_never_left_text(),
  came_back: () => m.trace_finding_came_back_text(),
  in_review: () => m.trace_finding_in_review_text(),
  waits_for_file: () => m.trace_finding_waits_for_file_text(),
  waits_for_pickup: () => m.trace_finding_waits_for_pickup_text(),
  on_its_way: () => m.trace_finding_on_its_way_text(),
  late: () => m.trace_finding_late_text(),
  delayed: () => m.trace_finding_delayed_text(),
  contested: () => m.trace_finding_contested_text(),
  paid_out: () => m.trace_finding_paid_out_text(),
  paid_out_late: () => m.trace_finding_paid_out_late_text(),
  never_charged: () => m.trace_finding_never_charged_text(),
  back_on_card: () => m.trace_finding_back_on_card_text(),
  never_paid: () => m.trace_finding_never_paid_text(),
  back_in_ewallet: () => m.trace_finding_back_in_ewallet_text(),
  back_at_bank: () => m.trace_finding_back_at_bank_text(),
  with_okpay: () => m.trace_finding_with_okpay_text(),
  set_aside: () => m.trace_finding_set_aside_text(),
  unsure: () => m.trace_finding_unsure_text(),
  waits_to_go: () => m.trace_finding_waits_to_go_text(),
  with_banks: () => m.trace_finding_with_banks_text(),
  sent_unconfirmed: () => m.trace_finding_sent_unconfirmed_text(),
  delivered_abroad: () => m.trace_finding_delivered_abroad_text(),
};
export const findingText = (finding: TraceFinding, name: string): string => TEXTS[finding]({ name });

const ANSWERS: Record<TraceAnswer, () => string> = {
  credited: m.trace_answer_credited,
  on_its_way: m.trace_answer_on_its_way,
  coming_back: m.trace_answer_coming_back,
  recall_refused: m.trace_answer_recall_refused,
  our_fault: m.trace_answer_our_fault,
};
export const traceAnswerWord = (answer: TraceAnswer): string => ANSWERS[answer]();

const ANSWER_TEXTS: Record<TraceAnswer, () => string> = {
  credited: m.trace_answered_credited_text,
  on_its_way: m.trace_answered_on_its_way_text,
  coming_back: m.trace_answered_coming_back_text,
  recall_refused: m.trace_answered_recall_refused_text,
  our_fault: m.trace_answered_our_fault_text,
};
/** What follows for the customer. */
export const traceAnswerText = (answer: TraceAnswer): string => ANSWER_TEXTS[answer]();

const SAID: Record<BankSaid, () => string> = {
  credited: m.trace_said_credited,
  passed_on: m.trace_said_passed_on,
  on_its_way: m.trace_said_on_its_way,
  pending: m.trace_said_pending,
  rejected: m.trace_said_rejected,
  never_seen: m.trace_said_never_seen,
  recall_granted: m.trace_said_recall_granted,
  recall_refused: m.trace_said_recall_refused,
  recall_pending: m.trace_said_recall_pending,
  returned_before: m.trace_said_returned_before,
};
/** What a bank said to our question. */
export const bankSaidWord = (said: BankSaid): string => SAID[said]();

type Facts = Readonly<Record<string, unknown>>;
const has = <T extends string>(words: Record<T, unknown>, key: unknown): key is T =>
  typeof key === 'string' && Object.hasOwn(words, key);

/** A step of a trace as it stands in its conversation; null for facts that are no step of one. */
export function traceStepLine({ step, finding, reference, said }: Facts): string | null {
  if (step === 'checked' && has(TITLES, finding))
    return m.trace_step_checked({ finding: findingTitle(finding) });
  if (step === 'bank_said' && has(SAID, said)) return bankSaidWord(said);
  if (step === 'bank_silent') return m.trace_step_bank_silent();
  if (step === 'not_taken') return m.trace_step_not_taken();
  if (typeof reference !== 'string') return null;
  if (step === 'asked_again') return m.trace_step_asked_again({ reference });
  if (step === 'asked') return m.trace_step_asked({ reference });
  return step === 'recalling' ? m.trace_step_recalling({ reference }) : null;
}

/** What ended a trace; null for what ended otherwise. */
export const tracedLine = ({ by, answer }: Facts, time: string): string | null =>
  by === 'traced' && has(ANSWERS, answer)
    ? m.trace_event_answered({ answer: traceAnswerWord(answer), time })
    : null;
