import type { FastifyReply } from 'fastify';
import { recoveryApi } from '#common/api/recovery';
import { wireReason } from '#common/reasons';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import { coolingOf } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import { setPendingCookie } from '../sign-in/pending-cookie.ts';
import { whileTextMessagesGo } from '../text-messages/text-messages.ts';
import { requestReset } from './request-reset.ts';
import { type Reset, resetByCode, resetByLink } from './reset-password.ts';
import { judgeNewPassword, setNewPassword } from './set-new-password.ts';

export function passwordResetRoutes(server: Server, deps: IdentityDeps): void {
  const { db, clock } = deps;
  const goOn = (reply: FastifyReply, { pending }: Reset) => {
    if (pending) setPendingCookie(reply, pending.token);
    return { next: pending ? ('second_factor' as const) : ('sign_in' as const) };
  };
  serve(server, recoveryApi.requestReset, async (ctx) => {
    const { by } = ctx.body;
    // Whoever is asked about: the same for everybody.
    const goes = by === 'email' ? ok(undefined) : await whileTextMessagesGo(db.read);
    if (!goes.ok) return goes;
    await requestReset(deps, { ...ctx.body, locale: ctx.locale }, clientOf(ctx));
    return { by };
  });
  serve(server, recoveryApi.resetByLink, async (ctx) => {
    const done = await resetByLink(deps, ctx.body, clientOf(ctx));
    return done.ok ? ok(goOn(ctx.reply, done.value)) : done;
  });
  serve(server, recoveryApi.resetByCode, async (ctx) => {
    const done = await resetByCode(deps, { ...ctx.body, locale: ctx.locale }, clientOf(ctx));
    return done.ok ? ok(goOn(ctx.reply, done.value)) : done;
  });
  serve(server, recoveryApi.changePassword, async (ctx) => {
    const { id: customer, sessionId } = ctx.actor;
    const proven = await requireAccessProof(deps, ctx.actor);
    if (!proven.ok) return proven;
    const judged = await judgeNewPassword(deps, customer, ctx.body.password);
    if (!judged.ok) return judged;
    const change = { customer, sealed: judged.value, keep: [sessionId] };
    await db.transaction((tx) => setNewPassword(tx, deps, change, clientOf(ctx)));
    return undefined;
  });
  serve(server, recoveryApi.waiting, async ({ actor }) => {
    const cooling = await coolingOf(db.read, clock, actor.id);
    if (!cooling) return { items: [] };
    const reason = wireReason({ code: 'payouts_cooling', until: cooling.until.toString() });
    return { items: [{ capability: cooling.capability, since: cooling.since.toString(), reason }] };
  });
}
