import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { money, toWire } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, someone, visitor } from './support/world.ts';

const ACCOUNT = 'FR1420041010050500013M02606';

test('money by bank transfer arrives by its reference; what comes with a wrong one is given to its owner by two colleagues', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const person = someone('Mateo Quillfeather', locale);
  const call = await join(person);
  const eur = (minor: bigint) => money(minor, 'EUR');
  const text = (minor: bigint) => formatMoney(eur(minor), { locale });
  const send = (minor: bigint, reference: string) =>
    visitor().call(api.sandboxTransfer, {
      body: { amount: toWire(eur(minor)), text: reference, name: person.name, account: ACCOUNT },
    });

  // The customer finds account and reference.
  await signIn(page, person, locale);
  await page.goto('/top-up');
  await page.getByRole('link', { name: m.transfer_in_by_bank({}, { locale }) }).click();
  await page.waitForURL(/\/top-up\/bank/);
  await page.getByRole('radio', { name: 'EUR' }).check();
  await expect(page.getByText(m.transfer_in_reference({}, { locale }), { exact: true })).toBeVisible();
  await expect(page.getByText('DE89 3704 0044 0532 0130 00')).toBeVisible();
  await expect(page.getByAltText(m.transfer_in_qr_alt({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  const { items } = await call(api.bankTransfers, { body: {} });
  const own = items.find(({ currency }) => currency === 'EUR');
  expect(own).toBeTruthy();
  const { reference, referenceShown } = own ?? { reference: '', referenceShown: '' };
  await expect(page.getByText(referenceShown)).toBeVisible();

  // It arrives, and stands in the history with its receipt.
  await send(12_345n, referenceShown);
  await expect
    .poll(async () => (await call(api.entries, { query: {} })).items[0]?.state, { timeout: 20_000 })
    .toBe('settled');
  const [arrived] = (await call(api.entries, { query: {} })).items;
  await page.goto(`/entry/${arrived?.id}`);
  await expect(page.getByText(m.transfer_in_story_arrived({}, { locale })).first()).toBeVisible();
  await expect(page.getByText('FR •••• 2606').first()).toBeVisible();
  await expectAccessible(page);
  const balance = async () =>
    (await call(api.accounts)).items.find(({ currency }) => currency === 'EUR')?.available.amount;
  expect(await balance()).toBe('12345');

  // One digit is wrong: two people at the desk find out whose it is.
  const wrong = reference.slice(0, -1) + String((Number(reference.at(-1)) + 1) % 10);
  await send(7_001n, wrong);
  const desk = await open();
  await newColleague(desk, 'Lin Dan', 'finance');
  const rowOf = (at: Page) => at.getByRole('row', { name: text(7_001n) }).first();
  await expect(rowOf(desk)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(desk);
  await rowOf(desk).focus();
  await desk.keyboard.press('Enter');
  const drawer = desk.getByRole('dialog');
  await drawer.getByRole('radio', { name: person.name }).first().check();
  await drawer.getByLabel(m.console_review_note({}, { locale })).fill('one digit is wrong, the name fits');
  await expectAccessible(desk);
  await drawer.getByRole('button', { name: m.finance_propose_assign({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await rowOf(desk).click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();

  const second = await open();
  await newColleague(second, 'Fang Wei', 'finance');
  await rowOf(second).click();
  const eyes = second.getByRole('dialog');
  await expectAccessible(second);
  await eyes.getByRole('button', { name: m.finance_approve_assign({}, { locale }) }).click();
  await expect(eyes).toBeHidden();
  await expect(rowOf(second)).toBeHidden();
  expect(await balance()).toBe('19346');
  await second.getByRole('link', { name: m.finance_rail({}, { locale }), exact: true }).click();
  await expect(second.getByText(m.finance_outcome_taken({}, { locale })).first()).toBeVisible();
  await expectAccessible(second);
  await second.getByRole('button', { name: /1$/ }).last().click();
  await expect(second.getByText(m.finance_replay_unchanged({}, { locale })).first()).toBeVisible();

  await page.goto('/history');
  await expect(page.getByText(m.transfer_in_entry({}, { locale })).first()).toBeVisible();
});
