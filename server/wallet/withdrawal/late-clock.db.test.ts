import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { money } from '#common/money';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { bankTimes, saver, until, withdraw } from '#test/withdrawals';
import { walletWorld } from '#test/wallet';
import { makeFiles } from './make-file.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { clock, bank, owner, deps } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();
const { toTheEnd } = bankTimes(world);

test('a cut-off that was called by a server whose clock is ahead is not forgotten by the one that makes the file', async () => {
  const { anna, to } = await saver(world, money(20_000n, 'EUR'));
  const { id } = await withdraw(world, anna, { to, amount: money(10_000n, 'EUR') });
  // Fired by the other's clock, and worked off here before the cut-off has come.
  await sql`delete from platform.timer where job = 'withdrawal.make_file'`.execute(owner.read);
  await makeFiles(deps, 'EUR');
  assert.equal((await anna.call(api.entry, { params: { id } })).state, 'requested');
  await toTheEnd();
  assert.equal((await anna.call(api.entry, { params: { id } })).state, 'paid');
});
