import { contactApi } from '#common/api/contact';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { meOf } from '../profile/me.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import { confirmContactChange, requestContactChange } from './change-contact.ts';

export function contactRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, contactApi.requestContactChange, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const wanted = { ...ctx.body, locale: ctx.locale };
    const requested = await requestContactChange(deps, ctx.actor, wanted, clientOf(ctx));
    return requested.ok
      ? ok({ sentTo: requested.value.sentTo, againAfter: requested.value.againAfter.toString() })
      : requested;
  });
  serve(server, contactApi.confirmContactChange, async (ctx) => {
    const changed = await confirmContactChange(deps, ctx.actor, ctx.body, clientOf(ctx));
    return changed.ok ? ok(await meOf(deps.db.read, ctx.actor.id)) : changed;
  });
}
