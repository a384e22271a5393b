// Requests for money, codes and money for people who are not here yet: two people in two browsers.
import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { confirmPayment } from './support/people.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, someone } from './support/world.ts';

test('one person asks, the other sees who it is, pays once, and both have the entry', async ({
  page,
  lang: locale,
  open,
}) => {
  const [ming, anna] = [someone('王小明', locale), someone('Anna Smith', locale)];
  const [, annaCall] = await Promise.all([join(ming), join(anna)]);
  await fund(annaCall, money(50_000n, 'CNY'));
  const annas = await open(anna);

  await signIn(page, ming, locale);
  await page.goto('/requests');
  await expect(page.getByText(m.persons_owed_empty({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: m.persons_ask({}, { locale }) }).click();
  await page.getByLabel(m.persons_ask_whom({}, { locale })).fill(`@${anna.handle}`);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await expect(page.getByTestId('payee-name'), 'only a masked name').toHaveText('A••• S.');
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('88');
  await page.getByRole('textbox', { name: m.customer_pay_note({}, { locale }) }).fill('十一月房租分摊');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.persons_ask_do({ amount: '¥88.00' }, { locale }) }).click();
  await page.waitForURL(/\/requests\/rq_/);
  await expect(page.getByText(m.persons_you_asked({ name: 'A••• S.' }, { locale }))).toBeVisible();
  await expectAccessible(page);

  const told = m.persons_home_owed({ name: '王*明', amount: '¥88.00' }, { locale });
  await annas.getByRole('link', { name: told }).click();
  await expect(annas.getByText(m.persons_unknown_person({}, { locale }))).toBeVisible();
  await expectAccessible(annas);
  await annas.getByRole('link', { name: m.persons_pay({ amount: '¥88.00' }, { locale }) }).click();
  await expect(annas.getByTestId('payee-name')).toHaveText('王*明');
  await confirmPayment(annas, locale, anna, '¥88.00');
  await annas.waitForURL(/\/entry\/tr_/);
  await annas.getByRole('link', { name: m.persons_see_request({}, { locale }) }).click();
  await expect(annas.getByText(m.persons_pill_paid({}, { locale })).first()).toBeVisible();
  await expect(page.getByText(m.persons_pill_paid({}, { locale })).first(), 'without a reload').toBeVisible();
  await page.getByRole('link', { name: m.persons_see_payment({}, { locale }) }).click();
  await page.waitForURL(/\/entry\/tr_/);
});

test('a request is declined, its asker not heard any more, and heard again', async ({
  page,
  lang: locale,
}) => {
  const [asker, payer] = [someone('Mateo Quillfeather', locale), someone('林知夏', locale)];
  const [askerCall] = await Promise.all([join(asker), join(payer)]);
  const ask = async (): Promise<void> => {
    const found = await askerCall(api.findPayee, { body: { query: payer.email } });
    const body = {
      id: newId('rq'),
      payee: found.reference,
      amount: { amount: '1230', currency: 'CNY' as const },
      days: 7 as const,
    };
    await askerCall(api.createMoneyRequest, { body, idempotencyKey: body.id });
  };
  await ask();
  await signIn(page, payer, locale);
  await page.goto('/requests');
  await page.getByRole('link', { name: /M••• Q\./ }).click();
  await page.getByRole('button', { name: m.persons_decline({}, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.persons_decline_block({}, { locale })).check();
  await sheet.getByLabel(m.persons_decline_report({}, { locale })).check();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: m.persons_decline_do({}, { locale }) }).click();
  await expect(page.getByText(m.persons_pill_declined({}, { locale })).first()).toBeVisible();
  await ask();
  await page.goto('/requests');
  await expect(page.getByText(m.persons_blocked({}, { locale }))).toBeVisible();
  await expect(page.getByText(m.common_pill_your_turn({}, { locale })), 'nothing new came').toHaveCount(0);
  await page.getByRole('button', { name: m.persons_unblock({}, { locale }) }).click();
  await expect(page.getByText(m.persons_blocked({}, { locale }))).toHaveCount(0);
});

test('a request by link waits while somebody signs in, and is paid once', async ({
  page,
  lang: locale,
  open,
}) => {
  const [asker, payer] = [someone('苏晚', locale), someone('Li Na', locale)];
  const [askerCall, payerCall] = await Promise.all([join(asker), join(payer)]);
  await fund(payerCall, money(50_000n, 'CNY'));
  const body = { id: newId('rq'), amount: { amount: '1200', currency: 'CNY' as const }, days: 1 as const };
  const { link } = await askerCall(api.createMoneyRequest, { body, idempotencyKey: body.id });
  const guest = await open();
  await guest.goto(new URL(String(link)).pathname + new URL(String(link)).hash);
  await guest.waitForURL(/\/sign-in/);
  expect(guest.url(), 'the token is in no address that a server sees').not.toContain(
    String(link).split('#')[1],
  );
  await guest.getByLabel(m.customer_sign_in_login({}, { locale })).fill(payer.email);
  await guest.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(payer.password);
  await guest.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await expect(guest.getByTestId('payee-name')).toHaveText('苏*');
  await expectAccessible(guest);
  await confirmPayment(guest, locale, payer, '¥12.00');
  await guest.waitForURL(/\/entry\/tr_/);
  await signIn(page, asker, locale);
  await page.goto(`/requests/${body.id}`);
  await expect(page.getByText(m.persons_pill_paid({}, { locale })).first()).toBeVisible();
  await expect(page.getByText('L••• N.', { exact: false }).first()).toBeVisible();
});
