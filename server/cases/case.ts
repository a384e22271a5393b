import type { CaseKind, CaseState, CaseTopic } from '#common/api/support';
import type { CaseId, CustomerId, StaffId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { addBusinessHours, type BusinessCalendar } from './business-hours.ts';

/** What a case is about: named by the room that knows it, e.g. an operation. */
export type Subject = { readonly kind: string; readonly id: string };
export type NextActor = 'customer' | 'okpay' | 'nobody';

export type Case = {
  readonly id: CaseId;
  readonly kind: CaseKind;
  readonly topic: CaseTopic;
  readonly customer: CustomerId;
  readonly subject: Subject | null;
  readonly state: CaseState;
  /** Until it is decided only the room that decides moves it: what is said meanwhile stops no clock. */
  readonly awaitsDecision: boolean;
  readonly nextActor: NextActor;
  /** When the next actor must have acted; of a resolved case, when it closes. Null when it is closed. */
  readonly dueAt: Temporal.Instant | null;
  readonly escalatedAt: Temporal.Instant | null;
  readonly assignee: { readonly id: StaffId; readonly name: string; readonly since: Temporal.Instant } | null;
  readonly lastSeq: number;
  /** Number of the last message for everyone. These have numbers of their own: a customer sees no gap where a note stands. */
  readonly lastPublicSeq: number;
  /** In everyone's numbers, and the same message in staff's. */
  readonly readByCustomerSeq: number;
  readonly readByCustomerAsStaffCount: number;
  /** In staff's numbers, and the last message for everyone up to there in everyone's. */
  readonly readByStaffSeq: number;
  readonly readByStaffAsEveryoneCounts: number;
  readonly waitingSince: Temporal.Instant | null;
  readonly openedAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly resolvedAt: Temporal.Instant | null;
};

export type CaseEvent = 'take' | 'answer' | 'reply' | 'resolve' | 'close';

/** Every legal move. What is not in this table does not happen. The same table is in SQL; a test compares them. */
export const TRANSITIONS = {
  awaiting_agent: { take: 'in_progress', answer: 'awaiting_customer', resolve: 'resolved' },
  in_progress: { take: 'in_progress', answer: 'awaiting_customer', resolve: 'resolved' },
  awaiting_customer: {
    take: 'awaiting_customer',
    answer: 'awaiting_customer',
    reply: 'awaiting_agent',
    resolve: 'resolved',
  },
  // Whoever has something to add may: the case opens again.
  resolved: { reply: 'awaiting_agent', answer: 'awaiting_customer', close: 'closed' },
  closed: {},
} as const satisfies Record<CaseState, Partial<Record<CaseEvent, CaseState>>>;
/** The state a case begins in. */
export const FIRST_STATE = 'awaiting_agent' satisfies CaseState;

/** The state that an event leads to, or null when the table does not list it. */
export function nextState(state: CaseState, event: CaseEvent): CaseState | null {
  const moves: Partial<Record<CaseEvent, CaseState>> = TRANSITIONS[state];
  return moves[event] ?? null;
}

/** How long what we owe in a case may take: hours of the clock, or hours in which people work here. */
type Promised = { readonly hours: number; readonly of: 'clock' | 'work' };
/** Hours within which a person answers, after the first message and after every later one. Source: the terms, "the first answer comes within 24 hours". */
export const ANSWER_HOURS = 24;
/** Hours of work in a day. */
const WORKDAY = 9;
const answer: Promised = { hours: ANSWER_HOURS, of: 'clock' };
/** What is promised in each kind of case. Source of the three working days of a petition: reference/wallet.md §2.10; the others are our choice. */
export const PROMISED: Readonly<Record<CaseKind, Promised>> = {
  question: answer,
  account_access: answer,
  lift_request: { hours: 3 * WORKDAY, of: 'work' },
  // Money may still be on its way out of reach.
  payment_claim: { hours: WORKDAY, of: 'work' },
  appeal: { hours: 5 * WORKDAY, of: 'work' },
  // A bank that is asked answers within two of its days.
  trace: { hours: 3 * WORKDAY, of: 'work' },
};
/** Hours after our answer without a word from the customer until the case counts as resolved: a week, so that nobody is rushed. */
export const SILENCE_HOURS = 7 * 24;
/** Hours in which a resolved case opens again by itself when the customer writes. Afterwards the story is closed and a new one begins. */
export const REOPEN_HOURS = 7 * 24;

export type Standing = {
  readonly state: CaseState;
  readonly nextActor: NextActor;
  readonly dueAt: Temporal.Instant | null;
};

/** Who acts next in a state and by when, for a case that enters it now. Once it was decided, what follows is a question. */
export function standingIn(
  state: CaseState,
  { kind, awaitsDecision }: Pick<Case, 'kind' | 'awaitsDecision'>,
  { now, calendar }: { readonly now: Temporal.Instant; readonly calendar: BusinessCalendar },
): Standing {
  switch (state) {
    case 'awaiting_agent':
    case 'in_progress': {
      const { hours, of } = awaitsDecision ? PROMISED[kind] : answer;
      const dueAt = of === 'work' ? addBusinessHours(now, hours, calendar) : now.add({ hours });
      return { state, nextActor: 'okpay', dueAt };
    }
    case 'awaiting_customer':
      return { state, nextActor: 'customer', dueAt: now.add({ hours: SILENCE_HOURS }) };
    case 'resolved':
      return { state, nextActor: 'nobody', dueAt: now.add({ hours: REOPEN_HOURS }) };
    case 'closed':
      return { state, nextActor: 'nobody', dueAt: null };
  }
}
