import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import { type Call, urlOf } from '#common/api/client';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { BASE, fund, join, newId, type Person, someone, visitor } from './support/world.ts';

/** Pays as the screens do it. */
async function pay(call: Call, payer: Person, payee: Person, minor: string, note: string): Promise<void> {
  const found = await call(api.findPayee, { body: { query: `@${payee.handle}` } });
  const amount = { amount: minor, currency: 'CNY' as const };
  const proof = await call(api.createStepUp, {
    body: { action: 'transfer', ...amount, payee: found.reference, paymentPassword: payer.paymentPassword },
  });
  const id = newId('tr');
  const body = { id, payee: found.reference, amount, note, stepUpId: proof.id };
  await call(api.createTransfer, { idempotencyKey: id, body });
}

/** Chooses a kind of file and takes what the browser saves. */
async function download(page: Page, form: string, locale: Locale) {
  await page.getByRole('combobox', { name: m.statement_form({}, { locale }) }).selectOption({ label: form });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: m.statement_download({ form }, { locale }) }).click();
  return saved;
}

test('a person finds the statement of a month and keeps it as files with a code and a signed proof', async ({
  page,
  lang: locale,
}, testInfo) => {
  const [anna, ming] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(anna), join(ming)]);
  await fund(call, money(20_000n, 'CNY'));
  await pay(call, anna, ming, '4650', '晚饭');
  await signIn(page, anna, locale);

  await page.goto('/history');
  await page.getByRole('link', { name: m.statement_link_statements({}, { locale }) }).click();
  await expect(page.getByRole('heading', { name: m.statement_by_month({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link').filter({ hasText: '153.50' }).click();
  await expect(page.getByText('¥46.50').first()).toBeVisible();
  await expect(page.getByRole('link').filter({ hasText: '晚饭' })).toBeVisible();

  const [pdf, csv] = [m.statement_form_pdf({}, { locale }), m.statement_form_csv({}, { locale })];
  // The first file asks who it is; the others are of the same statement.
  await page.getByRole('button', { name: m.statement_download({ form: pdf }, { locale }) }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale }), { exact: true }).fill(anna.password);
  const first = page.waitForEvent('download');
  await sheet.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  const paper = testInfo.outputPath('statement.pdf');
  await (await first).saveAs(paper);
  expect(readFileSync(paper).subarray(0, 5).toString()).toBe('%PDF-');
  const table = testInfo.outputPath('statement.csv');
  await (await download(page, csv, locale)).saveAs(table);
  expect(readFileSync(table, 'utf8')).toContain('153.50');
  const proof = page.waitForEvent('download');
  await page.getByRole('button', { name: m.statement_save_proof({}, { locale }) }).click();
  const signed = testInfo.outputPath('proof.json');
  await (await proof).saveAs(signed);
  const digest = createHash('sha256').update(readFileSync(table)).digest('hex');
  expect(readFileSync(signed, 'utf8')).toContain(digest);
  expect(readFileSync(signed, 'utf8')).toContain(
    (await page.getByTestId('statement-code').textContent()) ?? '',
  );
  await expectAccessible(page);
});

test('a stranger sees by its code, by its file and by its proof that a statement is genuine, or that it is none of ours', async ({
  page: stranger,
  lang: locale,
}) => {
  const anna = someone('林知夏', locale);
  await fund(await join(anna), money(15_350n, 'CNY'));
  const { call, cookie } = visitor();
  await call(api.signIn, { body: { login: anna.email, password: anna.password } });
  await call(api.proveAccess, { body: { password: anna.password, factor: null } });
  const { id, code } = await call(api.issueStatement, { body: { currency: 'CNY' } });
  const url = BASE + urlOf(api.statementFile, { params: { id }, query: { form: 'csv' } });
  const table = Buffer.from(await (await fetch(url, { headers: { cookie: cookie() } })).arrayBuffer());
  const proof = Buffer.from(JSON.stringify(await call(api.statementPaper, { params: { id } })));

  await stranger.goto('/verify');
  await stranger.getByLabel(m.site_verify_code({}, { locale })).fill(code.toLowerCase());
  await stranger.getByRole('button', { name: m.site_verify_code_check({}, { locale }) }).click();
  const heading = (name: string) => stranger.getByRole('heading', { name });
  await expect(heading(m.site_verify_statement_genuine({}, { locale }))).toBeVisible();
  await expect(stranger.getByText('¥153.50').first()).toBeVisible();
  await expect(stranger.getByText('林*夏')).toBeVisible();
  await expectAccessible(stranger);
  const drop = (name: string, buffer: Buffer) =>
    stranger
      .getByLabel(m.site_verify_choose({}, { locale }))
      .setInputFiles({ name, mimeType: 'text/csv', buffer });
  await drop('statement.csv', table);
  await expect(heading(m.site_verify_file_genuine({}, { locale }))).toBeVisible();
  await drop('proof.json', proof);
  await expect(heading(m.site_verify_paper_genuine({}, { locale }))).toBeVisible();
  await drop('changed.csv', Buffer.from(table.toString('utf8').replace('153.50', '953.50')));
  await expect(heading(m.site_verify_not_ours({}, { locale }))).toBeVisible();
  await expect(stranger.getByText('¥153.50').first()).toBeHidden();
  await drop('proof.json', Buffer.from(proof.toString('utf8').replace('"15350"', '"95350"')));
  await expect(heading(m.site_verify_not_signed({}, { locale }))).toBeVisible();
});

test('pictures of a month show what came in and went out, as a table too', async ({ page, lang: locale }) => {
  const [anna, ming] = [someone('Anna Smith', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(anna), join(ming)]);
  await fund(call, money(30_000n, 'CNY'));
  await pay(call, anna, ming, '4200', 'tea');
  await signIn(page, anna, locale);
  await page.goto('/history');
  await page.getByRole('link', { name: m.statement_link_spending({}, { locale }) }).click();
  await expect(page.getByText('¥42.00').first()).toBeVisible();
  const picture = page.getByRole('img', { name: /42\.00/ });
  await expect(picture).toBeVisible();
  await page.getByRole('radio', { name: m.statement_spending_table({}, { locale }) }).check({ force: true });
  await expect(picture).toBeHidden();
  await expect(page.getByRole('cell', { name: '¥300.00' })).toBeVisible();
  await expectAccessible(page);
});

test('before there is money there is nothing to draw; any days have a statement, once they are in order', async ({
  page,
  lang: locale,
}) => {
  const anna = someone('Anna Smith', locale);
  const call = await join(anna);
  await signIn(page, anna, locale);
  await page.goto('/spending');
  await expect(page.getByText(m.statement_spending_empty({}, { locale }))).toBeVisible();
  await page.goto('/statements');
  await expect(page.getByText(m.statement_list_empty({}, { locale }))).toBeVisible();
  await fund(call, money(30_000n, 'CNY'));
  await page.reload();
  const [from, to] = [m.customer_filter_from({}, { locale }), m.customer_filter_to({}, { locale })];
  await page.getByLabel(from).fill('2026-06-30');
  await page.getByLabel(to).fill('2026-06-01');
  await expect(page.getByText(m.statement_days_backwards({}, { locale }))).toBeVisible();
  await page.getByLabel(to).fill('2026-07-31');
  await page.getByRole('button', { name: m.statement_show({}, { locale }) }).click();
  await expect(page.getByText(m.statement_none({}, { locale }))).toBeVisible();
  await expectAccessible(page);
});
