import { formatPercent } from '#common/format';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';

const DAY_MS = 86_400_000;
/** A day far behind the notice, whatever other stories have done to the clock. */
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

test('one proposes a price, a colleague approves it, and everybody reads it before its day', async ({
  page,
  open,
  lang: locale,
}) => {
  await newColleague(page, 'Finn Aalto', 'finance');
  await page.goto('/console/tariffs');
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expectAccessible(page);
  const row = (on: typeof page) =>
    on.getByRole('row', { name: m.tariffs_card_top_up({ currency: 'KWD' }, { locale }) });
  await row(page).click();
  const drawer = page.getByRole('dialog');
  await drawer.locator('input[name=share]').fill('0.75');
  await drawer.locator('input[name=first-day]').fill(inDays(20));
  await drawer.getByRole('textbox').last().fill('the acquirer asks for more');
  const propose = drawer.getByRole('button', { name: m.tariffs_propose({}, { locale }) });
  await propose.click();
  await expect(drawer.getByRole('alert'), 'what is dearer needs its notice').toBeVisible();
  await expectAccessible(page);
  await drawer.locator('input[name=first-day]').fill(inDays(900));
  await propose.click();
  await expect(drawer).toBeHidden();

  const colleague = await open();
  await newColleague(colleague, 'Gina Moreau', 'finance');
  await colleague.goto('/console/tariffs');
  await row(colleague).click();
  const seen = colleague.getByRole('dialog');
  await expect(seen.locator('del').first(), 'the old price stands beside the new one').toBeVisible();
  await expectAccessible(colleague);
  await seen.getByRole('button', { name: m.tariffs_approve({}, { locale }) }).click();
  await expect(seen).toBeHidden();

  // Whoever pays it reads it, signed in or not.
  const anybody = await open();
  await anybody.goto('/fees');
  await expect(anybody.getByText(m.tariffs_announced_title({}, { locale }))).toBeVisible();
  await expect(anybody.getByText(formatPercent(75, locale)).first()).toBeVisible();
  await expectAccessible(anybody);
});

test('finance sees where the exchange rates come from, and has them asked for now', async ({
  page,
  lang: locale,
}) => {
  await newColleague(page, 'Ines Okoro', 'finance');
  await page.goto('/console/rates');
  const table = page.getByRole('table', { name: m.rates_currencies({}, { locale }) });
  await expect(table.getByRole('row')).toHaveCount(8);
  const ask = page.getByRole('button', { name: m.rates_ask({}, { locale }) });
  await ask.click();
  await expect(ask, 'what was asked has answered').not.toHaveAttribute('aria-disabled', 'true', {
    timeout: 30_000,
  });
  // Other stories may have moved the clock: what is new since then prices again.
  await expect(table.getByText(m.rates_priced({}, { locale })).first()).toBeVisible();
  await expect(page.getByText(m.rates_source_answers({}, { locale }))).toBeVisible();
  await expectAccessible(page);
});
