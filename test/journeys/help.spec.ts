import { readFileSync } from 'node:fs';
import { api } from '#common/api/index';
import { verifyCaseRecord } from '#common/case-record';
import { money } from '#common/money';
import * as m from '#messages';
import { acceptsInvitation } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone, visitor } from './support/world.ts';

test('from a failed entry to an agent and back: the reason at once, a case with the entry, answers live on both sides, a record to keep', async ({
  page,
  lang: locale,
  open,
}) => {
  test.setTimeout(120_000);
  const person = someone('林知夏', locale);
  const call = await join(person);
  const failed = await fund(call, money(50_000n, 'CNY'), '4000000000009995').catch(() => '');
  const entry = (await call(api.entries, { query: { limit: 1 } })).items[0];
  expect(entry?.family, `the top-up ${failed} failed`).toBe('failed');
  await signIn(page, person, locale);
  await page.goto(`/entry/${entry?.id}`);
  await page.locator('a[href*="/help-me?entry="]').first().click();
  const reason = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
  await expect(reason, 'the answer needs no agent').toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: m.customer_help_talk({}, { locale }) }).click();
  await page.getByLabel(m.customer_help_question({}, { locale })).fill('卡里明明有钱，为什么说余额不足？');
  await page.getByRole('button', { name: m.customer_help_send({}, { locale }) }).click();
  await page.waitForURL(/\/help-me\/case_/);
  await expect(page.getByText('卡里明明有钱，为什么说余额不足？')).toBeVisible();
  await expectAccessible(page);

  const desk = await open();
  await acceptsInvitation(desk, locale, '周青', 'agent');
  await desk
    .getByRole('link', { name: /林知夏/ })
    .filter({ hasText: '卡里明明有钱' })
    .first()
    .click();
  await expect(desk.getByText('卡里明明有钱，为什么说余额不足？').last()).toBeVisible();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: m.console_take({}, { locale }) }).click();
  await expect(page.getByText(m.customer_case_with({ name: '周青' }, { locale }))).toBeVisible();

  await desk.getByRole('tab', { name: m.console_note({}, { locale }) }).click();
  await desk
    .getByRole('textbox', { name: m.console_note({}, { locale }) })
    .fill('INTERNAL: third decline of this issuer today');
  await desk.getByRole('button', { name: m.console_note_save({}, { locale }) }).click();
  await desk.getByRole('tab', { name: m.console_reply({}, { locale }) }).click();
  await desk
    .getByRole('textbox', { name: m.console_reply({}, { locale }) })
    .fill('您好，我是周青。是发卡行拒绝的，我们没有扣款。');
  await desk.getByRole('button', { name: m.console_reply_send({}, { locale }) }).click();
  await expect(
    page.getByText('您好，我是周青。是发卡行拒绝的，我们没有扣款。'),
    'live, without a reload',
  ).toBeVisible();
  await page
    .getByRole('textbox', { name: m.customer_case_write({}, { locale }) })
    .fill('明白了，我换一张卡。');
  await page.keyboard.press('Enter');
  await expect(desk.getByText('明白了，我换一张卡。').last(), 'and live the other way').toBeVisible();

  const watched = await open(person);
  await watched.goto('/me');
  await watched.getByRole('link', { name: m.customer_me_access({}, { locale }) }).click();
  await expect(
    watched.getByText(m.customer_access_case({ name: '周青' }, { locale })).first(),
    'every look of the staff is there to be read',
  ).toBeVisible();
  await expectAccessible(watched);
  await desk.getByRole('button', { name: m.console_resolve({}, { locale }), exact: true }).click();
  const decision = desk.getByRole('dialog');
  await decision.getByLabel(m.console_resolution({}, { locale })).fill('换卡即可，原卡没有扣款。');
  await decision.getByRole('button', { name: m.console_resolve_send({}, { locale }) }).click();
  await expect(page.getByText(m.customer_case_resolved({}, { locale })).first()).toBeVisible();
  await expect(page.getByText('INTERNAL'), 'notes stay inside').toBeHidden();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: m.customer_case_record({}, { locale }) }).click();
  const record: unknown = JSON.parse(readFileSync((await (await download).path()) ?? '', 'utf8'));
  const { keys } = await visitor().call(api.publicKeys);
  expect((await verifyCaseRecord(record, keys)).ok, 'anyone can check the record').toBe(true);
  expect(JSON.stringify(record)).not.toContain('INTERNAL');
  const altered: unknown = JSON.parse(JSON.stringify(record).replace('没有扣款', '已经扣款'));
  expect((await verifyCaseRecord(altered, keys)).ok).toBe(false);
});

test('the desk is closed to customers and to guests', async ({ page, lang: locale }) => {
  await page.goto('/console');
  await page.waitForURL(/\/console\/sign-in/);
  await expectAccessible(page);
  const person = someone('何雨', locale);
  const call = await join(person);
  await expect(call(api.queue, { query: {} })).rejects.toMatchObject({ status: 401 });
});

test('answers are found in the help centre and in the app, in the reader’s language', async ({
  page,
  lang: locale,
}) => {
  await page.goto('/help');
  await expectAccessible(page);
  await page.getByRole('searchbox').fill(locale === 'en' ? 'card declined' : '卡被拒绝');
  await page.getByRole('search').getByRole('button').click();
  await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
  await page.getByRole('main').getByRole('listitem').first().getByRole('link').click();
  await page.waitForURL(/\/help\/[a-z-]+/);
  await expectAccessible(page);
});
