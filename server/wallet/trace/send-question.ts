import type { BankQuestionId, CrossBorderId } from '#common/id';
import { invariant, unreachable } from '#common/result';
import { fallDue, tellStep } from '#cases';
import type { FileAnswer } from '#connectors';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import type { RecallState } from '../cross-border/cross-border.ts';
import { findCrossBorder } from '../cross-border/store.ts';
import type { WalletDeps } from '../deps.ts';
import { ASK_AFTER_SECONDS } from '../withdrawal/withdrawal.ts';
import { keepAnswer, taken } from './move-question.ts';
import { messageOf } from './make-question.ts';
import { type BankQuestion, SEND_QUESTION_JOB, sendQuestionKey } from './question.ts';
import * as questions from './question-store.ts';

export type SendDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'bank' | 'correspondent'>;

/**
 * Brings a question to the bank. After an answer that was lost it asks first whether the bank has it, and sends only what it has not: the bank
 * knows it again by its id, so nothing is asked twice, whoever runs this and however often.
 */
export async function sendQuestion(deps: SendDeps, id: BankQuestionId): Promise<void> {
  const { db, log } = deps;
  const it = await questions.findQuestion(db.read, id);
  const channel = it && deps[it.channel];
  if (it?.state !== 'made' || !channel) return;
  if (it.digest === null) return followRecall(deps, it);
  if (it.tries > 0) {
    const found = await channel.find(it.messageId);
    if (found.kind !== 'not_there') return take(deps, it, found);
  }
  const xml = await messageOf(db.read, deps, it);
  invariant(sha256(xml).equals(it.digest), `the question ${id} says what it said when it was made`);
  const answer = await channel.send({ id: it.messageId, xml });
  if (answer.kind !== 'taken')
    log.warn({ question: id, answer: answer.kind }, 'the bank has not said yes to a question');
  await take(deps, it, answer);
}

/** Writes down what the bank said to the message itself. */
async function take(deps: SendDeps, sent: BankQuestion, answer: FileAnswer): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const it = await questions.lockQuestion(tx, sent.id);
    if (it?.state !== 'made' || it.round !== sent.round) return; // Its answer, or another process, was faster.
    switch (answer.kind) {
      case 'taken':
        return void (await taken(tx, deps, it));
      case 'refused': {
        await questions.saveState(tx, it.id, ['made', 'refused'], { refusal: answer.code });
        await tellStep(tx, clock, it.caseId, { step: 'not_taken', reference: it.messageId });
        // People have to ask by another way, and nobody waits for a bank meanwhile.
        return fallDue(tx, clock, it.caseId);
      }
      case 'unavailable':
      case 'not_there':
      case 'unknown':
        return again(tx, deps, it);
      default:
        return unreachable(answer);
    }
  });
}

/** Sends again after a while, and daily for as long as the question is open. */
async function again(tx: Tx, { clock }: SendDeps, { id, tries }: BankQuestion): Promise<void> {
  await questions.countTry(tx, id);
  const seconds = ASK_AFTER_SECONDS[Math.min(tries, ASK_AFTER_SECONDS.length - 1)] ?? 0;
  const at = clock.now().add({ seconds });
  await schedule(tx, { at, job: SEND_QUESTION_JOB, payload: { id }, key: sendQuestionKey(id) });
}

/** The recall of a transfer abroad is sent by the transfer; here it is only looked at whether the correspondent has it. */
async function followRecall(deps: SendDeps, { id, operation }: BankQuestion): Promise<void> {
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const it = await questions.lockQuestion(tx, id);
    if (it?.state !== 'made' || it.digest !== null) return;
    const recall = (await findCrossBorder(tx, operation as CrossBorderId))?.recall ?? 'made';
    if (recall === 'made') return again(tx, deps, it);
    const asked = await taken(tx, deps, it);
    const said = SAID_BEFORE[recall];
    // Its owner had asked before, and the bank had answered.
    if (said) await keepAnswer(tx, deps, asked, { said, code: '', report: null, heardAt: clock.now() });
  });
}
const SAID_BEFORE: Readonly<Partial<Record<RecallState, 'recall_granted' | 'recall_refused'>>> = {
  accepted: 'recall_granted',
  refused: 'recall_refused',
};
