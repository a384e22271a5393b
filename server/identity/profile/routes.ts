import { identityApi } from '#common/api/identity';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { clientOf } from '../session/device-cookie.ts';
import { meOf } from './me.ts';
import { updateMe } from './update-me.ts';

export function profileRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.me, ({ actor }) => meOf(deps.db.read, actor.id));
  serve(server, identityApi.updateMe, async (ctx) => {
    const updated = await updateMe(deps, ctx.actor.id, ctx.body, clientOf(ctx));
    return updated.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : updated;
  });
}
