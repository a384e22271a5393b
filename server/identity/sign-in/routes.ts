import { identityApi } from '#common/api/identity';
import { ok } from '#common/result';
import { serve, type Server, setSessionCookie } from '#platform/http';
import { sessionToken } from '#platform/http-session';
import type { IdentityDeps } from '../deps.ts';
import { meOf } from '../profile/me.ts';
import { clientOf, setDeviceCookie } from '../session/device-cookie.ts';
import { signInCustomer } from './sign-in-customer.ts';

export function signInRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.signIn, async (ctx) => {
    const form = { ...ctx.body, locale: ctx.locale };
    const started = await signInCustomer(deps, form, clientOf(ctx), sessionToken(ctx.request, 'customer'));
    if (!started.ok) return started;
    setSessionCookie(ctx.reply, 'customer', started.value.token);
    setDeviceCookie(ctx.reply, started.value.deviceToken);
    return ok(await meOf(deps.db.read, started.value.customer));
  });
}
