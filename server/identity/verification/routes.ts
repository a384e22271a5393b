import { identityApi } from '#common/api/identity';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { meOf } from '../profile/me.ts';
import { clientOf } from '../session/device-cookie.ts';
import { requestMessage } from './request-message.ts';
import { verifyEmail, verifyPhone } from './verify-contact.ts';

export function verificationRoutes(server: Server, deps: IdentityDeps): void {
  const { db, clock } = deps;
  serve(server, identityApi.verifyEmail, (ctx) => verifyEmail(deps, ctx.body.token, clientOf(ctx)));
  serve(server, identityApi.resendVerification, async (ctx) => {
    const wanted = { customer: ctx.actor.id, purpose: ctx.body.purpose, client: clientOf(ctx) };
    const requested = await db.transaction((tx) => requestMessage(tx, clock, wanted, { again: true }));
    return requested.ok
      ? ok({ sentTo: requested.value.sentTo, againAfter: requested.value.againAfter.toString() })
      : requested;
  });
  serve(server, identityApi.verifyPhone, async (ctx) => {
    const verified = await verifyPhone(deps, ctx.actor.id, ctx.body.code, clientOf(ctx));
    return verified.ok ? ok(await meOf(db.read, ctx.actor.id)) : verified;
  });
}
