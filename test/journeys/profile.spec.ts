import { api } from '#common/api/index';
import * as m from '#messages';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone } from './support/world.ts';

const PHRASE = { en: 'blue otter at noon', 'zh-CN': '窗外的三只麻雀' } as const;

test('a phrase stands in every mail and on the sign-in page of the own browser, and of no other', async ({
  page,
  open,
  lang: locale,
}) => {
  const person = someone('林知夏', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_phrase_title({}, { locale }) }).click();
  await page.getByLabel(m.customer_phrase_label({}, { locale })).fill(`${PHRASE[locale]} www.x.example`);
  const save = page.getByRole('button', { name: m.customer_phrase_save({}, { locale }) });
  await expectAccessible(page);
  await save.click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await sheet.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel(m.customer_phrase_label({}, { locale })).fill(PHRASE[locale]);
  await save.click();
  await expect(page.getByText(m.customer_phrase_saved({}, { locale }))).toBeVisible();
  await received(
    person.email,
    'mail',
    new RegExp(`(${m.mail_phrase({ phrase: PHRASE[locale] }, { locale })})`),
  );

  await page.goto('/me');
  await page.getByRole('button', { name: m.customer_sign_out({}, { locale }) }).click();
  await page.waitForURL('**/sign-in');
  const shown = m.customer_phrase_sign_in({ phrase: PHRASE[locale] }, { locale });
  await expect(page.getByText(shown)).toBeVisible();
  await expectAccessible(page);
  const stranger = await open();
  await stranger.goto('/sign-in');
  await stranger.getByLabel(m.customer_sign_in_login({}, { locale })).fill(person.email);
  await expect(stranger.getByText(shown)).toHaveCount(0);
});

test('security questions are chosen after a proof, a poor answer is named, and they can be taken away', async ({
  page,
  lang: locale,
}) => {
  const person = someone('何雨', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_questions_title({}, { locale }) }).click();
  const answer = (number: number) => page.getByLabel(m.customer_questions_answer({ number }, { locale }));
  for (const [at, text] of ['Miss Harper', person.name, '铁皮青蛙'].entries())
    await answer(at + 1).fill(text);
  await page.getByLabel(m.customer_questions_question({ number: 3 }, { locale })).selectOption('lost_thing');
  await expectAccessible(page);
  const save = page.getByRole('button', { name: m.customer_questions_save({}, { locale }) });
  await save.click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(m.customer_sign_in_password({}, { locale })).fill(person.password);
  await sheet.getByRole('button', { name: m.customer_prove_button({}, { locale }) }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await answer(2).fill('Quarry Lane');
  await save.click();
  await expect(page.getByText(m.customer_questions_saved({}, { locale }))).toBeVisible();
  await received(
    person.email,
    'mail',
    locale === 'en' ? /(security questions were changed)/ : /(密保问题已更改)/,
  );
  await page.getByRole('button', { name: m.customer_questions_remove({}, { locale }) }).click();
  await expect(page.getByText(m.customer_questions_removed({}, { locale }))).toBeVisible();
});

test('who does not want to be found is not found, and news comes by the ways that were chosen', async ({
  page,
  lang: locale,
}) => {
  const person = someone('何雨', locale);
  const call = await join(person);
  const payer = await join(someone('王小明', locale));
  await signIn(page, person, locale);
  await page.goto('/me');
  await page.getByRole('link', { name: m.customer_findable_title({}, { locale }) }).click();
  await page.getByLabel(m.customer_findable_phone({}, { locale })).click();
  await expect(page.getByLabel(m.customer_findable_phone({}, { locale }))).toBeEnabled();
  await expect(page.getByLabel(m.customer_findable_phone({}, { locale }))).not.toBeChecked();
  await expectAccessible(page);
  expect((await call(api.me)).findableBy).toEqual({ email: true, phone: false, handle: true });
  await expect(payer(api.findPayee, { body: { query: person.phone } })).rejects.toThrow();
  expect((await payer(api.findPayee, { body: { query: person.email } })).maskedName).toBeTruthy();

  await page.goto('/me/notifications');
  const security = page.getByLabel(m.customer_choices_security({}, { locale }));
  await expect(security).toBeChecked();
  await expect(security).toBeDisabled();
  await expect(page.getByText(m.customer_choices_security_why({}, { locale }))).toBeVisible();
  await page.getByLabel(m.customer_choices_payments({}, { locale })).click();
  await expect(page.getByLabel(m.customer_choices_payments({}, { locale }))).toBeEnabled();
  await expect(page.getByLabel(m.customer_choices_payments({}, { locale }))).not.toBeChecked();
  await page.getByLabel(m.customer_quiet_on({}, { locale })).click();
  await page.getByLabel(m.customer_quiet_until({}, { locale }), { exact: true }).selectOption('07:30');
  await expect(page.getByLabel(m.customer_quiet_until({}, { locale }), { exact: true })).toBeEnabled();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel(m.customer_choices_payments({}, { locale }))).not.toBeChecked();
  await expect(page.getByLabel(m.customer_quiet_until({}, { locale }), { exact: true })).toHaveValue(
    String(7 * 60 + 30),
  );
  expect((await call(api.notificationChoices)).quietHours).toEqual({
    fromMinute: 22 * 60,
    toMinute: 7 * 60 + 30,
  });
});

test('a picture is chosen, and whoever is about to pay sees it beside the masked name', async ({
  page,
  open,
  lang: locale,
}) => {
  const person = someone('林知夏', locale);
  await join(person);
  await signIn(page, person, locale);
  await page.goto('/me');
  const square = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 600;
    canvas.getContext('2d')?.fillRect(0, 0, 400, 400);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const choose = page.getByLabel(m.customer_picture_choose({}, { locale }));
  await choose.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.getByText(m.customer_picture_unreadable({}, { locale }))).toBeVisible();
  await choose.setInputFiles({
    name: 'me.png',
    mimeType: 'image/png',
    buffer: Buffer.from(square, 'base64'),
  });
  await expect(page.getByText(m.customer_picture_saved({}, { locale }))).toBeVisible();
  await expect(page.locator('img[src^="data:image/jpeg"]')).toBeVisible();
  await expectAccessible(page);
  const payer = someone('王小明', locale);
  await join(payer);
  const other = await open(payer);
  await other.goto('/pay');
  await other.getByRole('textbox').first().fill(person.email);
  await other.keyboard.press('Enter');
  await expect(other.locator('img[src^="data:image/jpeg"]')).toBeVisible();
});
