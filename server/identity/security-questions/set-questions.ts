import type { SecurityQuestion } from '#common/api/security-questions';
import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db, Reader, Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import type { IdentityDeps } from '../deps.ts';
import { hashPassword, sealPassword } from '../password/hashing.ts';
import { findCustomer } from '../profile/store.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { lockCustomer } from '../verification/store.ts';
import { decideAnswers } from './decide.ts';
import { hashedText, securityAnswersOf, type TypedAnswer } from './security-question.ts';
import * as store from './store.ts';

/** Which questions somebody has chosen, and when; the answers are told to nobody. */
export async function questionsOf(
  read: Reader,
  customer: CustomerId,
): Promise<{ questions: SecurityQuestion[]; setAt: string | null }> {
  const held = await store.findAnswers(read, customer);
  return { questions: held.map(({ question }) => question), setAt: held[0]?.setAt.toString() ?? null };
}

/** Keeps three questions with their answers in the place of those before. The owner has just been proven. */
export async function setQuestions(
  deps: IdentityDeps,
  customer: CustomerId,
  typed: readonly TypedAnswer[],
  client: Client,
): Promise<Result<void, Refusal<'security_answer_not_usable'>>> {
  const { db, clock, keys } = deps;
  const known = await findCustomer(db.read, customer);
  invariant(known !== null, 'whose questions are set exists');
  const about = [known.name, known.email, known.phone, known.handle ?? ''].filter((word) => word !== '');
  const judged = decideAnswers(typed, about);
  if (!judged.ok) return judged;
  const setAt = clock.now();
  const sealed: store.SealedAnswer[] = [];
  for (const answer of judged.value) {
    const phc = await hashPassword(hashedText(answer));
    sealed.push({
      question: answer.question,
      ...sealPassword(keys, phc, securityAnswersOf(customer)),
      setAt,
    });
  }
  await db.transaction(async (tx) => {
    await lockCustomer(tx, customer); // Two at once would leave six.
    await store.deleteAnswers(tx, customer);
    await store.saveAnswers(tx, customer, sealed);
    await tellChange(tx, clock, customer, client);
  });
  return ok(undefined);
}

/** Takes them away; where there are none nobody is told anything. */
export async function removeQuestions(
  { db, clock }: { db: Db; clock: Clock },
  customer: CustomerId,
  client: Client,
): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await store.deleteAnswers(tx, customer)) > 0) await tellChange(tx, clock, customer, client);
  });
}

async function tellChange(tx: Tx, clock: Clock, customer: CustomerId, client: Client): Promise<void> {
  await recordSecurityEvent(tx, clock, customer, 'security_questions_changed', client);
  await publish(tx, clock, { type: 'customer.security_questions_changed', customerId: customer });
}

/** Erases what is kept of everybody, after the operator has stopped asking. Returns of how many people. */
export const eraseAllAnswers = (db: Db): Promise<number> =>
  db.transaction((tx) => store.deleteAllAnswers(tx));
