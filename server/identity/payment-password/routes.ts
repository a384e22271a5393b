import { identityApi } from '#common/api/identity';
import { money } from '#common/money';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { meOf } from '../profile/me.ts';
import { clientOf } from '../session/device-cookie.ts';
import { createStepUp } from './create-step-up.ts';
import { setPaymentPassword } from './set-payment-password.ts';

export function paymentPasswordRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.setPaymentPassword, async (ctx) => {
    const set = await setPaymentPassword(deps, ctx.actor, ctx.body, clientOf(ctx));
    return set.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : set;
  });
  serve(server, identityApi.createStepUp, async (ctx) => {
    const { action, amount, currency, payee, paymentPassword } = ctx.body;
    const payment = { action, amount: money(BigInt(amount), currency), payee };
    const proof = await createStepUp(
      deps,
      { customer: ctx.actor.id, payment, paymentPassword },
      clientOf(ctx),
    );
    return proof.ok ? ok({ id: proof.value.id, expiresAt: proof.value.expiresAt.toString() }) : proof;
  });
}
