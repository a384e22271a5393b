import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { approveRule, openRules, proposeRule } from './support/rules.ts';
import { appCode, withAuthenticator } from './support/second-factor.ts';
import { expect, expectAccessible, test, typeCard } from './support/story.ts';
import { fund, join, someone, type Person } from './support/world.ts';

/** Sums that nobody tops up in any other story: the rules that this one switches on are about them alone. */
const ASKED = { typed: '444.44', from: '444.43', to: '444.45', total: '¥447.11' };
const HELD = { typed: '333.33', from: '333.32', to: '333.34', minor: 33_333n };

async function signInWithCode(page: Page, person: Person, secret: string, locale: Locale): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await page.waitForURL('**/sign-in/second-factor');
  await page.getByLabel(m.customer_factor_authenticator_code({}, { locale })).fill(await appCode(secret, 30));
  await page.getByRole('button', { name: m.customer_factor_button({}, { locale }) }).click();
  await page.waitForURL('**/home');
}

async function fillTopUp(page: Page, locale: Locale, amount: string): Promise<void> {
  await page.goto('/top-up');
  await page.getByLabel(m.customer_top_up_into_balance({}, { locale })).fill(amount);
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.customer_top_up_price_locked({}, { locale }))).toBeVisible();
  await typeCard(page, '4242424242424242');
}
const charge = (page: Page, locale: Locale) =>
  page.locator('#charge').filter({ hasNotText: m.customer_top_up_card_missing({}, { locale }) });

/** Two members of staff switch both rules on. */
async function switchOnBoth(page: Page, colleague: Page, locale: Locale, mark: string): Promise<void> {
  const rules = [
    { name: `Asked ${mark}`, ...ASKED, outcome: 'step_up' as const },
    { name: `Held ${mark}`, ...HELD, outcome: 'hold' as const },
  ];
  await newColleague(page, 'Hannah Weiss', 'risk');
  await openRules(page, locale);
  for (const rule of rules) await proposeRule(page, locale, { ...rule, about: 'top_up' });
  await newColleague(colleague, 'Omar Haddad', 'risk');
  await openRules(colleague, locale);
  for (const { name } of rules) await approveRule(colleague, locale, name);
}

/** The reviewer opens what is held of this customer, and decides. */
async function review(page: Page, locale: Locale, name: string, decision: 'release' | 'refuse') {
  await page.reload();
  const drawer = page.getByRole('dialog');
  await page.getByRole('row', { name }).first().click();
  await expect(
    drawer.getByText(m.console_review_own_balance({}, { locale })).first(),
    'it goes to nobody else',
  ).toBeVisible();
  if (decision === 'refuse')
    await drawer.getByRole('radio', { name: m.console_review_refuse({}, { locale }) }).check();
  await drawer.getByLabel(m.console_review_note({}, { locale })).fill('called the customer back');
  if (decision === 'release') await expectAccessible(page);
  const button =
    decision === 'release'
      ? m.console_review_button_release({}, { locale })
      : m.console_review_button_refuse({}, { locale });
  await drawer.getByRole('button', { name: button }).click();
  await expect(drawer).toBeHidden();
}

const balanceOf = async (call: Call) => (await call(api.accounts)).items[0];

test('rules about top-ups: one asks for the second factor, one has a person look first', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const person = someone('顾清和', locale);
  const [call, earlier] = await Promise.all([join(person), join(someone('何雨', locale))]);
  // Something for the rules to be tried on.
  await fund(earlier, money(5_000n, 'CNY'));
  const secret = await withAuthenticator(person, call);
  await switchOnBoth(page, await open(), locale, person.handle);

  // Asked for the second factor, for exactly this card and this sum.
  const customer = await open();
  await signInWithCode(customer, person, secret, locale);
  await fillTopUp(customer, locale, ASKED.typed);
  await charge(customer, locale).click();
  const sheet = customer.getByRole('dialog');
  await expect(sheet.getByText('Visa •••• 4242'), 'the card is shown exactly').toBeVisible();
  await expect(sheet.getByText(ASKED.total).first(), 'and what it is charged').toBeVisible();
  await expectAccessible(customer);
  const code = sheet.getByLabel(m.customer_factor_authenticator_code({}, { locale }));
  const press = sheet.getByRole('button', {
    name: m.customer_top_up_charge({ amount: ASKED.total }, { locale }),
  });
  await code.fill(await appCode(secret, 900));
  await press.click();
  await expect(sheet.getByRole('alert'), 'a wrong code charges nothing').toBeVisible();
  expect((await balanceOf(call))?.total.amount).toBe('0');
  await expect(async () => {
    await code.fill(await appCode(secret, 30));
    await press.click();
    await customer.waitForURL(/\/entry\/tu_/, { timeout: 8_000 });
  }).toPass({ timeout: 60_000, intervals: [12_000] });
  await expect(customer.getByText(m.customer_story_top_up_settled({}, { locale })).first()).toBeVisible();

  // Charged, credited, and looked at before it can be spent.
  await fillTopUp(customer, locale, HELD.typed);
  await charge(customer, locale).click();
  await customer.waitForURL(/\/entry\/tu_/);
  await expect(customer.getByText(m.customer_story_top_up_held({}, { locale })).first()).toBeVisible();
  await expectAccessible(customer);
  expect((await balanceOf(call))?.held[0]).toMatchObject({
    kind: 'top_up_review',
    amount: { amount: '33333' },
  });
  await page.getByRole('link', { name: m.console_reviews({}, { locale }), exact: true }).click();
  await review(page, locale, '顾', 'release');
  await expect(customer.getByText(m.customer_story_top_up_released({}, { locale })).first()).toBeVisible();
  expect((await balanceOf(call))?.available.amount).toBe('77777');

  // What is not let through goes back to the card, and the entry says why.
  const refused = await fund(call, money(HELD.minor, 'CNY'));
  await customer.goto(`/entry/${refused}`);
  await expect(customer.getByText(m.customer_story_top_up_held({}, { locale })).first()).toBeVisible();
  await review(page, locale, '顾', 'refuse');
  await expect(customer.getByText(m.customer_story_top_up_refunded({}, { locale })).first()).toBeVisible();
  await expectAccessible(customer);
  expect((await balanceOf(call))?.total.amount).toBe('77777');
});
