import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as ledger from '#ledger';
import { openClient, sql } from '#platform/db';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { cny, hold, ledgerWorld, move, one, openFilledWallet, openWallet, postAll } from '#test/ledger-world';
import { BLOCK_LEAVES_MAX, type Head, hashOf } from './block.ts';
import { verifySeals } from './check-chain.ts';
import { isDecided, sealWhatIsWritten, settledMark } from './seal.ts';
import { appendBlock, listBlocks, markNow } from './store.ts';

const world = await ledgerWorld();
const { db, owner, clock, urls } = world;
const signingKeys = signingKeysOf([newSigningKey('k-1', clock.now())]);
const deps = { db, clock, signingKeys };
const [wallet, other] = [await openFilledWallet(world, cny(1_000n)), await openWallet(world)];
const seal = () => sealWhatIsWritten(deps);
const blocks = () => listBlocks(db.read, { after: 0n, limit: 1_000 });
const newest = async () => {
  const last = (await blocks()).at(-1);
  assert.ok(last);
  return last;
};

test('what was written is sealed once: openings, transfers, refusals and freezes, in ranges without a hole', async () => {
  await postAll(world, [one(move(wallet, other, cny(10n))), one(hold(wallet, other, cny(5n)))]);
  await postAll(world, [one(move(other, wallet, cny(99_999n)))]);
  await db.transaction((tx) =>
    ledger.setFlags(tx, clock, { account: other, set: ['frozenOut'], reason: 'a test', actor: 'rule:test' }),
  );
  assert.equal(await seal(), 1);
  assert.equal(await seal(), 0, 'nothing new, no block');
  const { rows: counts } = await sql<{ journal: number; account: number; flags: number }>`
    select (select count(*)::integer from ledger.journal) as journal, (select count(*)::integer from ledger.account) as account,
           (select count(*)::integer from ledger.account_flag_change) as flags`.execute(db.read);
  const { ranges } = await newest();
  assert.deepEqual(
    [ranges.transfer.count, ranges.account.count, ranges.flag_change.count],
    [counts[0]?.journal, counts[0]?.account, counts[0]?.flags],
  );
  assert.ok(ranges.transfer.count === 4 && ranges.flag_change.count === 1);
  await postAll(world, [one(move(wallet, other, cny(1n)))]);
  assert.equal(await seal(), 1);
  const [first, second] = await blocks();
  assert.ok(first && second);
  assert.equal(second.ranges.transfer.first, first.ranges.transfer.last + 1n);
  assert.deepEqual(second.previousHash, first.hash);
});

describe('two writers that commit in the opposite order', () => {
  test('the one who took the lower number is waited for, and not passed over', async () => {
    const [a, b, c, d] = [
      await openFilledWallet(world, cny(10n)),
      await openWallet(world),
      await openFilledWallet(world, cny(10n)),
      await openWallet(world),
    ];
    await seal();
    const before = (await newest()).ranges.transfer.last;
    const late = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    const slowOne = db.transaction(async (tx) => {
      await ledger.postIn(tx, clock, [one(move(a, b, cny(1n)))]);
      written.resolve();
      await late.promise;
    });
    await written.promise;
    await postAll(world, [one(move(c, d, cny(1n)))]); // Takes a higher number and is there first.

    assert.equal(await settledMark(db, { patienceMs: 60 }), null, 'the slow one is still writing');
    assert.equal((await newest()).ranges.transfer.last, before, 'so nothing is sealed');
    const sealing = seal();
    late.resolve();
    await slowOne;
    await sealing;
    await seal();
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer from ledger.journal where seq > ${before}`.execute(db.read);
    const sealed = (await blocks())
      .filter(({ ranges }) => ranges.transfer.first > before)
      .reduce((sum, { ranges }) => sum + ranges.transfer.count, 0);
    assert.deepEqual([rows[0]?.count, sealed], [2, 2]);
  });

  test('a number that was taken before anything was locked or written is waited for too', async () => {
    const client = await openClient(urls.ownerUrl);
    await client.query('begin');
    await client.query(`select nextval('ledger.journal_seq')`); // No row, no lock on a row, perhaps no transaction id yet.
    assert.equal(await settledMark(db, { patienceMs: 60 }), null);
    await client.query('rollback');
    assert.ok(await settledMark(db));
    await client.end();
  });

  test('whoever only reads, or takes a number later, keeps nobody waiting', async () => {
    const [reader, later] = [await openClient(urls.appUrl), await openClient(urls.ownerUrl)];
    try {
      await reader.query('begin isolation level repeatable read');
      await reader.query('select count(*) from ledger.journal');
      const mark = await markNow(db.read);
      assert.deepEqual(mark.writers, [], 'a reader is no writer');
      await later.query('begin');
      await later.query(`select nextval('ledger.journal_seq')`);
      assert.ok(await isDecided(db, mark), 'the mark was made before the later one came');
    } finally {
      await Promise.all([reader.end(), later.end()]);
    }
  });
});

test('of two sealers at once one seals, and the chain stays one', async () => {
  await postAll(world, [one(move(wallet, other, cny(1n)))]);
  const made = await Promise.all([seal(), seal(), seal()]);
  assert.equal(
    made.reduce((sum, count) => sum + count, 0),
    1,
  );
  const numbers = (await blocks()).map(({ number }) => number);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => BigInt(index + 1)),
  );
});

test('a full block ends with its last row, and the next one goes on after it', async () => {
  const before = await newest();
  for (let call = 0; call < 5; call += 1)
    await postAll(
      world,
      Array.from({ length: 900 }, () => one(move(wallet, other, cny(1_000_000n)))), // Refused, and sealed all the same.
    );
  assert.equal(await seal(), 2);
  const [full, rest] = (await blocks()).filter(({ number }) => number > before.number);
  assert.ok(full && rest);
  assert.deepEqual(
    [full.ranges.transfer.count, rest.ranges.transfer.count],
    [BLOCK_LEAVES_MAX, 4_500 - BLOCK_LEAVES_MAX],
  );
  assert.equal(rest.ranges.transfer.first, full.ranges.transfer.last + 1n);
  assert.deepEqual((await verifySeals(db, { keys: signingKeys.published })).violations, []);
});

test('a row that does not follow from the one before it is not sealed, and is named', async () => {
  const before = await newest();
  const moved = move(wallet, other, cny(2n));
  await postAll(world, [one(moved)]);
  await sql`alter table ledger.journal disable trigger append_only`.execute(owner.read);
  const shift = (by: bigint) =>
    sql`update ledger.journal set debit_after_minor = debit_after_minor + ${by} where id = ${moved.id}`.execute(
      owner.read,
    );
  await shift(1n);
  await assert.rejects(seal(), /not sealed any further: transfer \d+ on account \d+: balance/);
  assert.equal((await newest()).number, before.number);
  await shift(-1n);
  await sql`alter table ledger.journal enable trigger append_only`.execute(owner.read);
  assert.equal(await seal(), 1);
});

describe('the database takes only a block that follows', () => {
  const bad: readonly [
    what: string,
    change: (good: Head) => Partial<Head & { hash: Buffer }>,
    expected: RegExp,
  ][] = [
    ['another number', ({ number }) => ({ number: number + 1n }), /does not follow/],
    ['another block before', () => ({ previousHash: Buffer.alloc(32, 1) }), /does not follow/],
    [
      'a hole in the numbers',
      ({ ranges }) => ({
        ranges: { ...ranges, transfer: { ...ranges.transfer, first: ranges.transfer.first + 1n } },
      }),
      /does not follow/,
    ],
    [
      'numbers that nobody has',
      ({ ranges }) => ({
        ranges: { ...ranges, transfer: { ...ranges.transfer, last: ranges.transfer.last + 1n } },
      }),
      /nobody was given/,
    ],
    [
      'a row left out',
      ({ ranges }) => ({
        ranges: { ...ranges, transfer: { ...ranges.transfer, count: ranges.transfer.count - 1 } },
      }),
      /counts/,
    ],
    ['another hash', () => ({ hash: Buffer.alloc(32, 2) }), /another hash/],
  ];
  const append = async (change: (good: Head) => Partial<Head & { hash: Buffer }>) => {
    const [mark, last] = [await settledMark(db), await newest()];
    assert.ok(mark);
    const range = (type: 'transfer' | 'account' | 'flag_change', count: number) => ({
      first: last.ranges[type].last + 1n,
      last: mark[type],
      count,
    });
    const good: Head = {
      ...last,
      number: last.number + 1n,
      previousHash: last.hash,
      ranges: {
        transfer: range('transfer', 2),
        account: range('account', 0),
        flag_change: range('flag_change', 0),
      },
    };
    const head = { ...good, ...change(good) };
    await db.transaction(async (tx) => {
      await appendBlock(tx, { ...last, ...head, hash: change(good).hash ?? hashOf(head) });
      throw new Error('taken');
    });
  };
  test('a good one is taken, each other one is not', async () => {
    await postAll(world, [one(move(wallet, other, cny(1n))), one(move(wallet, other, cny(1n)))]);
    await assert.rejects(
      append(() => ({})),
      /taken/,
    );
    for (const [what, change, expected] of bad) await assert.rejects(append(change), expected, what);
  });
  test('and no row of it is changed or taken away', async () => {
    await assert.rejects(sql`update ledger.block set key_id = 'x'`.execute(owner.read), /append-only/);
    await assert.rejects(sql`delete from ledger.block`.execute(owner.read), /append-only/);
    await assert.rejects(sql`truncate ledger.block`.execute(owner.read), /append-only/);
    await assert.rejects(sql`delete from ledger.block`.execute(db.read), /permission denied/);
  });
});
