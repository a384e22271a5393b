import type { Page } from '@playwright/test';
import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import { formatMoney, formatPercent } from '#common/format';
import type { BeneficiaryId } from '#common/id';
import { decimalText, fromWire, money, type Money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, newId, type Person, someone, visitor } from './support/world.ts';

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

const passes = (seconds: number) =>
  visitor().call(api.moveSandboxClock, { body: { advanceSeconds: seconds } });
/** Signed in by a session of its own: the clock has ended those of before. */
async function byApi({ email, password }: Person): Promise<Call> {
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  return call;
}
async function payeeOf(person: Person): Promise<BeneficiaryId> {
  const call = await byApi(person);
  const details = {
    country: 'US',
    name: 'Jane Carter',
    bankName: 'Second Example Bank',
    fields: { routing_number: '021000021', account_number: '000123456789' },
  };
  const asked = {
    action: 'beneficiary_details' as const,
    ...details,
    paymentPassword: person.paymentPassword,
  };
  const { id: stepUpId } = await call(api.createStepUp, { body: asked });
  const id = newId('bf');
  await call(api.addBeneficiary, { body: { id, ...details, stepUpId }, idempotencyKey: id });
  return id;
}

test('two people make sending abroad cheaper; everybody reads it beforehand, and quotes have it from its day on', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const person = someone('Odile Farrenc', locale);
  await fund(await join(person), money(100_000n, 'HKD'));
  const payee = await payeeOf(person);
  // A new payee waits for a day.
  await passes(86_460);
  const quoted = async (): Promise<Money> => {
    const call = await byApi(person);
    const quote = await call(api.createCrossBorderQuote, {
      body: {
        beneficiaryId: payee,
        from: 'HKD',
        fixed: 'target',
        amount: { amount: '5000', currency: 'USD' },
        purpose: 'gift',
      },
    });
    return fromWire(quote.correspondentFee);
  };
  const before = await quoted();
  const after = money(before.minor - 1n, 'HKD');

  await newColleague(page, 'Finn Aalto', 'finance');
  const item = m.tariffs_cross_border({ currency: 'HKD' }, { locale });
  const priceOf = async (on: Page) => {
    await on.goto('/console/tariffs');
    await on.locator('select[name=kind]').selectOption('cross_border');
    await on.getByRole('row', { name: item }).click();
    return on.getByRole('dialog');
  };
  const drawer = await priceOf(page);
  await expectAccessible(page);
  await drawer.locator('input[name=correspondent]').fill(decimalText(after));
  const now = Date.parse((await visitor().call(api.site)).now);
  const day = new Date(now + 2 * DAY_MS).toISOString().slice(0, 10);
  await drawer.locator('input[name=first-day]').fill(day);
  await drawer.getByRole('textbox').last().fill('the bank on the way asks for less');
  await drawer.getByRole('button', { name: m.tariffs_propose({}, { locale }) }).click();
  await expect(drawer).toBeHidden();

  const colleague = await open();
  await newColleague(colleague, 'Gina Moreau', 'finance');
  const seen = await priceOf(colleague);
  await expect(seen.locator('del').first()).toContainText(formatMoney(before, { locale }));
  await expectAccessible(colleague);
  await seen.getByRole('button', { name: m.tariffs_approve({}, { locale }) }).click();
  await expect(seen).toBeHidden();

  const anybody = await open();
  await anybody.goto('/fees');
  const rowOf = (text: string) =>
    anybody.getByRole('row').filter({ hasText: item }).filter({ hasText: text });
  await expect(rowOf(formatMoney(before, { locale })).first(), 'what holds').toBeVisible();
  await expect(rowOf(formatMoney(after, { locale })).first(), 'what is announced').toBeVisible();
  await expectAccessible(anybody);
  expect(await quoted(), 'what is announced does not price yet').toEqual(before);

  await passes((3 * DAY_MS) / 1_000);
  await anybody.reload();
  await expect(rowOf(formatMoney(before, { locale }))).toHaveCount(0);
  await expect(rowOf(formatMoney(after, { locale }))).toHaveCount(1);
  expect(await quoted()).toEqual(after);
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
