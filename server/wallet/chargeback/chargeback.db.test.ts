import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { CustomerId, TopUpId } from '#common/id';
import type { Money } from '#common/money';
import { balancesOf } from '#ledger';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { collectDebts } from './collect-debts.ts';
import { askProvider } from '../top-up/ask-provider.ts';
import { openDebts } from './store.ts';

const world = await walletWorld();
const { outside } = world;

const entryOf = (person: WalletPerson, id: string) => person.call(api.entry, { params: { id } });
/** The card's bank takes a top-up back, and the customer's screen asks what became of it. */
async function chargedBack(person: WalletPerson, id: TopUpId, part?: bigint) {
  const charge = (await outside.charges()).find(({ reference }) => reference === id);
  assert.ok(charge);
  await outside.chargeBack(charge.id, part);
  return person.call(api.checkTopUp, { params: { id }, body: {} });
}
const chargebackOf = async (person: WalletPerson, id: TopUpId, nth = 0) => {
  const related = (await entryOf(person, id)).relatedIds[nth];
  assert.ok(related);
  return entryOf(person, related);
};
const owedIn = async (customer: CustomerId): Promise<bigint> =>
  (await balancesOf(world.db.read, customer)).find(({ kind }) => kind === 'customer_debt')?.posted.minor ??
  0n;
const refused = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const problem = await call.catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem, 'it was refused');
  return problem;
};
/** Somebody with money to give, far from the limits of the one it is about. */
async function giver(amount: Money): Promise<WalletPerson> {
  const person = await world.person();
  await outside.topUp(person, amount);
  return person;
}
const settles = async () => assert.equal(await world.settlement(), await outside.owedByAcquirer());

describe('a chargeback', () => {
  test('of money that is still there takes it back, gives the fee back and leaves no debt', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(1_000_00n));
    const entry = await chargedBack(person, id);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.reason?.facts['taken'], entry.reason?.facts['owed']],
      [
        'charged_back',
        'top_up_charged_back',
        { amount: '100000', currency: 'CNY' },
        { amount: '0', currency: 'CNY' },
      ],
    );
    assert.equal(await world.available(person), 0n);
    const chargeback = await chargebackOf(person, id);
    assert.deepEqual(
      [chargeback.kind, chargeback.state, chargeback.direction, chargeback.amount.amount],
      ['chargeback', 'recovered', 'out', '100000'],
    );
    assert.deepEqual(chargeback.relatedIds, [id]);
    assert.deepEqual(
      chargeback.movements.map(({ kind, from, to, amount }) => `${kind} ${from} ${to} ${amount.amount}`),
      ['reversal your_balance card_acquirer 100000', 'reversal fees card_acquirer 600'],
    );
    assert.deepEqual((await person.call(api.accounts)).debts, []);
    await settles();
  });

  test('takes what is held first, so that the part which was never spendable is not owed', async () => {
    const person = await world.person();
    const payee = await world.person();
    const { id } = await outside.topUp(person, cny(5_000_00n));
    await world.pay(person, payee, cny(2_000_00n));
    const entry = await chargedBack(person, id);
    assert.deepEqual(
      [entry.reason?.facts['taken'], entry.reason?.facts['owed']],
      [
        { amount: '300000', currency: 'CNY' },
        { amount: '200000', currency: 'CNY' },
      ],
    );
    await outside.advance({ days: 3 });
    assert.equal(await world.available(person), 0n, 'what was held is not released a second time');
    await settles();
  });

  test('comes once, however often it is told', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(100_00n));
    await chargedBack(person, id);
    await Promise.all(Array.from({ length: 10 }, () => askProvider(world.deps, id, 'between')));
    assert.equal((await entryOf(person, id)).relatedIds.length, 1);
    await settles();
  });

  test('in parts takes each part once, and in the end exactly the whole with its fee', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(5_000_00n)); // 3,000.00 of it are held.
    for (const part of [1_000_01n, 333_33n, 1n]) await chargedBack(person, id, part);
    assert.equal(await world.available(person), 2_000_00n, 'the held part gives first');
    const [account] = (await person.call(api.accounts)).items;
    assert.equal(
      account?.held[0]?.amount.amount,
      String(3_000_00n - (1_000_01n + 333_33n + 1n) + feeOf(1_333_35n)),
    );
    const entry = await chargedBack(person, id);
    assert.equal(entry.relatedIds.length, 4);
    assert.equal(await world.available(person), 0n);
    assert.equal(await owedIn(person.id), 0n);
    await settles();
  });

  test('that comes before the news of success settles first and then takes back: both are told', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(100_00n), 'answer_dropped');
    const entry = await chargedBack(person, id);
    assert.equal(entry.state, 'charged_back');
    assert.deepEqual(entry.timeline.map(({ kind }) => kind).slice(0, 2), [
      'top_up_charged_back',
      'top_up_settled',
    ]);
    await settles();
  });
});

/** The part of a fee of 30.00 on 5,000.00 that so much of the total gives back. */
const feeOf = (part: bigint): bigint => (30_00n * part) / 5_030_00n;

describe('a debt', () => {
  /** Tops up 1,000.00, spends 800.00 of it, and the bank takes all of it back: 800.00 are owed. */
  async function debtor() {
    const person = await world.person();
    const payee = await world.person();
    const { id } = await outside.topUp(person, cny(1_000_00n));
    await world.pay(person, payee, cny(800_00n));
    const entry = await chargedBack(person, id);
    assert.deepEqual(
      [entry.reason?.facts['taken'], entry.reason?.facts['owed']],
      [
        { amount: '20000', currency: 'CNY' },
        { amount: '80000', currency: 'CNY' },
      ],
    );
    return { person, payee, id };
  }

  test('is shown with its reason and the day from which it is collected, and the wallet is not below zero', async () => {
    const { person, id } = await debtor();
    const home = await person.call(api.accounts);
    assert.equal(home.items[0]?.available.amount, '0');
    const chargeback = await chargebackOf(person, id);
    assert.deepEqual(home.debts, [
      {
        operationId: chargeback.id,
        amount: { amount: '80000', currency: 'CNY' },
        collectsFrom: world.clock.now().add({ hours: 72 }).toString(),
      },
    ]);
    assert.deepEqual(
      [chargeback.state, chargeback.reason?.code, chargeback.nextActor],
      ['owed', 'debt_outstanding', 'you'],
    );
    assert.equal(await owedIn(person.id), 800_00n);
    await settles();
  });

  test('lets money be used during the notice, and is collected when it ends', async () => {
    const { person, payee, id } = await debtor();
    const friend = await giver(cny(500_00n));
    await world.pay(friend, person, cny(300_00n));
    await world.drain();
    assert.equal(await world.available(person), 300_00n, 'nothing is collected during the notice');
    await world.pay(person, payee, cny(100_00n));
    await outside.advance({ days: 3 });
    assert.equal(await world.available(person), 0n);
    assert.equal(await owedIn(person.id), 600_00n);
    const chargeback = await chargebackOf(person, id);
    assert.deepEqual([chargeback.state, chargeback.timeline[0]?.kind], ['owed', 'debt_partly_collected']);
    assert.deepEqual(
      chargeback.lines.map(({ kind, amount }) => `${kind} ${amount.amount}`),
      ['amount 100000', 'taken 20000', 'collected 20000', 'owed 60000'],
    );
  });

  test('is collected from what comes in afterwards, until it is settled; the rest is the customer’s', async () => {
    const { person, id } = await debtor();
    await outside.advance({ days: 3 });
    const friend = await giver(cny(1_500_00n));
    await world.pay(friend, person, cny(500_00n));
    await world.drain();
    assert.deepEqual([await world.available(person), await owedIn(person.id)], [0n, 300_00n]);
    await outside.topUp(person, cny(1_000_00n));
    await world.drain();
    assert.deepEqual([await world.available(person), await owedIn(person.id)], [700_00n, 0n]);
    const chargeback = await chargebackOf(person, id);
    assert.deepEqual([chargeback.state, chargeback.reason, chargeback.nextActor], ['collected', null, null]);
    assert.deepEqual((await person.call(api.accounts)).debts, []);
  });

  test('that is due is paid first: no payment can outrun the collection', async () => {
    const { person, payee } = await debtor();
    await outside.advance({ days: 3 });
    const friend = await giver(cny(1_500_00n));
    await world.pay(friend, person, cny(500_00n));
    // Before any collection has run, the debtor sends on what came.
    const problem = await refused(world.pay(person, payee, cny(500_00n)));
    assert.deepEqual(
      [problem.code, problem.facts['owed']],
      ['debt_outstanding', { amount: '30000', currency: 'CNY' }],
    );
    assert.deepEqual(
      [await world.available(person), await owedIn(person.id)],
      [0n, 300_00n],
      'the refusal keeps what was collected',
    );
    await world.pay(friend, person, cny(700_00n));
    assert.equal((await world.pay(person, payee, cny(400_00n))).state, 'completed');
    assert.deepEqual([await world.available(person), await owedIn(person.id)], [0n, 0n]);
    await world.drain();
    assert.deepEqual(await openDebts(world.db.read, person.id), []);
  });

  test('in one currency leaves money in another alone', async () => {
    const { person, payee } = await debtor();
    await outside.advance({ days: 3 });
    await outside.topUp(person, { minor: 50_00n, currency: 'EUR' });
    await world.drain();
    assert.equal(await world.available(person, 'EUR'), 50_00n);
    assert.equal((await world.pay(person, payee, { minor: 50_00n, currency: 'EUR' })).state, 'completed');
  });

  test('is settled as well by money that its owner exchanges into its currency', async () => {
    const { person } = await debtor();
    await outside.advance({ days: 3 });
    await outside.topUp(person, { minor: 50_00n, currency: 'EUR' });
    const now = world.clock.now();
    const day = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
    const rates = { EUR: { mantissa: 1n, scale: 0 }, CNY: { mantissa: 8n, scale: 0 } };
    await world.db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: now, rates }));
    const body = { from: 'EUR', to: 'CNY', amount: { amount: '5000', currency: 'EUR' } } as const;
    const quote = await person.call(api.createExchangeQuote, { body });
    const id = newId('fx');
    await person.call(api.createExchange, { idempotencyKey: id, body: { id, quoteId: quote.id } });
    await world.drain();
    const got = BigInt(quote.get.amount);
    assert.deepEqual([await world.available(person), await owedIn(person.id)], [0n, 800_00n - got]);
  });

  test('is collected once, however many collect at once', async () => {
    const { person } = await debtor();
    await outside.advance({ days: 3 });
    const friend = await giver(cny(1_000_00n));
    await world.pay(friend, person, cny(900_00n));
    await Promise.all(
      Array.from({ length: 10 }, () =>
        world.db.transaction((tx) => collectDebts(tx, world.clock, person.id)),
      ),
    );
    assert.deepEqual([await world.available(person), await owedIn(person.id)], [100_00n, 0n]);
  });
});

test('after all of this the books agree: ours, the acquirer’s, and the laws of the ledger', async () => {
  await settles();
  assert.equal(await world.settlement('EUR'), await outside.owedByAcquirer('EUR'));
  assert.deepEqual(await world.violations(), []);
});
