import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { fromWire, money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone } from './support/world.ts';

test('money of one currency becomes money of another at a price that is told whole before and kept after', async ({
  page,
  lang: locale,
}) => {
  const person = someone('林知夏', locale);
  const call = await join(person);
  await fund(call, money(100_000n, 'CNY'));
  await signIn(page, person, locale);
  await page.getByRole('link', { name: m.exchange_home({}, { locale }) }).click();
  await page.waitForURL(/\/exchange$/);
  const give = page.getByLabel(m.exchange_give({}, { locale }), { exact: true });
  const get = page.getByLabel(m.exchange_get({}, { locale }), { exact: true });
  await give.fill('500');
  await expect(get, 'the other side follows while typing').not.toHaveValue('');
  await get.fill('20');
  await expect(give).not.toHaveValue('500');
  await expectAccessible(page);
  await give.fill('500');
  await page.getByRole('button', { name: m.exchange_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.exchange_rate_locked({}, { locale }))).toBeVisible();
  for (const said of [m.exchange_reference, m.exchange_markup, m.exchange_cost])
    await expect(page.getByText(said({}, { locale }), { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.exchange_do({ amount: '¥500.00' }, { locale }) }).click();
  await page.waitForURL(/\/entry\/fx_/);
  await expect(page.getByText(m.exchange_story_completed({}, { locale })).first()).toBeVisible();
  await expect(
    page.getByText(m.exchange_cost({}, { locale }), { exact: true }),
    'the entry keeps the price',
  ).toBeVisible();
  await expectAccessible(page);
  const entry = await call(api.entry, { params: { id: page.url().split('/').at(-1) ?? '' } });
  expect(entry.received?.currency).toBe('USD');
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('500.00');
  const dollars = formatMoney(fromWire(entry.received ?? entry.amount), { locale, among: ['CNY', 'USD'] });
  await expect(page.getByText(dollars, { exact: false }).first()).toBeVisible();
});

test('more than there is says by how much, and one press makes it fit; a price that ran out is asked for anew', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Mateo Quillfeather', locale);
  const call = await join(person);
  await fund(call, money(5_000n, 'CNY'));
  await signIn(page, person, locale);
  await page.goto('/exchange');
  const give = page.getByLabel(m.exchange_give({}, { locale }), { exact: true });
  await give.fill('80');
  await expect(page.getByText(m.exchange_short({ missing: '¥30.00' }, { locale }))).toBeVisible();
  await page.getByRole('button', { name: m.exchange_take_all({}, { locale }) }).click();
  await expect(give).toHaveValue('50.00');
  await page.getByRole('button', { name: m.exchange_swap({}, { locale }) }).click();
  await expect(page.getByText(m.exchange_short({ missing: '$50.00' }, { locale }))).toBeVisible();
  await page.getByRole('button', { name: m.exchange_swap({}, { locale }) }).click();
  await page.getByRole('button', { name: m.exchange_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.exchange_rate_locked({}, { locale }))).toBeVisible();
  // The screen's own clock runs ahead: five minutes pass at once.
  await page.clock.install();
  await page.clock.fastForward('06:00');
  const priced = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/exchange-quotes'));
  await page.getByRole('button', { name: m.exchange_new_price({}, { locale }) }).click();
  expect((await priced).status(), 'a new price was made').toBe(201);
});
