import type { z } from 'zod';
import { BLOCKABLE } from '#common/api/restriction';
import { type accountStatusSchema, selfFreezeApi } from '#common/api/self-freeze';
import type { CustomerId } from '#common/id';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import { capabilitiesOf, restrictionsInForce, petitionsAbout, tellRestriction } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { clientOf } from '../session/device-cookie.ts';
import { disown, freezeAccount } from './freeze-account.ts';
import { undoOf, unfreezeAccount } from './unfreeze-account.ts';

export function selfFreezeRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, selfFreezeApi.accountStatus, (ctx) => statusOf(deps, ctx.actor.id, clientOf(ctx)));
  serve(server, selfFreezeApi.freezeAccount, async (ctx) => {
    await freezeAccount(deps, ctx.actor, clientOf(ctx));
    return statusOf(deps, ctx.actor.id, clientOf(ctx));
  });
  serve(server, selfFreezeApi.unfreezeAccount, async (ctx) => {
    const done = await unfreezeAccount(deps, ctx.actor, ctx.body.proof, clientOf(ctx));
    return done.ok ? ok(await statusOf(deps, ctx.actor.id, clientOf(ctx))) : done;
  });
  serve(server, selfFreezeApi.disown, async (ctx) => {
    const done = await disown(deps, ctx.body.token, clientOf(ctx));
    return done.ok ? ok({ frozenAt: done.value.frozenAt.toString() }) : done;
  });
}

/** How the account stands, as its owner may know it. */
async function statusOf(
  deps: IdentityDeps,
  customer: CustomerId,
  client: Client,
): Promise<z.input<typeof accountStatusSchema>> {
  const { db, clock } = deps;
  const restrictions = await restrictionsInForce(db.read, customer);
  const petitions = await petitionsAbout(
    db.read,
    restrictions.map(({ id }) => id),
  );
  // Debts and pauses have places of their own; this is about restrictions.
  const map = await capabilitiesOf(db.read, clock, customer, { hasDebt: false });
  const isBlocked = (capability: (typeof BLOCKABLE)[number]): boolean => {
    const standing = map[capability];
    return !standing.allowed && standing.blocked.by === 'restriction';
  };
  const own = restrictions.filter(({ kind }) => kind === 'self_frozen');
  const undo = own.length > 0 ? await undoOf(db.read, deps, customer, client) : null;
  return {
    status:
      restrictions.length === 0
        ? 'active'
        : own.length === restrictions.length
          ? 'self_frozen'
          : restrictions.every(({ kind }) => kind === 'closing')
            ? 'closing'
            : 'restricted',
    restrictions: restrictions.map((one) => tellRestriction(one, petitions)),
    allowed: BLOCKABLE.filter((capability) => !isBlocked(capability)),
    blocked: BLOCKABLE.filter(isBlocked),
    undo: undo && { ...undo, deviceKnownSince: undo.deviceKnownSince?.toString() ?? null },
  };
}
