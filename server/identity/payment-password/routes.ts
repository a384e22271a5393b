import { identityApi } from '#common/api/identity';
import { stepUpApi } from '#common/api/step-up';
import { money } from '#common/money';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { askForSignature } from '../passkey/challenge.ts';
import { listPasskeys } from '../passkey/store.ts';
import { meOf } from '../profile/me.ts';
import { clientOf } from '../session/device-cookie.ts';
import { createStepUp } from './create-step-up.ts';
import { setPaymentPassword } from './set-payment-password.ts';
import { boundToPayment } from './strong-factor.ts';

export function paymentPasswordRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.setPaymentPassword, async (ctx) => {
    const set = await setPaymentPassword(deps, ctx.actor, ctx.body, clientOf(ctx));
    return set.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : set;
  });
  serve(server, stepUpApi.createStepUp, async (ctx) => {
    const { action, amount, currency, payee, paymentPassword, factor = null } = ctx.body;
    const payment = { action, amount: money(BigInt(amount), currency), payee };
    const asked = { payer: ctx.actor, payment, paymentPassword, factor };
    const proof = await createStepUp(deps, asked, clientOf(ctx));
    return proof.ok ? ok({ id: proof.value.id, expiresAt: proof.value.expiresAt.toString() }) : proof;
  });
  serve(server, stepUpApi.stepUpChallenge, async ({ actor, body }) => {
    const { action, amount, currency, payee } = body;
    const payment = { action, amount: money(BigInt(amount), currency), payee };
    const among = await listPasskeys(deps.db.read, actor.id);
    return askForSignature(deps, boundToPayment(actor.sessionId, payment), among);
  });
}
