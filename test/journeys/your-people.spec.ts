// Requests for money, codes and money for people who are not here yet: two people in two browsers.
import { api } from '#common/api/index';
import QRCode from 'qrcode';
import { money } from '#common/money';
import * as m from '#messages';
import { confirmPayment } from './support/people.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, received, someone } from './support/world.ts';

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

test('a code is shown, kept as a picture, and scanned from it; others are refused with the reason', async ({
  page,
  lang: locale,
  open,
}) => {
  const [shop, payer] = [someone('何雨', locale), someone('Zhou Qing', locale)];
  const [, payerCall] = await Promise.all([join(shop), join(payer)]);
  await fund(payerCall, money(50_000n, 'CNY'));
  const shops = await open(shop);
  await shops.getByRole('link', { name: m.persons_receive({}, { locale }) }).click();
  const picture = shops.getByRole('img', { name: m.persons_code_picture({}, { locale }) });
  await expect(picture).toBeVisible();
  await expectAccessible(shops);
  const [kept] = await Promise.all([
    shops.waitForEvent('download'),
    shops.getByRole('link', { name: m.persons_code_save({}, { locale }) }).click(),
  ]);
  expect(kept.suggestedFilename()).toBe('okpay-code.png');
  const file = await kept.path();

  await signIn(page, payer, locale);
  await page.getByRole('link', { name: m.persons_scan({}, { locale }) }).click();
  await expect(page.getByText(m.persons_scan_lead({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  const choose = page.locator('input[type=file]');
  await choose.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByRole('alert')).toHaveText(m.persons_scan_no_picture({}, { locale }));
  const foreign = await QRCode.toBuffer('00020101021126200016com.example.bank63041234');
  await choose.setInputFiles({ name: 'f.png', mimeType: 'image/png', buffer: foreign });
  await expect(page.getByRole('alert')).toHaveText(m.persons_scan_fault_code_damaged({}, { locale }));
  const text = await QRCode.toBuffer('https://evil.example/pay');
  await choose.setInputFiles({ name: 't.png', mimeType: 'image/png', buffer: text });
  await expect(page.getByRole('alert')).toHaveText(m.persons_scan_fault_no_pay_code({}, { locale }));
  await choose.setInputFiles(file);
  await expect(page.getByTestId('payee-name'), 'a masked name first, nothing paid').toHaveText('何*');
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('12');
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  await page.getByRole('button', { name: m.persons_name_check({}, { locale }) }).click();
  await page.getByLabel(m.persons_name_label({}, { locale })).fill('李雷');
  await page.getByRole('button', { name: m.persons_name_do({}, { locale }) }).click();
  await expect(page.getByText(m.persons_name_no_match({}, { locale }))).toBeVisible();
  await page.getByLabel(m.persons_name_label({}, { locale })).fill('何雨');
  await page.getByRole('button', { name: m.persons_name_do({}, { locale }) }).click();
  await expect(page.getByText(m.persons_name_match({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await confirmPayment(page, locale, payer, '¥12.00');
  await page.waitForURL(/\/entry\/tr_/);

  // The same once more: it is asked whether that is meant, and one press more pays it.
  await page.goto('/scan');
  await choose.setInputFiles(file);
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('12');
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  await confirmPayment(page, locale, payer, '¥12.00');
  await expect(page.getByText(m.persons_again_text({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  expect((await payerCall(api.accounts)).items[0]?.available.amount, 'not doubled silently').toBe('48800');
  await page.getByRole('button', { name: m.persons_again_do({ amount: '¥12.00' }, { locale }) }).click();
  await page.waitForURL(/\/entry\/tr_/);
  expect((await payerCall(api.accounts)).items[0]?.available.amount).toBe('47600');
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

test('money for an address without an account waits, is picked up after the address is proven, and another one is taken back', async ({
  page,
  lang: locale,
  open,
}) => {
  const [anna, newcomer] = [someone('Anna Smith', locale), someone('许长宁', locale)];
  const call = await join(anna);
  await fund(call, money(50_000n, 'CNY'));
  const sendTo = async (address: string): Promise<void> => {
    await page.goto('/pay');
    await page.getByLabel(m.customer_pay_who({}, { locale })).fill(address);
    await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
    await page.getByRole('button', { name: m.persons_pickup_offer({}, { locale }) }).click();
    await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill('30');
    await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
    await expect(page.getByText(m.persons_pickup_confirm({}, { locale }))).toBeVisible();
    await confirmPayment(page, locale, anna, '¥30.00');
    await page.waitForURL(/\/entry\/tr_/);
  };
  await signIn(page, anna, locale);
  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(newcomer.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await expect(page.getByText(m.persons_pickup_offer_lead({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await sendTo(newcomer.email);
  await expect(page.getByText(m.persons_story_pickup_offered({}, { locale })).first()).toBeVisible();
  await expectAccessible(page);

  const token = await received(newcomer.email, 'mail', /\/pickup#([\w-]{43})/);
  const guest = await open();
  await guest.goto(`/pickup#${token}`);
  await expect(guest.getByText(m.persons_pickup_title({}, { locale })).first()).toBeVisible();
  await expect(guest.getByText(/30\.00|Anna|A•••/), 'nothing before the address is proven').toHaveCount(0);
  await expectAccessible(guest);
  await join(newcomer);
  await guest.getByRole('link', { name: m.persons_pickup_sign_in({}, { locale }) }).click();
  await guest.getByLabel(m.customer_sign_in_login({}, { locale })).fill(newcomer.email);
  await guest.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(newcomer.password);
  await guest.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await expect(guest.getByText(m.persons_pickup_from({ name: 'A••• S.' }, { locale }))).toBeVisible();
  await expectAccessible(guest);
  await guest.getByRole('button', { name: m.persons_pickup_do({ amount: '¥30.00' }, { locale }) }).click();
  await guest.waitForURL(/\/entry\/tr_/);
  await guest.goto('/home');
  await expect(guest.getByTestId('balance')).toContainText('30.00');
  await expect(
    page.getByText(m.persons_story_pickup_completed({}, { locale })).first(),
    'without a reload',
  ).toBeVisible();

  await sendTo(`nobody-${anna.handle}@mail.example`);
  const reason = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
  await reason.getByRole('button', { name: m.remedy_cancel_payment({}, { locale }) }).click();
  await expect(page.getByText(m.common_pill_cancelled({}, { locale })).first()).toBeVisible();
  expect((await call(api.accounts)).items[0]?.available.amount).toBe('47000');
});
