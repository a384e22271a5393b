import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone } from './support/world.ts';

test('who forgot the password is sent a link, chooses a new one, and every other device is signed out', async ({
  page,
  lang: locale,
  open,
}) => {
  const person = someone('欧阳若溪', locale);
  await join(person);
  const elsewhere = await open(person);
  await page.goto('/sign-in');
  await page.getByRole('link', { name: m.customer_forgot_link({}, { locale }) }).click();
  // The page comes a moment after its address.
  await expect(page.getByRole('heading', { name: m.customer_forgot_title({}, { locale }) })).toBeVisible();
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_forgot_send_email({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_forgot_sent_email_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
  const token = await received(person.email, 'mail', /reset-password#token=([\w-]{43})/);
  await page.goto(`/reset-password#token=${token}`);
  const fresh = { ...person, password: `${person.password}-new` };
  await page.getByLabel(m.customer_new_password({}, { locale })).fill(fresh.password);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_forgot_save({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_forgot_done_title({}, { locale }) }),
  ).toBeVisible();
  await expectAccessible(page);
  await elsewhere.goto('/home');
  await elsewhere.waitForURL(/\/sign-in/);
  await signIn(page, fresh, locale);
  await page.goto('/me/security');
  await expect(page.getByText(m.customer_security_password_changed({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/reset-password#token=${token}`);
  await page.getByLabel(m.customer_new_password({}, { locale })).fill(`${fresh.password}-2`);
  await page.getByRole('button', { name: m.customer_forgot_save({}, { locale }) }).click();
  await expect(
    page.getByRole('link', { name: m.customer_email_confirm_new_link({}, { locale }) }),
    'a used link leads to a new one',
  ).toBeVisible();
});

test('a code by phone does the same', async ({ page, lang: locale }) => {
  const person = someone('Anna Smith', locale);
  await join(person);
  await page.goto('/forgot-password');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.phone);
  await page.getByRole('radio', { name: m.customer_forgot_by_phone({}, { locale }) }).check({ force: true });
  await page.getByRole('button', { name: m.customer_forgot_send_phone({}, { locale }) }).click();
  const words = locale === 'en' ? /(\d{6}) is your OKPay code for a new/ : /设置新密码的验证码 (\d{6})/;
  const code = await received(person.phone, 'sms', words);
  await page.getByLabel(m.customer_forgot_code({}, { locale })).fill(code);
  await page.getByLabel(m.customer_new_password({}, { locale })).fill(`${person.password}-new`);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_forgot_save({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_forgot_done_title({}, { locale }) }),
  ).toBeVisible();
});
