import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { money, toWire } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { visitor } from './support/world.ts';

test('a day on which the bank took what nobody knows is not closed before two people have dealt with it', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const outside = visitor();
  const gbp = (minor: bigint) => money(minor, 'GBP');
  const text = (minor: bigint): string => formatMoney(gbp(minor), { locale });
  const book = (minor: bigint, what: 'fee' | 'other') =>
    outside.call(api.sandboxBankBooking, { body: { amount: toWire(gbp(minor)), direction: 'out', what } });
  const sum = BigInt(10_000 + Math.floor(Math.random() * 80_000));
  await book(sum, 'other');
  await book(sum + 7n, 'fee');
  await outside.call(api.moveSandboxClock, { body: { advanceSeconds: 26 * 3_600 } });

  await newColleague(page, 'Lin Dan', 'finance');
  await page.getByRole('link', { name: m.reconciliation_nav({}, { locale }), exact: true }).click();
  const account = (at: Page) =>
    at.getByRole('region', {
      name: m.reconciliation_account(
        { rail: m.reconciliation_rail_bank({}, { locale }), currency: 'GBP' },
        { locale },
      ),
    });
  // The bank's statement of the day is fetched within minutes of our time.
  await expect(async () => {
    await outside.call(api.moveSandboxClock, { body: { advanceSeconds: 400 } });
    await page.reload();
    await expect(account(page).getByText(m.reconciliation_breaks({ count: 1 }, { locale }))).toBeVisible({
      timeout: 4_000,
    });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(page);
  await account(page).getByRole('row').nth(1).click();
  await page.waitForURL(/\/reconciliation\/bank-GBP-/);
  await expect(page.getByText(m.reason_rail_day_unexplained_title({}, { locale }))).toBeVisible();
  await expect(page.getByRole('button', { name: m.reconciliation_close({}, { locale }) })).toHaveCount(0);
  await expectAccessible(page);

  const rowOf = (at: Page) =>
    at
      .getByRole('row')
      .filter({ hasText: text(-sum) })
      .filter({ hasText: m.reconciliation_kind_not_in_ours({}, { locale }) });
  await rowOf(page).click();
  const drawer = page.getByRole('dialog');
  await drawer
    .getByRole('radio', { name: m.reconciliation_action_book({}, { locale }) })
    .check({ force: true });
  await drawer
    .getByLabel(m.reconciliation_note({}, { locale }))
    .fill('The bank says by phone: a payment of somebody else.');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: m.reconciliation_propose({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await rowOf(page).click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();

  const second = await open();
  await newColleague(second, 'Fang Wei', 'finance');
  await second.goto(page.url());
  await rowOf(second).click();
  await second
    .getByRole('dialog')
    .getByRole('button', { name: m.reconciliation_approve({}, { locale }) })
    .click();
  await expect(second.getByRole('dialog')).toBeHidden();
  await expect(second.getByText(m.reconciliation_open_none({}, { locale }))).toBeVisible();
  await expectAccessible(second);
  await second.getByRole('button', { name: m.reconciliation_close({}, { locale }) }).click();
  await expect(second.getByText(/Fang Wei/).last()).toBeVisible();
  await expect(second.getByText(m.reconciliation_rule_reference({}, { locale })).first()).toBeVisible();
  await expectAccessible(second);
  const file = await second.request.get(
    `/api/v1/staff/reconciliation-days/${second.url().split('/').at(-1)}/export`,
  );
  expect(await file.text()).toContain(formatMoney(gbp(sum), { locale: 'en' }).replace(/[^\d.]/g, ''));

  await second.getByRole('link', { name: m.reconciliation_debt_nav({}, { locale }), exact: true }).click();
  await expect(
    second.getByRole('heading', { name: m.reconciliation_debt_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(second);
});
