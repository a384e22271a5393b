import { api } from '#common/api/index';
import { formatMoney } from '#common/format';
import { money } from '#common/money';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, someone, visitor } from './support/world.ts';

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
});
