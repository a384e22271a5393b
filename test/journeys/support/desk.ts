import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Page } from '@playwright/test';
import { generateSync } from 'otplib';
import { apiClient } from '#common/api/client';
import { api } from '#common/api/index';
import type { StaffRole } from '#common/api/route';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { expectAccessible } from './story.ts';
import { BASE } from './world.ts';

const PASSWORD = 'quiet-harbour-lamp-93';
const newEmail = (role: StaffRole): string =>
  `${role}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6)}@okpay.example`;

/** The operator invites by command line; the colleague sets a password and a second factor in the browser. */
export async function acceptsInvitation(
  page: Page,
  locale: Locale,
  name: string,
  role: StaffRole,
): Promise<void> {
  const said = execFileSync(
    process.execPath,
    ['server/cli.ts', 'staff', 'invite', newEmail(role), name, role],
    {
      encoding: 'utf8',
      env: { ...process.env, PUBLIC_URL: BASE },
    },
  );
  const token = /[#?&]token=([\w-]{20,})/.exec(said)?.[1] ?? '';
  await page.goto(`/console/invitation#token=${token}`);
  await page.getByLabel(m.console_invitation_password({}, { locale }), { exact: true }).fill(PASSWORD);
  await expectAccessible(page);
  const secret = (await page.locator('code').first().textContent()) ?? '';
  await page.getByLabel(m.console_code({}, { locale })).fill(generateSync({ secret: secret.trim() }));
  await page.getByRole('button', { name: m.console_invitation_accept({}, { locale }) }).click();
  await page.waitForURL(AT_THE_DESK);
}

const AT_THE_DESK = /\/console\/(cases|restrictions|suspense)/;

/** A colleague who has come in already, in this browser: for stories that begin at the desk. */
export async function newColleague(page: Page, name: string, role: StaffRole = 'agent'): Promise<void> {
  const token = await invited({ email: newEmail(role), name, role });
  const call = apiClient({
    base: BASE,
    headers: () => ({ origin: new URL(BASE).origin }),
    // The browser's own cookies are given and kept.
    fetch: async (url, init) => {
      const answer = await page.request.fetch(String(url), {
        method: init?.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' ? { data: init.body } : {}),
      });
      return new Response(await answer.text(), { status: answer.status(), headers: answer.headers() });
    },
  });
  const { totpSecret } = await call(api.invitation, { body: { token } });
  const code = generateSync({ secret: totpSecret });
  await call(api.acceptInvitation, { body: { token, password: PASSWORD, code } });
  await page.goto('/console');
  await page.waitForURL(AT_THE_DESK);
}

type Operator = {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: AsyncIterator<string>;
};
let operator: Operator | undefined;

/** Asks the one operator of this run; it ends with the journeys, when nothing more can be said to it. */
async function invited(whom: { email: string; name: string; role: StaffRole }): Promise<string> {
  operator ??= begin();
  operator.process.stdin.write(`${JSON.stringify(whom)}\n`);
  const { value, done } = await operator.lines.next();
  if (done) throw new Error('the operator process has ended');
  return value;
}

function begin(): Operator {
  const child = spawn(process.execPath, ['test/support/operator-process.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.unref();
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}
