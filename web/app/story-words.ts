import type { LineKind, MovementPlace, TimelineKind } from '#common/api/entry-kinds';
import { formatDeadline, formatMoney, formatTime, type TimeFormat } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import type { Station, StationState } from '#ui/WhereTrack.tsx';
import type { TimelineState } from '#ui/Timeline.tsx';
import type { EntryDetail } from './entry-words.ts';

/** What happened, by kind: a missing text does not compile. */
const TIMELINE_WORDS: Record<TimelineKind, () => string> = {
  top_up_confirmed: m.customer_story_top_up_confirmed,
  challenge_requested: m.customer_story_challenge_requested,
  charge_unclear: m.customer_story_charge_unclear,
  charge_processing: m.customer_story_charge_processing,
  ewallet_asked: m.ewallet_story_asked,
  ewallet_unclear: m.ewallet_story_unclear,
  ewallet_processing: m.ewallet_story_processing,
  ewallet_not_paid: m.ewallet_story_not_paid,
  ewallet_expired: m.ewallet_story_expired,
  top_up_settled: m.customer_story_top_up_settled,
  funds_delayed: m.customer_story_funds_delayed,
  funds_released: m.customer_story_funds_released,
  charge_declined: m.customer_story_charge_declined,
  charge_not_made: m.customer_story_charge_not_made,
  charge_to_return: m.customer_story_charge_to_return,
  charge_returned: m.customer_story_charge_returned,
  charge_unassigned: m.customer_story_charge_unassigned,
  challenge_expired: m.customer_story_challenge_expired,
  amounts_differ: m.customer_story_amounts_differ,
  charge_unresolved: m.customer_story_charge_unresolved,
  charge_contradicted: m.customer_story_charge_contradicted,
  top_up_refused: m.customer_story_top_up_refused,
  top_up_charged_back: m.customer_story_top_up_charged_back,
  transfer_completed: m.customer_story_transfer_completed,
  transfer_failed: m.customer_story_transfer_failed,
  top_up_held: m.customer_story_top_up_held,
  top_up_released: m.customer_story_top_up_released,
  top_up_refused_after_review: m.customer_story_top_up_refused_after_review,
  top_up_review_expired: m.customer_story_top_up_review_expired,
  top_up_refunded: m.customer_story_top_up_refunded,
  transfer_held: m.customer_story_transfer_held,
  transfer_released: m.customer_story_transfer_released,
  transfer_refused: m.customer_story_transfer_refused,
  transfer_review_expired: m.customer_story_transfer_review_expired,
  transfer_cancelled: m.customer_story_transfer_cancelled,
  pickup_offered: m.persons_story_pickup_offered,
  pickup_completed: m.persons_story_pickup_completed,
  pickup_expired: m.persons_story_pickup_expired,
  remainder_given_up: m.customer_story_remainder_given_up,
  chargeback_received: m.customer_story_chargeback_received,
  chargeback_taken: m.customer_story_chargeback_taken,
  debt_opened: m.customer_story_debt_opened,
  debt_partly_collected: m.customer_story_debt_partly_collected,
  debt_collected: m.customer_story_debt_collected,
  payment_contested: m.petition_story_payment_contested,
  payment_given_back: m.petition_story_payment_given_back,
  payment_stands: m.petition_story_payment_stands,
  recall_held: m.petition_story_recall_held,
  recall_given_back: m.petition_story_recall_given_back,
  recall_let_go: m.petition_story_recall_let_go,
  exchange_completed: m.exchange_story_completed,
  exchange_failed: m.exchange_story_failed,
  withdrawal_requested: m.withdrawal_story_requested,
  withdrawal_held: m.withdrawal_story_held,
  withdrawal_released: m.withdrawal_story_released,
  withdrawal_refused_after_review: m.withdrawal_story_refused,
  withdrawal_review_expired: m.withdrawal_story_review_expired,
  withdrawal_failed: m.withdrawal_story_failed,
  withdrawal_batched: m.withdrawal_story_batched,
  withdrawal_sent: m.withdrawal_story_sent,
  withdrawal_accepted: m.withdrawal_story_accepted,
  withdrawal_unclear: m.withdrawal_story_unclear,
  withdrawal_unresolved: m.withdrawal_story_unresolved,
  withdrawal_found_paid: m.withdrawal_story_found_paid,
  withdrawal_found_back: m.withdrawal_story_found_back,
  withdrawal_paid: m.withdrawal_story_paid,
  withdrawal_rejected: m.withdrawal_story_rejected,
  withdrawal_returned: m.withdrawal_story_returned,
  withdrawal_returned_to_okpay: m.withdrawal_story_returned_to_okpay,
  withdrawal_cancelled: m.withdrawal_story_cancelled,
  withdrawal_stopped: m.withdrawal_story_stopped,
  cross_border_requested: m.abroad_story_requested,
  cross_border_held: m.abroad_story_held,
  cross_border_released: m.abroad_story_released,
  cross_border_refused_after_review: m.abroad_story_refused_after_review,
  cross_border_review_expired: m.abroad_story_review_expired,
  cross_border_failed: m.abroad_story_failed,
  cross_border_sent: m.abroad_story_sent,
  cross_border_pending_credit: m.abroad_story_pending_credit,
  cross_border_pending_documents: m.abroad_story_pending_documents,
  cross_border_unconfirmed: m.abroad_story_unconfirmed,
  cross_border_unclear: m.abroad_story_unclear,
  cross_border_unresolved: m.abroad_story_unresolved,
  cross_border_found_delivered: m.abroad_story_found_delivered,
  cross_border_found_back: m.abroad_story_found_back,
  cross_border_delivered: m.abroad_story_delivered,
  cross_border_rejected: m.abroad_story_rejected,
  cross_border_returned: m.abroad_story_returned,
  cross_border_cancelled: m.abroad_story_cancelled,
  cross_border_stopped: m.abroad_story_stopped,
  cross_border_recall_asked: m.abroad_story_recall_asked,
  cross_border_recall_accepted: m.abroad_story_recall_accepted,
  cross_border_recall_refused: m.abroad_story_recall_refused,
  bank_top_up_arrived: m.transfer_in_story_arrived,
  bank_top_up_short: m.transfer_in_story_short,
  bank_top_up_put_aside: m.transfer_in_story_put_aside,
  bank_top_up_assigned: m.transfer_in_story_assigned,
  bank_top_up_sending_back: m.transfer_in_story_sending_back,
  bank_top_up_sent_back: m.transfer_in_story_sent_back,
  bank_top_up_not_taken_back: m.transfer_in_story_not_taken_back,
};
export const storyWord = (kind: TimelineKind): string => TIMELINE_WORDS[kind]();

type Tone = EntryDetail['timeline'][number]['tone'];
const TONE_STATE: Record<Tone, TimelineState> = {
  good: 'done',
  bad: 'failed',
  wait: 'waiting',
  neutral: 'past',
};
export const toneState = (tone: Tone): TimelineState => TONE_STATE[tone];

type Step = EntryDetail['timeline'][number];
/** The facts of a step by name, as text; what an older record does not have is an ellipsis. */
type Said = (name: string) => string;

/** What each figure of a step is. Steps without facts say everything in their name. */
const FACT_WORDS: Partial<Record<TimelineKind, (fact: Said) => string>> = {
  top_up_confirmed: (fact) => m.customer_fact_top_up_confirmed({ total: fact('total'), fee: fact('fee') }),
  challenge_requested: (fact) => m.customer_fact_challenge_requested({ dueAt: fact('dueAt') }),
  ewallet_asked: (fact) => m.ewallet_fact_asked({ dueAt: fact('dueAt') }),
  top_up_settled: (fact) => m.customer_fact_top_up_settled({ amount: fact('amount') }),
  funds_delayed: (fact) => m.customer_fact_funds_delayed({ amount: fact('amount'), until: fact('until') }),
  funds_released: (fact) => m.customer_fact_funds_released({ amount: fact('amount') }),
  charge_declined: (fact) => m.customer_fact_charge_declined({ card: fact('card') }),
  amounts_differ: (fact) => m.customer_fact_amounts_differ({ asked: fact('asked'), told: fact('told') }),
  top_up_charged_back: (fact) => m.customer_fact_top_up_charged_back({ amount: fact('amount') }),
  top_up_held: (fact) => m.customer_fact_top_up_held({ amount: fact('amount') }),
  top_up_refused_after_review: (fact) => m.customer_fact_top_up_back({ total: fact('total') }),
  top_up_review_expired: (fact) => m.customer_fact_top_up_back({ total: fact('total') }),
  top_up_refunded: (fact) => m.customer_fact_top_up_refunded({ total: fact('total') }),
  transfer_completed: (fact) => m.customer_fact_transfer_completed({ amount: fact('amount') }),
  chargeback_received: (fact) =>
    m.customer_fact_chargeback_received({ amount: fact('amount'), card: fact('card') }),
  chargeback_taken: (fact) => m.customer_fact_chargeback_taken({ amount: fact('amount') }),
  debt_opened: (fact) =>
    m.customer_fact_debt_opened({ amount: fact('amount'), collectsFrom: fact('collectsFrom') }),
  debt_partly_collected: (fact) =>
    m.customer_fact_debt_partly_collected({ amount: fact('amount'), left: fact('left') }),
  debt_collected: (fact) => m.customer_fact_debt_collected({ amount: fact('amount') }),
  payment_given_back: (fact) => m.petition_fact_amount({ amount: fact('amount') }),
  recall_held: (fact) => m.petition_fact_amount({ amount: fact('amount') }),
  recall_given_back: (fact) => m.petition_fact_amount({ amount: fact('amount') }),
  recall_let_go: (fact) => m.petition_fact_amount({ amount: fact('amount') }),
  exchange_completed: (fact) =>
    m.exchange_fact_completed({ give: fact('give'), get: fact('get'), rate: fact('rate') }),
  cross_border_requested: (fact) =>
    m.abroad_fact_requested({ total: fact('total'), rate: fact('rate'), get: fact('get') }),
  cross_border_sent: (fact) => m.abroad_fact_gets({ get: fact('get') }),
  cross_border_delivered: (fact) => m.abroad_fact_gets({ get: fact('get') }),
  cross_border_rejected: (fact) => m.abroad_fact_back({ total: fact('total') }),
  cross_border_returned: (fact) => m.abroad_fact_back({ total: fact('total') }),
  cross_border_cancelled: (fact) => m.abroad_fact_back({ total: fact('total') }),
  cross_border_stopped: (fact) => m.abroad_fact_back({ total: fact('total') }),
  cross_border_recall_accepted: (fact) => m.abroad_fact_code({ code: fact('bankCode') }),
  cross_border_recall_refused: (fact) => m.abroad_fact_code({ code: fact('bankCode') }),
  withdrawal_requested: (fact) => m.withdrawal_fact_requested({ total: fact('total'), fee: fact('fee') }),
  withdrawal_refused_after_review: (fact) => m.withdrawal_fact_back({ total: fact('total') }),
  withdrawal_review_expired: (fact) => m.withdrawal_fact_back({ total: fact('total') }),
  withdrawal_paid: (fact) => m.withdrawal_fact_paid({ amount: fact('amount') }),
  withdrawal_rejected: (fact) => m.withdrawal_fact_back({ total: fact('total') }),
  withdrawal_returned: (fact) => m.withdrawal_fact_back({ total: fact('total') }),
  bank_top_up_arrived: (fact) => m.transfer_in_fact_arrived({ amount: fact('amount') }),
  bank_top_up_short: (fact) => m.transfer_in_fact_short({ sent: fact('sent'), amount: fact('amount') }),
  bank_top_up_put_aside: (fact) => m.transfer_in_fact_aside({ amount: fact('amount') }),
  bank_top_up_assigned: (fact) => m.transfer_in_fact_arrived({ amount: fact('amount') }),
  bank_top_up_sending_back: (fact) => m.transfer_in_fact_back({ amount: fact('amount') }),
  bank_top_up_sent_back: (fact) => m.transfer_in_fact_back({ amount: fact('amount') }),
};

function factText(name: string, fact: Step['facts'][string] | undefined, format: TimeFormat): string {
  if (fact === undefined) return '…';
  if (typeof fact === 'object') return formatMoney(fromWire(fact), { locale: format.locale });
  if (name === 'dueAt') return formatDeadline(String(fact), format);
  if (name === 'until' || name === 'collectsFrom') return formatTime(String(fact), format);
  // A card is known by its digits only after it was charged.
  return fact === '' ? m.customer_card() : String(fact);
}

/** The facts of one step in a sentence that names each; empty when the step has none. */
export function factLine({ kind, facts }: Pick<Step, 'kind' | 'facts'>, format: TimeFormat): string {
  const say = Object.keys(facts).length === 0 ? undefined : FACT_WORDS[kind];
  return say ? say((name) => factText(name, facts[name], format)) : '';
}

export const PLACE_WORDS: Record<MovementPlace, () => string> = {
  your_balance: m.customer_place_your_balance,
  other_balance: m.customer_place_other_balance,
  card_acquirer: m.customer_place_card_acquirer,
  ewallet: m.ewallet_place,
  fees: m.customer_place_fees,
  your_debt: m.customer_place_your_debt,
  exchange: m.exchange_place,
  bank: m.withdrawal_place_bank,
  correspondent: m.abroad_place_correspondent,
  okpay: m.customer_place_okpay,
};

export const LINE_WORDS: Record<LineKind, () => string> = {
  amount: m.customer_line_amount,
  fee: m.customer_line_fee,
  total: m.customer_line_total,
  spendable_at_once: m.customer_line_spendable_at_once,
  delayed: m.customer_line_delayed,
  taken: m.customer_line_taken,
  owed: m.customer_line_owed,
  collected: m.customer_line_collected,
  converted: m.exchange_line_converted,
  received: m.exchange_line_received,
  correspondent_fee: m.abroad_line_correspondent_fee,
};

type WireStation = EntryDetail['stations'][number];
const STATION_STATE: Record<WireStation['status'], StationState> = {
  passed: 'done',
  here: 'here',
  unsure: 'unsure',
  ahead: 'next',
  refused: 'bad',
  came_back: 'was',
};
const STATION_WORDS: Record<WireStation['place'], () => string> = {
  card: m.customer_station_card,
  card_network: m.customer_station_card_network,
  ewallet: m.ewallet_place,
  okpay: m.customer_place_okpay,
  your_balance: m.customer_place_your_balance,
  payer: m.customer_station_payer,
  payee: m.customer_station_payee,
  bank: m.customer_station_bank,
  bank_account: m.withdrawal_station_account,
  delayed: m.customer_station_delayed,
  debt: m.customer_place_your_debt,
};
export const stationsOf = (entry: EntryDetail): Station[] =>
  entry.stations.map(({ place, label, status }) => ({
    label: label ?? STATION_WORDS[place](),
    state: STATION_STATE[status],
  }));
