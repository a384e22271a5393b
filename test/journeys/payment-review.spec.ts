import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { collected } from './support/collector.ts';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { join, someone, type Person } from './support/world.ts';

async function payThousand(page: Page, payee: Person, { paymentPassword }: Person, locale: Locale) {
  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('1000');
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  const pay = m.customer_pay_amount({ amount: '¥1,000.00' }, { locale });
  await page.getByRole('button', { name: pay }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(paymentPassword);
  await sheet.getByRole('button', { name: pay }).click();
  await page.waitForURL(/\/entry\/tr_/);
}

test('a held payment: its payer sees until when, a reviewer lets one through and stops another', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const payee = someone('王小明', locale);
  const payeeCall = await join(payee);
  const mary = await collected('林知夏', locale);
  const paul = await collected('欧阳若溪', locale);
  const marys = await open(mary.person);
  await payThousand(marys, payee, mary.person, locale);
  await expect(
    marys.getByText(m.customer_story_transfer_held({}, { locale })).first(),
    'the payer is told that somebody looks at it',
  ).toBeVisible();
  await expect(
    marys.getByRole('button', { name: locale === 'zh-CN' ? '撤回这笔' : 'Take it back' }),
  ).toBeVisible();
  await expectAccessible(marys);
  expect((await payeeCall(api.entries, { query: {} })).items, 'the payee is told nothing').toEqual([]);
  const pauls = await open(paul.person);
  await payThousand(pauls, payee, paul.person, locale);

  await newColleague(page, 'Hannah Weiss', 'risk');
  await page.getByRole('link', { name: m.console_reviews({}, { locale }), exact: true }).click();
  const rowOf = (name: string) => page.getByRole('row', { name }).first();
  await expect(rowOf('林')).toBeVisible();
  await expectAccessible(page);
  const drawer = page.getByRole('dialog');
  await rowOf('林').focus();
  await page.keyboard.press('Enter');
  await drawer.getByLabel(m.console_review_note({}, { locale })).fill('collected for a class trip');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: m.console_review_button_release({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await expect(marys.getByText(m.customer_story_transfer_released({}, { locale })).first()).toBeVisible();
  expect((await payeeCall(api.accounts)).items[0]?.available.amount).toBe('100000');

  await rowOf('欧').click();
  await drawer.getByRole('radio', { name: m.console_review_refuse({}, { locale }) }).check();
  await drawer.getByLabel(m.console_review_note({}, { locale })).fill('did not make it');
  await drawer.getByRole('button', { name: m.console_review_button_refuse({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await expect(pauls.getByText(m.customer_story_transfer_refused({}, { locale })).first()).toBeVisible();
  await expectAccessible(pauls);
  expect((await paul.call(api.accounts)).items[0]?.available.amount, 'the sum is free again').toBe('105000');
  expect((await payeeCall(api.accounts)).items[0]?.available.amount).toBe('100000');
});
