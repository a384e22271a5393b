import type { Page } from '@playwright/test';
import type { Locale } from '#common/locale';
import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, someone, type Person } from './support/world.ts';

/** A sum that nobody pays in any other story: the rule that this one switches on is about it alone. */
const SUM = '777.77';
const SHOWN = '¥777.77';

type Paying = {
  readonly payee: Person;
  readonly password: string;
  readonly locale: Locale;
  readonly again?: true;
};

async function payIt(page: Page, { payee, password, locale, again }: Paying): Promise<void> {
  await page.goto('/pay');
  await page.getByLabel(m.customer_pay_who({}, { locale })).fill(payee.email);
  await page.getByRole('button', { name: m.customer_pay_find({}, { locale }) }).click();
  await page.getByLabel(m.customer_amount({}, { locale }), { exact: true }).fill(SUM);
  await page.getByRole('button', { name: m.customer_pay_next({}, { locale }) }).click();
  const pay = m.customer_pay_amount({ amount: SHOWN }, { locale });
  await page.getByRole('button', { name: pay }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(password);
  await sheet.getByRole('button', { name: pay }).click();
  // The same sum to the same person within minutes is asked about.
  if (again)
    await page.getByRole('button', { name: m.persons_again_do({ amount: SHOWN }, { locale }) }).click();
  await page.waitForURL(/\/entry\/tr_/);
}

async function openRules(page: Page, locale: Locale): Promise<void> {
  await page.getByRole('link', { name: m.console_rules({}, { locale }), exact: true }).click();
  await expect(page.getByRole('heading', { name: m.console_rules_title({}, { locale }) })).toBeVisible();
}

test('a rule is written, tried on past payments, switched on by a second person, and then bites', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const [payer, payee] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(160_000n, 'CNY'));
  await expect(async () =>
    expect((await call(api.accounts)).items[0]?.available.amount).toBe('160000'),
  ).toPass();
  const customer = await open(payer);
  await payIt(customer, { payee, password: payer.paymentPassword, locale });

  await newColleague(page, 'Hannah Weiss', 'risk');
  await openRules(page, locale);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.console_rules_new({}, { locale }) }).click();
  const name = `Exactly ${SUM} ${payer.handle}`;
  await page.getByLabel(m.console_rule_name({}, { locale })).fill(name);
  await page.getByRole('button', { name: m.console_rule_add({}, { locale }) }).click();
  const condition = (number: number) =>
    page.getByRole('group', { name: m.console_rule_condition({ number }, { locale }) });
  const value = m.console_rule_value_money({ currency: 'CNY' }, { locale });
  await condition(1).getByLabel(value).fill('777.76');
  await condition(2).getByLabel(m.console_rule_op({}, { locale })).selectOption('below');
  await condition(2).getByLabel(value).fill('777.78');
  await page.getByLabel(m.console_rule_outcome({}, { locale })).selectOption('block');
  await expect(page.getByText('¥777.76').first(), 'the sentence says what it does').toBeVisible();
  await expect(page.getByText('如果').first(), 'in both languages').toBeVisible();

  await page.getByRole('button', { name: m.console_replay_button({}, { locale }) }).click();
  await expect(page.getByText(m.console_replay_same({}, { locale }))).toBeVisible();
  await expect(page.getByText(payer.name.slice(0, 1)).last(), 'the payment of before is a hit').toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.console_rule_save({}, { locale }) }).click();

  const row = (of: Page) => of.getByRole('row', { name });
  await row(page).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(m.console_rule_propose_note({}, { locale })).fill('seen in three claims');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: m.console_rule_propose_on({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await row(page).click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();

  const colleague = await open();
  await newColleague(colleague, 'Omar Haddad', 'risk');
  await openRules(colleague, locale);
  await row(colleague).click();
  await colleague.getByRole('button', { name: m.console_proposal_approve({}, { locale }) }).click();
  await expect(row(colleague)).toContainText(m.console_rule_live({}, { locale }));

  await payIt(customer, { payee, password: payer.paymentPassword, locale, again: true });
  await expect(
    customer
      .getByText(
        locale === 'zh-CN' ? '盗用他人账户的人所做的很像' : 'what thieves do with accounts of others',
      )
      .first(),
  ).toBeVisible();
  await expectAccessible(customer);
  expect((await call(api.accounts)).items[0]?.available.amount, 'it was paid once').toBe('82223');

  // What it matched is watched, and labelled for the next replay.
  await colleague.reload();
  await row(colleague).click();
  await colleague.getByRole('dialog').locator('summary').first().click();
  await colleague.getByLabel(m.console_hit_note({}, { locale })).fill('the payer called');
  await colleague.getByRole('button', { name: m.console_hit_say_good({}, { locale }) }).click();
  await expect(
    colleague.getByRole('dialog').getByText(m.console_hit_not_fraud({}, { locale })).first(),
  ).toBeVisible();
});
