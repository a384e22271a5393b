import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import { formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { approveRule, openRules, proposeRule } from './support/rules.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, someone, visitor, type Person } from './support/world.ts';

/** A sum that nobody withdraws in any other story: €61.13 are about ¥500 by any of the rates that a sandbox may have. */
const SUM = { typed: '61.13', minor: 6_113n, from: '470', to: '540' };
const DETAILS = {
  currency: 'EUR',
  holderName: 'Mateo Quillfeather',
  accountNumber: 'DE89370400440532013000',
  bankCode: null,
} as const;

/** A bank account whose day of waiting is over. */
async function withAccount(first: Call, { email, password, paymentPassword }: Person): Promise<Call> {
  const { id: stepUpId } = await first(api.createStepUp, {
    body: { action: 'payout_details', ...DETAILS, paymentPassword },
  });
  const id = newId('ba');
  await first(api.addBankAccount, { body: { id, ...DETAILS, stepUpId }, idempotencyKey: id });
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 86_460 } });
  // A day later the session may be over.
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  // Something for the rule to be tried on.
  const amount = { amount: '100', currency: 'EUR' } as const;
  const quote = await call(api.createWithdrawalQuote, { body: { bankAccountId: id, amount } });
  const proof = { action: 'withdrawal', ...quote.total, quoteId: quote.id, bankAccountId: id } as const;
  const proven = await call(api.createStepUp, { body: { ...proof, paymentPassword } });
  const asked = { id: newId('wd'), quoteId: quote.id, stepUpId: proven.id };
  await call(api.createWithdrawal, { body: asked, idempotencyKey: asked.id });
  await call(api.cancelWithdrawal, { params: { id: asked.id }, body: {} });
  return call;
}

/** Asks for the sum on the screen; the entry is open afterwards. */
async function askFor(page: Page, { paymentPassword }: Person, locale: Locale): Promise<string> {
  await page.goto('/withdraw');
  await page.getByLabel(m.withdrawal_amount({}, { locale })).fill(SUM.typed);
  await page.getByRole('button', { name: m.withdrawal_see_price({}, { locale }) }).click();
  const doIt = m.withdrawal_do({ amount: formatMoney(money(SUM.minor, 'EUR'), { locale }) }, { locale });
  await page.getByRole('button', { name: doIt }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(paymentPassword);
  await sheet.getByRole('button', { name: doIt }).click();
  await page.waitForURL(/\/entry\/wd_/);
  await expect(
    page.getByText(m.reason_withdrawal_in_review_happened({}, { locale })).first(),
    'its owner is told that somebody looks at it',
  ).toBeVisible();
  return page.url().split('/').at(-1) ?? '';
}

const free = async (call: Call): Promise<string | undefined> =>
  (await call(api.accounts)).items.find(({ currency }) => currency === 'EUR')?.available.amount;

test('a withdrawal that a rule holds: let go by staff, taken back by its owner, and disowned', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const person = someone('Mateo Quillfeather', locale);
  const first = await join(person);
  await fund(first, money(20_000n, 'EUR'));
  const call = await withAccount(first, person);

  const colleague = await open();
  const name = `Held ${person.handle}`;
  await newColleague(page, 'Hannah Weiss', 'risk');
  await openRules(page, locale);
  await proposeRule(page, locale, { name, about: 'withdrawal', ...SUM, outcome: 'hold' });
  await newColleague(colleague, 'Omar Haddad', 'risk');
  await openRules(colleague, locale);
  await approveRule(colleague, locale, name);

  const customer = await open();
  await signIn(customer, person, locale);
  await askFor(customer, person, locale);
  await expectAccessible(customer);
  const euro = (await call(api.accounts)).items.find(({ currency }) => currency === 'EUR');
  expect(euro?.held.map(({ kind }) => kind)).toEqual(['withdrawal_review']);

  // Let go, it waits for its file; then its owner takes it back after all.
  await page.getByRole('link', { name: m.console_reviews({}, { locale }), exact: true }).click();
  const drawer = page.getByRole('dialog');
  await page.getByRole('row', { name: 'M' }).filter({ hasText: name }).click();
  await expect(drawer.getByText(m.console_review_own_account({}, { locale })).first()).toBeVisible();
  await expectAccessible(page);
  await drawer.getByLabel(m.console_review_note({}, { locale })).fill('called back: a new flat');
  await drawer.getByRole('button', { name: m.console_review_button_release({}, { locale }) }).click();
  await expect(drawer).toBeHidden();
  await expect(customer.getByText(m.withdrawal_story_released({}, { locale })).first()).toBeVisible();
  await customer.getByRole('button', { name: m.remedy_cancel_payment({}, { locale }) }).click();
  await expect(customer.getByText(m.withdrawal_story_cancelled({}, { locale })).first()).toBeVisible();
  expect(await free(call)).toBe('20000');

  // Not made by its owner: frozen, taken back, and a case with a clock.
  const id = await askFor(customer, person, locale);
  await customer
    .getByRole('link', { name: m.petition_claim_link_withdrawal({}, { locale }) })
    .or(customer.getByRole('button', { name: m.petition_claim_link_withdrawal({}, { locale }) }))
    .first()
    .click();
  await customer.waitForURL(/\/not-mine$/);
  await expectAccessible(customer);
  await customer.getByRole('button', { name: m.petition_claim_withdrawal_button({}, { locale }) }).click();
  await customer.waitForURL(/\/me\/petitions\/case_/);
  await expectAccessible(customer);
  await customer.goto(`/entry/${id}`);
  await expect(customer.getByText(m.withdrawal_story_stopped({}, { locale })).first()).toBeVisible();
  // Everybody else was signed out, this test's own calls too.
  const again = visitor().call;
  await again(api.signIn, { body: { login: person.email, password: person.password } });
  expect(await free(again)).toBe('20000');
});
