import { api } from '#common/api/index';
import { toWire, money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, newId, someone } from './support/world.ts';

test('a payment that somebody else made is reported by one button, held, and given back by two of the staff', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(150_000);
  const [person, payee] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call, payeeCall] = [await join(person), await join(payee)];
  await fund(call, money(100_00n, 'CNY'));
  const amount = toWire(money(26_00n, 'CNY'));
  const { reference } = await call(api.findPayee, { body: { query: payee.email } });
  const step = {
    action: 'transfer',
    ...amount,
    payee: reference,
    paymentPassword: person.paymentPassword,
  } as const;
  const { id: stepUpId } = await call(api.createStepUp, { body: step });
  const transfer = newId('tr');
  await call(api.createTransfer, {
    idempotencyKey: transfer,
    body: { id: transfer, payee: reference, amount, note: null, stepUpId },
  });

  const page = await open(person);
  await page.goto(`/entry/${transfer}`);
  await page.getByRole('link', { name: m.petition_claim_link({}, { locale }) }).click();
  await page.waitForURL(/\/not-mine/);
  await expect(page.getByText(m.petition_claim_does_hold({}, { locale }))).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(m.petition_claim_text({}, { locale })).fill('手机昨晚被偷了');
  await page.getByRole('button', { name: m.petition_claim_button({}, { locale }) }).click();
  await page.waitForURL(/\/me\/petitions\/case_/);
  const caseId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await expect(page.getByRole('heading', { name: m.petition_state_reviewing({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  expect((await call(api.accountStatus).catch(() => null)) === null, 'every other session is over').toBe(
    true,
  );

  const other = await open(payee);
  await other.goto('/history');
  await other.getByText(m.petition_entry_recall_out({}, { locale })).first().click();
  await expect(other.getByRole('region', { name: m.common_reason_label({}, { locale }) })).toBeVisible();
  await expect(other.getByText(m.petition_story_recall_held({}, { locale }))).toBeVisible();
  await expectAccessible(other);
  expect((await payeeCall(api.accounts)).items[0]?.available.amount).toBe('0');

  const [agent, supervisor] = [await open(), await open()];
  await newColleague(agent, '周青');
  await agent.goto(`/console/cases/${caseId}`);
  const desk = agent.getByRole('region', { name: m.petition_desk_title({}, { locale }) });
  await desk.getByLabel(m.petition_desk_note({}, { locale })).fill('设备和地点都不是本人的');
  await expectAccessible(agent);
  await desk.getByRole('button', { name: m.petition_desk_send({}, { locale }) }).click();
  await expect(desk.getByText(m.petition_desk_waits({}, { locale }))).toBeVisible();
  await newColleague(supervisor, '沈朗', 'supervisor');
  await supervisor.goto(`/console/cases/${caseId}`);
  await supervisor
    .getByRole('region', { name: m.petition_desk_title({}, { locale }) })
    .getByRole('button', { name: m.petition_desk_approve({}, { locale }) })
    .click();
  await expect(supervisor.getByText(m.petition_desk_approved({ name: '沈朗' }, { locale }))).toBeVisible();

  await page.reload();
  await expect(page.getByRole('heading', { name: m.petition_outcome_granted({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/home');
  await expect(page.getByTestId('balance')).toContainText('100');
});

test('an agent freezes on the customer’s word, and the customer sees it at once', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(90_000);
  const person = someone('何雨', locale);
  const call = await join(person);
  const id = newId('case');
  await call(api.openCase, {
    idempotencyKey: id,
    body: { id, topic: 'account', text: '手机被偷了，请冻结' },
  });
  const agent = await open();
  await newColleague(agent, '周青');
  await agent.goto(`/console/cases/${id}`);
  const opener = agent.getByRole('button', { name: m.petition_word_freeze({}, { locale }) }).first();
  if (!(await opener.isVisible()))
    await agent.getByRole('button', { name: m.console_customer({}, { locale }) }).click();
  await opener.click();
  const sheet = agent.getByRole('dialog').filter({ hasText: m.petition_word_title({}, { locale }) });
  await sheet.getByLabel(m.petition_word_note({}, { locale })).fill('手机被偷了');
  await expectAccessible(agent);
  // On a phone the sheet lies within the customer's, with the button that opened it.
  await sheet
    .getByRole('button', { name: m.petition_word_freeze({}, { locale }) })
    .last()
    .click();
  await expect(agent.getByText(m.petition_word_done({}, { locale }))).toBeVisible();
  const page = await open(person);
  await page.goto('/me/account-status');
  await expect(
    page.getByRole('heading', { name: m.customer_status_restricted({}, { locale }) }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: m.petition_ask_lift({}, { locale }) })).toBeVisible();
  await expectAccessible(page);
});
