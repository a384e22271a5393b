import type { FastifyReply } from 'fastify';
import { accessApi } from '#common/api/access';
import { identityApi } from '#common/api/identity';
import { err, ok } from '#common/result';
import { serve, type Server, setSessionCookie } from '#platform/http';
import { sessionToken } from '#platform/http-session';
import type { IdentityDeps } from '../deps.ts';
import { type Me, meOf } from '../profile/me.ts';
import { clientOf, setDeviceCookie } from '../session/device-cookie.ts';
import { finishSignIn, readPending } from './finish-sign-in.ts';
import { sendFactorCode } from '../second-factor/sms-factor.ts';
import { findPending } from './pending-sign-in.ts';
import { clearPendingCookie, pendingToken, setPendingCookie } from './pending-cookie.ts';
import { type SignedIn, signInCustomer } from './sign-in-customer.ts';

export function signInRoutes(server: Server, deps: IdentityDeps): void {
  const enter = (reply: FastifyReply, { token, deviceToken, customer }: SignedIn): Promise<Me> => {
    setSessionCookie(reply, 'customer', token);
    setDeviceCookie(reply, deviceToken);
    return meOf(deps.db.read, customer);
  };
  serve(server, identityApi.signIn, async (ctx) => {
    const form = { ...ctx.body, locale: ctx.locale };
    const admitted = await signInCustomer(deps, form, clientOf(ctx), sessionToken(ctx.request, 'customer'));
    if (!admitted.ok) return admitted;
    if (admitted.value.state === 'in') return ok(await enter(ctx.reply, admitted.value.signedIn));
    const { token, expiresAt } = admitted.value.pending;
    setPendingCookie(ctx.reply, token);
    return err({ code: 'second_factor_required', until: expiresAt.toString() });
  });
  serve(server, accessApi.pendingSignIn, ({ request }) => readPending(deps, pendingToken(request)));
  serve(server, accessApi.sendSignInCode, async (ctx) => {
    const pending = await findPending(deps.db.read, deps.clock, pendingToken(ctx.request));
    const sent = pending && (await sendFactorCode(deps, pending.customer, clientOf(ctx)));
    return sent ?? err({ code: 'sign_in_expired' });
  });
  serve(server, accessApi.finishSignIn, async (ctx) => {
    const tokens = { pending: pendingToken(ctx.request), session: sessionToken(ctx.request, 'customer') };
    const signedIn = await finishSignIn(deps, ctx.body, clientOf(ctx), tokens);
    if (!signedIn.ok) return signedIn;
    clearPendingCookie(ctx.reply);
    return ok(await enter(ctx.reply, signedIn.value));
  });
}
