import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone } from './support/world.ts';

test('a new mail address is proven by a code, and the old one is told what to do if that was somebody else', async ({
  page,
  lang: locale,
}) => {
  const person = someone('欧阳若溪', locale);
  const next = `new-${person.email}`;
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_contact_change_email({}, { locale }) }).click();
  await page.getByLabel(m.customer_contact_new_email({}, { locale })).fill(next);
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_contact_send_email({}, { locale }) }).click();
  const proof = page.getByRole('dialog');
  await proof.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await proof.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  const code = page.getByLabel(m.customer_contact_code({ to: next }, { locale }));
  const confirm = page.getByRole('button', { name: m.customer_contact_confirm_email({}, { locale }) });
  const words = locale === 'en' ? /The code is (\d{6})\./ : /验证码是 (\d{6})，/;
  const right = await received(next, 'mail', words);
  await code.fill(right === '000000' ? '000001' : '000000');
  await confirm.click();
  await expect(page.getByRole('alert'), 'a wrong code says how many tries are left').toBeVisible();
  await expectAccessible(page);
  await code.fill(right);
  await confirm.click();
  await page.waitForURL('**/me');
  await expect(page.getByText(next)).toBeVisible();
  await expectAccessible(page);
  await page.goto('/me/security');
  await expect(page.getByText(m.customer_security_email_changed({}, { locale }))).toBeVisible();
  const subject = m.mail_email_given_up_subject({}, { locale });
  const way = await received(person.email, 'mail', new RegExp(`${subject}[^]*?https?://[^/]+(/[\\w/-]+)`));
  await page.goto(way);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
