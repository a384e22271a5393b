import * as m from '#messages';
import { expect, expectAccessible, signIn, test, typeCard } from './support/story.ts';
import { join, someone } from './support/world.ts';

test('a card is kept with its bank’s yes, tops up in two taps, and is removed', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Nadia Quist', locale);
  await join(person);
  const sayYes = async (): Promise<void> => {
    await page.waitForURL(/\/challenge\//);
    const shown = (await page.locator('.aid b.num').innerText()).replaceAll(/\D/g, '');
    await page.locator('#code').fill(shown);
    await page.locator('button[value=approve]').click();
  };
  await signIn(page, person, locale);

  // Added by itself: nothing is charged.
  await page.goto('/me/payment-methods');
  await expect(page.getByText(m.cards_empty({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: m.cards_add({}, { locale }) })
    .or(page.getByRole('link', { name: m.cards_add({}, { locale }) }))
    .first()
    .click();
  await typeCard(page, '4242424242424242');
  const add = page.locator('#keep').filter({ hasNotText: m.customer_top_up_card_missing({}, { locale }) });
  await add.click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('Visa •••• 4242')).toBeVisible();
  await expectAccessible(page);
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(person.paymentPassword);
  await sheet.getByRole('button', { name: m.cards_add_do({}, { locale }) }).click();
  await sayYes();
  await page.waitForURL(/\/me\/payment-methods\?card=/);
  await expect(
    page.getByText(m.cards_kept_now({ card: 'Visa •••• 4242' }, { locale })),
    'back from the bank, it is told at once',
  ).toBeVisible();
  await expectAccessible(page);

  // Two taps: the price, and the charge.
  await page.goto('/top-up');
  await page.getByLabel(m.customer_top_up_into_balance({}, { locale })).fill('61.10');
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await expect(page.getByRole('radio', { name: 'Visa •••• 4242' })).toBeChecked();
  await expectAccessible(page);
  await page.locator('#charge').click();
  await page.waitForURL(/\/entry\/tu_/);
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale })).first()).toBeVisible();

  // Another card is typed for a top-up, and kept with it.
  await page.goto('/top-up');
  await page.getByLabel(m.customer_top_up_into_balance({}, { locale })).fill('71.10');
  await page.getByRole('button', { name: m.customer_top_up_see_price({}, { locale }) }).click();
  await page.getByRole('radio', { name: m.cards_other_card({}, { locale }) }).check();
  await typeCard(page, '5555555555554444');
  await page.getByRole('checkbox').check();
  await page
    .locator('#charge')
    .filter({ hasNotText: m.customer_top_up_card_missing({}, { locale }) })
    .click();
  await sayYes();
  await page.waitForURL(/\/entry\/tu_/);
  await expect(page.getByText(m.customer_story_top_up_settled({}, { locale })).first()).toBeVisible();

  // Removed, here and at the acquirer.
  await page.goto('/me/payment-methods');
  await expect(page.getByText('Mastercard •••• 4444')).toBeVisible();
  await page
    .getByRole('button', { name: m.cards_remove({}, { locale }), exact: true })
    .first()
    .click();
  await page.getByRole('button', { name: m.cards_remove_do({}, { locale }) }).click();
  await expect(page.getByText('Visa •••• 4242')).toBeHidden();
  await expect(page.getByText('Mastercard •••• 4444')).toBeVisible();
});

test('a card that its bank does not let us keep says why, where it was asked about and in the message centre', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Nadia Quist', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me/payment-methods/add');
  await typeCard(page, '4242424242424242');
  await page
    .locator('#keep')
    .filter({ hasNotText: m.customer_top_up_card_missing({}, { locale }) })
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_payment_password({}, { locale })).fill(person.paymentPassword);
  await sheet.getByRole('button', { name: m.cards_add_do({}, { locale }) }).click();
  await page.waitForURL(/\/challenge\//);
  const bank = await page.context().newPage();
  await bank.goto(page.url());

  // Its holder says no on another page; the one with the list asks, and is told why.
  await page.goto('/me/payment-methods');
  await expect(page.getByText('Visa •••• 4242')).toBeVisible();
  await bank.locator('button[value=cancel]').click();
  await bank.close();
  await page.getByRole('button', { name: m.cards_check({}, { locale }) }).click();
  const why = m.reason_card_authentication_failed_title({}, { locale });
  await expect(page.getByRole('alert').getByText(why)).toBeVisible();
  await expect(page.getByText(m.cards_empty({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  await page.goto('/messages');
  await page.getByText(m.mail_notice_kept_card_failed_title({}, { locale })).click();
  await page.waitForURL(/\/me\/payment-methods\?card=kc_/);
  await expect(page.getByText(why)).toBeVisible();
});
