import { invariant } from '#common/result';
import type { CaseId } from '#common/id';
import { caseForStaff, fallDue, hintAtCase, tellStep } from '#cases';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { enqueue } from '#platform/jobs';
import { schedule, unschedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { bankDaysAfter, messageOf, secondMessageId, toldOf } from './make-question.ts';
import {
  ASK_AGAIN_DAYS,
  type BankQuestion,
  eventOf,
  GIVE_UP_DAYS,
  nextQuestionState,
  QUESTION_DUE_JOB,
  questionDueKey,
  SEND_QUESTION_JOB,
  sendQuestionKey,
} from './question.ts';
import * as questions from './question-store.ts';

export type MoveDeps = Pick<WalletDeps, 'clock' | 'bank' | 'correspondent'>;

async function dueAfter(tx: Tx, deps: MoveDeps, it: BankQuestion, days: number) {
  const subject = await toldOf(tx, it.operation);
  invariant(subject !== null, `${it.id} asks about what went out`);
  return bankDaysAfter(tx, subject, { from: it.askedAt ?? deps.clock.now(), days });
}

/** The bank has it: from here its silence has a clock. */
export async function taken(tx: Tx, deps: MoveDeps, it: BankQuestion): Promise<BankQuestion> {
  const now = deps.clock.now();
  const dueAt = it.dueAt ?? (await dueAfter(tx, deps, it, ASK_AGAIN_DAYS));
  const asked = { ...it, state: 'asked', askedAt: it.askedAt ?? now, dueAt } as const;
  const saved = await questions.saveState(tx, it.id, [it.state, 'asked'], { askedAt: now, dueAt });
  invariant(saved, `question ${it.id} was locked`);
  await watch(tx, asked);
  // No line is written for it, and yet open screens say that the bank has it.
  const about = await caseForStaff(tx, it.caseId);
  if (about) await hintAtCase(tx, about, 'everyone');
  return asked;
}

/** One timer, set to when the bank's silence is acted on next. */
const watch = (tx: Tx, { id, dueAt: at }: Pick<BankQuestion, 'id' | 'dueAt'>): Promise<void> =>
  at === null
    ? unschedule(tx, questionDueKey(id))
    : schedule(tx, { at, job: QUESTION_DUE_JOB, payload: { id }, key: questionDueKey(id) });

/** Two bank days without an answer: it is asked again, by a message of its own. */
export async function askAgain(tx: Tx, deps: MoveDeps, it: BankQuestion): Promise<void> {
  const madeAt = deps.clock.now().round('millisecond');
  const made = { ...it, round: 2, messageId: secondMessageId(it), madeAt } as const;
  const dueAt = await dueAfter(tx, deps, it, GIVE_UP_DAYS);
  const digest = sha256(await messageOf(tx, deps, made));
  const saved = await questions.saveAgain(tx, { ...made, digest, dueAt }, it.state);
  invariant(saved, `question ${it.id} was locked`);
  await watch(tx, { id: it.id, dueAt });
  await enqueue(tx, SEND_QUESTION_JOB, { id: it.id }, { key: sendQuestionKey(it.id) });
  await tellStep(tx, deps.clock, it.caseId, { step: 'asked_again', reference: made.messageId });
}

/** Five bank days without an answer: the case is due, and its own timer escalates it. */
export async function giveUp(tx: Tx, { clock }: MoveDeps, it: BankQuestion): Promise<void> {
  const givenUpAt = clock.now();
  const saved = await questions.saveState(tx, it.id, [it.state, 'unanswered'], { givenUpAt });
  invariant(saved, `question ${it.id} was locked`);
  await tellStep(tx, clock, it.caseId, { step: 'bank_silent', reference: it.messageId });
  await fallDue(tx, clock, it.caseId);
}

/** What a bank says to a locked question is kept and told once; what it means for the state, the table says. No money moves. */
export async function keepAnswer(
  tx: Tx,
  deps: MoveDeps,
  question: BankQuestion,
  answer: Omit<questions.Answer, 'question'>,
): Promise<void> {
  const { said } = answer;
  if (!(await questions.insertAnswer(tx, { question: question.id, ...answer }))) return;
  // Whoever answers has it, even if nobody has told us so yet.
  const it = question.state === 'made' ? await taken(tx, deps, question) : question;
  const to = nextQuestionState(it.state, eventOf(it.kind, said));
  if (to !== null) {
    const saved = await questions.saveState(tx, it.id, [it.state, to]);
    invariant(saved, `question ${it.id} was locked`);
    if (to === 'answered') await unschedule(tx, questionDueKey(it.id));
  }
  await tellStep(tx, deps.clock, it.caseId, { step: 'bank_said', said });
}

/** The trace has its answer: no bank is asked for it any more. */
export async function closeQuestions(tx: Tx, caseId: CaseId): Promise<void> {
  for (const { id, state } of await questions.lockQuestionsOf(tx, caseId)) {
    const to = nextQuestionState(state, 'close');
    if (to === null) continue;
    await questions.saveState(tx, id, [state, to]);
    await unschedule(tx, questionDueKey(id));
    await unschedule(tx, sendQuestionKey(id));
  }
}
