import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { money, toWire } from '#common/money';
import { insertRates, restrict, restrictionsInForce, tellRestriction } from '#risk';
import { newId } from '#platform/ids';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { pauseDebtors } from './pause-debtors.ts';

const world = await walletWorld();
const { db, clock, outside } = world;

/** Somebody who has spent what a bank then took back, and owes it. */
async function debtor(minor = 100_00n): Promise<WalletPerson> {
  const [person, payee] = [await world.person(), await world.person()];
  const { id } = await outside.topUp(person, cny(minor));
  await world.pay(person, payee, cny(minor));
  const charge = (await outside.charges()).find(({ reference }) => reference === id);
  assert.ok(charge);
  await outside.chargeBack(charge.id);
  await person.call(api.checkTopUp, { params: { id }, body: {} });
  return person;
}
const standing = async ({ id }: WalletPerson) => {
  await pauseDebtors({ db, clock });
  return restrictionsInForce(db.read, id);
};
const payment = async (person: WalletPerson): Promise<string> =>
  world.pay(person, await world.person(), cny(1_00n)).then(
    () => 'paid',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );

async function ratesOfToday(): Promise<void> {
  const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  const rates = {
    CNY: { mantissa: 780n, scale: 2 },
    USD: { mantissa: 110n, scale: 2 },
    JPY: { mantissa: 170n, scale: 0 },
  };
  await db.transaction((tx) => insertRates(tx, { day, source: 'ecb', fetchedAt: clock.now(), rates }));
}

describe('a debt that stays unpaid', () => {
  test('pauses payments to people two weeks after its notice, and says how it ends', async () => {
    const person = await debtor();
    await outside.advance({ days: 16 });
    assert.deepEqual(await standing(person), []);
    await outside.advance({ days: 2 });
    const [one] = await standing(person);
    assert.ok(one);
    assert.deepEqual([one.kind, one.reason, one.blocked], ['limited', 'debt_unpaid', ['transfer']]);
    const { why, nextActor, dueAt, liftedBy } = tellRestriction(one);
    assert.deepEqual([why, nextActor, dueAt, liftedBy], ['debt_unpaid', 'you', null, 'itself']);
    assert.equal((await standing(person)).length, 1, 'once');
  });

  test('is let go by a top-up that pays it, and by that alone', async () => {
    const person = await debtor();
    await outside.advance({ days: 18 });
    assert.equal((await standing(person)).length, 1);
    await outside.topUp(person, cny(60_00n));
    await outside.advance({ minutes: 1 });
    assert.equal((await standing(person)).length, 1, 'a part of it');
    await outside.topUp(person, cny(80_00n));
    await outside.advance({ minutes: 1 });
    assert.deepEqual(await standing(person), []);
    assert.deepEqual((await person.call(api.accounts)).debts, []);
    assert.equal(await payment(person), 'paid');
  });

  test('is let go by money that somebody sends, too', async () => {
    const [person, friend] = [await debtor(), await world.person()];
    await outside.advance({ days: 18 });
    assert.equal((await standing(person)).length, 1);
    await outside.topUp(friend, cny(200_00n));
    await world.pay(friend, person, cny(150_00n));
    await outside.advance({ minutes: 1 });
    assert.deepEqual(await standing(person), []);
  });

  test('is let go by an exchange into its currency, which alone of all exchanges is open', async () => {
    const person = await debtor();
    await outside.advance({ days: 18 });
    assert.equal((await standing(person)).length, 1);
    await outside.topUp(person, money(50_00n, 'USD'));
    await outside.advance({ minutes: 1 });
    await ratesOfToday();
    const quoted = (to: 'CNY' | 'JPY') =>
      person.call(api.createExchangeQuote, { body: { from: 'USD', to, amount: toWire(money(40_00n, 'USD')) } });
    await assert.rejects(quoted('JPY'), { code: 'account_cannot_send' });
    const quote = await quoted('CNY');
    const id = newId('fx');
    await person.call(api.createExchange, { body: { id, quoteId: quote.id }, idempotencyKey: id });
    await outside.advance({ minutes: 1 });
    assert.deepEqual((await person.call(api.accounts)).debts, []);
    assert.deepEqual(await standing(person), []);
    assert.equal(await payment(person), 'paid');
  }); // prettier-ignore

  test('does not open exchanges to who is restricted for anything else as well', async () => {
    const person = await debtor();
    await outside.advance({ days: 18 });
    assert.equal((await standing(person)).length, 1);
    await outside.topUp(person, money(50_00n, 'USD'));
    await ratesOfToday();
    const by = newId('stf');
    await db.transaction((tx) =>
      restrict(tx, clock, { customer: person.id, kind: 'limited', reason: 'unusual_payments', capabilities: ['transfer'], by }),
    );
    const body = { from: 'USD', to: 'CNY', amount: toWire(money(40_00n, 'USD')) } as const;
    await assert.rejects(person.call(api.createExchangeQuote, { body }), { code: 'account_cannot_send' });
  }); // prettier-ignore

  test('of a few yuan pauses nothing, and what people imposed no payment lifts', async () => {
    const small = await debtor(9_00n);
    await outside.advance({ days: 18 });
    assert.deepEqual(await standing(small), []);
    const person = await debtor();
    const by = newId('stf');
    const imposed = await db.transaction((tx) =>
      restrict(tx, clock, { customer: person.id, kind: 'limited', reason: 'debt_unpaid', capabilities: ['transfer'], by }),
    ); // prettier-ignore
    assert.ok(imposed.ok);
    await outside.advance({ days: 4 });
    await outside.topUp(person, cny(200_00n));
    await outside.advance({ minutes: 1 });
    assert.deepEqual((await person.call(api.accounts)).debts, []);
    assert.equal((await standing(person)).length, 1);
  });
});
