import type { Page } from '@playwright/test';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone } from './support/world.ts';

// What the worker does is the story here; elsewhere it would only cost each page its start.
test.use({ serviceWorkers: 'allow' });

/** Paths of what the worker has kept. */
const keptPaths = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const caches = await Promise.all(
      (await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)),
    );
    return (await Promise.all(caches.map((cache) => cache.keys())))
      .flat()
      .map(({ url }) => new URL(url).pathname);
  });

test('without a network the app opens, says so, keeps no answer of the server, and goes on when the network is back', async ({
  page,
  lang: locale,
}) => {
  const person = someone('周青', locale);
  await fund(await join(person), money(12_300n, 'CNY'));
  await signIn(page, person, locale);
  await expect(page.getByTestId('balance')).toContainText('123.00');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload(); // From here on the worker sees every request.
  await expect(page.getByTestId('balance')).toContainText('123.00');
  await expect(async () => {
    expect(await keptPaths(page), 'the shell is kept').toContain('/home');
    expect(
      (await keptPaths(page)).filter((path) => path.endsWith('.js')).length,
      'and what it needs',
    ).toBeGreaterThan(10);
  }).toPass();
  const kept = await keptPaths(page);
  expect(
    kept.filter((path) => path.startsWith('/api/')),
    'answers never',
  ).toEqual([]);

  await page.context().setOffline(true);
  await page.goto('/history');
  await expect(page.getByText(m.customer_route_failed({}, { locale }))).toBeVisible();
  await expect(page.getByText('123.00')).toBeHidden();
  await page.context().setOffline(false);
  await expect(page.getByRole('link').filter({ hasText: '123.00' }), 'by itself').toBeVisible();
  await expectAccessible(page);
});

test('figures that could not be renewed stay, and say from when they are', async ({ page, lang: locale }) => {
  const person = someone('Anna Smith', locale);
  await fund(await join(person), money(5_600n, 'CNY'));
  await signIn(page, person, locale);
  await expect(page.getByTestId('balance')).toContainText('56.00');
  await page.route('**/api/v1/{accounts,entries}**', (route) => route.abort('connectionrefused'));
  await page.getByRole('link', { name: m.customer_tab_me({}, { locale }), exact: true }).click();
  await page.waitForTimeout(5_500); // Older than that, an answer is asked for again.
  await page.getByRole('link', { name: m.customer_tab_home({}, { locale }), exact: true }).click();
  await expect(page.getByText(m.common_retry({}, { locale })).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByTestId('balance')).toContainText('56.00');
  await expectAccessible(page);
});

test('a whole payment by keyboard alone: each step begins where it is read', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('Mateo Quillfeather', locale), someone('王小明', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(9_000n, 'CNY'));
  await signIn(page, payer, locale);
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '');
  await page
    .getByRole('main')
    .getByRole('link', { name: m.customer_pay({}, { locale }), exact: true })
    .focus();
  await page.keyboard.press('Enter');
  await page.getByLabel(m.customer_pay_who({}, { locale })).waitFor();
  await expect(async () => {
    expect(await page.evaluate(() => document.activeElement?.id), 'the page begins at its content').toBe(
      'main',
    );
  }).toPass();
  await page.keyboard.press('Tab');
  await page.keyboard.type(`@${payee.handle}`);
  await page.keyboard.press('Enter');
  await expect(
    page.getByLabel(m.customer_amount({}, { locale }), { exact: true }),
    'the amount waits for figures',
  ).toBeFocused();
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('payee-name')).toBeVisible();
  expect(await focused(), 'the heading of the new step').toContain(
    m.customer_pay_confirm_title({}, { locale }),
  );
  await page.getByRole('button', { name: m.customer_pay_amount({ amount: '¥12.00' }, { locale }) }).focus();
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('dialog').getByLabel(m.customer_payment_password({}, { locale })),
  ).toBeFocused();
  await page.keyboard.type(payer.paymentPassword);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/entry\/tr_/);
  const said = m.customer_entry_news(
    {
      what: m.customer_entry_to({ name: '王*明' }, { locale }),
      state: m.common_pill_completed({}, { locale }),
    },
    { locale },
  );
  await expect(
    page.getByRole('alert').filter({ hasText: said }),
    'the result is told once, at once',
  ).toHaveCount(1);
});
