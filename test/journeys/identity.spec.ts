import type { Locator, Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { pdf, photo, SVG } from '#test/files';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { join, received, someone } from './support/world.ts';

const file = (buffer: Buffer, name: string, mimeType: string) => ({ name, mimeType, buffer });
const jpeg = async (mark: number, dark = false) =>
  file(await photo({ mark, dark }), `photo-${mark}.jpg`, 'image/jpeg');

/** Chooses a file and waits until it stands there. */
async function send(
  page: Page,
  item: string,
  locale: Locale,
  chosen: ReturnType<typeof file>,
): Promise<void> {
  await expect(page.getByRole('heading', { name: item })).toBeVisible();
  await page.locator('input[type=file]').last().setInputFiles(chosen);
  await expect(page.getByRole('img', { name: m.customer_proof_sent({ item }, { locale }) })).toBeVisible();
  await page.getByRole('button', { name: m.customer_proof_next({}, { locale }), exact: true }).click();
}

/** Where the data stand: beside the document, or in a drawer where there is no room. */
async function data(page: Page): Promise<Locator> {
  const opener = page.locator('.panel-opener');
  await expect(page.locator('.proof-picture')).toBeVisible();
  if (!(await opener.isVisible())) return page.getByRole('complementary');
  await opener.click();
  return page.getByRole('dialog');
}

test('a customer proves who she is: bad files are refused with a reason, one item comes back, the second try is enough', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const person = someone('林知夏', locale);
  const call = await join(person);
  await signIn(page, person, locale);
  await page.goto('/me/limits');
  await page.getByRole('link', { name: m.customer_limits_raise({}, { locale }) }).click();
  await expect(
    page.getByRole('heading', { name: m.customer_tier_t1({}, { locale }), level: 2 }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_identity_prove({}, { locale }) }).click();

  await page.getByLabel(m.common_proof_full_name({}, { locale })).fill(person.name);
  await page.getByLabel(m.common_proof_birth_date({}, { locale })).fill('1990-02-28');
  await page.getByLabel(m.common_proof_document_number({}, { locale })).fill('E 1234 5678');
  await page.getByLabel(m.common_proof_document_expiry({}, { locale })).fill('2020-01-01');
  await expectAccessible(page);
  const save = page.getByRole('button', { name: m.customer_proof_save({}, { locale }) });
  await save.click();
  await expect(page.getByText(m.reason_proof_document_expired_happened({}, { locale }))).toBeVisible();
  await page.getByLabel(m.common_proof_document_expiry({}, { locale })).fill('2049-05-01');
  await save.click();

  const front = m.common_proof_document_front({}, { locale });
  await expect(page.getByRole('heading', { name: front })).toBeVisible();
  await expectAccessible(page);
  const input = page.locator('input[type=file]').last();
  await input.setInputFiles(file(SVG, 'card.png', 'image/png'));
  await expect(page.getByText(m.reason_file_kind_not_taken_happened({}, { locale }))).toBeVisible();
  await input.setInputFiles(await jpeg(1, true));
  await expect(page.getByText(m.customer_photo_too_dark({}, { locale }))).toBeVisible();
  await send(page, front, locale, await jpeg(1));
  await send(page, m.common_proof_document_back({}, { locale }), locale, await jpeg(2));
  const selfie = m.common_proof_selfie({}, { locale });
  await send(page, selfie, locale, await jpeg(3));
  await expect(page.getByText('E12345678')).toBeVisible();
  await expectAccessible(page);
  const handIn = page.getByRole('button', { name: m.customer_proof_hand_in({}, { locale }) });
  await handIn.click();
  await expect(page.getByText(m.customer_proof_waits({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  const desk = await open();
  await newColleague(desk, 'Hannah Weiss', 'risk');
  await desk.goto('/console/identity');
  const row = desk.locator('.queuerow').last();
  await expect(row).toContainText('林*夏');
  await expectAccessible(desk);
  await row.focus();
  await desk.keyboard.press('Enter');
  const panel = await data(desk);
  await expect(panel.getByText('E12345678')).toBeVisible();
  await expectAccessible(desk);
  await panel.getByRole('button', { name: m.console_proof_refuse({}, { locale }) }).click();
  await desk.getByLabel(selfie, { exact: true }).selectOption('not_the_person');
  await desk.getByLabel(m.console_proof_note({ item: selfie }, { locale })).fill('two people in it');
  await expectAccessible(desk);
  await desk.getByRole('button', { name: m.console_proof_give_back({}, { locale }) }).click();
  await expect(desk.getByText(m.console_proof_given_back({}, { locale }))).toBeVisible();

  await received(person.email, 'mail', /(prove-identity)/);
  await page.goto('/me/identity');
  await expect(page.getByText(m.customer_advice_not_the_person({}, { locale }))).toBeVisible();
  await expect(page.getByText(m.customer_proof_note({ note: 'two people in it' }, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: m.customer_proof_send_rest({}, { locale }) }).click();
  await send(page, selfie, locale, await jpeg(4));
  await handIn.click();
  await expect(page.getByText(m.customer_proof_waits({}, { locale }))).toBeVisible();

  await desk.goto('/console/identity');
  await desk.locator('.queuerow').last().click();
  await expect(desk.locator('.proof-picture')).toBeVisible();
  await desk.keyboard.press('a');
  await expect(desk.getByText(m.console_proof_approved({}, { locale }))).toBeVisible();

  await page.goto('/me/limits');
  await expect(
    page.getByRole('heading', {
      name: m.customer_limits_tier({ tier: m.customer_tier_t2({}, { locale }) }, { locale }),
    }),
  ).toBeVisible();
  await page.goto('/messages');
  await expect(page.getByText(m.mail_notice_identity_raised_title({}, { locale }))).toBeVisible();
  await page.goto('/me/access');
  await expect(
    page.getByText(m.customer_access_identity({ name: 'Hannah Weiss' }, { locale })).first(),
  ).toBeVisible();
  expect((await call(api.identity)).tier).toBe('T2');
});

/** Proves the identity without a screen; the desk opens and approves it by its own calls. */
async function proven(call: Call, name: string, desk: Page): Promise<void> {
  const { id } = await call(api.beginProof, { body: { tier: 'T2' } });
  const words = { full_name: name, birth_date: '1990-02-28', document_type: 'passport', document_number: 'P1234567', document_expiry: '2049-05-01' } as const; // prettier-ignore
  const answers = Object.entries(words).map(([item, value]) => ({ item: item as keyof typeof words, value }));
  await call(api.answerProof, { params: { id }, body: { answers } });
  for (const item of ['document_front', 'selfie'] as const)
    await call(api.sendProofFile, {
      params: { id },
      query: { item },
      file: new Blob([new Uint8Array(await photo())]),
    });
  await call(api.submitProof, { params: { id }, body: {} });
  const origin = new URL(desk.url()).origin;
  const post = async (path: string, data: object): Promise<number> =>
    (await desk.request.post(path.replace(':id', id), { headers: { origin }, data })).status();
  expect(await post(api.openProof.path, {})).toBeLessThan(300);
  expect(await post(api.decideProof.path, { decision: 'approve' })).toBe(200);
}

test('the highest step takes two reviewers, and its owner may take it back meanwhile', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(180_000);
  const person = someone('何雨', locale);
  const call = await join(person);
  const [one, two] = [await open(), await open()];
  await newColleague(one, 'Hannah Weiss', 'risk');
  await newColleague(two, 'Omar Haddad', 'risk');
  await proven(call, person.name, one);
  await signIn(page, person, locale);
  const begin = async (): Promise<void> => {
    await page.goto('/me/identity');
    await page.getByRole('button', { name: m.customer_identity_prove_address({}, { locale }) }).click();
    await page
      .getByRole('textbox', { name: m.common_proof_address({}, { locale }) })
      .fill('上海市浦东新区世纪大道 100 号 8 楼');
    await page.getByRole('button', { name: m.customer_proof_save({}, { locale }) }).click();
    await send(page, m.common_proof_address_proof({}, { locale }), locale, file(pdf({ pages: 2 }), 'bill.pdf', 'application/pdf')); // prettier-ignore
    await page.getByRole('button', { name: m.customer_proof_hand_in({}, { locale }) }).click();
    await expect(page.getByText(m.customer_proof_waits({}, { locale }))).toBeVisible();
  };
  await begin();
  await page.getByRole('button', { name: m.customer_proof_withdraw({}, { locale }) }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.customer_proof_withdraw_do({}, { locale }) }).click();
  await expect(page.getByText(m.customer_proof_waits({}, { locale }))).toHaveCount(0);
  await begin();

  await one.goto('/console/identity');
  await one.locator('.queuerow').last().click();
  await expect(one.locator('.proof-picture')).toBeVisible();
  await one.getByRole('button', { name: m.console_proof_page_next({}, { locale }) }).click();
  await one.keyboard.press('+');
  await one.keyboard.press('t');
  await expect(one.locator('.proof-picture[data-zoom="1.5"][data-turns="1"]')).toBeVisible();
  await expectAccessible(one);
  await one.keyboard.press('a');
  await expect(one.getByText(m.console_proof_to_colleague({}, { locale }))).toBeVisible();
  await one.locator('.queuerow').last().click();
  const own = await data(one);
  await expect(own.getByText(m.console_proof_own_text({}, { locale }))).toBeVisible();
  await expect(own.getByRole('button', { name: m.console_proof_approve({}, { locale }) })).toHaveCount(0);

  await two.goto('/console/identity');
  await two.locator('.queuerow').last().click();
  const panel = await data(two);
  await panel.getByRole('button', { name: m.console_proof_approve({}, { locale }) }).click();
  await expect(two.getByText(m.console_proof_approved({}, { locale }))).toBeVisible();
  expect((await call(api.identity)).tier).toBe('T3');
  await page.goto('/me/identity');
  await expect(
    page.getByRole('heading', { name: m.customer_tier_t3({}, { locale }), level: 2 }),
  ).toBeVisible();
  await expectAccessible(page);
});
