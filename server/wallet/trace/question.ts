import type { BankSaid, QuestionKind, QuestionState, TraceAnswer } from '#common/api/trace';
import type { BankQuestionId, CaseId, CrossBorderId, WithdrawalId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** Who can be asked by the machine, and about what went by them. */
export type QuestionChannel = 'bank' | 'correspondent';
export type AskedOperation = WithdrawalId | CrossBorderId;

/** What the machine asks a bank about the money of a trace. */
export type BankQuestion = {
  readonly id: BankQuestionId;
  readonly caseId: CaseId;
  readonly operation: AskedOperation;
  readonly kind: QuestionKind;
  readonly channel: QuestionChannel;
  readonly state: QuestionState;
  /** 1: the question, 2: what asks for it again. */
  readonly round: 1 | 2;
  /** Of the message of this round: the bank knows it again by its id, and it is made again with the same bytes. */
  readonly messageId: string;
  readonly madeAt: Temporal.Instant;
  /** Null where the transfer abroad sends its recall itself. */
  readonly digest: Buffer | null;
  readonly tries: number;
  readonly askedAt: Temporal.Instant | null;
  /** When the bank's silence is acted on next. */
  readonly dueAt: Temporal.Instant | null;
  readonly againAt: Temporal.Instant | null;
  readonly givenUpAt: Temporal.Instant | null;
};

export type QuestionEvent = 'take' | 'refuse' | 'look' | 'answer' | 'again' | 'give_up' | 'close';
type Moves = Readonly<Partial<Record<QuestionEvent, QuestionState>>>;
/** Every legal move. What is not in this table does not happen. The same table is in SQL; a test compares them. */
export const QUESTION_TRANSITIONS = {
  start: { make: 'made' },
  made: { take: 'asked', refuse: 'refused', give_up: 'unanswered', close: 'closed' },
  asked: { look: 'pending', answer: 'answered', again: 'made', give_up: 'unanswered', close: 'closed' },
  pending: { answer: 'answered', again: 'made', give_up: 'unanswered', close: 'closed' },
  // Late is better than never.
  unanswered: { answer: 'answered', close: 'closed' },
  refused: { close: 'closed' },
  answered: {},
  closed: {},
} as const satisfies Record<QuestionState, Moves> & { start: Record<'make', QuestionState> };

/** The state that an event leads to, or null when the table does not list it. */
export function nextQuestionState(state: QuestionState, event: QuestionEvent): QuestionState | null {
  const moves: Moves = QUESTION_TRANSITIONS[state];
  return moves[event] ?? null;
}

/** Bank days without an answer after which it is asked again, and after which people take over; both since the bank first had it. */
export const ASK_AGAIN_DAYS = 2;
export const GIVE_UP_DAYS = 5;
/** Different things that are kept of what a bank says to one question. */
export const ANSWERS_MAX = 20;

const LOOKING: readonly BankSaid[] = ['pending', 'recall_pending'];
const ON_ITS_ROAD: readonly BankSaid[] = ['credited', 'passed_on', 'on_its_way'];
/** Where it is, is no answer to whether it comes back. */
export const eventOf = (kind: QuestionKind, said: BankSaid): 'look' | 'answer' =>
  LOOKING.includes(said) || (kind === 'recall' && ON_ITS_ROAD.includes(said)) ? 'look' : 'answer';

/** Which question a thing that is said answers where the bank names only the payment. */
export const kindOf = (said: BankSaid): QuestionKind =>
  said.startsWith('recall_') || said === 'returned_before' ? 'recall' : 'status';

/** What the silence of a bank leads to when its time is over. */
export function onSilence({
  state,
  round,
}: Pick<BankQuestion, 'state' | 'round'>): 'again' | 'give_up' | null {
  if (round === 1 && nextQuestionState(state, 'again') !== null) return 'again';
  return round === 2 && nextQuestionState(state, 'give_up') !== null ? 'give_up' : null;
}

/** The answer that a bank's word speaks for. That it never had it, or is still looking, decides nothing: people do. */
const SPEAKS_FOR: Readonly<Record<BankSaid, TraceAnswer | null>> = {
  credited: 'credited',
  passed_on: 'on_its_way',
  on_its_way: 'on_its_way',
  pending: null,
  rejected: 'coming_back',
  never_seen: null,
  recall_granted: 'coming_back',
  recall_refused: 'recall_refused',
  recall_pending: null,
  returned_before: 'coming_back',
};
/** What to suggest by all that was said, oldest first: the newest word that decides, if the state of the trace allows its answer. */
export function suggestionOf(said: readonly BankSaid[], allowed: readonly TraceAnswer[]): TraceAnswer | null {
  const newest = said.findLast((each) => SPEAKS_FOR[each] !== null);
  const answer = newest === undefined ? null : SPEAKS_FOR[newest];
  return answer !== null && allowed.includes(answer) ? answer : null;
}

/** Names of the jobs of questions. A name is kept in the database: it is never given another meaning. */
export const SEND_QUESTION_JOB = 'trace.send_question';
export const QUESTION_DUE_JOB = 'trace.question_due';
export const sendQuestionKey = (id: BankQuestionId): string => `trace.send_question:${id}`;
export const questionDueKey = (id: BankQuestionId): string => `trace.question_due:${id}`;
