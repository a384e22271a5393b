// A spending window is never passed, by any number of payments on any mix of roads, and counts each once.
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { openDb, sql } from '#platform/db';
import { Temporal } from '#platform/clock';
import * as ledger from '#ledger';
import {
  cny,
  ledgerWorld,
  move,
  onAccount,
  one,
  openFilledWallet,
  openWallet,
  outcomeOf,
  outcomesOf,
  postAll,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const other = await openWallet(world);
afterEach(async () => assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds'));

const DAY = Temporal.PlainDate.from('2026-11-22');
type Limits = { day?: bigint | null; month?: bigint | null; on?: Temporal.PlainDate };
/** A payment that uses as much of the window as it moves. */
const use = (
  wallet: ledger.LedgerAccountId,
  minor: bigint,
  { day = 100n, month = 200n, on = DAY }: Limits = {},
) => ({
  ...one(move(wallet, other, cny(minor))),
  window: { day: on, minor, dayLimit: day, monthLimit: month },
});

async function withWindow(dayMinor = 0n, monthMinor = dayMinor, day = DAY): Promise<ledger.LedgerAccountId> {
  const wallet = await openFilledWallet(world, cny(10_000n));
  assert.equal(await begun(wallet, day, dayMinor, monthMinor), true);
  return wallet;
}
async function begun(
  wallet: ledger.LedgerAccountId,
  day: Temporal.PlainDate,
  dayMinor: bigint,
  monthMinor: bigint,
): Promise<boolean | undefined> {
  const { rows } = await sql<{ begun: boolean }>`
    select ledger.begin_window(${wallet}, (select owner from ledger.account where id = ${wallet}), ${day.toString()}, ${dayMinor}, ${monthMinor}) as begun`.execute(
    db.read,
  );
  return rows[0]?.begun;
}
const windowOf = async (wallet: ledger.LedgerAccountId): Promise<string | undefined> =>
  (
    await sql<{ told: string }>`
      select format('%s %s %s', day, day_minor, month_minor) as told from ledger.windows() where account_id = ${wallet}`.execute(
      db.read,
    )
  ).rows[0]?.told;

/** Both roads; what one leaves to the other is settled there. */
const ROADS: Record<string, (commands: readonly ledger.PostCommand[]) => Promise<string[]>> = {
  post_batch: async (commands) => outcomesOf(await postAll(world, commands)),
  'the poster': async (commands) => {
    const poster = ledger.createLedger(world);
    const results = await Promise.all(commands.map((command) => poster.post(command)));
    await poster.close();
    return results.map((result) => outcomeOf(result as ledger.PostResult));
  },
};

for (const [road, post] of Object.entries(ROADS)) {
  describe(`a window on the road of ${road}`, () => {
    test('counts what is paid, to the last unit of the day, and refuses that payment alone which would pass it', async () => {
      const [wallet, stranger] = [await withWindow(), await withWindow()];
      assert.deepEqual(
        await post([
          use(wallet, 60n),
          use(wallet, 41n),
          use(wallet, 40n),
          use(stranger, 7n),
          use(wallet, 1n),
        ]),
        ['created', 'attachment_refused', 'created', 'created', 'attachment_refused'],
      );
      assert.deepEqual(
        [await windowOf(wallet), await windowOf(stranger)],
        ['2026-11-22 100 100', '2026-11-22 7 7'],
      );
      assert.equal((await onAccount(world, wallet)).posted, 9_900n);
    });

    test('begins a day and a month anew, and what comes late counts on the later day', async () => {
      const wallet = await withWindow(90n, 150n);
      const on = (day: string) => Temporal.PlainDate.from(day);
      assert.deepEqual(await post([use(wallet, 50n, { on: on('2026-11-23') })]), ['created']);
      assert.equal(await windowOf(wallet), '2026-11-23 50 200');
      assert.deepEqual(await post([use(wallet, 1n)]), ['attachment_refused'], 'the month is used up');
      assert.deepEqual(await post([use(wallet, 100n, { on: on('2026-12-01') })]), ['created']);
      assert.deepEqual(await post([use(wallet, 1n)]), ['attachment_refused'], 'yesterday is over');
      assert.deepEqual(await post([use(wallet, 5n, { day: null })]), ['created'], 'no limit of the day');
      assert.equal(await windowOf(wallet), '2026-12-01 105 105');
    });

    test('that is not there is passed by everything; a payment that asks for none leaves it alone', async () => {
      const [wallet, counted] = [await openFilledWallet(world, cny(50n)), await withWindow(3n)];
      assert.deepEqual(await post([use(wallet, 1n, { day: null, month: null })]), ['attachment_refused']);
      assert.deepEqual(
        await post([one(move(counted, other, cny(2n))), one(move(wallet, counted, cny(2n)))]),
        ['created', 'created'],
      );
      assert.deepEqual([await windowOf(wallet), await windowOf(counted)], [undefined, '2026-11-22 3 3']);
    });

    test('is not used by a payment that is refused, nor twice by one that is sent again', async () => {
      const wallet = await withWindow();
      const paid = use(wallet, 30n);
      assert.deepEqual(await post([paid]), ['created']);
      assert.deepEqual(await post([paid]), ['exists']);
      assert.deepEqual(await post([use(wallet, 20_000n, { day: null, month: null })]), [
        'insufficient_funds',
      ]);
      assert.equal(await windowOf(wallet), '2026-11-22 30 30');
    });
  });
}

test('two posters, transactions and a window that comes and goes: it is never passed, and tells exactly what was paid', async () => {
  const wallets = [await withWindow(), await withWindow(), await withWindow()];
  const dbs = [openDb(world.urls.appUrl), openDb(world.urls.appUrl)];
  after(() => Promise.all(dbs.map((each) => each.close())));
  const posters = dbs.map((each) => ledger.createLedger({ db: each, clock }));
  const paid = new Map(wallets.map((wallet) => [wallet, 0n]));
  const below = (most: number) => Math.floor(Math.random() * most);
  const any = () => wallets[below(wallets.length)] ?? assert.fail();
  const limits = { day: 600n, month: 900n };
  const keep = (wallet: ledger.LedgerAccountId, minor: bigint, outcome: string) => {
    assert.match(outcome, /^(created|attachment_refused)$/);
    if (outcome === 'created') paid.set(wallet, (paid.get(wallet) ?? 0n) + minor);
  };
  await Promise.all([
    ...posters.flatMap((poster) =>
      Array.from({ length: 12 }, async () => {
        for (let round = 0; round < 25; round += 1) {
          const [wallet, minor] = [any(), BigInt(1 + below(5))];
          keep(
            wallet,
            minor,
            outcomeOf((await poster.post(use(wallet, minor, limits))) as ledger.PostResult),
          );
        }
      }),
    ),
    (async () => {
      for (let round = 0; round < 20; round += 1) {
        const [wallet, minor] = [any(), BigInt(1 + below(5))];
        const [outcome = ''] = outcomesOf(await postAll(world, [use(wallet, minor, limits)]));
        keep(wallet, minor, outcome);
      }
    })(),
    (async () => {
      for (let round = 0; round < 20; round += 1) {
        const wallet = any();
        await db.transaction(async (tx) => {
          const { rows } = await sql<{ day: Temporal.PlainDate; day_minor: bigint; month_minor: bigint }>`
            select day, day_minor, month_minor from ledger.end_window(${wallet})`.execute(tx);
          const ended = rows[0] ?? assert.fail();
          await sql`select pg_sleep(0.002)`.execute(tx);
          await sql`
            select ledger.begin_window(${wallet}, (select owner from ledger.account where id = ${wallet}), ${ended.day.toString()},
              ${ended.day_minor}, ${ended.month_minor})`.execute(tx);
        });
      }
    })(),
  ]);
  await Promise.all(posters.map((poster) => poster.close()));
  for (const wallet of wallets) {
    const sum = paid.get(wallet) ?? 0n;
    assert.ok(sum > 100n && sum <= 600n, String(sum));
    assert.equal(await windowOf(wallet), `2026-11-22 ${sum} ${sum}`);
    assert.equal((await onAccount(world, wallet)).posted, 10_000n - sum);
  }
});

describe('a window', () => {
  test('is whole or not there, and begins once, for its owner', async () => {
    const wallet = await withWindow(5n);
    assert.equal(await begun(wallet, DAY, 1n, 1n), false, 'there is one');
    const bare = await openWallet(world);
    const { rows } = await sql<{ begun: boolean }>`
      select ledger.begin_window(${bare}, 'cus_somebody_else', '2026-11-22', 0, 0) as begun`.execute(db.read);
    assert.equal(rows[0]?.begun, false);
    await assert.rejects(begun(bare, DAY, -1n, 0n), /window_is_whole/);
    await assert.rejects(
      sql`update ledger.balance set window_day_minor = null where account_id = ${wallet}`.execute(
        world.owner.read,
      ),
      /window_is_whole/,
    );
    await assert.rejects(sql`select ledger.end_window(${bare})`.execute(db.read), /has no window/);
  });

  test('is asked for with a day and account by account, or not at all', async () => {
    const values = (windows: ReturnType<typeof sql>) => sql`
      select ledger.post_singles(now(), '{CNY}', false, '{1,2}', '{1,1}', '{1,1}', '{0,0}', '{0,0}', '{0,0}', '{0,0}', '{1,0}', '{0,1}', '{1,1}', '{1,1}',
        ${[crypto.randomUUID()]}::uuid[], '{1}', '{2}', '{7}', '{3}', '{1}', '{1}', '{1}', '{2}', '{1}', '{-1}', '{1}', '{1}', '{1}', '{0}', '{0}',
        '{}', '{}', '{}', '{}', ${windows})`;
    for (const wrong of [
      sql`null, null, '{1,0}', '{9,9}', '{9,9}'`,
      sql`'2026-11-22', '2026-11-01', '{1}', '{9,9}', '{9,9}'`,
      sql`'2026-11-22', '2026-11-01', '{1,0}', '{9,9}', null`,
    ])
      await assert.rejects(values(wrong).execute(db.read), { code: '22023' });
  });
});
