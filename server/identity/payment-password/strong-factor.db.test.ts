import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#platform/ids';
import { sql } from '#platform/db';
import { type Answer, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { testAuthenticator } from '#test/passkey';
import { appCode, must, withAuthenticator } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const DIGITS = '739164';
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
type Payment = { action: 'transfer'; amount: string; currency: string; payee: string };
const payment = (changes: Partial<Payment> = {}): Payment => ({
  action: 'transfer',
  amount: '500001',
  currency: 'CNY',
  payee: newId('pay'),
  ...changes,
});
const prove = ({ browser }: Person, asked: Payment, factor?: object): Promise<Answer> =>
  browser.call('POST', '/api/v1/step-ups', {
    ...asked,
    paymentPassword: DIGITS,
    ...(factor ? { factor } : {}),
  });
async function payer(): Promise<Person> {
  const person = await verifiedPerson(world);
  const passwords = { password: person.form.password, paymentPassword: DIGITS };
  await must(person.browser.call('PUT', '/api/v1/payment-password', passwords));
  return person;
}

test('up to the sum of the rule the payment password is enough; above it a strong factor is asked for, in any currency', async () => {
  const person = await payer();
  assert.equal((await prove(person, payment({ amount: '500000' }))).status, 201);
  const above = await prove(person, payment());
  assert.equal(told(above), '403 strong_factor_missing');
  assert.deepEqual(above.body['facts'], { above: { amount: '500000', currency: 'CNY' } });
  // 8.3 yuan a euro in the sample rates: 602.40 euros are 4,999.92 yuan, 602.42 are 5,000.09.
  assert.equal((await prove(person, payment({ amount: '60240', currency: 'EUR' }))).status, 201);
  assert.equal(told(await prove(person, payment({ amount: '60242', currency: 'EUR' }))), '403 strong_factor_missing');
  await withAuthenticator(person, clock);
  assert.equal(told(await prove(person, payment())), '403 strong_factor_required');
  const { rows } = await sql`
    select 1 from identity.step_up where customer_id = ${person.id} and amount_minor > 500000`.execute(world.db.read);
  assert.equal(rows.length, 0, 'no proof of such a sum exists');
}); // prettier-ignore

test('an authenticator code confirms one payment; the payment password is looked at first', async () => {
  const person = await payer();
  const { secret } = await withAuthenticator(person, clock);
  clock.advance({ seconds: 30 });
  const factor = { way: 'authenticator', code: await appCode(secret, clock) };
  const wrong = await person.browser.call('POST', '/api/v1/step-ups', { ...payment(), paymentPassword: '274915', factor });
  assert.equal(told(wrong), '422 payment_password_wrong');
  assert.equal((await prove(person, payment(), factor)).status, 201, 'the code was not used up');
  assert.equal(told(await prove(person, payment(), factor)), '422 factor_code_wrong', 'once');
  const recovery = { way: 'recovery_code', code: '00000-00000' };
  assert.equal(told(await prove(person, payment(), recovery)), '400 malformed_request');
}); // prettier-ignore

test('of thirty guesses at the factor five are looked at, though the payment password was right', async () => {
  const person = await payer();
  await withAuthenticator(person, clock);
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => prove(person, payment(), { way: 'authenticator', code: '000000' })),
  );
  const looked = answers.filter((each) => told(each) === '422 factor_code_wrong').length;
  assert.ok(looked <= 5, `${looked} were looked at`);
  assert.ok(answers.every((each) => each.status !== 201));
});

test('a passkey signs for this amount, currency and payee; any change voids it', async () => {
  const person = await payer();
  const device = testAuthenticator();
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const request = (await must(person.browser.call('POST', '/api/v1/passkey-offers', {}))) as { challenge: string };
  await must(person.browser.call('POST', '/api/v1/passkeys', { name: 'phone', made: device.make(request) }));
  const asked = payment();
  const signed = async () => {
    const answer = await must(person.browser.call('POST', '/api/v1/step-ups/passkey-challenges', asked));
    return { way: 'passkey', signed: device.sign({ challenge: String(answer['challenge']) }) };
  };
  for (const changed of [
    { ...asked, amount: '500002' },
    { ...asked, currency: 'EUR' },
    { ...asked, payee: newId('pay') },
  ])
    assert.equal(told(await prove(person, changed, await signed())), '422 passkey_refused', JSON.stringify(changed));
  const factor = await signed();
  assert.equal((await prove(person, asked, factor)).status, 201);
  assert.equal(told(await prove(person, asked, factor)), '422 passkey_refused', 'once');
  const { rows } = await sql<{ factor: string }>`
    select factor from identity.step_up where customer_id = ${person.id}`.execute(world.db.read);
  assert.deepEqual(rows, [{ factor: 'passkey' }], 'which one stays beside the payment');
}); // prettier-ignore
