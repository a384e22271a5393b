import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { lift, restrictionsInForce, tellRestriction } from '#risk';
import { deleteOldFailures } from '../../risk/failures/store.ts';
import { identityWorld, type Person, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const { db, clock, owner } = world;
const DIGITS = '739584';

async function payer(): Promise<Person> {
  const person = await verifiedPerson(world);
  const set = { password: person.form.password, paymentPassword: DIGITS };
  assert.equal((await person.browser.call('PUT', '/api/v1/payment-password', set)).status, 200);
  return person;
}
const confirm = async ({ browser }: Person, paymentPassword: string): Promise<string> => {
  const payment = { action: 'transfer', amount: '100', currency: 'CNY', payee: newId('pay') };
  const { status, body } = await browser.call('POST', '/api/v1/step-ups', { ...payment, paymentPassword });
  return status === 201 ? 'proven' : String(body['code']);
};
/** After a while the session is over: signs in again. */
async function later({ browser, form }: Person, time: { days: number } | { hours: number }): Promise<void> {
  clock.advance(time);
  const { email: login, password } = form;
  assert.equal((await browser.call('POST', '/api/v1/sessions', { login, password })).status, 201);
}
/** Wrong ones in a row, waiting each pause out as a patient guesser does. */
async function guess(person: Person, count: number): Promise<void> {
  for (let done = 0; done < count;) {
    const answer = await confirm(person, '847362');
    if (answer === 'payment_password_paused') await later(person, { hours: 12 });
    else {
      assert.equal(answer, 'payment_password_wrong');
      done += 1;
    }
  }
}
const standing = async ({ id }: Person) => restrictionsInForce(db.read, id);

test('fifteen wrong payment passwords within a week stop payments, whatever went right in between, and say how it ends', async () => {
  const person = await payer();
  await guess(person, 7);
  assert.equal(await confirm(person, DIGITS), 'proven');
  await guess(person, 7);
  assert.deepEqual(await standing(person), []);
  await guess(person, 1);
  const [one] = await standing(person);
  assert.deepEqual(
    [one?.kind, one?.reason, one?.blocked, one?.imposedBy],
    ['limited', 'too_many_failures', ['transfer', 'withdraw'], 'rule:failures'],
  );
  const status = (await person.browser.call('GET', '/api/v1/account-status')).body;
  const [told] = status['restrictions'] as {
    why: string;
    nextActor: string;
    dueAt: null;
    liftedBy: string;
  }[];
  assert.deepEqual(
    [status['status'], told?.why, told?.nextActor, told?.dueAt, told?.liftedBy],
    ['restricted', 'too_many_failures', 'you', null, 'itself'],
  );
  assert.deepEqual(status['allowed'], ['receive', 'top_up'], 'money still comes in');
  await guess(person, 2);
  assert.equal((await standing(person)).length, 1, 'one stands');
  const { rows } = await sql`
    select 1 from platform.outbox where name = 'account.restricted' and payload ->> 'customerId' = ${person.id}`.execute(
    db.read,
  );
  assert.equal(rows.length, 1, 'its owner is told by mail');
});

test('of failures at once the one that is too many stops payments', async () => {
  const person = await payer();
  await sql`insert into risk.failure (customer_id, what, at)
            select ${person.id}, 'payment_password', ${clock.now().toString()} from generate_series(1, 12)`.execute(
    owner.read,
  );
  await Promise.all([1, 2, 3].map(() => confirm(person, '847362')));
  assert.equal((await standing(person)).length, 1);
});

test('what is older than a week does not count, and is forgotten', async () => {
  const person = await payer();
  await guess(person, 14);
  await later(person, { days: 8 });
  await guess(person, 1);
  assert.deepEqual(await standing(person), []);
  await db.transaction((tx) => deleteOldFailures(tx, clock.now()));
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from risk.failure where customer_id = ${person.id}`.execute(owner.read);
  assert.equal(rows[0]?.count, 1);
});

test('who was let go begins anew', async () => {
  const person = await payer();
  await guess(person, 15);
  const [one] = await standing(person);
  assert.ok(one);
  assert.equal(tellRestriction(one).liftedBy, 'itself');
  clock.advance({ minutes: 1 });
  await db.transaction((tx) => lift(tx, clock, one.id, { by: 'rule:items_done', proposal: null }));
  await later(person, { hours: 12 });
  await guess(person, 3);
  assert.deepEqual(await standing(person), []);
});

test('from how many on, and what is blocked then, is data', async () => {
  const person = await payer();
  await sql`insert into risk.failure_rule (what, version, failures, window_hours, blocks, valid_from)
            values ('payment_password', 2, 3, 24, '{transfer}', ${clock.now().toString()})`.execute(
    owner.read,
  );
  await guess(person, 3);
  const [one] = await standing(person);
  assert.deepEqual(one?.blocked, ['transfer']);
});
