import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone, type Person } from './support/world.ts';

async function toConfirm(
  page: Page,
  locale: Locale,
  payee: string,
  amount: string,
  note = '',
): Promise<void> {
  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill(amount);
  if (note) await page.getByRole('textbox', { name: m.customer_pay_note({}, { locale }) }).fill(note);
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
}

async function confirm(page: Page, locale: Locale, { paymentPassword }: Person, text: string): Promise<void> {
  await page.getByRole('button', { name: m.customer_pay_amount({ amount: text }, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(paymentPassword);
  await sheet.getByRole('button', { name: m.customer_pay_amount({ amount: text }, { locale }) }).click();
}

test('two people: masked name first, payment password, balances follow on both screens without a reload', async ({
  page,
  lang: locale,
  open,
}) => {
  const [anna, ming] = [someone('Anna Smith', locale), someone('王小明', locale)];
  const [annaCall] = await Promise.all([join(anna), join(ming)]);
  await fund(annaCall, money(50_000n, 'CNY'));
  const mings = await open(ming);
  await expect(mings.getByTestId('balance')).toContainText('0.00');

  await signIn(page, anna, locale);
  await toConfirm(page, locale, `@${ming.handle}`, '26', '十一月房租分摊');
  await expect(page.getByTestId('payee-name'), 'only a masked name').toHaveText('王*明');
  await expectAccessible(page);
  await confirm(page, locale, anna, '¥26.00');
  await page.waitForURL(/\/entry\/tr_/);
  await expect(page.getByText(m.customer_story_transfer_completed({}, { locale })).first()).toBeVisible();
  await expectAccessible(page);
  await expect(mings.getByTestId('balance'), 'the payee sees it at once').toContainText('26.00');
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('474.00');
});

test('a second press, a reload and a lost answer pay once', async ({ page, lang: locale }) => {
  const [payer, payee] = [someone('许长宁', locale), someone('Li Na', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(10_000n, 'CNY'));
  await signIn(page, payer, locale);
  await toConfirm(page, locale, payee.email, '10');
  // The first answer is lost on its way back: the request has arrived, the page does not know.
  let lost = 0;
  await page.route('**/api/v1/transfers', async (route) => {
    if (lost++ === 0) {
      await route.fetch();
      await route.abort('connectionreset');
    } else await route.continue();
  });
  await page.getByRole('button', { name: m.customer_pay_amount({ amount: '¥10.00' }, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(payer.paymentPassword);
  await sheet
    .getByRole('button', { name: m.customer_pay_amount({ amount: '¥10.00' }, { locale }) })
    .dblclick();
  await page.waitForURL(/\/entry\/tr_/);
  await page.goBack();
  await page.reload();
  expect(lost).toBeGreaterThan(1);
  expect((await call(api.entries, { query: { kind: 'transfer' } })).items).toHaveLength(1);
  expect((await call(api.accounts)).items[0]?.available.amount).toBe('9000');
});

test('too little money: the reason, what is missing, and the way to top up; nothing is paid', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('苏晚', locale), someone('Zhou Qing', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(5_000n, 'CNY'));
  await signIn(page, payer, locale);
  await toConfirm(page, locale, payee.phone, '80');
  await confirm(page, locale, payer, '¥80.00');
  await page.waitForURL(/\/entry\/tr_/);
  const reason = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
  await expect(reason).toContainText('30.00');
  await expect(reason.getByRole('link').first()).toHaveAttribute('href', /\/top-up/);
  await expectAccessible(page);
  expect((await call(api.accounts)).items[0]?.available.amount).toBe('5000');
  await page.goto('/history');
  await expect(page.getByText(m.common_pill_failed({}, { locale }))).toBeVisible();
});

test('a wrong payment password says what is left, and an unknown payee is refused as nobody', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('Mateo Quillfeather', locale), someone('何雨', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(5_000n, 'CNY'));
  await signIn(page, payer, locale);
  await toConfirm(page, locale, `@${payee.handle}`, '1');
  await confirm(page, locale, { ...payer, paymentPassword: '274915' }, '¥1.00');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('4');
  await page.keyboard.press('Escape');
  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill('nobody-at-all@mail.example');
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payer.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await expect(page.getByRole('alert'), 'nobody pays themselves').toBeVisible();
});
