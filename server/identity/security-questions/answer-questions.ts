import type { CaseId, CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { caseForStaff } from '#cases';
import { isTokenShaped, sha256 } from '#platform/crypto';
import { chargeAttempt } from '../attempts/charge-attempt.ts';
import type { IdentityDeps } from '../deps.ts';
import { isPassword, noPassword, openPassword } from '../password/hashing.ts';
import { normalAnswer } from './decide.ts';
import { ANSWER_RULE, hashedText, securityAnswersOf, type TypedAnswer } from './security-question.ts';
import * as store from './store.ts';

type Deps = Pick<IdentityDeps, 'db' | 'clock' | 'keys'>;

/**
 * Looks at answers that somebody gives beside a request for the way back in, and keeps for those who decide how many were right. The one
 * who answers learns nothing of it: neither whether they are right, nor whether the account has any questions.
 */
export async function answerQuestions(
  deps: Deps,
  { token, answers }: { token: string; answers: readonly TypedAnswer[] },
): Promise<Result<void, Refusal<'link_not_valid' | 'case_closed' | 'rate_limited'>>> {
  const { db, clock } = deps;
  const found = isTokenShaped(token) ? await store.findAnswering(db.read, sha256(token), clock.now()) : null;
  if (!found) return err({ code: 'link_not_valid' });
  if (!(await isOpen(deps, found.caseId))) return err({ code: 'case_closed' });
  // Charged before anything is looked at, so that any number at once get no more than the limit.
  const charge = await chargeAttempt(db, clock, { rule: ANSWER_RULE, of: [found.customer] });
  if (!charge.allowed) return err({ code: 'rate_limited', until: charge.until.toString() });
  const judged = await judge(deps, found.customer, answers);
  await db.transaction((tx) => store.insertAnswered(tx, found.caseId, { ...judged, at: clock.now() }));
  return ok(undefined);
}

async function isOpen({ db }: Deps, caseId: CaseId): Promise<boolean> {
  const it = await caseForStaff(db.read, caseId);
  return it !== null && it.state !== 'resolved' && it.state !== 'closed';
}

/** One hash for each answer that was given, whatever the account holds. */
async function judge(
  { db, keys }: Deps,
  customer: CustomerId,
  answers: readonly TypedAnswer[],
): Promise<{ right: number; held: number }> {
  const held = await store.findAnswers(db.read, customer);
  let right = 0;
  for (const { question, answer } of answers) {
    const kept = held.find((each) => each.question === question);
    const phc = kept ? openPassword(keys, kept, securityAnswersOf(customer)) : noPassword();
    const isRight = await isPassword(phc, hashedText({ question, answer: normalAnswer(answer) }));
    if (kept && isRight) right += 1;
  }
  return { right, held: held.length };
}
