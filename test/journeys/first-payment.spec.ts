import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { appCode, withAuthenticator } from './support/second-factor.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, someone } from './support/world.ts';

test('a first payment to somebody asks for the second factor and says why; the next one does not', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  const secret = await withAuthenticator(payer, call);
  await fund(call, money(200_000n, 'CNY'));
  await expect(async () =>
    expect((await call(api.accounts)).items[0]?.available.amount).toBe('200000'),
  ).toPass();

  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(payer.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(payer.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
  await page.getByLabel(m.customer_factor_authenticator_code({}, { locale })).fill(await appCode(secret, 30));
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');

  const sheet = page.getByRole('dialog');
  const confirm = async (sum: string, shown: string): Promise<string> => {
    await page.goto('/pay');
    await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee.email);
    await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
    await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill(sum);
    await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
    const pay = m.customer_pay_amount({ amount: shown }, { locale });
    await page.getByRole('button', { name: pay }).click();
    await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(payer.paymentPassword);
    await sheet.getByRole('button', { name: pay }).click();
    return pay;
  };

  const pay = await confirm('1000.01', '¥1,000.01');
  await expect(
    sheet.getByRole('heading', { name: m.customer_pay_strong_title({}, { locale }) }),
  ).toBeVisible();
  await expect(
    sheet.getByText(locale === 'zh-CN' ? '你还没有给这位收款人付过款' : 'You have never paid this person'),
    'it says why it asks',
  ).toBeVisible();
  await expectAccessible(page);
  // A code is good once, and the last one signed in: the next half minute brings the next.
  await expect(async () => {
    await sheet
      .getByLabel(m.customer_factor_authenticator_code({}, { locale }))
      .fill(await appCode(secret, 30));
    await sheet.getByRole('button', { name: pay }).click();
    await page.waitForURL(/\/entry\/tr_/, { timeout: 8_000 });
  }).toPass({ timeout: 60_000, intervals: [12_000] });

  // Less than before is nothing unusual, and the payee is known now.
  await confirm('999.99', '¥999.99');
  await page.waitForURL(/\/entry\/tr_/);
});
