import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { sql } from '#platform/db';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { SEARCH_BUDGET } from './payee.ts';

const world = await walletWorld({ outside: false });
const search = (person: WalletPerson, query: string) => person.call(api.findPayee, { body: { query } });
const refusal = async (call: Promise<unknown>) => {
  const problem = await call.catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  return problem;
};
const addressesOf = async ({ id }: WalletPerson) => {
  const { rows } = await sql<{
    email: string;
    phone: string;
  }>`select email, phone from identity.profile where customer_id = ${id}`.execute(world.db.read);
  const [row] = rows;
  assert.ok(row);
  return row;
};

test('a person is found by exact mail, phone or account name, and shows a masked name only', async () => {
  const [payer, payee] = [await world.person(), await world.person('王小明')];
  const { email, phone } = await addressesOf(payee);
  for (const query of [email, email.toUpperCase(), phone, `@${payee.handle}`, ` ${payee.handle} `]) {
    const found = await search(payer, query);
    assert.deepEqual([found.maskedName, found.initial, found.firstPayment], ['王*明', '王', true], query);
    assert.ok(!JSON.stringify(found).includes('小'));
    assert.equal(
      found.handle,
      query.includes(payee.handle) ? payee.handle : null,
      'an address does not lead to the account name',
    );
  }
});

test('nobody, somebody unverified and somebody who does not want to be found answer word for word alike', async () => {
  const [payer, hidden, pending] = [await world.person(), await world.person(), await world.person()];
  await sql`update identity.profile set findable_by_email = false where customer_id = ${hidden.id}`.execute(
    world.db.read,
  );
  await sql`update identity.profile set phone_verified_at = null, email_verified_at = null where customer_id = ${pending.id}`.execute(
    world.db.read,
  );
  const told = async (query: string) => {
    const { status, code, facts, title, detail, remedies } = await refusal(search(payer, query));
    return JSON.stringify({ status, code, facts, title, detail, remedies });
  };
  const nobody = await told('nobody@example.com');
  assert.match(nobody, /payee_not_found/);
  assert.equal(await told((await addressesOf(hidden)).email), nobody);
  assert.equal(await told((await addressesOf(pending)).email), nobody);
  assert.equal(await told('王小明'), nobody, 'a name is no address');
  assert.equal(await told('%'), nobody);
});

test('one’s own address is told to be one’s own', async () => {
  const person = await world.person();
  assert.equal((await refusal(search(person, `@${person.handle}`))).code, 'payee_is_self');
});

test('a second payment to the same person is not the first', async () => {
  const [payer, payee] = [await world.person(), await world.person()];
  await refusal(world.pay(payer, payee, cny(1n))); // It fails for want of money.
  assert.equal((await search(payer, `@${payee.handle}`)).firstPayment, true);
  await sql`insert into wallet.transfer (id, payer_id, payee_id, currency, amount_minor, is_completed, created_at)
    values ('tr_01JDB8C2QX7Z3W4V5T6R8P9N0M', ${payer.id}, ${payee.id}, 'CNY', 1, true, ${world.clock.now().toString()})`.execute(
    world.db.read,
  );
  assert.equal((await search(payer, `@${payee.handle}`)).firstPayment, false);
});

test('searches of a day are counted, found or not, and then pause', async () => {
  const [payer, payee, other] = [await world.person(), await world.person(), await world.person()];
  for (let done = 0; done < SEARCH_BUDGET.limit; done++)
    await search(payer, done % 2 ? `@${payee.handle}` : 'nobody@example.com').catch(() => null);
  const paused = await refusal(search(payer, `@${payee.handle}`));
  assert.deepEqual([paused.status, paused.code], [429, 'payee_search_paused']);
  assert.equal(paused.facts['until'], world.clock.now().add({ hours: 24 }).toString());
  assert.equal(
    (await search(other, `@${payee.handle}`)).maskedName,
    (await search(other, `@${payee.handle}`)).maskedName,
    'others are not held up',
  );
  world.clock.advance({ days: 1 });
  await search(payer, `@${payee.handle}`);
});
