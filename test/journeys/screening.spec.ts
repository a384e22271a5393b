import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone } from './support/world.ts';

/** Of the made-up list that a sandbox brings. */
const LISTED = 'Ignaz Malthouse';

async function riskDesk(page: Page, name: string): Promise<void> {
  await newColleague(page, name, 'risk');
  await page.goto('/console/screening');
}

test('who bears a listed name is held back without being told why, and free again when two of the staff have looked', async ({
  page,
  open,
  lang: locale,
}) => {
  const person = someone(LISTED, locale);
  const call = await join(person);
  await expect.poll(async () => (await call(api.accountStatus)).status).toBe('restricted');
  const customer = await open();
  await signIn(customer, person, locale);
  await customer.goto('/me/account-status');
  await expect(
    customer.getByRole('heading', { name: m.customer_status_restricted({}, { locale }) }),
  ).toBeVisible();
  await expect(customer.locator('body')).not.toContainText(/sanction|OFAC|screening|制裁|筛查|名单/i);

  await riskDesk(page, 'Hannah Weiss');
  // Others of this name may wait from other journeys; the newest stands last.
  const rows = page.getByRole('row', { name: LISTED });
  await expect(rows.first()).toBeVisible();
  const mine = rows.last();
  await mine.focus();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('heading', { name: m.console_screening_pair({ score: 100 }, { locale }) });
  await expect(pane).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel(m.console_proposal_note({}, { locale })).fill('born 1999 by the passport');
  await page.getByRole('button', { name: m.console_screening_propose_button({}, { locale }) }).click();
  await expect(mine.getByText(m.console_restriction_waits({}, { locale }))).toBeVisible();
  await mine.click();
  await expect(page.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();

  const colleague = await open();
  await riskDesk(colleague, 'Omar Haddad');
  await colleague
    .getByRole('row', { name: LISTED })
    .filter({ hasText: m.console_restriction_waits({}, { locale }) })
    .last()
    .click();
  await expect(colleague.getByText('born 1999 by the passport')).toBeVisible();
  await expectAccessible(colleague);
  await colleague.getByRole('button', { name: m.console_screening_approve_not_same({}, { locale }) }).click();
  await expect.poll(async () => (await call(api.accountStatus)).status).toBe('active');
  await fund(call, money(20_00n, 'CNY'));
  await page.getByRole('radio', { name: m.console_screening_lists({}, { locale }) }).check({ force: true });
  await expect(page.getByText(m.console_screening_list_current({}, { locale })).first()).toBeVisible();
  await expectAccessible(page);
});
