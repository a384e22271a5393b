import { identityApi } from '#common/api/identity';
import { TERMS_VERSION } from '#common/terms';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { clientOf, setDeviceCookie } from '../session/device-cookie.ts';
import { decideRegistration } from './decide.ts';
import { registerCustomer } from './register-customer.ts';

export function registrationRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, identityApi.register, async (ctx) => {
    const registration = decideRegistration(ctx.body, { termsVersion: TERMS_VERSION });
    if (!registration.ok) return registration;
    const registered = await registerCustomer(deps, registration.value, clientOf(ctx));
    if (!registered.ok) return registered;
    setDeviceCookie(ctx.reply, registered.value.deviceToken);
    return ok({ email: registration.value.email.written, next: 'verify' as const });
  });
}
