import { api } from '#common/api/index';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { withAuthenticator } from './support/second-factor.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone } from './support/world.ts';

const ANSWERS = [
  { question: 'first_teacher', answer: 'Miss Harper' },
  { question: 'childhood_street', answer: 'Quarry Lane' },
  { question: 'lost_thing', answer: '铁皮青蛙' },
] as const;

test('who has lost the second factor asks a person, follows the request without signing in, and is let in by two of the staff', async ({
  page,
  lang: locale,
  open,
}) => {
  test.setTimeout(150_000);
  const person = someone('欧阳若溪', locale);
  const call = await join(person);
  await call(api.proveAccess, { body: { password: person.password } });
  await call(api.setSecurityQuestions, { body: { answers: [...ANSWERS] } });
  await withAuthenticator(person, call);
  await page.goto('/sign-in');
  await page.getByRole('link', { name: m.customer_access_link({}, { locale }) }).click();
  const lost = new RegExp(m.customer_access_lost_second_factor({}, { locale }));
  await expect(page.getByRole('button', { name: lost })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: lost }).click();
  await page.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_access_send({}, { locale }) }).click();
  const words = locale === 'en' ? /(\d{6}) is your OKPay code to ask/ : /找回账户的验证码 (\d{6})/;
  await page
    .getByLabel(m.customer_access_code({}, { locale }), { exact: true })
    .fill(await received(person.phone, 'sms', words));
  await page.getByLabel(m.customer_access_text({}, { locale })).fill('手机掉进了河里。');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_access_open({}, { locale }) }).click();
  await page.waitForURL(/\/sign-in\/help\/follow/);
  await expect(page.getByText(m.customer_access_state_waiting({}, { locale }))).toBeVisible();
  await expect(page.getByText(person.name), 'nothing of the account is told').toHaveCount(0);
  await page.getByLabel(m.customer_questions_answer({ number: 1 }, { locale })).fill(ANSWERS[0].answer);
  await page.getByLabel(m.customer_questions_answer({ number: 2 }, { locale })).fill('QUARRY LANE');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_access_questions_send({}, { locale }) }).click();
  await expect(page.getByText(m.customer_access_questions_sent({}, { locale }))).toBeVisible();
  const mailed = await received(person.email, 'mail', /(\/sign-in\/help\/follow#token=[\w-]{43})/);

  const [desk, second] = [await open(), await open()];
  await newColleague(desk, '周青');
  await desk.getByRole('link', { name: /欧阳若溪/ }).first().click(); // prettier-ignore
  const request = desk.getByRole('region', { name: m.console_access_title({}, { locale }) });
  await expect(request.getByText(m.console_access_answered({ right: 2, held: 3 }, { locale }))).toBeVisible();
  await request.getByLabel(m.console_access_note({}, { locale })).fill('护照与本人一致');
  await expectAccessible(desk);
  await request.getByRole('button', { name: m.console_access_keep_check({}, { locale }) }).click();
  await request.getByRole('button', { name: m.console_access_propose_send({}, { locale }) }).click();
  await expect(request.getByText(m.console_access_waits({}, { locale }))).toBeVisible();
  await expectAccessible(desk);
  await newColleague(second, '沈朗', 'supervisor');
  await second.goto(new URL(desk.url()).pathname);
  await expect(second.getByText(m.console_access_resets({}, { locale })).first()).toBeVisible();
  await expectAccessible(second);
  await second.getByRole('button', { name: m.console_access_approve({}, { locale }) }).click();
  const approved = m.console_access_approved({ name: '沈朗' }, { locale });
  await expect(second.getByText(approved)).toBeVisible();

  await page.goto('/sign-in'); // Only the part behind the # differs, which would be no new page.
  await page.goto(mailed);
  await expect(page.getByText(m.customer_access_state_restored({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  const token = await received(person.email, 'mail', /reset-password#token=([\w-]{43})/);
  await page.goto(`/reset-password#token=${token}`);
  const fresh = { ...person, password: `${person.password}-new` };
  await page.getByLabel(m.customer_new_password({}, { locale })).fill(fresh.password);
  await page.getByRole('button', { name: m.customer_forgot_save({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_forgot_done_title({}, { locale }) }),
  ).toBeVisible();
  await signIn(page, fresh, locale);
  await page.goto('/me/security');
  await expect(page.getByText(m.customer_security_access_restored({}, { locale }))).toBeVisible();
  await expectAccessible(page);
});
