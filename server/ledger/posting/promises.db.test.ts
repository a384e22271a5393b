// What callers of the poster may rely on when things go wrong between question and answer, and when the same is asked twice at once.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DatabaseUnavailable, type Db, openDb } from '#platform/db';
import * as ledger from '#ledger';
import type { PostCommand } from '#ledger';
import {
  capture,
  cny,
  hold,
  ledgerWorld,
  move,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  outcomesOf,
  postAll,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);
const dbs = Array.from({ length: 4 }, () => openDb(world.urls.appUrl, { size: 1 }));
after(() => Promise.all(dbs.map((one) => one.close())));

const lost = () => new DatabaseUnavailable(new Error('the connection was lost'), { outcomeUnknown: true });

/** A database that does everything and then goes away before the commit. */
const goneBeforeCommit: Db = {
  ...db,
  transaction: (work, options) =>
    db.transaction(async (tx) => {
      await work(tx);
      throw lost();
    }, options),
};

/** A database whose first transactions are committed without an answer. */
function answeringAfter(lostAnswers: number): Db {
  let answers = -lostAnswers;
  const transaction: Db['transaction'] = async (work, options) => {
    const result = await db.transaction(work, options);
    answers += 1;
    if (answers <= 0) throw lost();
    return result;
  };
  return { ...db, transaction };
}

/** Commands that the slow road takes: what is held is decided in the database. */
const held = (wallet: ledger.LedgerAccountId): PostCommand => one(hold(wallet, rail, cny(1n)));

test('nobody hears that it is done before it is committed', async () => {
  const wallet = await openFilledWallet(world, cny(10n));
  const poster = ledger.createLedger({ db: goneBeforeCommit, clock, sendings: 2 });
  await assert.rejects(poster.post(held(wallet)), DatabaseUnavailable);
  await poster.close();
  assert.equal((await onAccount(world, wallet)).available, 10n);
});

test('nor by the road that locks before it reads, after others have moved the money', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(10n)), await openWallet(world)];
  let isGone = false;
  const transaction: Db['transaction'] = (work, options) =>
    isGone ? goneBeforeCommit.transaction(work, options) : db.transaction(work, options);
  const poster = ledger.createLedger({ db: { ...db, transaction }, clock, sendings: 2 });
  assert.ok((await poster.post(one(move(wallet, other, cny(1n))))).ok);
  await postAll(world, [one(move(wallet, other, cny(1n)))]);
  isGone = true;
  const late = one(move(wallet, other, cny(1n)));
  await assert.rejects(poster.post(late), DatabaseUnavailable);
  assert.deepEqual((await onAccount(world, wallet)).posted, 8n);
  isGone = false;
  const again = await poster.post(late);
  assert.ok(again.ok && again.value.status === 'created');
  await poster.close();
  assert.deepEqual(await ledger.verify(db), []);
});

test('after lost answers the same is asked again, and has happened once', async () => {
  const wallet = await openFilledWallet(world, cny(10n));
  const poster = ledger.createLedger({ db: answeringAfter(3), clock });
  const result = await poster.post(held(wallet));
  await poster.close();
  assert.ok(result.ok && result.value.status === 'exists');
  assert.equal((await onAccount(world, wallet)).available, 9n);
});

test('a plain transfer goes by the fast road, and the next one too', async () => {
  const wallet = await openWallet(world);
  let transactions = 0;
  const transaction: Db['transaction'] = (work, options) => {
    transactions += 1;
    return db.transaction(work, options);
  };
  const poster = ledger.createLedger({ db: { ...db, transaction }, clock });
  for (let time = 0; time < 3; time += 1) assert.ok((await poster.post(one(move(rail, wallet, cny(1n))))).ok);
  await poster.close();
  assert.equal(transactions, 0, 'each was one statement');
  assert.deepEqual(await ledger.verify(db), []);
});

test('what others have moved behind a poster’s back is seen by it', async () => {
  const [wallet, other] = [await openWallet(world), await openWallet(world)];
  const poster = ledger.createLedger({ db, clock });
  const post = async (command: PostCommand): Promise<unknown> => {
    const result = await poster.post(command);
    if (!result.ok) return result.error.code;
    assert.ok(result.value.status !== 'archived');
    const { debitAfter, debitVersion, creditAfter, creditVersion } = result.value.legs[0] ?? assert.fail();
    return [debitAfter, debitVersion, creditAfter, creditVersion];
  };
  await post(one(move(rail, wallet, cny(10n))));
  await postAll(world, [one(move(wallet, other, cny(4n)))]);
  // The poster remembers ten and the first version of an account that has moved on.
  assert.deepEqual(await post(one(move(wallet, other, cny(5n)))), [1n, 3n, 9n, 2n]);
  await postAll(world, [one(move(other, wallet, cny(2n)))]);
  assert.deepEqual(await post(one(move(wallet, other, cny(4n)))), 'insufficient_funds');
  assert.deepEqual(await post(one(move(wallet, other, cny(3n)))), [0n, 5n, 10n, 4n]);
  await poster.close();
  assert.deepEqual(await ledger.verify(db), []);
});

/** The same round after round with fresh accounts, by four connections at once: a race that is lost seldom is lost sometimes. */
async function rounds(times: number, round: () => Promise<PostCommand[]>): Promise<string[][]> {
  const outcomes: string[][] = [];
  for (let time = 0; time < times; time += 1) {
    const commands = await round();
    const results = await Promise.all(
      commands.map((command, index) => postAll({ db: dbs[index] ?? db, clock }, [command])),
    );
    outcomes.push(outcomesOf(results.flat()).sort());
  }
  assert.deepEqual(await ledger.verify(db), []);
  return outcomes;
}

test('a hold that two capture at once is captured once', async () => {
  const outcomes = await rounds(20, async () => {
    const wallet = await openFilledWallet(world, cny(20n));
    // A second hold stands beside it, so that nothing but the first one's own state is in the way.
    const [first, second] = [hold(wallet, rail, cny(5n)), hold(wallet, rail, cny(9n))];
    await postAll(world, [one(first), one(second)]);
    return [1, 2, 3, 4].map(() => one(capture(first.id)));
  });
  for (const round of outcomes)
    assert.deepEqual(round, ['created', ...Array.from({ length: 3 }, () => 'hold_already_resolved')]);
});

test('an id that four use at once for other accounts is answered once', async () => {
  const outcomes = await rounds(20, async () => {
    const wallets = await Promise.all([1, 2, 3, 4].map(() => openFilledWallet(world, cny(10n))));
    const { id } = move(rail, rail, cny(1n));
    const others = await Promise.all(wallets.map(() => openWallet(world)));
    return wallets.map((wallet, index) => one({ ...move(wallet, others[index] ?? rail, cny(1n)), id }));
  });
  for (const round of outcomes)
    assert.deepEqual(round, ['created', ...Array.from({ length: 3 }, () => 'id_reused')]);
});
