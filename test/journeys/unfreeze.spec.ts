import type { Page } from '@playwright/test';
import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { appCode } from './support/second-factor.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { BASE, fund, join, type Person, received, someone, visitor } from './support/world.ts';

/** Sets an authenticator app up; a code is good once, so signing in takes the recovery codes. */
async function armed({ password }: Person, call: Call) {
  await call(api.proveAccess, { body: { password } });
  const { secret } = await call(api.offerAuthenticator, { body: {} });
  const { recoveryCodes } = await call(api.addAuthenticator, { body: { code: await appCode(secret) } });
  return { secret, recoveryCodes: recoveryCodes ?? [] };
}
/** Signs this browser in without its screens, which have a journey of their own. */
async function signInBy(page: Page, { email, password }: Person, code = ''): Promise<void> {
  const headers = { origin: BASE };
  await page.request.post(api.signIn.path, { headers, data: { login: email, password } });
  const done = await page.request.post(api.finishSignIn.path, {
    headers,
    data: { way: 'recovery_code', code },
  });
  expect(done.status()).toBe(201);
}

test('an account is frozen by one press, says what works, and is undone by its owner a week later', async ({
  page,
  lang: locale,
}) => {
  const person = someone('林知夏', locale);
  const call = await join(person);
  await fund(call, money(50_00n, 'CNY'));
  const { secret, recoveryCodes } = await armed(person, call);
  await signInBy(page, person, recoveryCodes[0]);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_status_title({}, { locale }) }).click();
  await expect(page.getByRole('heading', { name: m.customer_status_active({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  const freeze = m.customer_freeze_button({}, { locale });
  await page.getByRole('button', { name: freeze }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: freeze }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_status_self_frozen({}, { locale }) }),
  ).toBeVisible();
  await expect(
    page.getByRole('button', { name: m.customer_status_identity_check({}, { locale }) }),
    'a browser of today cannot undo it',
  ).toBeVisible();
  await expectAccessible(page);
  await page.goto('/home');
  await page.getByRole('link', { name: m.customer_banner_restricted_link({}, { locale }) }).click();
  await page.waitForURL('**/me/account-status');

  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 8 * 86_400 } });
  await signInBy(page, person, recoveryCodes[1]);
  await page.goto('/me/account-status');
  await page.getByRole('button', { name: m.customer_undo_button({}, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await expectAccessible(page);
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await sheet
    .getByLabel(m.customer_factor_authenticator_code({}, { locale }))
    .fill(await appCode(secret, 30));
  await sheet.getByRole('button', { name: m.customer_undo_button({}, { locale }) }).click();
  await expect(page.getByRole('heading', { name: m.customer_status_active({}, { locale }) })).toBeVisible();
});

test('“it was not me”: the mail’s link freezes when it is pressed, signed out, and says how to get back in', async ({
  page,
  open,
  lang: locale,
}) => {
  const person = someone('何雨', locale);
  await join(person);
  const stranger = await open();
  await signIn(stranger, person, locale);
  const path = await received(person.email, 'mail', /(\/not-me#token=[\w.%-]+)/);
  await page.goto(path);
  await expect(page.getByRole('heading', { name: m.customer_not_me_title({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_not_me_button({}, { locale }) }).click();
  await expect(page.getByRole('heading', { name: m.customer_not_me_done({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await stranger.goto('/home');
  await stranger.waitForURL(/\/sign-in/);
  await page.goto('/help'); // Away from the page, so that the same address is opened anew.
  await page.goto(path);
  await page.getByRole('button', { name: m.customer_not_me_button({}, { locale }) }).click();
  await expect(page.getByRole('heading', { name: m.customer_not_me_no_link({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: m.customer_not_me_sign_in({}, { locale }) }).click();
  await page.waitForURL(/\/sign-in/);
});

test('staff for risk restricts an account on record, and two of them lift it', async ({
  page,
  open,
  lang: locale,
}) => {
  const person = someone('王小明', locale);
  const call = await join(person);
  await newColleague(page, 'Hannah Weiss', 'risk');
  await page.getByLabel(m.console_find_query({}, { locale })).fill(person.email);
  await page.getByLabel(m.console_find_reason({}, { locale })).fill('call of the bank');
  await page.getByRole('button', { name: m.console_find_button({}, { locale }) }).click();
  await page.getByLabel(m.console_impose_note({}, { locale })).fill('new device, three payees');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.console_impose_button({}, { locale }) }).click();
  const row = page.getByRole('row', { name: person.name });
  await row.click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(m.console_proposal_note({}, { locale })).fill('passport compared');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: m.console_propose_button({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await row.click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();
  await expect(drawer.getByRole('button', { name: m.console_proposal_approve({}, { locale }) })).toHaveCount(
    0,
  );
  const colleague = await open();
  await newColleague(colleague, 'Omar Haddad', 'risk');
  await colleague.getByRole('row', { name: person.name }).click();
  await colleague.getByRole('button', { name: m.console_proposal_approve({}, { locale }) }).click();
  await expect(colleague.getByRole('row', { name: person.name })).toHaveCount(0);
  expect((await call(api.accountStatus)).status).toBe('active');
});
