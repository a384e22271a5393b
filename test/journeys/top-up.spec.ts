import * as m from '#messages';
import { api } from '#common/api/index';
import { expect, expectAccessible, signIn, test, typeCard } from './support/story.ts';
import { join, someone, visitor } from './support/world.ts';
import type { Page } from '@playwright/test';
import type { Locale } from '#common/locale';

/** Amount, quote, card: up to the button that charges. */
async function fillTopUp(page: Page, locale: Locale, amount: string, card: string): Promise<void> {
  await page.goto('/top-up');
  await page.getByLabel(m.customer_top_up_into_balance({}, { locale })).fill(amount);
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.customer_top_up_price_locked({}, { locale }))).toBeVisible();
  await typeCard(page, card);
}
const charge = (page: Page, locale: Locale) =>
  page.locator('#charge').filter({ hasNotText: m.customer_top_up_card_missing({}, { locale }) });

test('a card top-up shows fee and time first, and the balance follows', async ({ page, lang: locale }) => {
  const person = someone('林知夏', locale);
  await join(person);
  await signIn(page, person, locale);
  await fillTopUp(page, locale, '500', '4242424242424242');
  await expect(page.getByText(/¥503\.00/).first()).toBeVisible();
  await expectAccessible(page);
  await charge(page, locale).click();
  await page.waitForURL(/\/entry\/tu_/);
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('500.00');
});

test('the bank asks for proof; with the code it goes through, without it nothing is charged', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Mateo Quillfeather', locale);
  await join(person);
  await signIn(page, person, locale);
  await fillTopUp(page, locale, '120.50', '4000000000003220');
  await charge(page, locale).click();
  await page.waitForURL(/\/challenge\//);
  const code = (await page.locator('b.num').first().textContent())?.replaceAll(/\D/g, '') ?? '';
  await page.locator('input[name="code"]').fill(code);
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/entry\/tu_/);
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale }))).toBeVisible();
});

const DECLINES = [
  ['insufficient funds', '4000000000009995', 'card_insufficient_funds'],
  ['no reason given', '4000000000000002', 'card_declined'],
  ['expired card', '4000000000000069', 'card_expired'],
  ['wrong security code', '4000000000000127', 'card_code_wrong'],
  ['unknown number', '4000000000000036', 'card_number_wrong'],
  ['over the card limit', '4000000000006975', 'card_limit_exceeded'],
  ['proof failed', '4000000000000101', 'card_authentication_failed'],
  ['card not supported', '4000000000000119', 'card_not_supported'],
] as const;

test('each decline tells its own reason and its own fix, and nothing is charged', async ({
  page,
  lang: locale,
}) => {
  const person = someone('许长宁', locale);
  const call = await join(person);
  await signIn(page, person, locale);
  const sentences = new Set<string>();
  for (const [what, card, code] of DECLINES) {
    await fillTopUp(page, locale, '50', card);
    await charge(page, locale).click();
    await page.waitForURL(/\/entry\/tu_/);
    const reason = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
    await expect(reason, what).toBeVisible();
    sentences.add((await reason.locator('dd').first().textContent()) ?? '');
    const id = page.url().split('/').at(-1) ?? '';
    const entry = await call(api.entry, { params: { id } });
    expect(entry.reason?.code, what).toBe(code);
    expect(entry.state).toBe('failed');
    await expect(
      reason.getByRole('link').or(reason.getByRole('button')).first(),
      `${what}: a way on`,
    ).toBeVisible();
  }
  expect(sentences.size).toBe(DECLINES.length);
  const last = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
  await last.getByRole('link', { name: m.remedy_use_other_card({}, { locale }) }).click();
  await expect(
    page.getByLabel(m.customer_top_up_into_balance({}, { locale })),
    'another card, the same amount',
  ).toHaveValue(/^50(\.00)?$/);
  await page.goBack();
  await expectAccessible(page);
  expect((await call(api.accounts)).items[0]?.available.amount).toBe('0');
});

test('when the answer is lost the page says so, asks again, and the money is there once', async ({
  page,
  lang: locale,
}) => {
  const person = someone('A. Sørensen', locale);
  const call = await join(person);
  await signIn(page, person, locale);
  await fillTopUp(page, locale, '80', '4000000000000150');
  await charge(page, locale).click();
  await page.waitForURL(/\/entry\/tu_/);
  await expect(async () => {
    const again = page
      .getByRole('region', { name: m.common_reason_label({}, { locale }) })
      .getByRole('button')
      .first();
    if (await again.isVisible()) await again.click();
    await expect(page.getByText(m.customer_story_top_up_settled({}, { locale }))).toBeVisible({
      timeout: 2_000,
    });
  }).toPass({ timeout: 40_000 });
  expect((await call(api.accounts)).items[0]?.available.amount).toBe('8000');
});

test('part of a large top-up is available later, as the quote said, and the card holder can take it back', async ({
  page,
  lang: locale,
}) => {
  const person = someone('周青', locale);
  const call = await join(person);
  await signIn(page, person, locale);
  await fillTopUp(page, locale, '3000', '4242424242424242');
  await expect(
    page.getByText(m.customer_held({}, { locale })).or(page.locator('.banner.held')).first(),
  ).toBeVisible();
  await charge(page, locale).click();
  await page.waitForURL(/\/entry\/tu_/);
  const id = page.url().split('/').at(-1) ?? '';
  const before = (await call(api.accounts)).items[0];
  expect(BigInt(before?.available.amount ?? '0') < 300_000n).toBe(true);
  expect(before?.total.amount).toBe('300000');

  const { items } = await visitor().call(api.sandboxCharges);
  const taken = items.find(({ reference }) => reference === id);
  await visitor().call(api.sandboxChargeback, { params: { id: taken?.id ?? '' }, body: {} });
  await expect(async () => {
    const after = (await call(api.accounts)).items[0];
    expect(after?.total.amount).toBe('0');
  }).toPass({ timeout: 15_000 });
  await page.reload();
  await expect(page.getByRole('region', { name: m.common_reason_label({}, { locale }) })).toBeVisible();
});

test('an amount that cannot be is refused where it is typed', async ({ page, lang: locale }) => {
  const person = someone('苏晚', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/top-up');
  const field = page.getByLabel(m.customer_top_up_into_balance({}, { locale }));
  for (const [typed, sentence] of [
    ['0', m.customer_amount_not_positive({}, { locale })],
    ['1.005', m.customer_amount_too_precise({ digits: 2, currency: 'CNY' }, { locale })],
  ] as const) {
    await field.fill(typed);
    await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await field.fill('１００');
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await expect(page.getByText(/¥100\.60/).first(), 'full-width digits are read as meant').toBeVisible();
});
