import type { QuestionKind } from '#common/api/trace';
import type { CaseId, CrossBorderId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import { recallCrossBorder } from '../cross-border/recall-cross-border.ts';
import type { WalletDeps } from '../deps.ts';
import { firstMessageId, messageOf, type Subject, subjectOf } from './make-question.ts';
import { noteQuestion } from './note-question.ts';
import { SEND_QUESTION_JOB, sendQuestionKey } from './question.ts';
import * as questions from './question-store.ts';
import * as store from './store.ts';
import { nextState, type Trace } from './trace.ts';

type AskDeps = Pick<WalletDeps, 'clock' | 'limits' | 'bank' | 'correspondent'>;
type ToAsk = { readonly caseId: CaseId; readonly kind: QuestionKind; readonly by: StaffId };
const CHANGED = { code: 'case_changed_meanwhile' } as const;

/**
 * The product asks the bank: the question is kept, a job sends it, and the customer is told. Nothing moves by it. Locks are taken in the order
 * trace, transfer, question, case, as everywhere.
 */
export async function askBank(
  tx: Tx,
  deps: AskDeps,
  { caseId, kind, by }: ToAsk,
): Promise<Result<Trace, Refusal<'not_found' | 'case_changed_meanwhile'>>> {
  const trace = await store.lockTrace(tx, caseId);
  if (!trace) return err({ code: 'not_found' });
  const state = nextState(trace.state, kind === 'status' ? 'ask' : 'recall');
  const subject = state && (await subjectOf(tx, deps, trace.operation));
  if (!state || !subject?.may[kind]) return err(CHANGED);
  if (kind === 'recall' && !(await recalledAbroad(tx, deps, trace, subject))) return err(CHANGED);
  const question = await newQuestion(tx, deps, { caseId, kind, subject });
  await questions.insertQuestion(tx, question);
  const { id, messageId: reference } = question;
  await enqueue(tx, SEND_QUESTION_JOB, { id }, { key: sendQuestionKey(id) });
  return ok(await noteQuestion(tx, deps.clock, trace, { kind, state, reference, by }));
}

/** A transfer abroad has a recall of its own, which its owner may have asked for already: there is never a second one. */
async function recalledAbroad(
  tx: Tx,
  deps: AskDeps,
  { customer }: Trace,
  { channel, operation }: Subject,
): Promise<boolean> {
  if (channel !== 'correspondent') return true;
  const id = operation as CrossBorderId;
  const recalled = await recallCrossBorder(tx, deps, { id, customer, ground: 'wrong_account' });
  return recalled.ok || recalled.error.code === 'cross_border_recall_open';
}

async function newQuestion(
  tx: Tx,
  deps: AskDeps,
  { caseId, kind, subject: { channel, operation } }: Pick<ToAsk, 'caseId' | 'kind'> & { subject: Subject },
) {
  const id = newId('bq');
  const head = { id, caseId, kind, channel, operation } as const;
  const question = {
    ...head,
    state: 'made',
    round: 1,
    messageId: firstMessageId(head),
    // Whole milliseconds: the message must read the same after the database.
    madeAt: deps.clock.now().round('millisecond'),
    digest: null,
    tries: 0,
    askedAt: null,
    dueAt: null,
    againAt: null,
    givenUpAt: null,
  } as const;
  if (question.messageId !== id) return question;
  return { ...question, digest: sha256(await messageOf(tx, deps, question)) };
}
