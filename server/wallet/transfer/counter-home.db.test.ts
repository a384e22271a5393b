// The counter of somebody who pays again and again lives in the balance that the money leaves; what people see and may do is the same.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { CustomerId, TransferId } from '#common/id';
import { type Currency, money, type Money, toWire } from '#common/money';
import { openAccount, postIn, legId } from '#ledger';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { listening, ORIGIN, testServer } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { routes } from '#wallet';

const world = await walletWorld({ outside: false });
const { db, clock } = world;

type Counter = { home: bigint | null; day: bigint; month: bigint };
async function counterOf(customer: CustomerId): Promise<Counter> {
  const { rows } = await sql<Counter>`
    select u.home_account as home, coalesce(w.day_minor, u.used_day_minor) as day, coalesce(w.month_minor, u.used_month_minor) as month
      from risk.usage u left join ledger.windows() w on w.account_id = u.home_account
     where u.customer_id = ${customer} and u.capability = 'transfer'`.execute(db.read);
  return rows[0] ?? assert.fail('there is a counter');
}
/** It is sent by a statement of its own, after the answer. */
async function atHome(customer: CustomerId): Promise<Counter> {
  for (;;) {
    const counter = await counterOf(customer);
    if (counter.home !== null) return counter;
    await new Promise((then) => setTimeout(then, 5));
  }
}
async function wasQuick(id: TransferId): Promise<boolean> {
  const { rows } = await sql<{ answer_of: string | null }>`
    select answer_of from platform.idempotency where key = ${id}`.execute(db.read);
  return (rows[0] ?? assert.fail('the key is kept')).answer_of !== null;
}
async function usedToday({ call }: WalletPerson): Promise<string | undefined> {
  const { items } = await call(api.limits);
  return items.find((each) => each.capability === 'transfer' && each.window === 'day')?.used.amount;
}
async function fund(owner: CustomerId, currency: Currency, minor: bigint): Promise<void> {
  await db.transaction(async (tx) => {
    const operationId = newId('tu');
    const credit = await openAccount(tx, clock, { kind: 'wallet', owner, currency });
    const debit = await openAccount(tx, clock, { kind: 'rail_settlement', owner: 'rail:card', currency });
    const id = legId(operationId, 'credit');
    const amount = money(minor, currency);
    await postIn(tx, clock, [
      { operationId, legs: [{ kind: 'single', id, code: 'top_up', debit, credit, amount }] },
    ]);
  });
}

/** A payer whose counter is at home after three payments: the first opens the payee's wallet by a transaction of its own. */
async function frequent(minor = 40_000_00n): Promise<[WalletPerson, WalletPerson, Counter]> {
  const [payer, payee] = [await world.funded(cny(minor)), await world.person('王小明')];
  for (const sum of [1_00n, 1_01n, 1_02n]) await world.pay(payer, payee, cny(sum));
  return [payer, payee, await atHome(payer.id)];
}
const pay = async (payer: WalletPerson, payee: WalletPerson, amount: Money) => {
  const id = newId('tr');
  const entry = await world.pay(payer, payee, amount, { id });
  return { entry, isQuick: await wasQuick(id) };
};

describe('the counter of somebody who pays often', () => {
  test('goes to live in the wallet that the money leaves, and counts on there: quickly, to the last fen, day by day', async () => {
    const [payer, payee, { home, day }] = await frequent();
    assert.equal(day, 3_03n);
    const { rows } = await sql`
      select from ledger.account where id = ${home} and owner = ${payer.id} and kind = 'wallet' and currency = 'CNY'`.execute(
      db.read,
    );
    assert.equal(rows.length, 1);
    const { isQuick, entry } = await pay(payer, payee, cny(10_00n));
    assert.equal(isQuick, true);
    assert.deepEqual(await counterOf(payer.id), { home, day: 13_03n, month: 13_03n });
    assert.equal(await usedToday(payer), '1303', 'what the customer is shown');
    const { rows: kept } = await sql<{ decision: object }>`
      select decision from operations.operation where id = ${entry.id}`.execute(db.read);
    assert.match(JSON.stringify(kept[0]?.decision), /"usedToday":"303"/, 'what it was decided on');
    clock.advance({ hours: 24 });
    const isSameMonth = clock.now().toZonedDateTimeISO('Asia/Shanghai').day > 1;
    await pay(payer, payee, cny(4_00n));
    assert.deepEqual(await counterOf(payer.id), { home, day: 4_00n, month: isSameMonth ? 17_03n : 4_00n });
  });

  test('comes home for a payment that is refused or decided by a transaction of its own, and is not sent away again at once', async () => {
    const [payer, payee] = await frequent(200_00n);
    await assert.rejects(
      pay(payer, payee, cny(300_00n)),
      (error) => error instanceof ApiProblem && error.code === 'insufficient_funds',
    );
    const came = await counterOf(payer.id);
    assert.deepEqual([came.home, came.day], [null, 3_03n]);
    for (const sum of [2_01n, 2_02n, 2_03n]) assert.equal((await pay(payer, payee, cny(sum))).isQuick, true);
    assert.deepEqual((await counterOf(payer.id)).home, null, 'four have to follow each other now');
    await pay(payer, payee, cny(2_04n));
    assert.equal((await atHome(payer.id)).day, 11_13n);
  });

  test('is one for all wallets: who pays from another one brings it home, and no limit is had twice', async () => {
    const [payer, payee, { day }] = await frequent();
    await fund(payer.id, 'USD', 1_000_00n);
    const dollars = money(100_00n, 'USD');
    const first = await pay(payer, payee, dollars);
    assert.equal(first.isQuick, false, 'the other wallet has no window');
    const after = await counterOf(payer.id);
    assert.equal(after.home, null);
    assert.ok(after.day > day + 600_00n, String(after.day));
  });

  test('is not passed by many at once on both roads, and used up', async () => {
    const { ledger: _, ...slowDeps } = world.deps;
    const slow = await testServer({ db, clock, sessions: world.sessions });
    routes(slow, slowDeps);
    const slowUrl = await listening(slow);
    try {
      const [payer, payee] = await frequent(90_000_00n);
      const reference = await world.find(payer, payee);
      // Ten of these are what the day allows beside the three before.
      const sums = Array.from({ length: 40 }, (_, index) => 4_999_00n - BigInt(index));
      const answers = await Promise.all(
        sums.map(async (sum, index) => {
          const stepUpId = await world.stepUp(payer, cny(sum), reference);
          const id = newId('tr');
          const answer = await fetch(`${index % 5 === 0 ? slowUrl : world.url}${api.createTransfer.path}`, {
            method: 'POST',
            headers: {
              cookie: payer.cookie,
              origin: ORIGIN,
              'content-type': 'application/json',
              'idempotency-key': id,
            },
            body: JSON.stringify({ id, payee: reference, amount: toWire(cny(sum)), note: null, stepUpId }),
          });
          const { code } = (await answer.json()) as { code?: string };
          assert.ok(answer.status === 201 || code === 'limit_per_day', `${answer.status} ${code}`);
          return answer.status === 201 ? sum : 0n;
        }),
      );
      const paid = answers.reduce((sum, each) => sum + each, 3_03n);
      assert.equal(answers.filter((each) => each > 0n).length, 10);
      assert.equal((await counterOf(payer.id)).day, paid);
      assert.equal(await world.available(payer), 90_000_00n - paid);
    } finally {
      await slow.close();
    }
  });
});

test('after all of this every law of the ledger and of the counters holds', async () => {
  assert.deepEqual(await world.violations(), []);
});
