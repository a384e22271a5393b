// A rule about withdrawals that asks for the strong factor, met by somebody who has none: through the whole product, since the proof is made by one room and
// the rule is asked by another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '#common/money';
import { systemClock } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { switchOff, switchOn } from '#test/rules';
import { done, member, topUp, wholeProduct } from '#test/whole';

const whole = await wholeProduct({}, { withBank: true });
const paymentPassword = '739584';
const DETAILS = {
  currency: 'EUR',
  holderName: 'Anna Smith',
  accountNumber: 'DE89370400440532013000',
  bankCode: null,
};

test('who has no strong factor is told to set one up, and the question is kept as a hit of the rule', async () => {
  const anna = await member(whole, { name: 'Anna Smith' });
  const { browser } = anna;
  await topUp(anna, money(100_00n, 'EUR'));
  const details = { action: 'payout_details', ...DETAILS, paymentPassword };
  const { id: stepUpId } = await done(browser, 'POST', '/api/v1/step-ups', details);
  const ba = newId('ba');
  const keyed = (key: string) => ({ 'idempotency-key': key });
  await done(browser, 'POST', '/api/v1/bank-accounts', { id: ba, ...DETAILS, stepUpId }, keyed(ba));
  await sql`delete from risk.cooling where customer_id = ${anna.id}`.execute(whole.owner.read);
  const wanted = { bankAccountId: ba, amount: { amount: '1000', currency: 'EUR' } };
  const quote = (await done(browser, 'POST', '/api/v1/withdrawal-quotes', wanted)) as {
    id: string;
    total: object;
  };
  const proof = {
    action: 'withdrawal',
    ...quote.total,
    quoteId: quote.id,
    bankAccountId: ba,
    paymentPassword,
  };
  const world = { db: whole.db, clock: systemClock };
  const rule = await switchOn(world, {
    name: 'A new account',
    operations: ['withdrawal'],
    outcome: 'step_up',
    reason: 'unusual',
    conditions: [{ fact: 'first_payout', op: 'is', value: '1' }],
  });
  const asked = await browser.call('POST', '/api/v1/step-ups', proof);
  assert.deepEqual([asked.status, asked.body['code']], [403, 'withdrawal_factor_not_set_up']);
  assert.deepEqual(asked.body['facts'], { total: quote.total });
  const { rows } = await sql<{ text: string }>`
    select about || ' ' || stage || ' ' || outcome as text from risk.decision where payer_id = ${anna.id}`.execute(
    whole.db.read,
  );
  assert.deepEqual(rows, [{ text: 'withdrawal proof step_up' }]);
  await switchOff(world, rule);
  assert.equal((await browser.call('POST', '/api/v1/step-ups', proof)).status, 201, 'and without the rule there is a proof');
}); // prettier-ignore
