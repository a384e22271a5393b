import type { MoneyRequestState, ReportGround } from '#common/api/money-request';
import type { CustomerId, MoneyRequestId, TransferId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';

/** Somebody asks somebody for money. It moves nothing: an ordinary payment pays it, and one only. */
export type MoneyRequest = {
  readonly id: MoneyRequestId;
  readonly asker: CustomerId;
  /** Who is asked; of a link nobody, until somebody pays it. */
  readonly payer: CustomerId | null;
  /** What the link carries, of a request by link. */
  readonly token: string | null;
  /** Whoever is asked does not hear this asker, who is not told. */
  readonly isHidden: boolean;
  readonly amount: Money;
  readonly note: string | null;
  readonly state: MoneyRequestState;
  readonly transfer: TransferId | null;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  readonly remindedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
};

export type RequestEvent = 'pay' | 'hold' | 'give_back' | 'decline' | 'cancel' | 'expire';

/**
 * Every legal move; the same rows stand in SQL. `paying`: a payment of it is held for a look. If the request ends meanwhile, the payment
 * may still arrive, and then it was paid: what is told follows the money.
 */
export const TRANSITIONS: Readonly<
  Record<MoneyRequestState, Readonly<Partial<Record<RequestEvent, MoneyRequestState>>>>
> = {
  open: { pay: 'paid', hold: 'paying', decline: 'declined', cancel: 'cancelled', expire: 'expired' },
  paying: { pay: 'paid', give_back: 'open', cancel: 'cancelled', expire: 'expired' },
  cancelled: { pay: 'paid' },
  expired: { pay: 'paid' },
  paid: {},
  declined: {},
};
export const nextState = (from: MoneyRequestState, event: RequestEvent): MoneyRequestState | null =>
  TRANSITIONS[from][event] ?? null;

/** Requests that one person may make in a day. */
export const ASK_BUDGET = { scope: 'money requests', limit: 20, seconds: 24 * 60 * 60 } as const;
/** Requests of one asker that may wait for the same person. */
export const OPEN_TO_ONE_MAX = 3;
/** Hours after which an asker may remind, once. */
export const REMIND_AFTER_HOURS = 24;
/** Different people who have reported somebody within so many days stop that one from asking, until the oldest of them is that old. */
export const REPORTERS_MAX = 3;
export const REPORT_DAYS = 30;

export type Report = {
  readonly request: MoneyRequestId;
  readonly reporter: CustomerId;
  readonly asker: CustomerId;
  readonly ground: ReportGround;
};
