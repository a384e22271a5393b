import type { Page } from '@playwright/test';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { appCode } from './support/second-factor.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone, type Person } from './support/world.ts';

async function givePassword(page: Page, { email, password }: Person, locale: Locale): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
}

const signOut = async (page: Page, locale: Locale): Promise<void> => {
  await page.goto('/me');
  await page.getByRole('button', { name: m.customer_sign_out({}, { locale }) }).click();
  await page.waitForURL(/\/sign-in/);
};

test('an authenticator app is set up, asked for at sign-in, helped out by a recovery code, and removed', async ({
  page,
  lang: locale,
}) => {
  const person = someone('林知夏', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_me_factors({}, { locale }) }).click();
  await page.getByRole('link', { name: m.customer_authenticator_title({}, { locale }) }).click();
  const proof = page.getByRole('dialog');
  await proof.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await expectAccessible(page);
  await proof.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();

  await expect(page.getByRole('img', { name: m.customer_authenticator_qr({}, { locale }) })).toBeVisible();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await expectAccessible(page);
  const digits = page.getByLabel(m.customer_authenticator_code({}, { locale }));
  await digits.fill(await appCode(secret));
  await page.getByRole('button', { name: m.customer_authenticator_use({}, { locale }) }).click();
  const list = page.getByRole('list', { name: m.customer_recovery_codes({}, { locale }) });
  await expect(list.getByRole('listitem'), 'ten codes, this once').toHaveCount(10);
  const codes = await list.getByRole('listitem').allInnerTexts();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_recovery_codes_kept({}, { locale }) }).click();
  await expect(page.getByText(m.customer_recovery_codes_left({ count: 10 }, { locale }))).toBeVisible();
  await expectAccessible(page);

  await signOut(page, locale);
  await givePassword(page, person, locale);
  await expectAccessible(page);
  const code = page.getByLabel(m.customer_factor_authenticator_code({}, { locale }));
  await code.fill(await appCode(secret, 900));
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await expect(page.getByRole('alert'), 'a wrong code says how many tries are left').toBeVisible();
  await page.reload();
  await code.fill(await appCode(secret, 30));
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');

  await signOut(page, locale);
  await givePassword(page, person, locale);
  await page.getByRole('button', { name: m.customer_factor_use_recovery_code({}, { locale }) }).click();
  await page.getByLabel(m.customer_factor_recovery_code({}, { locale })).fill(codes[0] ?? '');
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');
  await page.goto('/me/second-factors');
  await expect(page.getByText(m.customer_recovery_codes_left({ count: 9 }, { locale }))).toBeVisible();

  const remove = m.customer_factors_remove_authenticator({}, { locale });
  await page.getByRole('button', { name: remove }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: remove }).click();
  await proof.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await proof.getByRole('button', { name: m.customer_factor_use_recovery_code({}, { locale }) }).click();
  await proof.getByLabel(m.customer_factor_recovery_code({}, { locale })).fill(codes[1] ?? '');
  await proof.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await expect(page.getByText(m.customer_factors_removed({}, { locale }))).toBeVisible();
  await signOut(page, locale);
  await signIn(page, person, locale);
});

test('a text message is the second step of who has chosen that', async ({ page, lang: locale }) => {
  const person = someone('Anna Smith', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me/second-factors');
  await page.getByRole('button', { name: m.customer_factor_sms_add({}, { locale }) }).click();
  await page.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await page.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await page.getByRole('button', { name: m.customer_recovery_codes_kept({}, { locale }) }).click();
  await expectAccessible(page);
  await signOut(page, locale);
  await givePassword(page, person, locale);
  await page.getByRole('button', { name: m.customer_factor_sms_send({}, { locale }) }).click();
  await expect(page.getByText(person.phone.slice(-4))).toBeVisible();
  await expectAccessible(page);
  const code = await received(
    person.phone,
    'sms',
    /(\d{6})(?= is your OKPay sign-in code|，\d+ 分钟内有效。如果不是您在登录)/,
  );
  await page.getByLabel(m.customer_factor_sms_code({}, { locale })).fill(code);
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');
});
