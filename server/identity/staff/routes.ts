import type { z } from 'zod';
import { consoleApi, type staffMeSchema } from '#common/api/console';
import type { StaffId } from '#common/id';
import { invariant, ok } from '#common/result';
import type { Reader } from '#platform/db';
import { clearSessionCookie, serve, type Server, setSessionCookie } from '#platform/http';
import { sessionToken } from '#platform/http-session';
import type { IdentityDeps } from '../deps.ts';
import { clientOf } from '../session/device-cookie.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { signInStaff } from './sign-in-staff.ts';
import { signOutStaff } from './staff-session.ts';
import { findStaff } from './store.ts';

export function staffRoutes(server: Server, deps: IdentityDeps): void {
  const { db, clock } = deps;
  serve(server, consoleApi.invitation, (ctx) => readInvitation(deps, ctx.body.token));
  serve(server, consoleApi.acceptInvitation, async (ctx) => {
    const accepted = await acceptInvitation(
      deps,
      { ...ctx.body, locale: ctx.locale },
      clientOf(ctx),
      sessionToken(ctx.request, 'staff'),
    );
    if (!accepted.ok) return accepted;
    setSessionCookie(ctx.reply, 'staff', accepted.value.sessionToken);
    return ok(await staffMeOf(db.read, accepted.value.staffId));
  });
  serve(server, consoleApi.staffSignIn, async (ctx) => {
    const signedIn = await signInStaff(deps, ctx.body, clientOf(ctx), sessionToken(ctx.request, 'staff'));
    if (!signedIn.ok) return signedIn;
    setSessionCookie(ctx.reply, 'staff', signedIn.value.sessionToken);
    return ok(await staffMeOf(db.read, signedIn.value.staffId));
  });
  serve(server, consoleApi.staffMe, ({ actor }) => staffMeOf(db.read, actor.id));
  serve(server, consoleApi.staffSignOut, async (ctx) => {
    await db.transaction((tx) => signOutStaff(tx, clock, ctx.actor.sessionId));
    clearSessionCookie(ctx.reply, 'staff');
  });
}

async function staffMeOf(q: Reader, id: StaffId): Promise<z.input<typeof staffMeSchema>> {
  const staff = await findStaff(q, id);
  invariant(staff !== null, 'who is signed in exists');
  const { name, email, role, locale } = staff;
  return { id, name, email, role, locale };
}
