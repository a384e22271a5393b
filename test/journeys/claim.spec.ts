import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import { formatMoney } from '#common/format';
import type { TransferId } from '#common/id';
import { toWire, money, type Money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, test } from './support/story.ts';
import { fund, join, newId, type Person, someone } from './support/world.ts';

async function pay(call: Call, payer: Person, payee: Person, sum: Money): Promise<TransferId> {
  const amount = toWire(sum);
  const { reference } = await call(api.findPayee, { body: { query: payee.email } });
  const { paymentPassword } = payer;
  const { id: stepUpId } = await call(api.createStepUp, {
    body: { action: 'transfer', ...amount, payee: reference, paymentPassword },
  });
  const id = newId('tr');
  const body = { id, payee: reference, amount, note: null, stepUpId };
  await call(api.createTransfer, { idempotencyKey: id, body });
  return id;
}

test('a payment that somebody else made is reported by one button, held, and given back by two of the staff', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(150_000);
  const [person, payee] = [someone('林知夏', locale), someone('王小明', locale)];
  const [call, payeeCall] = [await join(person), await join(payee)];
  await fund(call, money(100_00n, 'CNY'));
  const transfer = await pay(call, person, payee, money(26_00n, 'CNY'));

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

test('what the payee has spent meanwhile is held as soon as there is money again, by two who watch over risk', async ({
  open,
  lang: locale,
}) => {
  test.setTimeout(120_000);
  const [person, payee, third] = [
    someone('江晚', locale),
    someone('欧阳长河', locale),
    someone('何雨', locale),
  ];
  const [call, payeeCall] = [await join(person), await join(payee)];
  await join(third);
  await fund(call, money(100_00n, 'CNY'));
  const transfer = await pay(call, person, payee, money(26_00n, 'CNY'));
  await pay(payeeCall, payee, third, money(20_00n, 'CNY'));
  const id = newId('case');
  await call(api.openClaim, { idempotencyKey: id, body: { id, transfer } });
  await fund(payeeCall, money(50_00n, 'CNY'));

  const more = formatMoney(money(20_00n, 'CNY'), { locale });
  const [first, second] = [await open(), await open()];
  const opened = async (page: typeof first) => {
    await page.goto('/console/claims');
    await page.getByRole('row').filter({ hasText: payee.name }).last().click();
    return page.getByRole('dialog');
  };
  await newColleague(first, '许诺', 'risk');
  const drawer = await opened(first);
  await expect(drawer.getByText(more)).toBeVisible();
  await drawer.getByLabel(m.console_claim_note({}, { locale })).fill('收款人又充值了');
  await expectAccessible(first);
  await drawer.getByRole('button', { name: m.console_claim_propose({}, { locale }) }).click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();

  await newColleague(second, '沈朗', 'risk');
  const eyes = await opened(second);
  await expectAccessible(second);
  await eyes.getByRole('button', { name: m.console_claim_approve({ amount: more }, { locale }) }).click();
  await expect(second.getByText(m.console_claim_done({ amount: more }, { locale }))).toBeVisible();
  const [account] = (await payeeCall(api.accounts)).items;
  const held = account?.held.map(({ amount }) => BigInt(amount.amount)) ?? [];
  expect(held.reduce((sum, minor) => sum + minor, 0n)).toBe(26_00n);
});
