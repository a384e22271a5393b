import { accessApi } from '#common/api/access';
import { err, ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { tellPasskey } from '../passkey/tell-passkey.ts';
import { listPasskeys } from '../passkey/store.ts';
import { clientOf } from '../session/device-cookie.ts';
import { accessProvenUntil, proveAccess, requireAccessProof } from './access-proof.ts';
import { addAuthenticator, offerAuthenticator, removeAuthenticator } from './authenticator.ts';
import { factorsOf, waysOf } from './factors.ts';
import { renewRecoveryCodes } from './make-recovery-codes.ts';
import { addSmsFactor, removeSmsFactor, sendFactorCode } from './sms-factor.ts';

export function secondFactorRoutes(server: Server, deps: IdentityDeps): void {
  const { db } = deps;
  serve(server, accessApi.secondFactors, async ({ actor }) => {
    const held = await factorsOf(db.read, actor.id);
    const provenUntil = await accessProvenUntil(db.read, deps, actor);
    const { authenticator, recoveryCodesLeft } = held;
    const passkeys = await listPasskeys(db.read, actor.id);
    return {
      ways: waysOf(held),
      authenticator: authenticator && {
        addedAt: authenticator.addedAt.toString(),
        lastUsedAt: authenticator.lastUsedAt?.toString() ?? null,
      },
      passkeys: passkeys.map(tellPasskey),
      passkeyHost: deps.relyingParty.id,
      sms: held.sms && { addedAt: held.sms.addedAt.toString() },
      recoveryCodesLeft,
      accessProvenUntil: provenUntil?.toString() ?? null,
    };
  });
  serve(server, accessApi.proveAccess, async (ctx) => {
    const proof = { password: ctx.body.password, factor: ctx.body.factor ?? null };
    const proven = await proveAccess(deps, ctx.actor, proof, clientOf(ctx));
    return proven.ok ? ok({ until: proven.value.until.toString() }) : proven;
  });
  serve(server, accessApi.offerAuthenticator, async ({ actor }) => {
    const proven = await requireAccessProof(deps, actor);
    return proven.ok ? ok(await offerAuthenticator(deps, actor)) : proven;
  });
  serve(server, accessApi.addAuthenticator, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    return proven.ok ? addAuthenticator(deps, ctx.actor, ctx.body.code, clientOf(ctx)) : proven;
  });
  serve(server, accessApi.removeAuthenticator, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    return proven.ok ? removeAuthenticator(deps, ctx.actor, clientOf(ctx)) : proven;
  });
  serve(server, accessApi.addSmsFactor, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    return proven.ok ? ok(await addSmsFactor(deps, ctx.actor, clientOf(ctx))) : proven;
  });
  serve(server, accessApi.removeSmsFactor, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    return proven.ok ? removeSmsFactor(deps, ctx.actor, clientOf(ctx)) : proven;
  });
  serve(
    server,
    accessApi.sendProofCode,
    async (ctx) => (await sendFactorCode(deps, ctx.actor.id, clientOf(ctx))) ?? err({ code: 'not_found' }),
  );
  serve(server, accessApi.renewRecoveryCodes, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    if (waysOf(await factorsOf(db.read, ctx.actor.id)).length === 0) return err({ code: 'not_found' });
    return ok({ recoveryCodes: await renewRecoveryCodes(deps, ctx.actor.id, clientOf(ctx)) });
  });
}
