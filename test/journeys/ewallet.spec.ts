import type { Page } from '@playwright/test';
import * as m from '#messages';
import type { Locale } from '#common/locale';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, someone } from './support/world.ts';

const NAME = 'Sandpay';

/** Amount and quote, up to the e-wallet's own page. */
async function leaveForEwallet(page: Page, locale: Locale, amount: string): Promise<void> {
  await page.getByLabel(m.customer_top_up_into_balance({}, { locale })).fill(amount);
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.customer_top_up_price_locked({}, { locale }))).toBeVisible();
  await page.getByRole('button', { name: NAME }).click();
  await page.waitForURL(/\/pay\/wp_/);
}
const approveWith = async (page: Page, account: string): Promise<void> => {
  await page.getByRole('radio', { name: account }).check();
  await page.locator('button[value=approve]').click();
  await page.waitForURL(/\/entry\/tu_/);
};

test('money comes from another e-wallet: paid, declined with a way on, and paid in silence', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Ines Okonkwo', locale);
  await join(person);
  await signIn(page, person, locale);

  // The third way, beside card and transfer.
  await page.goto('/top-up');
  await page.getByRole('link', { name: m.ewallet_row({}, { locale }) }).click();
  await expect(page.getByText(m.ewallet_stays({ name: NAME }, { locale }))).toBeVisible();
  await expectAccessible(page);
  await leaveForEwallet(page, locale, '200');
  await expectAccessible(page);
  // Nothing chosen: the page says what is missing, and nothing is taken.
  await page.locator('button[value=approve]').click();
  await expect(page.getByRole('alert')).toBeVisible();
  await approveWith(page, '1001');
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale })).first()).toBeVisible();
  await expect(page.getByText(`${NAME} · •••• 1001`).first()).toBeVisible();
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('200.00');

  // Too little over there: the reason, and the form again.
  await page.goto('/top-up/ewallet');
  await leaveForEwallet(page, locale, '80');
  await approveWith(page, '1002');
  const reason = page.getByRole('region', { name: m.common_reason_label({}, { locale }) });
  await expect(reason).toBeVisible();
  await expectAccessible(page);
  await reason.getByRole('link', { name: m.remedy_change_amount({}, { locale }) }).click();
  await page.waitForURL(/\/top-up\/ewallet\?/);

  // Paid, and nobody ever tells us: whoever comes back sees it all the same.
  await leaveForEwallet(page, locale, '31.10');
  await approveWith(page, '1004');
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale })).first()).toBeVisible();
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('231.10');
});
