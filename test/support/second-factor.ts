import { generate } from 'otplib';
import type { Clock } from '#platform/clock';
import type { Answer, Browser, Person } from './identity.ts';

/** What an authenticator app shows now, or some seconds from now. */
export const appCode = (secret: string, clock: Clock, seconds = 0): Promise<string> =>
  generate({ secret, epoch: Math.floor(clock.now().epochMilliseconds / 1000) + seconds });

/** A call that must succeed; what it answered. */
export async function must(answer: Promise<Answer>): Promise<Record<string, unknown>> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Sets an authenticator app up, as the screen does it; the secret that the app keeps, and the recovery codes. */
export async function withAuthenticator(
  { browser, form }: Pick<Person, 'browser' | 'form'>,
  clock: Clock,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
  const offer = await must(browser.call('POST', '/api/v1/authenticator-offers', {}));
  const secret = String(offer['secret']);
  const added = await must(
    browser.call('PUT', '/api/v1/authenticator', { code: await appCode(secret, clock) }),
  );
  return { secret, recoveryCodes: (added['recoveryCodes'] ?? []) as string[] };
}

/** The first step of signing in, which must ask for the second. */
export async function begin(browser: Browser, { form }: Pick<Person, 'form'>): Promise<void> {
  const { body } = await browser.call('POST', '/api/v1/sessions', {
    login: form.email,
    password: form.password,
  });
  if (body['code'] !== 'second_factor_required') throw new Error(JSON.stringify(body));
}

export const finish = (browser: Browser, way: string, code: string): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions/second-factor', { way, code });
