import type { FastifyReply } from 'fastify';
import { passkeyApi } from '#common/api/passkey';
import { err, ok } from '#common/result';
import { isTokenShaped, randomToken } from '#platform/crypto';
import { serve, type Server, setSessionCookie } from '#platform/http';
import { sessionToken } from '#platform/http-session';
import type { IdentityDeps } from '../deps.ts';
import { meOf } from '../profile/me.ts';
import { requireAccessProof, saveProof } from '../second-factor/access-proof.ts';
import { dropCodesWithLast, tellChange } from '../second-factor/authenticator.ts';
import { clientOf, setDeviceCookie } from '../session/device-cookie.ts';
import { clearPendingCookie, pendingToken, setPendingCookie } from '../sign-in/pending-cookie.ts';
import { findPending } from '../sign-in/pending-sign-in.ts';
import { addPasskey, offerPasskey } from './add-passkey.ts';
import { askForSignature } from './challenge.ts';
import { checkSignature } from './check-signature.ts';
import { signInByPasskey } from './sign-in-by-passkey.ts';
import * as store from './store.ts';
import { tellPasskey } from './tell-passkey.ts';

export function passkeyRoutes(server: Server, deps: IdentityDeps): void {
  signInRoutes(server, deps);
  proofRoutes(server, deps);
  ownRoutes(server, deps);
}

function signInRoutes(server: Server, deps: IdentityDeps): void {
  const { db, clock } = deps;
  serve(server, passkeyApi.passkeySignInChallenge, async ({ request, reply }) => {
    const token = browserToken(pendingToken(request), reply);
    const pending = await findPending(db.read, clock, token);
    // Whose passkeys are asked for is told only to who has given the password.
    const among = pending ? await store.listPasskeys(db.read, pending.customer) : [];
    return askForSignature(deps, { purpose: 'sign_in', to: token }, among);
  });
  serve(server, passkeyApi.signInByPasskey, async (ctx) => {
    const tokens = { browser: pendingToken(ctx.request), session: sessionToken(ctx.request, 'customer') };
    const signedIn = await signInByPasskey(deps, ctx.body, clientOf(ctx), tokens);
    if (!signedIn.ok) return signedIn;
    clearPendingCookie(ctx.reply);
    setSessionCookie(ctx.reply, 'customer', signedIn.value.token);
    setDeviceCookie(ctx.reply, signedIn.value.deviceToken);
    return ok(await meOf(db.read, signedIn.value.customer));
  });
}

/** A challenge belongs to one browser. Who stands between password and second factor has a token already; others get one. */
function browserToken(known: string | null, reply: FastifyReply): string {
  if (known !== null && isTokenShaped(known)) return known;
  const token = randomToken();
  setPendingCookie(reply, token);
  return token;
}

function proofRoutes(server: Server, deps: IdentityDeps): void {
  const { db } = deps;
  serve(server, passkeyApi.passkeyProofChallenge, async ({ actor }) => {
    const among = await store.listPasskeys(db.read, actor.id);
    return askForSignature(deps, { purpose: 'prove', to: actor.sessionId }, among);
  });
  serve(server, passkeyApi.proveAccessByPasskey, async ({ actor, body }) => {
    const signature = await checkSignature(deps, body, { purpose: 'prove', to: actor.sessionId });
    if (!signature || signature.passkey.customer !== actor.id) return err({ code: 'passkey_refused' });
    const until = await saveProof(deps, actor.sessionId, signature.useUp);
    return until ? ok({ until: until.toString() }) : err({ code: 'passkey_refused' });
  });
}

function ownRoutes(server: Server, deps: IdentityDeps): void {
  const { db } = deps;
  serve(server, passkeyApi.offerPasskey, async ({ actor }) => {
    const proven = await requireAccessProof(deps, actor);
    return proven.ok ? offerPasskey(deps, actor) : proven;
  });
  serve(server, passkeyApi.addPasskey, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const added = await addPasskey(deps, ctx.actor, ctx.body, clientOf(ctx));
    if (!added.ok) return added;
    const { passkey, recoveryCodes } = added.value;
    return ok({ passkey: tellPasskey(passkey), recoveryCodes });
  });
  serve(server, passkeyApi.renamePasskey, async ({ actor, params: { id }, body: { name } }) => {
    const renamed = await db.transaction((tx) => store.renamePasskey(tx, { id, customer: actor.id }, name));
    return renamed ? ok(tellPasskey(renamed)) : err({ code: 'not_found' });
  });
  serve(server, passkeyApi.removePasskey, async (ctx) => {
    const { actor, params } = ctx;
    const own = await store.listPasskeys(db.read, actor.id);
    if (!own.some(({ id }) => id === params.id)) return err({ code: 'not_found' });
    const proven = await requireAccessProof(deps, actor);
    if (!proven.ok) return proven;
    return db.transaction(async (tx) => {
      if (!(await store.deletePasskey(tx, { id: params.id, customer: actor.id })))
        return err({ code: 'not_found' as const });
      await dropCodesWithLast(tx, deps, actor.id);
      await tellChange(tx, deps, actor, 'second_factor_removed', clientOf(ctx));
      return ok(undefined);
    });
  });
}
