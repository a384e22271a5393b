import type { Page } from '@playwright/test';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { BASE, join, someone } from './support/world.ts';

/** Passkeys belong to a host name; the product of the journeys is reached under its address, too. */
const NAMED = BASE.replace('127.0.0.1', 'localhost');
test.use({ baseURL: NAMED });

/** The browser's own authenticator in software: it keeps passkeys and says that it has looked at its holder. */
async function withAuthenticator(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a passkey is added and named, signs in alone, is the second step after a password, and is removed', async ({
  page,
  lang: locale,
}) => {
  await page.context().addCookies([{ name: 'okpay_lang', value: locale, url: NAMED }]);
  await withAuthenticator(page);
  const person = someone('许长宁', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me/second-factors');
  await page.getByRole('button', { name: m.customer_passkey_add({}, { locale }) }).click();
  await page.getByLabel(m.customer_passkey_name({}, { locale })).fill('我的手机');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_passkey_make({}, { locale }) }).click();
  await page.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await page.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await expect(page.getByRole('listitem'), 'ten recovery codes come with the first factor').toHaveCount(10);
  await page.getByRole('button', { name: m.customer_recovery_codes_kept({}, { locale }) }).click();
  const passkey = page.getByRole('button', { name: '我的手机' });
  await expect(passkey).toBeVisible();
  await expectAccessible(page);

  const leave = async (): Promise<void> => {
    await page.goto('/me');
    await page.getByRole('button', { name: m.customer_sign_out({}, { locale }) }).click();
    await page.waitForURL(/\/sign-in/);
  };
  await leave();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_passkey_sign_in({}, { locale }) }).click();
  await page.waitForURL('**/home');

  await leave();
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_passkey_use({}, { locale }) }).click();
  await page.waitForURL('**/home');

  await page.goto('/me/second-factors');
  await passkey.click();
  await expectAccessible(page);
  const remove = m.customer_passkey_remove({}, { locale });
  await page.getByRole('button', { name: remove }).click();
  await page.getByRole('dialog').getByRole('button', { name: remove }).last().click();
  await page.getByRole('button', { name: m.customer_passkey_use({}, { locale }) }).click();
  await expect(page.getByText(m.customer_factors_removed({}, { locale }))).toBeVisible();
  await expect(passkey).toBeHidden();
});

test('under an address without a name the page leads to the name', async ({ page, lang: locale }) => {
  const person = someone('Anna Smith', locale);
  await join(person);
  await page.goto(`${BASE}/sign-in`);
  await expect(page.getByRole('button', { name: m.customer_passkey_sign_in({}, { locale }) })).toBeHidden();
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL(/\/home/);
  await page.goto(`${BASE}/me/second-factors`);
  await expect(page.getByRole('link', { name: new URL(NAMED).host })).toHaveAttribute(
    'href',
    `${NAMED}/me/second-factors`,
  );
});

test('who holds only a passkey is not lost where none can be given: a recovery code lets in, and each sheet leads on', async ({
  page,
  lang: locale,
}) => {
  await page.context().addCookies([{ name: 'okpay_lang', value: locale, url: NAMED }]);
  await withAuthenticator(page);
  const [person, payee] = [someone('许长宁', locale), someone('Anna Smith', locale)];
  await Promise.all([join(person), join(payee)]);
  await signIn(page, person, locale);
  await page.goto('/me/second-factors');
  await page.getByRole('button', { name: m.customer_passkey_add({}, { locale }) }).click();
  await page.getByLabel(m.customer_passkey_name({}, { locale })).fill('我的手机');
  await page.getByRole('button', { name: m.customer_passkey_make({}, { locale }) }).click();
  await page.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await page.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  const code = await page.getByRole('listitem').first().innerText();

  await page.goto(`${BASE}/sign-in`);
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
  await page.getByLabel(m.customer_factor_recovery_code({}, { locale })).fill(code);
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');

  const elsewhere = page.getByRole('dialog').getByRole('link', { name: new URL(NAMED).host });
  await page.goto(`${BASE}/me/second-factors`);
  await page.getByRole('link', { name: m.customer_authenticator_title({}, { locale }) }).click();
  await expect(elsewhere, 'proving who it is').toBeVisible();
  await expectAccessible(page);

  await page.goto(`${BASE}/pay`);
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('5000.01');
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  const pay = m.customer_pay_amount({ amount: '¥5,000.01' }, { locale });
  await page.getByRole('button', { name: pay }).click();
  await page
    .getByRole('dialog')
    .getByLabel(m.customer_payment_password({}, { locale }))
    .fill(person.paymentPassword);
  await page.getByRole('dialog').getByRole('button', { name: pay }).click();
  await expect(elsewhere, 'a payment of more than the payment password may move').toBeVisible();
  await expect(
    page.getByRole('dialog').getByRole('link', { name: m.customer_authenticator_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
});
