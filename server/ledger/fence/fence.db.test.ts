import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLog } from '#platform/log';
import { DatabaseUnavailable, openDb, sql } from '#platform/db';
import * as ledger from '#ledger';
import {
  cny,
  ledgerWorld,
  move,
  one,
  openFilledWallet,
  openWallet,
  postAll,
  type World,
} from '#test/ledger-world';

const log = createLog({ level: 'silent' });
const root = fs.mkdtempSync(join(tmpdir(), 'fence-'));
after(() => fs.rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String((folders += 1)));

/** The file as a process that is about to end leaves it, after one transfer. */
async function remembering(world: World): Promise<string> {
  const folder = newFolder();
  const fence = ledger.openFence({ folder, log });
  await opened(world, fence, async (db) => {
    await fence.refuseBehind(db);
    fence.watch(db);
    await openFilledWallet({ ...world, db }, cny(100n));
    await fence.stop();
  });
  return folder;
}

async function opened(
  world: World,
  fence: ledger.Fence,
  work: (db: ReturnType<typeof openDb>) => Promise<void>,
): Promise<void> {
  const db = openDb(world.urls.appUrl, { size: 2, guard: fence.guard });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

const refusedBy = async (world: World, folder: string): Promise<unknown> => {
  let refusal: unknown;
  const fence = ledger.openFence({ folder, log });
  await opened(world, fence, async (db) => {
    await fence.refuseBehind(db).catch((error: unknown) => (refusal = error));
    if (!refusal) return;
    await assert.rejects(
      db.transaction((tx) => sql`select 1`.execute(tx)),
      (error) => error instanceof ledger.DatabaseRefused && error instanceof DatabaseUnavailable,
    );
  });
  return refusal;
};

test('the newest confirmed transfer is on the disk when a process ends, and its database is taken again', async () => {
  const world = await ledgerWorld();
  const folder = await remembering(world);
  const kept = JSON.parse(fs.readFileSync(join(folder, 'ledger.fence.json'), 'utf8')) as {
    newest: { seq: string };
  };
  const { rows } = await sql<{ seq: bigint }>`select max(seq) as seq from ledger.journal`.execute(
    world.db.read,
  );
  assert.equal(kept.newest.seq, String(rows[0]?.seq));
  assert.equal(fs.statSync(join(folder, 'ledger.fence.json')).mode & 0o777, 0o600);
  assert.equal(await refusedBy(world, folder), undefined);
  await openFilledWallet(world, cny(1n));
  assert.equal(await refusedBy(world, folder), undefined, 'another process has gone on meanwhile');
});

test('another database is refused at the start and on every connection, until the operator accepts it on record', async () => {
  const folder = await remembering(await ledgerWorld());
  const other = await ledgerWorld();
  assert.match(String(await refusedBy(other, folder)), /not the one that was written to before/);
  const { remembered, found } = await ledger.acceptDatabase(other.db, {
    folder,
    clock: other.clock,
    reason: 'the drill',
  });
  assert.ok(remembered !== null && found === null);
  assert.equal(await refusedBy(other, folder), undefined);
  const { rows } = await sql<{ reason: string }>`select reason from ledger.acceptance`.execute(other.db.read);
  assert.deepEqual(rows, [{ reason: 'the drill' }]);
});

test('an acceptance counts for every data folder, and a database without it is behind from then on', async () => {
  const world = await ledgerWorld();
  const [one_, two] = [await remembering(world), await remembering(world)];
  const other = await ledgerWorld();
  await ledger.acceptDatabase(other.db, { folder: one_, clock: other.clock, reason: 'restored' });
  assert.equal(await refusedBy(other, two), undefined);
  assert.match(String(await refusedBy(world, two)), /not the one that was written to before/);
});

test('a ledger that lacks the confirmed transfer, though it is longer, is another past', async () => {
  const world = await ledgerWorld();
  const folder = await remembering(world);
  const file = join(folder, 'ledger.fence.json');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8')) as { newest: { seq: string; id: string } };
  kept.newest.id = crypto.randomUUID();
  fs.writeFileSync(file, JSON.stringify(kept));
  await openFilledWallet(world, cny(1n));
  assert.match(String(await refusedBy(world, folder)), /another past/);
  kept.newest.seq = '9000000000000';
  fs.writeFileSync(file, JSON.stringify(kept));
  assert.match(String(await refusedBy(world, folder)), /transfer 9000000000000 was confirmed to people/);
});

test('what a running process was told counts at once, before any file is written', async () => {
  const world = await ledgerWorld();
  const fence = ledger.openFence({ folder: newFolder(), log });
  await opened(world, fence, async (db) => {
    await fence.refuseBehind(db);
    fence.watch(db);
    const at = { ...world, db };
    const wallet = await openFilledWallet(at, cny(100n));
    const [result] = await postAll(at, [one(move(wallet, await openWallet(at), cny(1n)))]);
    assert.ok(result?.ok);
    // The database goes back under the running process: a standby without the last transfer takes over.
    await sql`alter table ledger.journal disable trigger user`.execute(world.owner.read);
    await sql`alter table ledger.journal_0 disable trigger user`.execute(world.owner.read);
    await sql`delete from ledger.journal where seq = ${result.value.legs[0]?.seq}`.execute(world.owner.read);
    const next = openDb(world.urls.appUrl, { size: 1, guard: fence.guard });
    await assert.rejects(sql`select 1`.execute(next.read), ledger.DatabaseRefused);
    await next.close();
    await fence.stop();
  });
});

test('the record of acceptances is append-only', async () => {
  const world = await ledgerWorld();
  await ledger.acceptDatabase(world.db, { folder: newFolder(), clock: world.clock, reason: 'once' });
  await assert.rejects(sql`delete from ledger.acceptance`.execute(world.owner.read), /append-only/);
  await assert.rejects(sql`insert into ledger.acceptance select * from ledger.acceptance`.execute(world.db.read), /permission denied/); // prettier-ignore
});

test('a connection that is asked while others pay is not refused for what was confirmed after its answer', async () => {
  const world = await ledgerWorld();
  const fence = ledger.openFence({ folder: newFolder(), log });
  await opened(world, fence, async (db) => {
    await fence.refuseBehind(db);
    fence.watch(db);
    const wallet = await openFilledWallet({ ...world, db }, cny(100n));
    const client = await db.pool.connect();
    try {
      await fence.guard({
        async query<Row>(text: string, values: unknown[]) {
          const answer = await client.query(text, values);
          // The database has answered; before the answer is read somebody else's payment is confirmed.
          await postAll({ ...world, db }, [one(move(wallet, await openWallet(world), cny(1n)))]);
          return answer as unknown as { rows: Row[] };
        },
      });
    } finally {
      client.release();
      await fence.stop();
    }
  });
});
