import assert from 'node:assert/strict';
import { test } from 'node:test';
import { money } from '#common/money';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  postAll,
  release,
  reverse,
  newOperation,
  newTransfer,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);

test('a statement is read page by page, newest first, each line with the balance after it', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  const held = hold(wallet, other, cny(30n));
  const moved = move(wallet, other, cny(10n));
  for (const command of [
    one(moved),
    one(held),
    one(capture(held.id, cny(20n))),
    one(move(other, wallet, cny(5n))),
    one(reverse(moved.id, cny(4n))),
  ]) {
    clock.advance({ seconds: 1 });
    await postAll(world, [command]);
  }
  const read = async () => {
    const lines: ledger.StatementLine[] = [];
    for (let before: bigint | null | undefined; before !== null;) {
      const page: ledger.StatementPage = await ledger.statementPage(db.read, wallet, {
        before: before ?? null,
        limit: 2,
      });
      assert.ok(page.lines.length <= 2);
      lines.push(...page.lines);
      before = page.before;
    }
    return lines;
  };
  const lines = await read();
  assert.deepEqual(
    lines.map(({ kind, effect, amount, balanceAfter, version }) => [
      kind,
      effect,
      amount.minor,
      balanceAfter.minor,
      version,
    ]),
    [
      ['reversal', 'in', 4n, 79n, 6n],
      ['single', 'in', 5n, 75n, 5n],
      ['capture', 'out', 20n, 70n, 4n],
      ['hold', 'neither', 30n, 90n, 3n],
      ['single', 'out', 10n, 90n, 2n],
      ['single', 'in', 100n, 100n, 1n],
    ],
  );
  assert.equal(lines.at(-1)?.code, 'top_up');
  assert.equal(lines.at(-1)?.counterAccount, rail);
  assert.equal((await ledger.accountOf(db.read, rail)).kind, 'rail_in_transit');
});

test('a debit-normal account reads on its own side', async () => {
  const owner = newId('cus');
  const debt = await db.transaction((tx) =>
    ledger.openAccount(tx, clock, { kind: 'customer_debt', owner, currency: 'JPY' }),
  );
  const jpyRail = await openRail(world, 'JPY');
  const wallet = await openFilledWallet(world, money(50n, 'JPY'));
  await postAll(world, [
    one(move(debt, jpyRail, money(50n, 'JPY'), { code: 'debt_incurred' })),
    one(move(wallet, debt, money(20n, 'JPY'), { code: 'debt_collected' })),
  ]);
  const { lines, before } = await ledger.statementPage(db.read, debt, { limit: 10 });
  assert.equal(before, null);
  assert.deepEqual(
    lines.map(({ effect, balanceAfter }) => [effect, balanceAfter]),
    [
      ['out', money(30n, 'JPY')],
      ['in', money(50n, 'JPY')],
    ],
  );
});

test('an account without lines has an empty page; a page has a largest size', async () => {
  const wallet = await openFilledWallet(world, cny(300n));
  assert.deepEqual(await ledger.statementPage(db.read, await openWallet(world), { limit: 10 }), {
    lines: [],
    before: null,
    archived: null,
  });
  await postAll(
    world,
    Array.from({ length: 250 }, () => one(move(wallet, rail, cny(1n)))),
  );
  assert.equal((await ledger.statementPage(db.read, wallet, { limit: 1_000 })).lines.length, 200);
});

test('the movements of one operation are told in order, with both accounts by name', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  const operationId = newOperation();
  const held = hold(wallet, other, cny(30n));
  await postAll(world, [
    { operationId, legs: [held, move(wallet, rail, cny(1n), { code: 'fee' })] },
    { operationId, legs: [release('void', held.id)] },
  ]);
  const movements = await ledger.transfersOf(db.read, operationId);
  assert.deepEqual(
    movements.map(({ kind, code, debit, credit, amount, refersTo }) => [
      kind,
      code,
      debit.kind,
      credit.kind,
      amount.minor,
      refersTo,
    ]),
    [
      ['hold', 'transfer', 'wallet', 'wallet', 30n, null],
      ['single', 'fee', 'wallet', 'rail_in_transit', 1n, null],
      ['void', 'transfer', 'wallet', 'wallet', 30n, held.id],
    ],
  );
  assert.equal(movements[1]?.credit.owner, 'rail:card');
  const { posted } = await ledger.balanceOf(db.read, rail);
  assert.deepEqual(
    [movements[1]?.debitAfter, movements[1]?.creditAfter],
    [cny(99n), posted],
    'on each normal side',
  );
  assert.deepEqual(await ledger.transfersOf(db.read, newOperation()), []);
});

test('what was refused of an operation is kept with its reason', async () => {
  const wallet = await openFilledWallet(world, cny(10n));
  const command = chain(move(wallet, rail, cny(4n)), move(wallet, rail, cny(7n), { code: 'fee' }));
  await postAll(world, [command]);
  const refusals = await ledger.refusalsOf(db.read, command.operationId);
  assert.deepEqual(
    refusals
      .map(({ leg, code, account, available }) => [leg, code, account, available])
      .sort(([a], [b]) => Number(a) - Number(b)),
    [
      [1, 'chain_failed', null, null],
      [2, 'insufficient_funds', wallet, cny(6n)],
    ],
  );
});

test('a hold that does not exist is null', async () => {
  assert.equal(await ledger.findHold(db.read, newTransfer()), null);
});
