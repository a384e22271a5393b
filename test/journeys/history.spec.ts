import { api } from '#common/api/index';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, someone } from './support/world.ts';

test('a person finds an entry by words and filters, reads its story and its ledger movements, and keeps a receipt', async ({
  page,
  lang: locale,
}) => {
  const [payer, payee] = [someone('欧阳若溪', locale), someone('Priya V.', locale)];
  const [call] = await Promise.all([join(payer), join(payee)]);
  await fund(call, money(20_000n, 'CNY'));
  await fund(call, money(5_000n, 'USD'));
  for (const [minor, note] of [
    ['1200', 'coffee'],
    ['3400', '晚饭'],
  ] as const) {
    const found = await call(api.findPayee, { body: { query: `@${payee.handle}` } });
    const amount = { amount: minor, currency: 'CNY' as const };
    const proof = await call(api.createStepUp, {
      body: { action: 'transfer', ...amount, payee: found.reference, paymentPassword: payer.paymentPassword },
    });
    const id = newId('tr');
    await call(api.createTransfer, {
      idempotencyKey: id,
      body: { id, payee: found.reference, amount, note, stepUpId: proof.id },
    });
  }
  await signIn(page, payer, locale);
  await page.goto('/history');
  await expect(page.getByRole('link').filter({ hasText: '12.00' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('searchbox').fill('晚饭');
  await expect(page.getByRole('link').filter({ hasText: '12.00' })).toBeHidden();
  await expect(page.getByRole('link').filter({ hasText: '34.00' })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: m.customer_history_filter({}, { locale }) }).click();
  await page.getByRole('combobox', { name: m.customer_filter_currency({}, { locale }) }).selectOption('USD');
  await expect(page.getByRole('link').filter({ hasText: '50.00' })).toBeVisible();
  await expect(page.getByRole('link').filter({ hasText: '34.00' })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole('searchbox').fill('nothing like this');
  await expect(page.getByText(m.customer_history_nothing_found({}, { locale })).first()).toBeVisible();
  await page
    .getByRole('button', { name: m.customer_history_clear({}, { locale }) })
    .last()
    .click();
  // Clearing takes back what is still being typed, too: by either button, whatever was faster.
  await page.getByLabel(m.customer_filter_max({}, { locale })).fill('20');
  await page.getByRole('searchbox').fill('nor like that');
  await page
    .getByRole('button', { name: m.customer_history_clear({}, { locale }) })
    .first()
    .click();
  await expect(page.getByLabel(m.customer_filter_max({}, { locale }))).toHaveValue('');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(page).toHaveURL(/\/history$/);

  await page.getByRole('link').filter({ hasText: '34.00' }).click();
  await page.waitForURL(/\/entry\/tr_/);
  await expect(page.getByText(m.customer_note({ note: '晚饭' }, { locale }))).toBeVisible();
  await expect(
    page.getByText(
      m.customer_movement_moved(
        {
          from: m.customer_place_your_balance({}, { locale }),
          to: m.customer_place_other_balance({}, { locale }),
        },
        { locale },
      ),
    ),
  ).toBeVisible();
  await page.getByRole('link', { name: m.customer_entry_receipt({}, { locale }) }).click();
  await page.waitForURL(/\/receipt\//);
  await expect(page.getByText('¥34.00').first()).toBeVisible();
  await expectAccessible(page);
});

test('what others hang on a link is no filter: the history is there all the same', async ({
  page,
  lang: locale,
}) => {
  const person = someone('陈安', locale);
  const call = await join(person);
  await fund(call, money(20_000n, 'CNY'));
  await signIn(page, person, locale);
  await page.goto('/history?utm_source=mail&family=odd');
  await expect(page.getByRole('button', { name: m.customer_history_filter({}, { locale }) })).toBeVisible();
  await expect(page.getByRole('link').filter({ hasText: '200.00' })).toBeVisible();
});

test('somebody else’s entry is not there', async ({ page, lang: locale }) => {
  const [owner, stranger] = [someone('A', locale), someone('B', locale)];
  const [call] = await Promise.all([join(owner), join(stranger)]);
  const id = await fund(call, money(1_000n, 'CNY'));
  await signIn(page, stranger, locale);
  await page.goto(`/entry/${id}`);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('10.00')).toBeHidden();
});
