import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false });

test('who pays while somebody holds the own counter waits for it; strangers who pay at the same time do not', async () => {
  const pair = async (): Promise<[WalletPerson, WalletPerson]> => {
    const [payer, payee] = [await world.funded(cny(100_00n)), await world.person()];
    await world.pay(payer, payee, cny(1_00n)); // Wallets and counter are there: the quick road takes the next.
    return [payer, payee];
  };
  const [held, free] = [await pair(), await pair()];
  const order: string[] = [];
  const { waiting } = await world.db.transaction(async (tx) => {
    const { rows } = await sql`select from risk.usage where customer_id = ${held[0].id} for update`.execute(
      tx,
    );
    assert.equal(rows.length, 1);
    const paid = world.pay(...held, cny(3_00n)).then(() => order.push('held'));
    await world.pay(...free, cny(3_00n)).then(() => order.push('free'));
    order.push('let go');
    return { waiting: paid };
  });
  await waiting;
  assert.deepEqual(order, ['free', 'let go', 'held']);
  assert.deepEqual([await world.available(held[1]), await world.available(free[1])], [4_00n, 4_00n]);
});
