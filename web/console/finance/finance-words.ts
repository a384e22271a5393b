import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import type { PillStatus } from '#ui/Pill.tsx';

export type SuspenseItem = OkOf<typeof api.suspense>['items'][number];
export type Rail = OkOf<typeof api.bankRail>;
export type Report = Rail['reports'][number];
export type FileOut = Rail['files'][number];

const WHYS: Record<SuspenseItem['why'], () => string> = {
  no_reference: m.finance_why_no_reference,
  unknown_reference: m.finance_why_unknown_reference,
  several_references: m.finance_why_several_references,
  currency_differs: m.finance_why_currency_differs,
  account_closed: m.finance_why_account_closed,
  owner_blocked: m.finance_why_owner_blocked,
  below_minimum: m.finance_why_below_minimum,
  over_limit: m.finance_why_over_limit,
  by_rule: m.finance_why_by_rule,
  came_back: m.finance_why_came_back,
  returned_abroad: m.finance_why_returned_abroad,
};
export const whyWord = (why: SuspenseItem['why']): string => WHYS[why]();

const BECAUSE: Record<SuspenseItem['suggestions'][number]['because'], () => string> = {
  near_reference: m.finance_because_near_reference,
  own_account: m.finance_because_own_account,
  paid_before: m.finance_because_paid_before,
};
export const becauseWord = (because: SuspenseItem['suggestions'][number]['because']): string =>
  BECAUSE[because]();

export const nameMatchWord = (match: 'match' | 'close' | null): string =>
  match === 'match'
    ? m.finance_name_match()
    : match === 'close'
      ? m.finance_name_close()
      : m.finance_name_other();

export const OUTCOMES: Record<Report['outcome'], { status: PillStatus; word: () => string }> = {
  taken: { status: 'completed', word: m.finance_outcome_taken },
  refused: { status: 'failed', word: m.finance_outcome_refused },
  repeated: { status: 'cancelled', word: m.finance_outcome_repeated },
};
export const FILE_STATES: Record<FileOut['state'], { status: PillStatus; word: () => string }> = {
  ready: { status: 'arriving', word: m.finance_file_ready },
  sent: { status: 'checking', word: m.finance_file_sent },
  refused: { status: 'failed', word: m.finance_file_refused },
  booked: { status: 'completed', word: m.finance_file_booked },
  back: { status: 'returned', word: m.finance_file_back },
};
const OURS: Record<Rail['conflicts'][number]['ours'], () => string> = {
  held: m.finance_ours_held,
  paid: m.finance_ours_paid,
  back: m.finance_ours_back,
};
export const oursWord = (ours: Rail['conflicts'][number]['ours']): string => OURS[ours]();
