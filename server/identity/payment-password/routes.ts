import { identityApi } from '#common/api/identity';
import { stepUpApi } from '#common/api/step-up';
import type { QuoteId } from '#common/id';
import { type Currency, money } from '#common/money';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { askForSignature } from '../passkey/challenge.ts';
import { listPasskeys } from '../passkey/store.ts';
import { meOf } from '../profile/me.ts';
import { clientOf } from '../session/device-cookie.ts';
import { createStepUp } from './create-step-up.ts';
import { type Payment, sourceOfTopUp } from './payment-password.ts';
import { setPaymentPassword } from './set-payment-password.ts';
import { boundToPayment } from './strong-factor.ts';

export function paymentPasswordRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.setPaymentPassword, async (ctx) => {
    const set = await setPaymentPassword(deps, ctx.actor, ctx.body, clientOf(ctx));
    return set.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : set;
  });
  serve(server, stepUpApi.createStepUp, async (ctx) => {
    const { body } = ctx;
    const paymentPassword = body.action === 'transfer' ? body.paymentPassword : null;
    const quote = body.action === 'top_up' ? body.quoteId : null;
    const asked = { payer: ctx.actor, payment: paymentOf(body), paymentPassword, quote };
    const proof = await createStepUp(deps, { ...asked, factor: body.factor ?? null }, clientOf(ctx));
    return proof.ok ? ok({ id: proof.value.id, expiresAt: proof.value.expiresAt.toString() }) : proof;
  });
  serve(server, stepUpApi.stepUpChallenge, async ({ actor, body }) => {
    const payment = paymentOf(body);
    const among = await listPasskeys(deps.db.read, actor.id);
    return askForSignature(deps, boundToPayment(actor.sessionId, payment), among);
  });
}

type Sum = { readonly amount: string; readonly currency: Currency };
type Confirmed = Sum &
  (
    | { readonly action: 'transfer'; readonly payee: string }
    | { readonly action: 'top_up'; readonly quoteId: QuoteId; readonly cardToken: string }
  );
/** What exactly is confirmed, as proofs keep it. */
function paymentOf(body: Confirmed): Payment {
  const amount = money(BigInt(body.amount), body.currency);
  return body.action === 'top_up'
    ? { action: body.action, amount, payee: sourceOfTopUp(body) }
    : { action: body.action, amount, payee: body.payee };
}
