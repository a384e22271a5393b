import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { BASE, leaveTheNetworkAlone, mailToken, smsCode, someone, visitor } from './support/world.ts';
import { api } from '#common/api/index';

test('a newcomer opens an account, confirms mail and phone, and lands in the wallet', async ({
  page,
  lang: locale,
}) => {
  const person = someone('王小明', locale);
  await page.goto('/');
  await expectAccessible(page);
  await page.goto('/register');
  await page.getByLabel(m.customer_name({}, { locale }), { exact: true }).fill(person.name);
  await page.getByLabel(m.customer_email({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_phone({}, { locale })).fill(person.phone);
  await page.getByRole('textbox', { name: m.customer_handle({}, { locale }) }).fill(person.handle);
  const password = page.getByLabel(m.customer_password({}, { locale }), { exact: true });
  await password.fill('password123');
  await expect(page.getByText(m.customer_password_common({}, { locale }))).toBeVisible();
  await password.fill(person.password);
  await expect(page.getByText(m.customer_password_common({}, { locale }))).toBeHidden();
  await expectAccessible(page);
  const button = page
    .getByRole('main')
    .getByRole('button', { name: m.customer_register_not_accepted({}, { locale }) });
  await expect(button, 'it says what is missing').toBeVisible();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: m.customer_register_button({}, { locale }) }).click();

  await page.waitForURL('/verify');
  await expectAccessible(page);
  await page.getByLabel(m.customer_verify_phone_text({}, { locale })).fill(await smsCode(person.phone));
  await page.getByRole('button', { name: m.customer_verify_phone_button({}, { locale }) }).click();
  await expect(
    page.getByText(m.customer_verify_confirmed({ where: person.phone }, { locale })),
  ).toBeVisible();

  await page.goto(`/verify-email#token=${await mailToken(person.email)}`);
  await page.getByRole('button', { name: m.customer_email_confirm_button({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_email_confirmed_title({}, { locale }) }),
  ).toBeVisible();
  await page.getByRole('link', { name: m.customer_email_confirmed_next({}, { locale }) }).click();
  await page.getByRole('link', { name: m.customer_verify_go_on({}, { locale }) }).click();
  await page.waitForURL('/home');
  await expect(page.getByTestId('balance')).toBeVisible();
  await expectAccessible(page);
});

test('a link that was used says so and offers a new one', async ({ page, lang: locale }) => {
  const person = someone('Anna Smith', locale);
  const { call } = visitor();
  await call(api.register, {
    body: {
      name: person.name,
      email: person.email,
      phone: person.phone,
      handle: person.handle,
      password: person.password,
      locale,
      termsVersion: (await call(api.site)).termsVersion,
    },
  });
  const token = await mailToken(person.email);
  await call(api.verifyEmail, { body: { token } });
  await page.goto(`/verify-email#token=${token}`);
  await page.getByRole('button', { name: m.customer_email_confirm_button({}, { locale }) }).click();
  await expect(
    page.getByRole('link', { name: m.customer_email_confirm_new_link({}, { locale }) }),
  ).toBeVisible();
});

test('a person sees the devices signed in, ends one from another, and signs out', async ({
  page,
  lang: locale,
  open,
}) => {
  const person = someone('欧阳若溪', locale);
  const { call } = visitor();
  await call(api.register, {
    body: {
      name: person.name,
      email: person.email,
      phone: person.phone,
      handle: person.handle,
      password: person.password,
      locale,
      termsVersion: (await call(api.site)).termsVersion,
    },
  });
  const other = await open();
  await signIn(other, person, locale);
  await signIn(page, person, locale);
  await page.goto('/me/sessions');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_sessions_end_others({}, { locale }) }).click();
  await expect(page.getByText(m.customer_sessions_ended({ count: 1 }, { locale }))).toBeVisible();
  await other.goto('/home');
  await other.waitForURL(/\/sign-in/);

  await page.goto('/me');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_sign_out({}, { locale }) }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto('/home');
  await page.waitForURL(/\/sign-in/);
});

test('a wrong password is refused without telling what was wrong', async ({ page, lang: locale }) => {
  await page.goto('/sign-in');
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill('nobody-here@mail.example');
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill('not-the-password-1');
  await page.getByRole('button', { name: m.customer_sign_in_button({}, { locale }), exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(page);
});

test('who registers where too many sign in at once is told what to do, and gets in later', async ({
  page,
  lang: locale,
}) => {
  const person = someone('Anna Smith', locale);
  await page.goto('/register');
  await page.getByLabel(m.customer_name({}, { locale }), { exact: true }).fill(person.name);
  await page.getByLabel(m.customer_email({}, { locale })).fill(person.email);
  await page.getByLabel(m.customer_phone({}, { locale })).fill(person.phone);
  await page.getByLabel(m.customer_password({}, { locale }), { exact: true }).fill(person.password);
  await page.getByRole('checkbox').check();
  // Whatever they send: the network's budget of sign-ins is spent.
  const { limit } = api.signIn.rate;
  const init = { method: 'POST', headers: { 'content-type': 'application/json', origin: BASE }, body: '{}' };
  await Promise.all(Array.from({ length: limit }, () => fetch(`${BASE}${api.signIn.path}`, init)));
  await page.getByRole('button', { name: m.customer_register_button({}, { locale }) }).click();
  await page.waitForURL(/\/sign-in/);
  await expect(page.getByText(m.customer_registered_sign_in({}, { locale }))).toBeVisible();
  await leaveTheNetworkAlone('later');
  await signIn(page, person, locale);
  await page.waitForURL('/verify');
});
