import type { TraceAnswer, TraceFinding, TraceState } from '#common/api/trace';
import type { CaseId, CustomerId, OperationId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** Money that its owner looks for. It stands as a case, too, whose clock and conversation it uses. */
export type Trace = {
  readonly caseId: CaseId;
  readonly operation: OperationId;
  readonly customer: CustomerId;
  /** What the check said when the customer asked. */
  readonly finding: TraceFinding;
  readonly state: TraceState;
  readonly askedAt: Temporal.Instant | null;
  readonly recalledAt: Temporal.Instant | null;
  /** Of the newest question to the bank. */
  readonly reference: string | null;
  readonly answer: TraceAnswer | null;
  readonly answeredAt: Temporal.Instant | null;
  readonly openedAt: Temporal.Instant;
};

export type TraceEvent = 'ask' | 'recall' | 'answer';
type Moves = Readonly<Partial<Record<TraceEvent, TraceState>>>;
/** Every legal move. What is not in this table does not happen. The same table is in SQL; a test compares them. */
export const TRANSITIONS = {
  start: { open: 'looking' },
  looking: { ask: 'asked', recall: 'recalling', answer: 'answered' },
  asked: { recall: 'recalling', answer: 'answered' },
  recalling: { answer: 'answered' },
  answered: {},
} as const satisfies Record<TraceState, Moves> & { start: Record<'open', TraceState> };

/** The state that an event leads to, or null when the table does not list it. */
export function nextState(state: TraceState, event: TraceEvent): TraceState | null {
  const moves: Moves = TRANSITIONS[state];
  return moves[event] ?? null;
}

/** The bank can be asked about what went through it; what is in our own books it does not know. */
export const isWithBank = ({ operation }: Pick<Trace, 'operation'>): boolean =>
  /^(wd|tu|bt|xb)_/.test(operation);

/** The answers that a state allows: nobody refuses to give back what nobody asked back. */
export function answersIn({
  state,
  recalledAt,
}: Pick<Trace, 'state' | 'recalledAt'>): readonly TraceAnswer[] {
  if (nextState(state, 'answer') === null) return [];
  return recalledAt === null
    ? ['credited', 'on_its_way', 'coming_back', 'our_fault']
    : ['coming_back', 'recall_refused', 'credited', 'our_fault'];
}
