import type { Page } from '@playwright/test';
import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import type { CrossBorderId } from '#common/id';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, type Person, someone, visitor } from './support/world.ts';

const passes = (seconds: number) =>
  visitor().call(api.moveSandboxClock, { body: { advanceSeconds: seconds } });
/** Signed in by a session of its own: the clock has ended those of before. */
async function byApi({ email, password }: Person): Promise<Call> {
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  return call;
}
/** Days later a session of the browser may be over. */
async function anew(page: Page, person: Person, locale: Locale): Promise<void> {
  // A page that hears of the end of its session would go to sign in by itself.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await signIn(page, person, locale);
}
const becomes = (call: Call, id: string, state: string, seconds = 300) =>
  expect(async () => {
    await passes(seconds);
    expect((await call(api.entry, { params: { id } })).state).toBe(state);
  }).toPass({ timeout: 60_000, intervals: [1_000] });
/** The sandbox’s clock goes on until its hour has come, whatever day it was confirmed on; then the correspondent has it. */
async function goes(person: Person, id: string): Promise<Call> {
  const { crossBorder } = await (await byApi(person))(api.entry, { params: { id } });
  const { now } = await passes(1);
  const left = Math.ceil((Date.parse(crossBorder?.goesAt ?? now) - Date.parse(now)) / 1_000);
  await passes(Math.max(1, left) + 30);
  const call = await byApi(person);
  await becomes(call, id, 'sent', 20);
  return call;
}

test('money goes abroad: the payee is added, the price is locked and told line by line, and the tracker follows it to the account', async ({
  page,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const person = someone('Odile Farrenc', locale);
  const first = await join(person);
  await fund(first, money(250_000n, 'CNY'));
  await signIn(page, person, locale);
  await page.goto('/abroad');
  await expect(page.getByText(m.abroad_empty_title({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.goto('/abroad/payees/add');
  await page.getByLabel(m.abroad_new_country({}, { locale })).selectOption('US');
  await page.getByLabel(m.abroad_new_name({}, { locale })).fill('John Carter');
  await page.getByLabel(m.abroad_new_bank({}, { locale })).fill('First Example Bank');
  const routing = page.getByLabel(m.abroad_field_routing_number({}, { locale }));
  await routing.fill('021000022');
  await page.getByLabel(m.abroad_field_account_number({}, { locale })).fill('0001 2345 6789');
  await page.getByRole('button', { name: m.abroad_new_next({}, { locale }) }).click();
  await expect(page.locator('.hint.bad')).toBeVisible();
  await expectAccessible(page);
  await routing.fill('021000021');
  await page.getByRole('button', { name: m.abroad_new_next({}, { locale }) }).click();
  await expect(page.getByText('US •••• 6789').first()).toBeVisible();
  const save = m.abroad_new_save({}, { locale });
  await page.getByRole('button', { name: save }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(person.paymentPassword);
  await sheet.getByRole('button', { name: save }).click();
  await page.waitForURL(/\/abroad\/payees$/);
  await expect(page.getByText('US •••• 6789').first()).toBeVisible();
  await expectAccessible(page);

  await passes(86_460);
  await anew(page, person, locale);
  await page.goto('/pay');
  await page.getByRole('link', { name: new RegExp(m.abroad_title({}, { locale })) }).click();
  await page.getByLabel(m.abroad_amount_source({}, { locale })).fill('1000');
  await page.getByRole('button', { name: m.abroad_see_price({}, { locale }) }).click();
  await expect(page.getByText(m.abroad_quote_cost({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  const doIt = m.abroad_confirm(
    { amount: formatMoney(money(100_000n, 'CNY'), { locale, among: ['CNY', 'USD'] }) },
    { locale },
  );
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: doIt }).click();
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(person.paymentPassword);
  await sheet.getByRole('button', { name: doIt }).click();
  await page.waitForURL(/\/entry\/xb_/);
  await expect(page.getByText(m.abroad_track_confirmed({}, { locale })).first()).toBeVisible();
  await expect(page.getByRole('button', { name: m.remedy_cancel_payment({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  const id = page.url().split('/').at(-1) ?? '';

  await goes(person, id);
  // Half an hour without a press ends a session.
  await passes(1_800);
  await becomes(await byApi(person), id, 'with_correspondent');
  await passes(86_400);
  await becomes(await byApi(person), id, 'delivered');
  await anew(page, person, locale);
  await page.goto(`/entry/${id}`);
  await expect(page.getByText(m.abroad_track_actual({}, { locale })).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/entry/${id}/trace`);
  await expect(
    page.getByRole('heading', { name: m.trace_finding_delivered_abroad_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
});

/** Adds a payee of that ending and sends there, by the API that the screens use; a day passes between the two. */
async function sends(person: Person, ending: string): Promise<CrossBorderId> {
  const early = await byApi(person);
  const details = {
    country: 'US',
    name: 'Jane Carter',
    bankName: 'Second Example Bank',
    fields: { routing_number: '021000021', account_number: `00012345${ending}` },
  };
  const { paymentPassword } = person;
  const proof = await early(api.createStepUp, {
    body: { action: 'beneficiary_details', ...details, paymentPassword },
  });
  const payee = newId('bf');
  await early(api.addBeneficiary, {
    body: { id: payee, ...details, stepUpId: proof.id },
    idempotencyKey: payee,
  });
  await passes(86_460);
  const call = await byApi(person);
  const quote = await call(api.createCrossBorderQuote, {
    body: {
      beneficiaryId: payee,
      from: 'CNY',
      fixed: 'target',
      amount: { amount: '12300', currency: 'USD' },
      purpose: 'gift',
    },
  });
  const { id: stepUpId } = await call(api.createStepUp, {
    body: {
      action: 'cross_border',
      ...quote.total,
      quoteId: quote.id,
      beneficiaryId: payee,
      paymentPassword,
    },
  });
  const id = newId('xb');
  await call(api.createCrossBorder, { body: { id, quoteId: quote.id, stepUpId }, idempotencyKey: id });
  return id;
}

test('an unpaid transfer is back whole with its reason; another is asked for back, and the payee’s bank gives it', async ({
  page,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const person = someone('Mateo Quillfeather', locale);
  await fund(await join(person), money(250_000n, 'CNY'));
  const unpaid = await sends(person, '0501');
  await goes(person, unpaid);
  await passes(86_400);
  await becomes(await byApi(person), unpaid, 'returned');
  await signIn(page, person, locale);
  await page.goto(`/entry/${unpaid}`);
  await expect(page.getByText('AC01').first()).toBeVisible();
  await expect(page.getByText(m.abroad_track_back({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  const silent = await sends(person, '0707');
  const call = await goes(person, silent);
  await anew(page, person, locale);
  await page.goto(`/entry/${silent}`);
  await page.getByRole('button', { name: m.abroad_recall({}, { locale }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(m.abroad_recall_why({}, { locale })).selectOption('wrong_amount');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: m.abroad_recall_send({}, { locale }) }).click();
  await expect(page.getByText(m.abroad_recall_open({}, { locale }))).toBeVisible();
  await becomes(call, silent, 'returned');
  await page.reload();
  await expect(page.getByText('FOCR').first()).toBeVisible();
  const { items } = await call(api.accounts);
  expect(items.find(({ currency }) => currency === 'CNY')?.available.amount).toBe('250000');
});
