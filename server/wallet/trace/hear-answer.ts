import type { BankQuestionId } from '#common/id';
import { type BankAnswer, questionOf } from '#connectors';
import { parseOperationId } from '#operations';
import { apart, type Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { keepAnswer, type MoveDeps } from './move-question.ts';
import { type BankQuestion, kindOf, type QuestionChannel } from './question.ts';
import * as questions from './question-store.ts';

type HearDeps = MoveDeps & Pick<WalletDeps, 'log'>;
type Heard = {
  readonly channel: QuestionChannel;
  /** Number of the report or message. */
  readonly report: bigint;
  readonly answer: BankAnswer;
};

/** Each by itself: one that cannot be kept holds up no payment that the same report speaks of. */
export async function hearAnswers(
  tx: Tx,
  deps: HearDeps,
  { answers, ...heard }: Omit<Heard, 'answer'> & { readonly answers: readonly BankAnswer[] },
): Promise<void> {
  for (const answer of answers) {
    const failure = await apart(tx, () => hearAnswer(tx, deps, { ...heard, answer }));
    if (failure) deps.log.error({ ...heard, err: failure.error }, 'an answer of a bank could not be kept');
  }
}

/**
 * Hears what a bank answers, in whatever order and however often. What answers a question that was never asked, or names another payment than
 * the question was about, is refused and logged, without whose it is.
 */
async function hearAnswer(tx: Tx, deps: HearDeps, { channel, report, answer }: Heard): Promise<void> {
  const named = questionOf(answer.question);
  const question = named ? await askedBy(tx, named, answer) : await askedAbout(tx, answer);
  if (question?.channel === channel) {
    const { said, bankCode: code } = answer;
    return keepAnswer(tx, deps, question, { said, code, report, heardAt: deps.clock.now() });
  }
  // A status of a payment that nobody asked about is the bank's everyday word, and heard elsewhere.
  if (named || channel === 'bank')
    deps.log.error({ report, channel }, 'a bank answers a question that was not asked');
}

async function askedBy(tx: Tx, id: BankQuestionId, { payment }: BankAnswer): Promise<BankQuestion | null> {
  const question = await questions.lockQuestion(tx, id);
  return payment === '' || question?.operation === payment ? question : null;
}

async function askedAbout(tx: Tx, { payment, said }: BankAnswer): Promise<BankQuestion | null> {
  const operation = parseOperationId(payment);
  return operation && questions.lockNewest(tx, operation, kindOf(said));
}
