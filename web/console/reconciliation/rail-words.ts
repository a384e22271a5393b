import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { fromWire, type WireMoney } from '#common/money';
import type {
  BreakKind,
  Explanation,
  MatchRule,
  RailBookingAccount,
  RailName,
  ReportFault,
} from '#common/reconciliation';
import * as m from '#messages';
import type { PillStatus } from '#ui/Pill.tsx';

export type Overview = OkOf<typeof api.reconciliation>;
export type RailAccount = Overview['accounts'][number];
export type Day = OkOf<typeof api.reconciliationDay>;
export type Line = Day['breaks'][number];
export type Proposal = NonNullable<Line['proposal']>;
export type Health = OkOf<typeof api.railHealth>['rails'][number];
export type Debt = OkOf<typeof api.customerDebts>['debts'][number];

const RAIL_WORDS: Record<RailName, () => string> = {
  'rail:bank': m.reconciliation_rail_bank,
  'rail:card': m.reconciliation_rail_card,
  'rail:ewallet': m.reconciliation_rail_ewallet,
};
export const railWord = (rail: RailName): string => RAIL_WORDS[rail]();
export const accountWord = ({ rail, currency }: Pick<RailAccount, 'rail' | 'currency'>): string =>
  m.reconciliation_account({ rail: railWord(rail), currency });

export const DAY_STATES: Record<Day['state'], { status: PillStatus; word: () => string }> = {
  open: { status: 'held', word: m.reconciliation_state_open },
  ready: { status: 'your_turn', word: m.reconciliation_state_ready },
  closed: { status: 'completed', word: m.reconciliation_state_closed },
};
export const KINDS: Record<BreakKind, () => string> = {
  not_in_ours: m.reconciliation_kind_not_in_ours,
  not_in_theirs: m.reconciliation_kind_not_in_theirs,
  amount_differs: m.reconciliation_kind_amount_differs,
  doubled: m.reconciliation_kind_doubled,
};
export const FAULTS: Record<ReportFault, () => string> = {
  unreadable: m.reconciliation_fault_unreadable,
  cut_off: m.reconciliation_fault_cut_off,
  told_twice: m.reconciliation_fault_told_twice,
  told_before: m.reconciliation_fault_told_before,
  other_currency: m.reconciliation_fault_other_currency,
  too_long: m.reconciliation_fault_too_long,
  does_not_add_up: m.reconciliation_fault_does_not_add_up,
};
export const RULES: Record<MatchRule, () => string> = {
  reference: m.reconciliation_rule_reference,
  several: m.reconciliation_rule_several,
  same_sum: m.reconciliation_rule_same_sum,
  by_hand: m.reconciliation_rule_by_hand,
};
export const WHYS: Record<Explanation, () => string> = {
  timing: m.reconciliation_why_timing,
  rail_corrects: m.reconciliation_why_rail_corrects,
  we_correct: m.reconciliation_why_we_correct,
  in_dispute: m.reconciliation_why_in_dispute,
};
export const ACCOUNTS: Record<RailBookingAccount, () => string> = {
  costs: m.reconciliation_to_costs,
  interest: m.reconciliation_to_interest,
  suspense: m.reconciliation_to_suspense,
};
export const sideWord = (side: Line['side']): string =>
  side === 'theirs' ? m.reconciliation_side_theirs() : m.reconciliation_side_ours();
export const sumText = (amount: WireMoney, locale: Locale): string =>
  formatMoney(fromWire(amount), { locale });
