import { securityQuestionApi } from '#common/api/security-questions';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import { answerQuestions } from './answer-questions.ts';
import { questionsOf, removeQuestions, setQuestions } from './set-questions.ts';

/** Bound only where the operator asks security questions: elsewhere there is nothing at these addresses. */
export function securityQuestionRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, securityQuestionApi.securityQuestions, ({ actor }) => questionsOf(deps.db.read, actor.id));
  serve(server, securityQuestionApi.setSecurityQuestions, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const set = await setQuestions(deps, ctx.actor.id, ctx.body.answers, clientOf(ctx));
    return set.ok ? ok(await questionsOf(deps.db.read, ctx.actor.id)) : set;
  });
  serve(server, securityQuestionApi.removeSecurityQuestions, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    await removeQuestions(deps, ctx.actor.id, clientOf(ctx));
    return ok(await questionsOf(deps.db.read, ctx.actor.id));
  });
  serve(server, securityQuestionApi.answerSecurityQuestions, async ({ body }) => {
    const answered = await answerQuestions(deps, body);
    return answered.ok ? ok({ received: true as const }) : answered;
  });
}
