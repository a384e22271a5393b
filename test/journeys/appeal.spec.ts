import type { Page } from '@playwright/test';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { BASE, join, someone } from './support/world.ts';

/** Gives what is asked for now. */
async function give(page: Page, text: string, locale: Locale): Promise<void> {
  await page.getByLabel(m.petition_answer({}, { locale })).fill(text);
  await page.getByRole('button', { name: m.petition_send({}, { locale }) }).click();
}
const part = (page: Page, locale: Locale) =>
  page.getByRole('region', { name: m.petition_desk_title({}, { locale }) });

async function propose(page: Page, outcome: string, note: string, locale: Locale): Promise<void> {
  const desk = part(page, locale);
  await desk.getByRole('radio', { name: outcome, exact: true }).check();
  await desk.getByLabel(m.petition_desk_note({}, { locale })).fill(note);
  await expectAccessible(page);
  await desk.getByRole('button', { name: m.petition_desk_send({}, { locale }) }).click();
  await expect(desk.getByText(m.petition_desk_waits({}, { locale }))).toBeVisible();
}

test('who is frozen is asked for what lifts it, contests the refusal, and is heard by other people', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(150_000);
  const person = someone('欧阳若溪', locale);
  const call = await join(person);
  const risk = await open();
  await newColleague(risk, '林岚', 'risk');
  const { id: customer } = await call(api.me);
  const imposed = await risk.request.post(api.imposeRestriction.path, {
    headers: { origin: BASE },
    data: { customer, kind: 'frozen', reason: 'unusual_payments', note: 'three payees in an hour' },
  });
  expect(imposed.status()).toBe(201);

  // The customer asks, and is asked for three things one after the other.
  const page = await open(person);
  await page.goto('/me/account-status');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.petition_ask_lift({}, { locale }) }).click();
  await page.waitForURL(/\/me\/petitions\/case_/);
  const address = new URL(page.url()).pathname;
  const caseId = address.split('/').at(-1) ?? '';
  await expect(page.getByRole('heading', { name: m.petition_state_asking({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await give(page, '给同学的旅行费用，三个人各一笔', locale);
  await expect(page.getByText(m.petition_how_source_of_funds({}, { locale }))).toBeVisible();
  await give(page, '工资', locale);
  await expect(page.getByText(m.petition_how_account_statement({}, { locale }))).toBeVisible();
  await give(page, '11-05 长河书店 8,200.00', locale);
  await expect(page.getByRole('heading', { name: m.petition_state_reviewing({}, { locale }) })).toBeVisible();
  await expectAccessible(page);

  // An agent looks: one answer is not enough and is asked for once more.
  const agent = await open();
  await newColleague(agent, '周青');
  await agent.goto(`/console/cases/${caseId}`);
  const refuse = new RegExp(
    `${m.petition_desk_refuse({}, { locale })}.*${m.petition_item_source_of_funds({}, { locale })}`,
  );
  await part(agent, locale).getByRole('button', { name: refuse }).click();
  await part(agent, locale).getByRole('button', { name: refuse }).click();
  await expect(part(agent, locale).getByText(m.petition_fault_incomplete({}, { locale }))).toBeVisible();
  await expectAccessible(agent);
  await part(agent, locale)
    .getByRole('button', { name: m.petition_desk_ask({}, { locale }) })
    .click();
  await expect(part(agent, locale).getByText(m.petition_desk_waiting_customer({}, { locale }))).toBeVisible();
  await page.reload();
  await expect(page.getByText(m.petition_second_try({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await give(page, '长河书店的工资，每月五号', locale);
  await expect(page.getByRole('heading', { name: m.petition_state_reviewing({}, { locale }) })).toBeVisible();

  // Refused by two of the staff, with a reason and a way on.
  await agent.reload();
  await propose(agent, m.petition_outcome_refused({}, { locale }), '流水与说明对不上', locale);
  const supervisor = await open();
  await newColleague(supervisor, '沈朗', 'supervisor');
  await supervisor.goto(`/console/cases/${caseId}`);
  await expectAccessible(supervisor);
  await part(supervisor, locale)
    .getByRole('button', { name: m.petition_desk_approve({}, { locale }) })
    .click();
  await expect(
    part(supervisor, locale).getByText(m.petition_desk_approved({ name: '沈朗' }, { locale })),
  ).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: m.petition_outcome_refused({}, { locale }) })).toBeVisible();
  await expect(page.getByText(m.petition_ground_answers_missing({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: m.petition_appeal({}, { locale }), exact: true }).click();
  await page.getByRole('dialog').getByLabel(m.petition_appeal_text({}, { locale })).fill('工资单可以核对');
  await expectAccessible(page);
  await page.getByRole('button', { name: m.petition_appeal_send({}, { locale }) }).click();
  await page.waitForURL((url) => url.pathname !== address && url.pathname.startsWith('/me/petitions/'));
  const appealId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await expect(page.getByRole('heading', { name: m.petition_state_reviewing({}, { locale }) })).toBeVisible();

  // Other people look at it: who had a part in the decision cannot.
  await agent.goto(`/console/cases/${appealId}`);

  await part(agent, locale).getByLabel(m.petition_desk_note({}, { locale })).fill('又看了一遍');
  await part(agent, locale)
    .getByRole('button', { name: m.petition_desk_send({}, { locale }) })
    .click();
  await expect(
    part(agent, locale).getByText(m.reason_reviewer_must_differ_happened({}, { locale })),
  ).toBeVisible();
  const [second, third] = [await open(), await open()];
  await newColleague(second, '何敏');
  await second.goto(`/console/cases/${appealId}`);
  await propose(second, m.petition_outcome_granted({}, { locale }), '工资单已核对', locale);
  await newColleague(third, '余清', 'supervisor');
  await third.goto(`/console/cases/${appealId}`);
  await part(third, locale)
    .getByRole('button', { name: m.petition_desk_approve({}, { locale }) })
    .click();
  await expect(
    part(third, locale).getByText(m.petition_desk_approved({ name: '余清' }, { locale })),
  ).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: m.petition_outcome_granted({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  expect((await call(api.accountStatus)).status).toBe('active');
  await page.getByRole('link', { name: m.petition_conversation({}, { locale }) }).click();
  await expect(page.getByText(m.petition_follow_row({}, { locale }))).toBeVisible();
  await expectAccessible(page);
});
