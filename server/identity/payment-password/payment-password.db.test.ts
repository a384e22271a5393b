import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idFromUuid } from '#common/id';
import { money } from '#common/money';
import { consumeStepUp } from '#identity';
import { newId, newUuid } from '#platform/ids';
import { sql } from '#platform/db';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const DIGITS = '739584';
const payee = newId('pay');
const setDigits = ({ browser, form }: Person, paymentPassword = DIGITS, password = form.password) =>
  browser.call('PUT', '/api/v1/payment-password', { password, paymentPassword });
const stepUp = (
  { browser }: Person,
  paymentPassword = DIGITS,
  changes: Record<string, unknown> = {},
): Promise<Answer> =>
  browser.call('POST', '/api/v1/step-ups', {
    action: 'transfer',
    amount: '12345',
    currency: 'CNY',
    payee,
    paymentPassword,
    ...changes,
  });
const payer = async (): Promise<Person> => {
  const person = await verifiedPerson(world);
  assert.equal((await setDigits(person)).status, 200);
  return person;
};
const payment = { action: 'transfer', amount: money(12_345n, 'CNY'), payee: String(payee) } as const;
type Payment = Parameters<typeof consumeStepUp>[2];
const consume = (wanted: Payment) => world.db.transaction((tx) => consumeStepUp(tx, world.clock, wanted));

test('without a payment password there is no proof, and the answer says what is missing', async () => {
  const person = await verifiedPerson(world);
  const answer = await stepUp(person);
  assert.deepEqual([answer.status, answer.body['code']], [409, 'payment_password_not_set']);
  assert.equal((await person.browser.call('GET', '/api/v1/me')).body['hasPaymentPassword'], false);
});

test('it is set with the sign-in password, and refused when weak', async () => {
  const person = await verifiedPerson(world);
  assert.equal((await setDigits(person, DIGITS, 'not my password')).body['code'], 'sign_in_failed');
  assert.equal((await setDigits(person, '123456')).body['code'], 'payment_password_weak');
  assert.equal((await setDigits(person, person.form.phone.slice(-6))).body['code'], 'payment_password_weak');
  const set = await setDigits(person);
  assert.deepEqual([set.status, set.body['hasPaymentPassword']], [200, true]);
  const { rows } = await sql<{
    name: string;
  }>`select name from platform.outbox where payload ->> 'customerId' = ${person.id} and name like 'customer.payment%'`.execute(
    world.db.read,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['customer.payment_password_set'],
    'the owner is told',
  );
});

test('of thirty guesses at the sign-in password from inside a session five are looked at', async () => {
  const person = await verifiedPerson(world);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => setDigits(person, DIGITS, 'not my password')),
  );
  assert.equal(answers.filter(({ body }) => body['code'] === 'sign_in_failed').length, 5);
  assert.equal(answers.filter(({ body }) => body['code'] === 'sign_in_paused').length, 25);
});

test('of thirty guesses at the payment password exactly five are looked at, then it is paused for thirty minutes', async () => {
  const person = await payer();
  const answers = await Promise.all(Array.from({ length: 30 }, () => stepUp(person, '847362')));
  const wrong = answers.filter(({ body }) => body['code'] === 'payment_password_wrong');
  assert.deepEqual(
    wrong.map(({ body }) => (body['facts'] as { left: number }).left).sort((a, b) => a - b),
    [0, 1, 2, 3, 4],
  );
  assert.equal(answers.filter(({ body }) => body['code'] === 'payment_password_paused').length, 25);
  const right = await stepUp(person);
  assert.deepEqual(
    [right.status, right.body['facts']],
    [429, { until: world.clock.now().add({ minutes: 30 }).toString() }],
  );
  const { rows } =
    await sql`select 1 from platform.outbox where name = 'customer.payment_password_paused' and payload ->> 'customerId' = ${person.id}`.execute(
      world.db.read,
    );
  assert.equal(rows.length, 1, 'the owner is told once');
});

test('after the pause the right one works, and the next pause is longer when it does not', async () => {
  const person = await payer();
  for (const minutes of [30, 120]) {
    for (let attempt = 0; attempt < 5; attempt += 1) await stepUp(person, '847362');
    const paused = await stepUp(person);
    assert.deepEqual(paused.body['facts'], { until: world.clock.now().add({ minutes }).toString() });
    world.clock.advance({ minutes });
    await person.browser.call('POST', '/api/v1/sessions', {
      login: person.form.email,
      password: person.form.password,
    });
  }
  assert.equal((await stepUp(person)).status, 201);
});

test('a new payment password, set with the sign-in password, lifts the pause', async () => {
  const person = await payer();
  for (let attempt = 0; attempt < 5; attempt += 1) await stepUp(person, '847362');
  assert.equal((await stepUp(person)).body['code'], 'payment_password_paused');
  assert.equal((await setDigits(person, '604917')).status, 200);
  assert.equal((await stepUp(person, '604917')).status, 201);
  assert.equal((await stepUp(person, DIGITS)).body['code'], 'payment_password_wrong', 'the old one is gone');
});

test('a payment password that is replaced signs out every other device; the first one signs out nobody', async () => {
  const person = await verifiedPerson(world);
  const elsewhere = world.browser();
  await elsewhere.call('POST', '/api/v1/sessions', {
    login: person.form.email,
    password: person.form.password,
  });
  const me = async (browser: Browser): Promise<number> => (await browser.call('GET', '/api/v1/me')).status;
  assert.equal((await setDigits(person)).status, 200);
  assert.deepEqual([await me(person.browser), await me(elsewhere)], [200, 200]);
  assert.equal((await setDigits(person, '274915')).status, 200);
  assert.deepEqual([await me(person.browser), await me(elsewhere)], [200, 401]);
  const { body } = await person.browser.call('GET', '/api/v1/security-events');
  const kinds = (body['items'] as { kind: string }[]).map(({ kind }) => kind);
  assert.deepEqual(kinds.slice(0, 3), [
    'other_sessions_ended',
    'payment_password_set',
    'payment_password_set',
  ]);
});

test('a proof is good for its own action, amount, currency, payee and person, once', async () => {
  const person = await payer();
  const stranger = await payer();
  const answer = await stepUp(person);
  assert.equal(answer.body['expiresAt'], world.clock.now().add({ minutes: 2 }).toString());
  const right: Payment = { ...payment, id: String(answer.body['id']), customer: person.id };
  const others: [what: string, wanted: Payment][] = [
    ['another amount', { ...right, amount: money(12_346n, 'CNY') }],
    ['another currency', { ...right, amount: money(12_345n, 'USD') }],
    ['another payee', { ...right, payee: newId('pay') }],
    ['another person', { ...right, customer: stranger.id }],
    ['another proof', { ...right, id: idFromUuid('su', newUuid()) }],
    ['no proof at all', { ...right, id: 'su_' }],
  ];
  for (const [what, wanted] of others)
    assert.deepEqual(await consume(wanted), { ok: false, error: { code: 'step_up_not_valid' } }, what);
  assert.deepEqual(await consume(right), { ok: true, value: undefined });
  assert.equal((await consume(right)).ok, false, 'used');
});

test('ten payments use one proof at once: one gets it', async () => {
  const person = await payer();
  const { body } = await stepUp(person);
  const results = await Promise.all(
    Array.from({ length: 10 }, () => consume({ ...payment, id: String(body['id']), customer: person.id })),
  );
  assert.equal(results.filter(({ ok }) => ok).length, 1);
});

test('a proof lives for two minutes', async () => {
  const person = await payer();
  const { body } = await stepUp(person);
  world.clock.advance({ minutes: 2 });
  assert.equal((await consume({ ...payment, id: String(body['id']), customer: person.id })).ok, false);
});

test('a payment that is rolled back gives its proof back', async () => {
  const person = await payer();
  const { body } = await stepUp(person);
  const wanted: Payment = { ...payment, id: String(body['id']), customer: person.id };
  await assert.rejects(
    world.db.transaction(async (tx) => {
      assert.ok((await consumeStepUp(tx, world.clock, wanted)).ok);
      throw new Error('the ledger said no');
    }),
    /the ledger said no/,
  );
  assert.ok((await consume(wanted)).ok);
});

test('a currency, amount or payee that is none never becomes a proof', async () => {
  const person = await payer();
  for (const changes of [
    { currency: 'XXX' },
    { amount: '-5' },
    { amount: '1.5' },
    { amount: '１２' },
    { payee: 'bob' },
    { action: 'withdraw' },
  ]) {
    assert.equal((await stepUp(person, DIGITS, changes)).status, 400, JSON.stringify(changes));
  }
});
