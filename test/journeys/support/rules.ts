// Rules as staff for risk writes, proposes and switches them on in the console.
import type { Page } from '@playwright/test';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { expect, expectAccessible } from './story.ts';

const ABOUT = { top_up: m.console_about_top_up, withdrawal: m.console_about_withdrawal };
type ProposedRule = {
  readonly name: string;
  readonly about: keyof typeof ABOUT;
  /** Above this and below that, as it is typed. */
  readonly from: string;
  readonly to: string;
  readonly outcome: 'step_up' | 'hold';
};

/** Writes a rule about one sum that nobody else moves, and proposes to switch it on. */
export async function proposeRule(
  page: Page,
  locale: Locale,
  { name, about, from, to, outcome }: ProposedRule,
): Promise<void> {
  await page.getByRole('button', { name: m.console_rules_new({}, { locale }) }).click();
  await page.getByLabel(m.console_rule_name({}, { locale })).fill(name);
  await page.getByLabel(ABOUT[about]({}, { locale })).check();
  await page.getByLabel(m.console_about_transfer({}, { locale })).uncheck();
  await page.getByRole('button', { name: m.console_rule_add({}, { locale }) }).click();
  const condition = (number: number) =>
    page.getByRole('group', { name: m.console_rule_condition({ number }, { locale }) });
  const value = m.console_rule_value_money({ currency: 'CNY' }, { locale });
  await condition(1).getByLabel(value).fill(from);
  await condition(2).getByLabel(m.console_rule_op({}, { locale })).selectOption('below');
  await condition(2).getByLabel(value).fill(to);
  await page.getByLabel(m.console_rule_outcome({}, { locale })).selectOption(outcome);
  await page.getByRole('button', { name: m.console_replay_button({}, { locale }) }).click();
  await expect(page.getByText(m.console_replay_same({}, { locale }))).toBeVisible();
  if (outcome === 'hold') await expectAccessible(page);
  await page.getByRole('button', { name: m.console_rule_save({}, { locale }) }).click();
  await page.getByRole('row', { name }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel(m.console_rule_propose_note({}, { locale })).fill('seen in three chargebacks');
  await drawer.getByRole('button', { name: m.console_rule_propose_on({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
}

export async function approveRule(page: Page, locale: Locale, name: string): Promise<void> {
  await page.getByRole('row', { name }).click();
  await page.getByRole('button', { name: m.console_proposal_approve({}, { locale }) }).click();
  await expect(page.getByRole('row', { name })).toContainText(m.console_rule_live({}, { locale }));
}

export async function openRules(page: Page, locale: Locale): Promise<void> {
  await page.getByRole('link', { name: m.console_rules({}, { locale }), exact: true }).click();
  await expect(page.getByRole('heading', { name: m.console_rules_title({}, { locale }) })).toBeVisible();
}
