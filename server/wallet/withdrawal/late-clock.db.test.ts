import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { money } from '#common/money';
import { Temporal } from '#platform/clock';
import { fireDue } from '#platform/timers';
import { testClock } from '#test/clock';
import { bankTimes, saver, until, withdraw } from '#test/withdrawals';
import { walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank, drain } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-02T09:00:00+01:00')));
await bank.follow();
const { toTheEnd } = bankTimes(world);

test('a cut-off that was called by a server whose clock is ahead is not forgotten by the one that makes the file', async () => {
  const { anna, to } = await saver(world, money(20_000n, 'EUR'));
  const { id, quote } = await withdraw(world, anna, { to, amount: money(10_000n, 'EUR') });
  assert.ok((await fireDue({ db, clock: testClock(quote.cutOffAt) })) > 0);
  await drain();
  assert.equal((await anna.call(api.entry, { params: { id } })).state, 'requested');
  await toTheEnd();
  assert.equal((await anna.call(api.entry, { params: { id } })).state, 'paid');
});
