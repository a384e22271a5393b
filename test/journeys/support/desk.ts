import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { generateSync } from 'otplib';
import type { StaffRole } from '#common/api/route';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { expectAccessible } from './story.ts';
import { BASE } from './world.ts';

/** The operator invites by command line; the colleague sets a password and a second factor in the browser. */
export async function newColleague(
  page: Page,
  locale: Locale,
  name: string,
  role: StaffRole = 'agent',
): Promise<void> {
  const email = `${role}-${Date.now().toString(36)}${Math.floor(Math.random() * 1e6)}@okpay.example`;
  const said = execFileSync(process.execPath, ['server/cli.ts', 'staff', 'invite', email, name, role], {
    encoding: 'utf8',
    env: { ...process.env, PUBLIC_URL: BASE },
  });
  const token = /[#?&]token=([\w-]{20,})/.exec(said)?.[1] ?? '';
  await page.goto(`/console/invitation#token=${token}`);
  await page
    .getByLabel(m.console_invitation_password({}, { locale }), { exact: true })
    .fill('quiet-harbour-lamp-93');
  await expectAccessible(page);
  const secret = (await page.locator('code').first().textContent()) ?? '';
  await page.getByLabel(m.console_code({}, { locale })).fill(generateSync({ secret: secret.trim() }));
  await page.getByRole('button', { name: m.console_invitation_accept({}, { locale }) }).click();
  await page.waitForURL(/\/console\/(cases|restrictions)/);
}
