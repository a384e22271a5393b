// Whoever archives may die at any moment: then a part has left whole, or nothing has begun, and the next run goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { openClient, sql } from '#platform/db';
import { archiveWorld } from '#test/archive';
import { capture, cny, hold, ledgerWorld, move, one, openFilledWallet, openWallet, outcomesOf, postAll } from '#test/ledger-world'; // prettier-ignore

const world = await ledgerWorld();
const { db, owner, clock, urls } = world;
const { folder, keys, seal, closePart, archive, faults } = archiveWorld(world);
const [wallet, other] = [await openFilledWallet(world, cny(1_000n)), await openWallet(world)];
const first = one(move(wallet, other, cny(1n)));

/** A part that may go: what was posted is closed, and something came after it. */
async function makePart(): Promise<void> {
  const held = hold(wallet, other, cny(9n));
  await postAll(world, [first, one(move(wallet, other, cny(2n))), one(held), one(capture(held.id))]);
  await closePart();
  await postAll(world, [one(move(wallet, other, cny(3n)))]);
  await seal();
}

/** Starts a process that stops at a step; answers when it is there, or at once if it never stops. */
async function archiving(stopAt: string): Promise<{ kill(): Promise<void> }> {
  const given = { ownerUrl: urls.ownerUrl, folder, keys, now: clock.now().toString(), stopAt };
  const child = spawn(process.execPath, ['test/support/archive-process.ts', JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  const waitFor = stopAt === '' ? 'file_in_place' : stopAt;
  await new Promise<void>((there) => {
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes(`${waitFor}\n`)) there();
    });
    child.once('exit', () => there());
  });
  assert.ok(said.includes(waitFor), said);
  return {
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

const archivedParts = async (): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from ledger.archived_part`.execute(db.read); // prettier-ignore
  return rows[0]?.n ?? -1;
};

/** The backends that let a part go just now. */
const letting = async (): Promise<number[]> => {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where datname = current_database() and state = 'active'
    and query like '%ledger.archive_part(%' and query not like '%pg_stat_activity%'`.execute(owner.read);
  return rows.map(({ pid }) => pid);
};
async function untilLetting(isSo: boolean): Promise<number[]> {
  for (let look = 0; look < 400; look += 1) {
    const pids = await letting();
    if (pids.length > 0 === isSo) return pids;
    await sleep(25);
  }
  throw new Error(isSo ? 'nobody lets a part go' : 'somebody still lets a part go');
}

await makePart();
for (const step of ['rows_written', 'rows_read_back', 'file_in_place'])
  test(`killed when ${step.replaceAll('_', ' ')}: nothing has begun`, async () => {
    const child = await archiving(step);
    await child.kill();
    assert.equal(await archivedParts(), 0);
    assert.deepEqual(outcomesOf(await postAll(world, [first])), ['exists']);
    assert.deepEqual(await faults({ read: false }), []);
  });

test('a backend that ends while it lets a part go has done nothing; posting never waited for it', async () => {
  const reader = await openClient(urls.appUrl);
  await reader.query('begin; select 1 from ledger.journal limit 1');
  const child = await archiving('');
  const [pid] = await untilLetting(true);
  await sleep(300); // Several of its tries.
  for (const amount of [1n, 2n]) {
    const asked = performance.now();
    assert.deepEqual(outcomesOf(await postAll(world, [one(move(wallet, other, cny(amount)))])), ['created']);
    assert.ok(performance.now() - asked < 2_000, 'a try to get the lock is short');
  }
  await owner.pool.query('select pg_terminate_backend($1)', [pid]);
  await untilLetting(false);
  await child.kill();
  await reader.query('rollback');
  assert.equal(await archivedParts(), 0);
  assert.deepEqual(await faults({ read: false }), []);

  await reader.query('begin; select 1 from ledger.journal limit 1');
  const again = await archiving('');
  await untilLetting(true);
  await again.kill(); // Its statement is with the server, which ends it one way or the other.
  await reader.query('rollback');
  await reader.end();
  await untilLetting(false);
  assert.equal(await archivedParts(), 1);
  assert.deepEqual(outcomesOf(await postAll(world, [first])), ['archived']);
  assert.deepEqual(await faults(), []);
});

test('killed after it, or before it, the next run goes on', async () => {
  await makePart();
  const child = await archiving('archived');
  await child.kill();
  assert.equal(await archivedParts(), 2);
  assert.deepEqual(await archive(), { archived: [], stays: { why: 'none_closed' } });
  await makePart();
  await (await archiving('file_in_place')).kill();
  assert.deepEqual((await archive()).archived, [2]);
  assert.deepEqual(await faults(), []);
});
