import { generate } from 'otplib';
import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { Person } from './world.ts';

/** What the app shows now, or in the next half minute: a code is good once, and one step early is taken. */
export const appCode = (secret: string, seconds = 0): Promise<string> =>
  generate({ secret, epoch: Math.floor(Date.now() / 1000) + seconds });

/** Sets an authenticator app up without a screen; the secret that the app keeps. */
export async function withAuthenticator({ password }: Person, call: Call): Promise<string> {
  await call(api.proveAccess, { body: { password } });
  const { secret } = await call(api.offerAuthenticator, { body: {} });
  await call(api.addAuthenticator, { body: { code: await appCode(secret) } });
  return secret;
}
