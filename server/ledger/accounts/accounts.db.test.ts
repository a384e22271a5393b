import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { CURRENCY_EXPONENT, money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import { OPERATION_KINDS } from '../operation-ref.ts';
import { CHART, OWNER_PATTERN } from '../chart.ts';
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
  release,
  reverse,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);
afterEach(async () => {
  assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds');
});
const outcomes = async (...commands: Parameters<typeof postAll>[1]) =>
  outcomesOf(await postAll(world, commands));
const flag = (change: Omit<ledger.FlagChange, 'reason' | 'actor'>) =>
  db.transaction((tx) => ledger.setFlags(tx, clock, { ...change, reason: 'a test', actor: 'rule:test' }));

describe('the tables say what the code says', () => {
  test('about the chart of accounts', async () => {
    const { rows } = await sql<{ name: string; side: string; bound: boolean; owner: string }>`
      select name, normal_side as side, never_below_zero as bound, owner_pattern as owner from ledger.account_kind`.execute(
      db.read,
    );
    const inSql = Object.fromEntries(rows.map(({ name, ...rest }) => [name, rest]));
    const inCode = Object.entries(CHART).map(([name, { normalSide, constraint, owner }]) => [
      name,
      { side: normalSide, bound: constraint === 'never_below_zero', owner: OWNER_PATTERN[owner] },
    ]);
    assert.ok(rows.length > 10);
    assert.deepEqual(inSql, Object.fromEntries(inCode));
  });

  test('about movements', async () => {
    const { rows } = await sql<{
      name: string;
      code: number;
    }>`select name, code from ledger.movement`.execute(db.read);
    assert.ok(rows.length > 10);
    assert.deepEqual(Object.fromEntries(rows.map(({ name, code }) => [name, code])), { ...ledger.MOVEMENTS });
  });

  test('about kinds of operation', async () => {
    const { rows } = await sql<{
      prefix: string;
      code: number;
    }>`select prefix, code from ledger.operation_kind`.execute(db.read);
    assert.deepEqual(Object.fromEntries(rows.map(({ prefix, code }) => [prefix, code])), {
      ...OPERATION_KINDS,
    });
  });

  test('about currencies', async () => {
    const { rows } = await sql<{
      code: string;
      exponent: number;
    }>`select code, exponent from ledger.currency`.execute(db.read);
    assert.deepEqual(Object.fromEntries(rows.map(({ code, exponent }) => [code, exponent])), {
      ...CURRENCY_EXPONENT,
    });
  });
});

describe('an account', () => {
  test('is opened once, also by twenty at the same moment', async () => {
    const name = { kind: 'wallet', owner: newId('cus'), currency: 'CNY' } as const;
    assert.equal(await ledger.findAccount(db.read, name), null);
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => db.transaction((tx) => ledger.openAccount(tx, clock, name))),
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal(await ledger.findAccount(db.read, name), ids[0]);
    assert.deepEqual(await ledger.listAccountsOf(db.read, name.owner), [{ id: ids[0], ...name }]);
  });

  test('belongs to whom its kind takes', async () => {
    const open = (kind: ledger.AccountKind, owner: string) =>
      db.transaction((tx) => ledger.openAccount(tx, clock, { kind, owner, currency: 'CNY' }));
    await assert.rejects(open('wallet', 'system'), /no account of kind wallet for owner system/);
    await assert.rejects(open('rail_settlement', newId('cus')), /no account of kind/);
    await assert.rejects(open('wallet', newId('stf')), /no account of kind/);
    await open('revenue_fee', 'fee:top_up');
    await open('rounding', 'system');
  });

  test('per currency: one person has one of each', async () => {
    const owner = newId('cus');
    for (const currency of ['CNY', 'JPY', 'KWD'] as const) {
      await db.transaction((tx) => ledger.openAccount(tx, clock, { kind: 'wallet', owner, currency }));
    }
    const balances = await ledger.balancesOf(db.read, owner);
    assert.deepEqual(
      balances.map(({ kind, available }) => [kind, available]),
      [
        ['wallet', money(0n, 'CNY')],
        ['wallet', money(0n, 'JPY')],
        ['wallet', money(0n, 'KWD')],
      ],
    );
  });

  test('locked by one transaction makes another that wants it wait', async () => {
    const wallet = await openFilledWallet(world, cny(10n));
    let posting: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await ledger.lockAccounts(tx, [wallet, rail]);
      posting = outcomes(one(move(wallet, rail, cny(10n))));
      await sql`select pg_sleep(0.1)`.execute(tx);
      assert.equal((await ledger.balanceOf(tx, wallet)).posted.minor, 10n);
    });
    assert.deepEqual(await posting, ['created']);
  });
});

describe('flags', () => {
  test('stop what they name, in its direction', async () => {
    const [wallet, other] = [
      await openFilledWallet(world, cny(100n)),
      await openFilledWallet(world, cny(100n)),
    ];
    const tries = () =>
      outcomes(
        one(move(wallet, other, cny(1n))),
        one(move(other, wallet, cny(1n))),
        one(hold(wallet, other, cny(1n))),
        one(hold(other, wallet, cny(1n))),
      );
    assert.deepEqual(await flag({ account: wallet, set: ['frozenOut'] }), {
      ok: true,
      value: { frozenOut: true, frozenIn: false, closed: false },
    });
    assert.deepEqual(await tries(), ['account_frozen_out', 'created', 'account_frozen_out', 'created']);
    await flag({ account: wallet, set: ['frozenIn'], clear: ['frozenOut'] });
    assert.deepEqual(await tries(), ['created', 'account_frozen_in', 'created', 'account_frozen_in']);
    await flag({ account: wallet, set: ['frozenOut'] });
    const [refused] = await postAll(world, [one(move(wallet, other, cny(1n)))]);
    assert.deepEqual(refused, {
      ok: false,
      error: { code: 'account_frozen_out', leg: 1, replayed: false, account: wallet },
    });
    await flag({ account: wallet, clear: ['frozenIn', 'frozenOut'] });
    assert.deepEqual(await tries(), ['created', 'created', 'created', 'created']);
  });

  test('leave a hold that stood before them: it can be captured and released', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const held = [
      hold(wallet, other, cny(10n)),
      hold(wallet, other, cny(20n)),
      hold(wallet, other, cny(30n), { expiresAt: clock.now().add({ hours: 1 }) }),
    ] as const;
    await postAll(
      world,
      held.map((leg) => one(leg)),
    );
    await flag({ account: wallet, set: ['frozenOut', 'frozenIn'] });
    await flag({ account: other, set: ['frozenIn'] });
    const taken = capture(held[0].id);
    assert.deepEqual(await outcomes(one(taken), one(release('void', held[1].id))), ['created', 'created']);
    clock.advance({ hours: 1 });
    assert.deepEqual(await outcomes(one(release('expire', held[2].id))), ['created']);
    assert.deepEqual(await onAccount(world, wallet), { posted: 90n, available: 90n });
    assert.deepEqual(
      await outcomes(one(reverse(taken.id))),
      ['account_frozen_in'],
      'a reversal is a new movement',
    );
  });

  test('close only what is empty, and then nothing lands there', async () => {
    const [wallet, other] = [
      await openFilledWallet(world, cny(100n)),
      await openFilledWallet(world, cny(100n)),
    ];
    const refused = await flag({ account: wallet, set: ['closed'] });
    assert.ok(
      !refused.ok &&
        refused.error.code === 'account_not_empty' &&
        refused.error.balance.posted.minor === 100n,
    );
    const held = hold(wallet, other, cny(100n));
    await outcomes(one(held), one(capture(held.id)), one(hold(other, wallet, cny(1n))));
    assert.ok(!(await flag({ account: wallet, set: ['closed'] })).ok, 'something is still coming in');
    const empty = await openWallet(world);
    assert.ok((await flag({ account: empty, set: ['closed'] })).ok);
    const [result] = await postAll(world, [one(move(other, empty, cny(1n)))]);
    assert.deepEqual(result, {
      ok: false,
      error: { code: 'account_closed', leg: 1, replayed: false, account: empty },
    });
    assert.deepEqual(await outcomes(one(move(empty, other, cny(1n)))), ['account_closed']);
    await flag({ account: empty, clear: ['closed'] });
    assert.deepEqual(await outcomes(one(move(other, empty, cny(1n)))), ['created'], 'opened again');
  });

  test('leave a row with reason and actor each time they change', async () => {
    const wallet = await openWallet(world);
    await flag({ account: wallet, set: ['frozenOut'] });
    await flag({ account: wallet, set: ['frozenOut'] });
    clock.advance({ minutes: 1 });
    await flag({ account: wallet, clear: ['frozenOut'] });
    const changes = await ledger.flagChangesOf(db.read, wallet);
    assert.deepEqual(
      changes.map(({ before, after, reason, actor }) => [before.frozenOut, after.frozenOut, reason, actor]),
      [
        [false, true, 'a test', 'rule:test'],
        [true, false, 'a test', 'rule:test'],
      ],
    );
    assert.equal(changes[1]?.changedAt.toString(), clock.now().toString());
  });

  test('two hundred races of closing against a payment: nothing lands on a closed wallet', async () => {
    const payer = await openFilledWallet(world, cny(1_000n));
    const outcomesSeen = new Set<string>();
    for (let race = 0; race < 200; race += 1) {
      const wallet = await openWallet(world);
      const pay = () => outcomes(one(move(payer, wallet, cny(1n))));
      const first = race % 2 === 0 ? pay() : null; // Each is first in half of the races.
      const closing = flag({ account: wallet, set: ['closed'] });
      const [closed, paid] = await Promise.all([closing, first ?? pay()]);
      const { posted, flags } = await ledger.balanceOf(db.read, wallet);
      assert.equal(flags.closed, closed.ok);
      assert.equal(posted.minor, paid[0] === 'created' ? 1n : 0n);
      assert.notEqual(closed.ok, paid[0] === 'created', 'one of the two came first');
      outcomesSeen.add(String(paid[0]));
    }
    assert.deepEqual([...outcomesSeen].sort(), ['account_closed', 'created']);
  });
});
