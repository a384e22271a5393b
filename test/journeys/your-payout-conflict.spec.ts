import { api } from '#common/api/index';
import type { Call } from '#common/api/client';
import { formatMoney } from '#common/format';
import { money } from '#common/money';
import * as m from '#messages';
import { newColleague } from './support/desk.ts';
import { expect, expectAccessible, signIn, test } from './support/story.ts';
import { fund, join, newId, type Person, someone, visitor } from './support/world.ts';

const SUM = 7_319n;
const DETAILS = {
  currency: 'EUR',
  holderName: 'Mateo Quillfeather',
  accountNumber: 'DE89370400440532013000',
  bankCode: null,
} as const;
const wait = (advanceSeconds: number) => visitor().call(api.moveSandboxClock, { body: { advanceSeconds } });

/** A withdrawal of which the bank books another sum than was asked for. */
async function inConflict(first: Call, { email, password, paymentPassword }: Person) {
  const { id: stepUpId } = await first(api.createStepUp, {
    body: { action: 'payout_details', ...DETAILS, paymentPassword },
  });
  const account = newId('ba');
  await first(api.addBankAccount, { body: { id: account, ...DETAILS, stepUpId }, idempotencyKey: account });
  await wait(86_460);
  // A day later the session may be over.
  const { call } = visitor();
  await call(api.signIn, { body: { login: email, password } });
  const amount = { amount: SUM.toString(), currency: 'EUR' } as const;
  const quote = await call(api.createWithdrawalQuote, { body: { bankAccountId: account, amount } });
  const proof = { action: 'withdrawal', ...quote.total, quoteId: quote.id, bankAccountId: account } as const;
  const proven = await call(api.createStepUp, { body: { ...proof, paymentPassword } });
  const asked = { id: newId('wd'), quoteId: quote.id, stepUpId: proven.id };
  await visitor().call(api.sandboxBankMood, { body: { mood: 'books_more' } });
  await call(api.createWithdrawal, { body: asked, idempotencyKey: asked.id });
  // Past the cut-off, which may be days away over a weekend; then the bank has an hour for its booking.
  const days =
    (Date.parse(quote.cutOffAt) - Date.parse((await call(api.entry, { params: asked })).createdAt)) / 1_000;
  await wait(Math.ceil(days) + 60);
  const { call: later } = visitor();
  await later(api.signIn, { body: { login: email, password } });
  await expect(async () => {
    await wait(1_200);
    expect((await later(api.entry, { params: { id: asked.id } })).state).toBe('conflict');
  }).toPass({ timeout: 60_000 });
  await visitor().call(api.sandboxBankMood, { body: { mood: 'normal' } });
  return { id: asked.id, call: later, total: quote.total };
}

test('the bank books another sum than was asked for: two people of finance find out what is true, and its owner sees it', async ({
  page,
  open,
  lang: locale,
}) => {
  test.setTimeout(240_000);
  const person = someone('Mateo Quillfeather', locale);
  const first = await join(person);
  await fund(first, money(20_000n, 'EUR'));
  const { id, call } = await inConflict(first, person);

  const customer = await open();
  await signIn(customer, person, locale);
  await customer.goto(`/entry/${id}`);
  await expect(customer.getByText(m.withdrawal_story_unresolved({}, { locale })).first()).toBeVisible();

  await newColleague(page, 'Lin Dan', 'finance');
  const toQueue = (at: typeof page) =>
    at.getByRole('link', { name: m.conflict_nav({}, { locale }), exact: true }).click();
  const sum = formatMoney(money(SUM, 'EUR'), { locale });
  const rowOf = (at: typeof page) => at.getByRole('row').filter({ hasText: sum });
  await toQueue(page);
  await expect(rowOf(page)).toContainText(m.conflict_ours_held({}, { locale }));
  await expectAccessible(page);
  await rowOf(page).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(m.conflict_word_booked({}, { locale }))).toBeVisible();
  await expect(drawer.getByText(m.conflict_moved_held({}, { locale })).first()).toBeVisible();
  await drawer
    .getByRole('radio', { name: m.conflict_outcome_not_paid({}, { locale }) })
    .check({ force: true });
  await expect(drawer.getByText(m.conflict_outcome_not_paid_text({}, { locale }))).toBeVisible();
  await drawer
    .getByLabel(m.console_review_note({}, { locale }))
    .fill('The bank says by phone: the booking belongs to another payment.');
  await expectAccessible(page);
  await drawer.getByRole('button', { name: m.conflict_propose({}, { locale }), exact: true }).click();
  await expect(drawer).toBeHidden();
  await rowOf(page).click();
  await expect(drawer.getByText(m.console_proposal_own({}, { locale }))).toBeVisible();
  expect((await call(api.entry, { params: { id } })).state, 'nothing has moved yet').toBe('conflict');

  const second = await open();
  await newColleague(second, 'Fang Wei', 'finance');
  await toQueue(second);
  await rowOf(second).click();
  await expectAccessible(second);
  await second
    .getByRole('dialog')
    .getByRole('button', {
      name: m.conflict_approve({ outcome: m.conflict_outcome_not_paid({}, { locale }) }, { locale }),
    })
    .click();
  await expect(second.getByRole('dialog')).toBeHidden();
  await expect(rowOf(second)).toHaveCount(0);

  await expect(customer.getByText(m.withdrawal_story_found_back({}, { locale })).first()).toBeVisible();
  await expect(customer.getByText(m.reason_payout_found_back_happened({}, { locale })).first()).toBeVisible();
  await expectAccessible(customer);
  const { items } = await call(api.accounts);
  expect(items.find(({ currency }) => currency === 'EUR')?.available.amount).toBe('20000');
});
