import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import { formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { money } from '#common/money';
import * as m from '#messages';
import { acceptsInvitation } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, type Person, someone, visitor } from './support/world.ts';

test('a bank account is added, waits its day, and money is withdrawn to it; what the bank refuses comes back whole', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Mateo Quillfeather', locale);
  const call = await join(person);
  await fund(call, money(20_000n, 'EUR'));
  const typePassword = (): Promise<void> =>
    page
      .getByRole('dialog')
      .getByLabel(m.customer_payment_password({}, { locale }))
      .fill(person.paymentPassword);
  /** Days later a session may be over. */
  const anew = async (): Promise<void> => {
    await page.context().clearCookies({ name: /session|sid/i });
    await signIn(page, person, locale);
  };
  await signIn(page, person, locale);
  await page.goto('/withdraw');
  await expect(page.getByText(m.withdrawal_need_account({}, { locale }))).toBeVisible();
  await page
    .getByRole('button', { name: m.withdrawal_account_add({}, { locale }) })
    .or(page.getByRole('link', { name: m.withdrawal_account_add({}, { locale }) }))
    .first()
    .click();
  await page.waitForURL(/\/me\/bank-accounts\/add$/);
  await page.getByLabel(m.withdrawal_account_currency({}, { locale })).selectOption('EUR');
  const number = page.getByLabel(m.withdrawal_account_iban({}, { locale }), { exact: true });
  await number.fill('DE50 3704 0044 0532 0104 05');
  await page.getByRole('button', { name: m.withdrawal_account_check({}, { locale }) }).click();
  await expect(
    page
      .getByText(m.reason_bank_account_not_valid_title({}, { locale }))
      .or(page.locator('.hint.bad'))
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
  // The sandbox’s bank says of this account that it is closed.
  await number.fill('DE50 3704 0044 0532 0104 04');
  await page.getByRole('button', { name: m.withdrawal_account_check({}, { locale }) }).click();
  await expect(page.getByText('DE •••• 0404')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.withdrawal_account_add_do({}, { locale }) }).click();
  await typePassword();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: m.withdrawal_account_add_do({}, { locale }) })
    .click();
  await page.waitForURL(/\/me\/bank-accounts$/);
  await expect(page.getByText('DE •••• 0404').first()).toBeVisible();
  await expectAccessible(page);

  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 86_460 } });
  await anew();
  await page.goto('/withdraw');
  await page.getByLabel(m.withdrawal_amount({}, { locale })).fill('50');
  await page.getByRole('button', { name: m.withdrawal_see_price({}, { locale }) }).click();
  const amount = formatMoney(money(5_000n, 'EUR'), { locale });
  const doIt = m.withdrawal_do({ amount }, { locale });
  await expect(page.getByText(m.withdrawal_arrives({}, { locale }), { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: doIt }).click();
  await typePassword();
  await page.getByRole('dialog').getByRole('button', { name: doIt }).click();
  await page.waitForURL(/\/entry\/wd_/);
  await expect(page.getByText(m.withdrawal_story_requested({}, { locale })).first()).toBeVisible();
  await expect(page.getByRole('button', { name: m.remedy_cancel_payment({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  const id = page.url().split('/').at(-1) ?? '';

  // Past the next cut-off, whatever day it is: the file goes, and the bank says no.
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 5 * 86_400 } });
  const again = visitor().call;
  await again(api.signIn, { body: { login: person.email, password: person.password } });
  await expect(async () =>
    expect((await again(api.entry, { params: { id } })).state).toBe('rejected'),
  ).toPass({ timeout: 60_000 });
  expect((await again(api.accounts)).items.find(({ currency }) => currency === 'EUR')?.available.amount).toBe(
    '20000',
  );
  await anew();
  await page.goto(`/entry/${id}`);
  await expect(page.getByText('AC04').first()).toBeVisible();
  await expectAccessible(page);

  // “Where is the money?”: the ledger says it at once; whoever is not content sends somebody to look.
  await page.getByRole('link', { name: m.trace_link({}, { locale }) }).click();
  await page.waitForURL(/\/trace$/);
  await expect(
    page.getByRole('heading', { name: m.trace_finding_came_back_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
  await expect(
    page.getByRole('button', { name: m.trace_ask_button({}, { locale }) }),
    'nobody is sent to look for what is here',
  ).toHaveCount(0);
});

test('a payout that is said to be paid and that nobody got is looked for: the ledger at once, then an agent who asks the bank', async ({
  page,
  lang: locale,
  open,
}) => {
  test.setTimeout(180_000);
  const person = someone('Odile Farrenc', locale);
  await fund(await join(person), money(20_000n, 'EUR'));
  await signIn(page, person, locale);
  await addAccount(page, person, { number: 'DE89 3704 0044 0532 0130 00', locale });
  const id = await withdraw(page, person, { euros: '50', locale });
  const trace = `/entry/${id}/trace`;
  await page.goto(trace);
  await expect(
    page.getByRole('heading', { name: m.trace_finding_waits_for_file_title({}, { locale }) }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: m.trace_ask_button({}, { locale }) })).toHaveCount(0);

  // The file goes at the cut-off, the bank books it, and the promised day passes.
  const { withdrawal } = await (await anew(person))(api.entry, { params: { id } });
  await passes(withdrawal?.cutOffAt ?? '');
  const call = await anew(person);
  await expect(async () => {
    await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 300 } });
    expect((await call(api.entry, { params: { id } })).state).toBe('paid');
  }).toPass({ timeout: 60_000, intervals: [1_000] });
  await passes(withdrawal?.arrivesBy ?? '');
  await page.context().clearCookies({ name: /session|sid/i });
  await signIn(page, person, locale);
  await page.goto(trace);
  await expect(
    page.getByRole('heading', { name: m.trace_finding_paid_out_late_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(m.trace_ask_field({}, { locale })).fill('My bank says it never had it.');
  await page.getByRole('button', { name: m.trace_ask_button({}, { locale }) }).click();
  await expect(page.getByText(m.trace_step_opened({}, { locale }))).toBeVisible();
  await expect(page.getByRole('button', { name: m.trace_ask_button({}, { locale }) })).toHaveCount(0);
  await expectAccessible(page);

  const desk = await open();
  await acceptsInvitation(desk, locale, '何语', 'agent');
  await desk
    .getByRole('link', { name: /Odile Farrenc/ })
    .first()
    .click();
  await expect(desk.getByRole('button', { name: m.trace_desk_ask_back({}, { locale }) })).toBeVisible();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: m.trace_desk_ask({}, { locale }), exact: true }).click();
  const asked = m.trace_step_asked({ reference: 'bq_' }, { locale });
  await expect(page.getByText(asked), 'without a reload').toBeVisible();
  await expect(page.getByText(m.trace_step_waits({}, { locale })), 'the bank has it').toBeVisible();
  // The bank answers by a report; both read it, and what it says is suggested as the answer.
  const answer = m.trace_said_credited({}, { locale });
  await expect(async () => {
    await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 300 } });
    await expect(page.getByText(answer)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000, intervals: [1_000] });
  await expectAccessible(page);
  await expect(desk.locator('li').getByText(answer)).toBeVisible();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: m.trace_desk_answer_do({}, { locale }) }).click();
  await expect(page.getByText(m.trace_answered_credited_text({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: m.trace_see_case({}, { locale }) }).click();
  await expect(page.getByText(asked)).toBeVisible();
  await expectAccessible(page);
});

/** The sandbox’s clock goes on until a minute after this. */
async function passes(instant: string): Promise<void> {
  const { call } = visitor();
  const { now } = await call(api.moveSandboxClock, { body: { advanceSeconds: 1 } });
  const advanceSeconds = Math.ceil((Date.parse(instant) - Date.parse(now)) / 1_000) + 60;
  if (advanceSeconds > 0) await call(api.moveSandboxClock, { body: { advanceSeconds } });
}

/** Signed in by a session of its own: the clock has ended those of before. */
async function anew({ email, password }: Person): Promise<Call> {
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  return call;
}

type How = { readonly locale: Locale };

/** Adds an account as its owner does, and waits its day. */
async function addAccount(
  page: Page,
  person: Person,
  { number, locale }: How & { number: string },
): Promise<void> {
  await page.goto('/me/bank-accounts/add');
  await page.getByLabel(m.withdrawal_account_currency({}, { locale })).selectOption('EUR');
  await page.getByLabel(m.withdrawal_account_iban({}, { locale }), { exact: true }).fill(number);
  await page.getByRole('button', { name: m.withdrawal_account_check({}, { locale }) }).click();
  await page.getByRole('button', { name: m.withdrawal_account_add_do({}, { locale }) }).click();
  await confirmWith(page, person, { locale, press: m.withdrawal_account_add_do({}, { locale }) });
  await page.waitForURL(/\/me\/bank-accounts$/);
  await visitor().call(api.moveSandboxClock, { body: { advanceSeconds: 86_460 } });
  await page.context().clearCookies({ name: /session|sid/i }); // A day later the session may be over.
  await signIn(page, person, locale);
}

async function withdraw(
  page: Page,
  person: Person,
  { euros, locale }: How & { euros: string },
): Promise<string> {
  await page.goto('/withdraw');
  await page.getByLabel(m.withdrawal_amount({}, { locale })).fill(euros);
  await page.getByRole('button', { name: m.withdrawal_see_price({}, { locale }) }).click();
  const amount = formatMoney(money(BigInt(euros) * 100n, 'EUR'), { locale });
  const press = m.withdrawal_do({ amount }, { locale });
  await page.getByRole('button', { name: press }).click();
  await confirmWith(page, person, { locale, press });
  await page.waitForURL(/\/entry\/wd_/);
  return page.url().split('/').at(-1) ?? '';
}

async function confirmWith(
  page: Page,
  { paymentPassword }: Person,
  { locale, press }: How & { press: string },
): Promise<void> {
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(paymentPassword);
  await sheet.getByRole('button', { name: press }).click();
}
