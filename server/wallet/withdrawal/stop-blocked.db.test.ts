import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import type { CustomerId, WithdrawalId } from '#common/id';
import { money } from '#common/money';
import { newId } from '#platform/ids';
import { restrict } from '#risk';
import { bankTimes, saver, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { makeFiles } from './make-file.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
await bank.follow();
const { nextMorning, untilCutOff } = bankTimes(world);
const entryOf = (person: WalletPerson, id: WithdrawalId) => person.call(api.entry, { params: { id } });

/** Somebody with €100.00 who has asked for €40.00, before the cut-off. */
async function asked(): Promise<{ anna: WalletPerson; id: WithdrawalId }> {
  const { anna, to } = await saver(world, money(100_00n, 'EUR'));
  const { id } = await withdraw(world, anna, { to, amount: money(40_00n, 'EUR') });
  return { anna, id };
}
const block = (customer: CustomerId, kind: 'self_frozen' | 'legal_hold') =>
  db.transaction((tx) =>
    kind === 'self_frozen'
      ? restrict(tx, clock, { customer, kind, reason: 'owner_asked', by: customer })
      : restrict(tx, clock, { customer, kind, reason: 'legal_order', by: newId('stf') }),
  );
const files = async () => (await bank.books()).files.length;

describe('a payout that waits for its file', () => {
  for (const [kind, atOnce] of [
    ['self_frozen', 'cancelled'],
    // Nobody hears of this one, so it is seen at the cut-off.
    ['legal_hold', 'requested'],
  ] as const)
    test(`is taken back whole by a block (${kind}), and nothing goes at the cut-off`, async () => {
      await nextMorning();
      const { anna, id } = await asked();
      const before = await files();
      await block(anna.id, kind);
      await world.drain();
      assert.equal((await entryOf(anna, id)).state, atOnce);
      await bank.live(untilCutOff());
      const { state, reason } = await entryOf(anna, id);
      assert.deepEqual([state, reason?.code], ['cancelled', 'withdrawal_stopped']);
      assert.equal(await world.available(anna, 'EUR'), 100_00n);
      assert.equal(await files(), before);
      assert.deepEqual(await world.violations(), []);
    });

  test('goes into no file when the block is not a moment old and nobody has heard of it', async () => {
    await nextMorning();
    const { anna, id } = await asked();
    const { anna: free, id: goes } = await asked();
    clock.advance(untilCutOff());
    await block(anna.id, 'self_frozen');
    await makeFiles(world.deps, 'EUR');
    assert.equal((await entryOf(anna, id)).state, 'cancelled');
    assert.equal((await entryOf(free, goes)).state, 'in_batch', 'others go');
    assert.deepEqual(await world.violations(), []);
  });

  test('is with the bank once the file is made: a block comes too late then, and the entry says where the money is', async () => {
    await nextMorning();
    const { anna, id } = await asked();
    await bank.live(untilCutOff());
    await block(anna.id, 'self_frozen');
    await world.drain();
    assert.match((await entryOf(anna, id)).state, /^(in_batch|sent|accepted)$/);
    await bank.live({ hours: 1 });
    assert.equal((await entryOf(anna, id)).state, 'paid');
    assert.deepEqual(await world.violations(), []);
  });
});
