import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { pdf, photo, SVG } from '#test/files';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { BASE, join, someone } from './support/world.ts';

const file = (buffer: Buffer, name: string, mimeType: string) => ({ name, mimeType, buffer });
const jpeg = async (mark: number, dark = false) =>
  file(await photo({ mark, dark }), `card-${mark}.jpg`, 'image/jpeg');
/** A photo is looked at in the browser, sent, and written anew. */
const SLOWLY = { timeout: 30_000 };

const part = (page: Page, locale: Locale) =>
  page.getByRole('region', { name: m.petition_desk_title({}, { locale }) });

/** The desk opens each file beside what was written; until then nothing can be decided. */
async function openFiles(page: Page, count: number, locale: Locale): Promise<void> {
  const desk = part(page, locale);
  await expect(desk.getByText(m.petition_desk_file_unopened({}, { locale }))).toHaveCount(count);
  await expect(
    desk.getByRole('button', { name: m.petition_desk_open_first({}, { locale }) }).last(),
  ).toBeVisible();
  for (let place = 0; place < count; place++) {
    await desk
      .getByRole('button', { name: new RegExp(`^${m.petition_desk_file_open({}, { locale })}`) })
      .nth(place)
      .click();
    await expect(desk.getByText(m.petition_desk_file_opened({}, { locale }), { exact: true })).toHaveCount(
      place + 1,
    );
    if (place === 0) await expectAccessible(page);
    await desk
      .getByRole('button', { name: new RegExp(`^${m.petition_desk_file_close({}, { locale })}`) })
      .click();
  }
}

test('what lifts a restriction is given as files, which are opened beside the words before two of the staff decide', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(600_000);
  const person = someone('欧阳若溪', locale);
  const call = await join(person);
  const risk = await open();
  await newColleague(risk, '林岚', 'risk');
  const { id: customer } = await call(api.me);
  const imposed = await risk.request.post(api.imposeRestriction.path, {
    headers: { origin: BASE },
    data: { customer, kind: 'frozen', reason: 'data_inconsistent', note: 'two birthdays' },
  });
  expect(imposed.status()).toBe(201);

  const page = await open(person);
  await page.goto('/me/account-status');
  await page.getByRole('button', { name: m.petition_ask_lift({}, { locale }) }).click();
  await page.waitForURL(/\/me\/petitions\/case_/);
  const caseId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await expect(page.getByText(m.petition_examples({}, { locale }))).toBeVisible();
  await expectAccessible(page);

  // What is no picture, and what cannot be read, is refused with its reason; a wrong one is taken away again.
  const input = page.locator('input[type=file]').last();
  await input.setInputFiles(file(SVG, 'card.png', 'image/png'));
  await expect(page.getByText(m.reason_file_kind_not_taken_happened({}, { locale }))).toBeVisible(SLOWLY);
  await input.setInputFiles(await jpeg(1, true));
  await expect(page.getByText(m.customer_photo_too_dark({}, { locale }))).toBeVisible(SLOWLY);
  const item = m.petition_item_identity_document({}, { locale });
  const sent = (number: number) =>
    page.getByRole('img', { name: m.petition_file_of({ item, number }, { locale }) });
  for (const mark of [1, 2, 3]) {
    await input.setInputFiles(await jpeg(mark));
    await expect(sent(mark)).toBeVisible(SLOWLY);
  }
  await page.getByRole('button', { name: m.petition_file_remove({ number: 2 }, { locale }) }).click();
  await expect(sent(3)).toHaveCount(0);
  await expectAccessible(page);
  const send = page.getByRole('button', { name: m.petition_send({}, { locale }), exact: true });
  await send.click();

  // Then a document of two pages with words, then words alone.
  await expect(page.getByText(m.petition_how_proof_of_address({}, { locale }))).toBeVisible();
  await input.setInputFiles(file(pdf({ pages: 2 }), 'bill.pdf', 'application/pdf'));
  await expect(page.getByText(m.customer_proof_pages({ count: 2 }, { locale }))).toBeVisible(SLOWLY);
  await page.getByLabel(m.petition_answer({}, { locale })).fill('长河路 8 号');
  await send.click();
  await expect(page.getByText(m.petition_how_explanation({}, { locale }))).toBeVisible();
  await page.getByLabel(m.petition_answer({}, { locale })).fill('生日写错过一次');
  await send.click();
  await expect(page.getByRole('heading', { name: m.petition_state_reviewing({}, { locale }) })).toBeVisible();
  await expect(sent(2)).toBeVisible();
  await expectAccessible(page);

  // Both of the staff open every file before they decide.
  const [agent, supervisor] = [await open(), await open()];
  await newColleague(agent, '周青');
  await agent.goto(`/console/cases/${caseId}`);
  await openFiles(agent, 3, locale);
  const desk = part(agent, locale);
  await desk.getByLabel(m.petition_desk_note({}, { locale })).fill('证件与账单一致');
  await desk.getByRole('button', { name: m.petition_desk_send({}, { locale }), exact: true }).click();
  await expect(desk.getByText(m.petition_desk_waits({}, { locale }))).toBeVisible();
  await newColleague(supervisor, '沈朗', 'supervisor');
  await supervisor.goto(`/console/cases/${caseId}`);
  await openFiles(supervisor, 3, locale);
  await part(supervisor, locale)
    .getByRole('button', { name: m.petition_desk_approve({}, { locale }) })
    .click();
  await expect(
    part(supervisor, locale).getByText(m.petition_desk_approved({ name: '沈朗' }, { locale })),
  ).toBeVisible();

  // Lifted; and the customer reads who opened what.
  await page.reload();
  await expect(page.getByRole('heading', { name: m.petition_outcome_granted({}, { locale }) })).toBeVisible();
  expect((await call(api.accountStatus)).status).toBe('active');
  await page.goto('/me/access');
  await expect(page.getByText(m.customer_access_document({ name: '沈朗' }, { locale }))).toHaveCount(3);
  await expect(page.getByText(m.customer_access_document({ name: '周青' }, { locale }))).toHaveCount(3);
  await expectAccessible(page);
});
