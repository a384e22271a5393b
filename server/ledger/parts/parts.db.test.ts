import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { cny, ledgerWorld, move, one, openFilledWallet, openWallet, postAll } from '#test/ledger-world';
import { rotateWhenFull } from './rotate-when-full.ts';

test('a full part of the journal is closed and the next one opened; one that has room stays', async () => {
  const world = await ledgerWorld();
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  await postAll(
    world,
    Array.from({ length: 50 }, () => one(move(wallet, other, cny(1n)))),
  );
  await sql`analyze ledger.journal_0`.execute(world.owner.read);
  assert.equal(await rotateWhenFull(world, 52), null);
  assert.equal(await rotateWhenFull(world, 51), 1);
  assert.equal(await rotateWhenFull(world, 51), null, 'the new one is empty');
  await postAll(world, [one(move(wallet, other, cny(1n)))]);
  const { rows } = await sql<{ part: string; rows: bigint }>`
    select tableoid::regclass::text as part, count(*) as rows from ledger.journal group by 1 order by 1`.execute(
    world.db.read,
  );
  assert.deepEqual(rows, [
    { part: 'ledger.journal_0', rows: 51n },
    { part: 'ledger.journal_1', rows: 1n },
  ]);
  const { rows: ahead } = await sql<{ number: number }>`
    select number from ledger.journal_part where opened_at is null and closed_at is null order by number`.execute(
    world.db.read,
  );
  assert.deepEqual(ahead, [{ number: 2 }], 'the one after it stands ready');
});
