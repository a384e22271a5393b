import type { Page } from '@playwright/test';
import { apiClient, ApiProblem, type Call } from '#common/api/client';
import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { withAuthenticator } from './support/second-factor.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { BASE, fund, join, newId, type Person, someone, visitor } from './support/world.ts';

const DAY = 86_400;
const advance = (advanceSeconds: number): Promise<unknown> =>
  visitor().call(api.moveSandboxClock, { body: { advanceSeconds } });
async function signedIn({ email: login, password }: Person): Promise<Call> {
  const { call } = visitor();
  await call(api.signIn, { body: { login, password } });
  return call;
}

/** Asks as the browser that this page is in: whoever adds a factor elsewhere signs this one out. */
const within = (page: Page): Call =>
  apiClient({
    base: BASE,
    headers: () => ({ origin: new URL(BASE).origin }),
    fetch: async (url, init) => {
      const answer = await page.request.fetch(String(url), {
        method: init?.method ?? 'GET',
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' ? { data: init.body } : {}),
      });
      return new Response(await answer.text(), { status: answer.status(), headers: answer.headers() });
    },
  });

/** Wrong payment passwords until the rule has seen enough, each pause waited out. */
async function guess(person: Person, count: number): Promise<void> {
  let call = await signedIn(person);
  for (let done = 0; done < count;) {
    const payment = { action: 'transfer', amount: '100', currency: 'CNY', payee: newId('pay') } as const;
    const problem = await call(api.createStepUp, { body: { ...payment, paymentPassword: '847362' } }).catch(
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(ApiProblem);
    if ((problem as ApiProblem).code === 'payment_password_wrong') done += 1;
    else {
      expect((problem as ApiProblem).code).toBe('payment_password_paused');
      await advance(12 * 3600 + 1);
      call = await signedIn(person);
    }
  }
}

test('too many wrong payment passwords stop payments; a new password and a second factor lift that at once', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(400_000);
  const person = someone('林知夏', locale);
  await join(person);
  await guess(person, 15);
  const page = await open(person);
  await page.goto('/me/account-status');
  await expect(
    page.getByRole('heading', { name: m.customer_status_restricted({}, { locale }) }),
  ).toBeVisible();
  await expect(page.getByText(m.customer_status_next_too_many_failures({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_status_do_too_many_failures({}, { locale }) }).click();
  await page.waitForURL(/\/me\/petitions\/case_/);
  const address = page.url();
  const check = page.getByRole('button', { name: m.petition_check({}, { locale }) });
  await check.click();
  await expect(page.getByText(m.reason_item_not_done_happened({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  // A new password on its own page, then back.
  await page.getByRole('link', { name: m.petition_go_new_password({}, { locale }) }).click();
  await page.waitForURL(/\/me\/password/);
  const next = `${person.password}-anew`;
  await page.getByLabel(m.customer_new_password({}, { locale }), { exact: true }).fill(next);
  await page.getByRole('button', { name: m.customer_forgot_save({}, { locale }), exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await sheet.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/password'));
  await withAuthenticator({ ...person, password: next }, within(page));
  await page.goto(address);
  await check.click();
  await expect(page.getByText(m.petition_how_strong_factor({}, { locale }))).toBeVisible();
  await check.click();
  await expect(page.getByRole('heading', { name: m.petition_outcome_granted({}, { locale }) })).toBeVisible();
  await expect(page.getByText(m.petition_by_itself({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.goto('/me/account-status');
  await expect(page.getByRole('heading', { name: m.customer_status_active({}, { locale }) })).toBeVisible();
});

test('a debt that stays unpaid pauses payments to people; a top-up that pays it lets them go', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(400_000);
  const [person, payee] = [someone('林知夏', locale), someone('欧阳若溪', locale)];
  const [call] = [await join(person), await join(payee)];
  const id = await fund(call, money(100_000n, 'CNY'));
  const { reference } = await call(api.findPayee, { body: { query: `@${payee.handle}` } });
  const { paymentPassword } = person;
  const payment = { action: 'transfer', amount: '100000', currency: 'CNY', payee: reference } as const;
  const proof = await call(api.createStepUp, { body: { ...payment, paymentPassword } });
  const transfer = newId('tr');
  const amount = { amount: '100000', currency: 'CNY' } as const;
  const body = { id: transfer, payee: reference, amount, stepUpId: proof.id, note: '' };
  await call(api.createTransfer, { idempotencyKey: transfer, body });
  const charge = (await visitor().call(api.sandboxCharges)).items.find((each) => each.reference === id);
  await visitor().call(api.sandboxChargeback, { params: { id: charge?.id ?? '' }, body: {} });
  await expect(async () => expect((await call(api.accounts)).debts).toHaveLength(1)).toPass({
    timeout: 20_000,
  });
  await advance(18 * DAY);

  const page = await open(person);
  await expect(async () => {
    await page.goto('/me/account-status');
    await expect(page.getByText(m.customer_status_next_debt_unpaid({}, { locale }))).toBeVisible({
      timeout: 10_000,
    });
  }).toPass({ timeout: 120_000 });
  await expectAccessible(page);
  await page.getByRole('link', { name: m.customer_status_do_debt_unpaid({}, { locale }) }).click();
  await page.waitForURL(/\/top-up/);
  await fund(await signedIn(person), money(110_000n, 'CNY'));
  await expect(async () => {
    await page.goto('/me/account-status');
    await expect(page.getByRole('heading', { name: m.customer_status_active({}, { locale }) })).toBeVisible({
      timeout: 10_000,
    });
  }).toPass({ timeout: 120_000 });
});
