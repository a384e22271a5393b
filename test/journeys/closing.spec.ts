import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { type Call, urlOf } from '#common/api/client';
import { CLOSING_WORDS } from '#common/api/closing';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import type { Locale } from '#common/locale';
import { type Money, money, toWire } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { newColleague } from './support/desk.ts';
import { BASE, fund, join, newId, type Person, received, someone, visitor } from './support/world.ts';

/** Pays without the screens, which have a journey of their own. */
async function pay(call: Call, from: Person, to: Person, amount: Money): Promise<void> {
  const { reference: payee } = await call(api.findPayee, { body: { query: to.email } });
  const { id: stepUpId } = await call(api.createStepUp, {
    body: { action: 'transfer', ...toWire(amount), payee, paymentPassword: from.paymentPassword },
  });
  const id = newId('tr');
  await call(api.createTransfer, {
    idempotencyKey: id,
    body: { id, payee, amount: toWire(amount), stepUpId },
  });
}

async function prove(page: Page, { password }: Person, locale: Locale): Promise<void> {
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale })).fill(password);
  await sheet.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
}

/** One of the staff answers, which ends the conversation. */
async function answered(page: Page, id: CaseId): Promise<void> {
  await newColleague(page, 'Mei Chen');
  const done = await page.request.post(urlOf(api.resolveCase, { params: { id } }), {
    headers: { origin: BASE },
    data: { clientId: newId('msg'), text: 'Done' },
  });
  expect(done.status()).toBe(200);
}

async function confirm(page: Page, locale: Locale): Promise<void> {
  const word = CLOSING_WORDS[locale];
  await page.getByLabel(m.customer_closing_word({ word }, { locale })).fill(word);
  await page.getByRole('button', { name: m.customer_closing_button({}, { locale }) }).click();
}

test('an account is closed: what stands in the way is cleared, the mind is changed once, and the record stays', async ({
  page,
  open,
  lang: locale,
}) => {
  test.slow();
  const person = someone('林知夏', locale);
  const call = await join(person);
  const friend = someone('王小明', locale);
  const friendCall = await join(friend);
  await fund(call, money(50_37n, 'CNY'));
  const caseId = newId('case');
  await call(api.openCase, {
    idempotencyKey: caseId,
    body: { id: caseId, topic: 'other', text: 'Question' },
  });
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_closing_title({}, { locale }) }).click();
  await expect(page.getByText(m.customer_closing_balance({ amount: '¥50.37' }, { locale }))).toBeVisible();
  await expect(page.getByText(m.customer_closing_case({}, { locale }))).toBeVisible();
  await expect(page.getByRole('button', { name: m.customer_closing_button({}, { locale }) })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: m.customer_closing_case_do({}, { locale }) }).click();
  await page.waitForURL(`**/help-me/${caseId}`);
  await call(api.proveAccess, { body: { password: person.password } });
  await expect(call(api.closeAccount, { body: { word: CLOSING_WORDS[locale] } })).rejects.toThrow();

  await pay(call, person, friend, money(50_00n, 'CNY'));
  await answered(await open(), caseId);
  await page.goto('/me/closing');
  const giveUp = m.customer_closing_give_up({ amount: '¥0.37' }, { locale });
  await page.getByRole('button', { name: giveUp }).click();
  await page.getByRole('dialog').getByRole('button', { name: giveUp }).click();
  await prove(page, person, locale);
  await expect(page.getByText(m.customer_closing_clear({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  const copying = page.waitForEvent('download');
  await page.getByRole('button', { name: m.customer_data_button({}, { locale }) }).click();
  const copy = unzipSync(readFileSync(await (await copying).path()));
  expect(Buffer.from(copy['index.html'] ?? []).toString('utf8')).toContain(person.email);
  expect(Object.keys(copy)).toContain('manifest.json');

  await confirm(page, locale);
  const keep = page.getByRole('button', { name: m.customer_closing_keep({}, { locale }) });
  await expect(keep).toBeVisible();
  await expectAccessible(page);
  await received(person.email, 'mail', new RegExp(`(${m.mail_closing_started_subject({}, { locale })})`));
  await expect(pay(friendCall, friend, person, money(1_00n, 'CNY'))).rejects.toThrow();
  await keep.click();
  await expect(page.getByText(m.customer_closing_clear({}, { locale }))).toBeVisible();

  await confirm(page, locale);
  await expect(keep).toBeVisible();
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 14 * 86_400 + 60 } });
  await received(person.email, 'mail', new RegExp(`(${m.mail_account_closed_subject({}, { locale })})`));
  const later = await open();
  await later.goto('/sign-in');
  await later.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await later.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await later.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await expect(later.getByRole('alert').or(later.locator('.hint.bad')).first()).toBeVisible();

  await later.goto('/sign-in/help');
  await later.getByRole('link', { name: m.customer_record_link({}, { locale }) }).click();
  await later.getByLabel(m.customer_record_email({}, { locale })).fill(person.email);
  await expectAccessible(later);
  await later.getByRole('button', { name: m.customer_record_send({}, { locale }) }).click();
  const code = await received(
    person.email,
    'mail',
    new RegExp(`${m.mail_closure_code_subject({}, { locale })}.*?(\\d{6})`, 's'),
  );
  await later.getByLabel(m.customer_record_code({}, { locale })).fill(code);
  await later.getByRole('button', { name: m.customer_record_show({}, { locale }) }).click();
  await expect(later.getByRole('heading', { name: m.customer_record_closed({}, { locale }) })).toBeVisible();
  await expectAccessible(later);
  const saving = later.waitForEvent('download');
  await later.getByRole('button', { name: m.customer_record_keep({}, { locale }) }).click();
  const file = await (await saving).path();
  await later.goto('/verify');
  await later.locator('#receipt-file').setInputFiles({
    name: 'record.json',
    mimeType: 'application/json',
    buffer: readFileSync(file),
  });
  await expect(later.getByText(m.site_verify_paper_genuine({}, { locale }))).toBeVisible();
  await later.locator('#receipt-file').setInputFiles({
    name: 'record.json',
    mimeType: 'application/json',
    buffer: Buffer.from(readFileSync(file, 'utf8').replace('cus_0', 'cus_1')),
  });
  await expect(later.getByText(m.site_verify_not_signed({}, { locale }))).toBeVisible();

  // The same address opens an account again.
  const { phone, handle, password } = someone('林知夏', locale);
  const again = visitor();
  const { name, email } = person;
  await again.call(api.register, {
    body: { name, email, phone, handle, password, locale, termsVersion: TERMS_VERSION },
  });
  expect((await again.call(api.signIn, { body: { login: email, password } })).email).toBe(email);
});
