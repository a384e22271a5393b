import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { withClient } from '#platform/database-roles';
import { DatabaseUnavailable, type Db, openDb, sql } from '#platform/db';
import * as ledger from '#ledger';
import type { PostCommand } from '#ledger';
import {
  chain,
  cny,
  ledgerWorld,
  move,
  newOperation,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);
afterEach(async () => {
  assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds');
});
const told = (result: Awaited<ReturnType<ledger.Ledger['post']>>) =>
  result.ok ? result.value.status : result.error.code;

/** A database whose transactions are counted. */
function counted(): { db: Db; transactions: () => number } {
  let count = 0;
  const transaction: Db['transaction'] = (work, options) => {
    count += 1;
    return db.transaction(work, options);
  };
  return { db: { ...db, transaction }, transactions: () => count };
}

/** A database that does what it is asked and never says so. */
function losingAnswers(): Db {
  const transaction: Db['transaction'] = async (work, options) => {
    await db.transaction(work, options);
    throw new DatabaseUnavailable(new Error('the connection was lost'), { outcomeUnknown: true });
  };
  const lost = (): never => {
    throw new DatabaseUnavailable(new Error('the connection was lost'), { outcomeUnknown: true });
  };
  return {
    ...db,
    transaction,
    line: { ready: async () => lost() },
    get read(): Db['read'] {
      return lost();
    },
  };
}

test('what is posted at once goes in one batch, and each caller gets its own answer', async () => {
  const { db: counting, transactions } = counted();
  const poster = ledger.createLedger({ db: counting, clock });
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  const twice = one(move(wallet, other, cny(10n)));
  const results = await Promise.all([
    poster.post(one(move(wallet, other, cny(60n)))),
    poster.post(one(move(wallet, other, cny(60n)))),
    poster.post(twice),
    poster.post(twice),
    poster.post({ ...twice, operationId: newOperation() }),
    poster.post(chain(move(wallet, other, cny(20n)), move(wallet, rail, cny(11n)))),
    poster.post(one(move(wallet, other, cny(30n)))),
  ]);
  assert.deepEqual(results.map(told), [
    'created',
    'insufficient_funds',
    'created',
    'exists',
    'id_reused',
    'insufficient_funds',
    'created',
  ]);
  assert.equal(transactions(), 1);
  assert.deepEqual(await onAccount(world, wallet), { posted: 0n, available: 0n });
  await poster.close();
});

test('what arrives while a batch commits is the next batch', async () => {
  const { db: counting, transactions } = counted();
  const poster = ledger.createLedger({ db: counting, clock });
  const wallet = await openWallet(world);
  const callers = Array.from({ length: 64 }, async () => {
    for (let round = 0; round < 10; round += 1)
      assert.equal(told(await poster.post(one(move(rail, wallet, cny(1n))))), 'created');
  });
  await Promise.all(callers);
  assert.equal((await onAccount(world, wallet)).posted, 640n);
  assert.ok(transactions() < 64, `640 commands in ${transactions()} batches`);
  await poster.close();
});

test('a call goes on from the last leg of the call before that touched the account', async () => {
  const poster = ledger.createLedger({ db, clock });
  const wallets = [await openWallet(world), await openWallet(world)] as const;
  // One call of two legs, of which the second is the last of the rail and of one wallet; the links are looked at after each test.
  await Promise.all(wallets.map((wallet) => poster.post(one(move(rail, wallet, cny(2n))))));
  assert.equal(told(await poster.post(one(move(wallets[1], rail, cny(1n))))), 'created');
  await poster.close();
});

test('fifty equal commands at once through two posters have one effect', async () => {
  const posters = [ledger.createLedger({ db, clock }), ledger.createLedger({ db, clock })];
  const wallet = await openWallet(world);
  const command = one(move(rail, wallet, cny(7n)));
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) => posters[index % 2]?.post(command) ?? assert.fail()),
  );
  assert.deepEqual(results.map(told).sort(), ['created', ...Array.from({ length: 49 }, () => 'exists')]);
  assert.equal((await onAccount(world, wallet)).posted, 7n);
  await Promise.all(posters.map((poster) => poster.close()));
});

test('a command that the database does not take fails alone', async () => {
  const poster = ledger.createLedger({ db, clock });
  const wallet = await openWallet(world);
  const good = Array.from({ length: 20 }, () => one(move(rail, wallet, cny(1n))));
  const poison: PostCommand = {
    ...one(move(rail, wallet, cny(1n))),
    attachments: [{ kind: 'nobody.registered', fields: [] }],
  };
  const settled = await Promise.allSettled(
    [...good.slice(0, 7), poison, ...good.slice(7)].map((command) => poster.post(command)),
  );
  assert.deepEqual(
    settled.map(({ status }) => status),
    [...good.slice(0, 7).map(() => 'fulfilled'), 'rejected', ...good.slice(7).map(() => 'fulfilled')],
  );
  assert.equal((await onAccount(world, wallet)).posted, 20n);
  await poster.close();
});

test('connections killed in mid-flight: every caller gets a true answer, nothing happens twice', async (t) => {
  const own = openDb(world.urls.appUrl, { size: 2 });
  after(() => own.close());
  const poster = ledger.createLedger({ db: own, clock });
  const wallets = await Promise.all(Array.from({ length: 10 }, () => openFilledWallet(world, cny(100_000n))));
  const commands = Array.from({ length: 6_000 }, (_, index) => {
    const [from, to] = [wallets[index % 10], wallets[(index * 7 + 3) % 10]];
    return one(move(from ?? rail, (from === to ? rail : to) ?? rail, cny(1n)));
  });
  let answered = 0;
  const answers = Promise.all(
    commands.map(async (command, index) => {
      while (answered < index - 1_500) await new Promise((resolve) => setTimeout(resolve, 2)); // A steady stream, not one heap.
      const result = await poster.post(command);
      answered += 1;
      return told(result);
    }),
  );
  let kills = 0;
  await withClient(world.urls.adminUrl, async (admin) => {
    for (let round = 0; round < 40 && answered < commands.length; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'okpay_app' and (query like '%ledger.post_%' or (query = 'commit' and state = 'active'))`,
      );
      kills += rowCount ?? 0;
    }
  });
  const outcomes = await answers;
  await poster.close();
  t.diagnostic(
    `${kills} connections killed; ${outcomes.filter((outcome) => outcome === 'exists').length} answers were lost and asked for again`,
  );
  assert.ok(kills > 0, 'something was killed');
  assert.ok(outcomes.every((outcome) => outcome === 'created' || outcome === 'exists'));
  const ids = commands.map(({ legs }) => legs[0].id);
  const { rows } = await sql<{
    count: bigint;
  }>`select count(*) from ledger.transfer where id = any(${ids}::uuid[])`.execute(db.read);
  assert.equal(rows[0]?.count, 6_000n);
});

test('a database that stays away is told as an unknown outcome; ids keep their one answer', async () => {
  const wallet = await openWallet(world);
  const command = one(move(rail, wallet, cny(3n)));
  const failing = ledger.createLedger({ db: losingAnswers(), clock, sendings: 3 });
  await assert.rejects(
    failing.post(command),
    (error: unknown) => error instanceof DatabaseUnavailable && error.outcomeUnknown,
  );
  await failing.close();
  const working = ledger.createLedger({ db, clock });
  assert.equal(told(await working.post(command)), 'exists');
  await working.close();
  assert.equal((await onAccount(world, wallet)).posted, 3n);
});

test('after closing, what was accepted is answered and nothing more is taken', async () => {
  const poster = ledger.createLedger({ db, clock });
  const wallet = await openWallet(world);
  const accepted = Promise.all(
    Array.from({ length: 30 }, () => poster.post(one(move(rail, wallet, cny(1n))))),
  );
  await poster.close();
  assert.ok((await accepted).every(({ ok }) => ok));
  await assert.rejects(poster.post(one(move(rail, wallet, cny(1n)))), /closed/);
});
