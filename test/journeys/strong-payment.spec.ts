import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { appCode, withAuthenticator } from './support/second-factor.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, someone, visitor } from './support/world.ts';

/** Hours after which all of a newcomer's top-up can be spent, and a little. */
const RELEASED_AFTER_HOURS = 73;

test('a large payment asks for the second factor beside the payment password, for this payee and amount', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  const secret = await withAuthenticator(payer, call);
  await fund(call, money(600_000n, 'CNY'));
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: RELEASED_AFTER_HOURS * 3600 } });

  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(payer.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(payer.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
  const code = page.getByLabel(m.customer_factor_authenticator_code({}, { locale }));
  await code.fill(await appCode(secret, 30));
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');
  await expect(page.getByTestId('balance')).toContainText('6,000.00', { timeout: 20_000 });

  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('5000.01');
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  const pay = m.customer_pay_amount({ amount: '¥5,000.01' }, { locale });
  await page.getByRole('button', { name: pay }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(payer.paymentPassword);
  await sheet.getByRole('button', { name: pay }).click();

  await expect(
    sheet.getByRole('heading', { name: m.customer_pay_strong_title({}, { locale }) }),
  ).toBeVisible();
  await expect(sheet.getByText('¥5,000.01').first(), 'the amount is shown exactly').toBeVisible();
  await expectAccessible(page);
  await sheet
    .getByLabel(m.customer_factor_authenticator_code({}, { locale }))
    .fill(await appCode(secret, 900));
  await sheet.getByRole('button', { name: pay }).click();
  await expect(sheet.getByRole('alert'), 'a wrong code pays nothing').toBeVisible();
  // A code is good once, and the last one signed in: the next half minute brings the next.
  await expect(async () => {
    await sheet
      .getByLabel(m.customer_factor_authenticator_code({}, { locale }))
      .fill(await appCode(secret, 30));
    await sheet.getByRole('button', { name: pay }).click();
    await page.waitForURL(/\/entry\/tr_/, { timeout: 8_000 });
  }).toPass({ timeout: 60_000, intervals: [12_000] });
  await expect(page.getByText(m.customer_story_transfer_completed({}, { locale })).first()).toBeVisible();
});
