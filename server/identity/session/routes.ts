import { identityApi } from '#common/api/identity';
import { clearSessionCookie, serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { momentOf } from './authenticate.ts';
import { clientOf } from './device-cookie.ts';
import { endOtherSessions, endSession } from './end-session.ts';
import { SESSIONS_MAX } from './session.ts';
import * as store from './store.ts';

export function sessionRoutes(server: Server, { db, clock, placeOf }: IdentityDeps): void {
  serve(server, identityApi.sessions, async ({ actor }) => {
    const sessions = await store.listSessions(db.read, actor.id, momentOf(clock), SESSIONS_MAX);
    return {
      items: sessions.map(({ id, device, ip, createdAt, lastSeenAt }) => ({
        id,
        device,
        ip,
        place: placeOf(ip),
        createdAt: createdAt.toString(),
        lastSeenAt: lastSeenAt.toString(),
        current: id === actor.sessionId,
      })),
    };
  });
  serve(server, identityApi.signOut, async (ctx) => {
    const { id: customer, sessionId: id } = ctx.actor;
    // Already over means signed out: a second press is no error.
    await db.transaction((tx) => endSession(tx, clock, { id, customer }, 'signed_out', clientOf(ctx)));
    clearSessionCookie(ctx.reply, 'customer');
  });
  serve(server, identityApi.endSession, async (ctx) => {
    const { id: customer, sessionId } = ctx.actor;
    const { id } = ctx.params;
    const ended = await db.transaction((tx) =>
      endSession(tx, clock, { id, customer }, 'ended_by_owner', clientOf(ctx)),
    );
    if (!ended.ok) return ended;
    if (id === sessionId) clearSessionCookie(ctx.reply, 'customer');
    return undefined;
  });
  serve(server, identityApi.endOtherSessions, async (ctx) => {
    const { id: customer, sessionId: id } = ctx.actor;
    return {
      ended: await db.transaction((tx) =>
        endOtherSessions(tx, clock, { id, customer }, 'ended_by_owner', clientOf(ctx)),
      ),
    };
  });
}
