import type { MoneyRequestState } from '#common/api/money-request';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result, unreachable } from '#common/result';
import type { Temporal } from '#platform/clock';
import { OPEN_TO_ONE_MAX, REPORT_DAYS, REPORTERS_MAX } from './money-request.ts';

export type AskFacts = {
  readonly mayReceive: boolean;
  /** Open requests of this asker to this person. */
  readonly openToPerson: number;
  /** When each different person last reported this asker, the newest first. */
  readonly reports: readonly Temporal.Instant[];
};
export type AskRefusal = Refusal<
  'account_cannot_receive' | 'money_requests_open_too_many' | 'money_requests_paused'
>;

/** Whether somebody may ask, in the order in which it can be acted on. Pure. */
export function decideAsk({ mayReceive, openToPerson, reports }: AskFacts): Result<void, AskRefusal> {
  if (!mayReceive) return err({ code: 'account_cannot_receive' });
  const last = reports[REPORTERS_MAX - 1];
  if (last) {
    const until = last.add({ hours: REPORT_DAYS * 24 }).toString();
    return err({ code: 'money_requests_paused', until });
  }
  if (openToPerson >= OPEN_TO_ONE_MAX)
    return err({ code: 'money_requests_open_too_many', max: OPEN_TO_ONE_MAX });
  return ok(undefined);
}

export type OverRefusal = Refusal<
  | 'money_request_paid'
  | 'money_request_declined'
  | 'money_request_cancelled'
  | 'money_request_expired'
  | 'money_request_being_paid'
>;

/** Why a request that is not open cannot be paid or changed. Null of one that is. Pure. */
export function whyOver(state: MoneyRequestState): OverRefusal | null {
  switch (state) {
    case 'open':
      return null;
    case 'paying':
      return { code: 'money_request_being_paid' };
    case 'paid':
      return { code: 'money_request_paid' };
    case 'declined':
      return { code: 'money_request_declined' };
    case 'cancelled':
      return { code: 'money_request_cancelled' };
    case 'expired':
      return { code: 'money_request_expired' };
    default:
      return unreachable(state);
  }
}
