import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { money } from '#common/money';
import * as ledger from '#ledger';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newTransfer,
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
const rail = await openRail(world);
afterEach(async () => {
  assert.deepEqual(await ledger.verify(world.db), [], 'every law of the ledger holds');
});
const post = (...commands: Parameters<typeof postAll>[1]) => postAll(world, commands);
const outcomes = async (...commands: Parameters<typeof postAll>[1]) => outcomesOf(await post(...commands));

describe('holds', () => {
  test('reserve at once: a second one in the same call finds only what is left', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const first = hold(wallet, other, cny(70n));
    assert.deepEqual(await outcomes(one(first), one(hold(wallet, other, cny(40n)))), [
      'created',
      'insufficient_funds',
    ]);
    const balance = await ledger.balanceOf(world.db.read, wallet);
    assert.deepEqual([balance.posted, balance.heldOut, balance.available], [cny(100n), cny(70n), cny(30n)]);
    assert.deepEqual((await ledger.balanceOf(world.db.read, other)).incoming, cny(70n));
  });

  test('captured in part release the rest, and only once, even twice in one call', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const held = hold(wallet, other, cny(70n));
    await post(one(held));
    assert.deepEqual(await outcomes(one(capture(held.id, cny(50n))), one(capture(held.id, cny(20n)))), [
      'created',
      'hold_already_resolved',
    ]);
    assert.deepEqual(await onAccount(world, wallet), { posted: 50n, available: 50n });
    assert.deepEqual(await onAccount(world, other), { posted: 50n, available: 50n });
    const state = await ledger.findHold(world.db.read, held.id);
    assert.deepEqual([state?.state, state?.captured], ['captured', cny(50n)]);
  });

  test('can be placed, captured and asked for again in one call', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const held = hold(wallet, other, cny(70n));
    const taken = one(capture(held.id));
    assert.deepEqual(await outcomes(one(held), taken, one(release('void', held.id)), taken), [
      'created',
      'created',
      'hold_already_resolved',
      'exists',
    ]);
    assert.equal((await onAccount(world, other)).posted, 70n);
  });

  test('placed in a chain that fails were never placed', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const held = hold(wallet, other, cny(70n));
    assert.deepEqual(
      await outcomes(chain(held, capture(held.id), move(wallet, other, cny(31n))), one(capture(held.id))),
      ['insufficient_funds', 'hold_not_found'],
    );
    assert.deepEqual(await onAccount(world, wallet), { posted: 100n, available: 100n });
  });

  test('resolved in a chain that fails stay open', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const held = hold(wallet, other, cny(70n));
    await post(one(held));
    assert.deepEqual(
      await outcomes(
        chain(capture(held.id, cny(60n)), move(wallet, other, cny(41n))),
        one(capture(held.id, cny(70n))),
      ),
      ['insufficient_funds', 'created'],
    );
    assert.deepEqual(await onAccount(world, wallet), { posted: 30n, available: 30n });
  });

  test('are refused what they do not allow', async () => {
    const [wallet, other, dollars] = [
      await openFilledWallet(world, cny(100n)),
      await openWallet(world),
      await openWallet(world, 'USD'),
    ];
    const [held, plain] = [hold(wallet, other, cny(70n)), move(wallet, other, cny(1n))];
    await post(one(held), one(plain), one(move(await openRail(world, 'USD'), dollars, money(1n, 'USD'))));
    assert.deepEqual(
      await outcomes(
        one(capture(held.id, cny(71n))),
        one(capture(held.id, cny(0n))),
        one(capture(held.id, money(1n, 'USD'))),
        one(capture(newTransfer())),
        one(capture(plain.id)),
        one(release('void', newTransfer())),
        one(release('expire', held.id)),
        one(release('void', held.id)),
        one(release('void', held.id)),
        one(capture(held.id)),
      ),
      [
        'exceeds_hold',
        'amount_not_positive',
        'currency_mismatch',
        'hold_not_found',
        'hold_not_found',
        'hold_not_found',
        'hold_not_expired',
        'created',
        'hold_already_resolved',
        'hold_already_resolved',
      ],
    );
    assert.deepEqual(await onAccount(world, wallet), { posted: 99n, available: 99n });
  });

  test('past their time cannot be captured, however late the job; it releases them once', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const expiresAt = world.clock.now().add({ hours: 1 });
    const [held, late] = [
      hold(wallet, other, cny(40n), { expiresAt }),
      hold(wallet, other, cny(30n), { expiresAt }),
    ];
    await post(one(held), one(late));
    world.clock.advance({ minutes: 59, seconds: 59 });
    assert.deepEqual(await outcomes(one(capture(held.id))), ['created']);
    assert.deepEqual(
      await world.db.transaction((tx) => ledger.expireDueHolds(tx, world.clock, { limit: 10 })),
      [],
    );
    world.clock.advance({ seconds: 1 });
    const command = one(capture(late.id));
    assert.deepEqual(await outcomes(command), ['hold_expired']);
    const runs = await Promise.all(
      [1, 2].map(() => world.db.transaction((tx) => ledger.expireDueHolds(tx, world.clock, { limit: 10 }))),
    );
    assert.deepEqual(
      runs.flat().map((run) => run.hold),
      [late.id],
    );
    assert.equal((await ledger.findHold(world.db.read, late.id))?.state, 'expired');
    assert.deepEqual(await outcomes(command), ['hold_expired'], 'the first answer stays');
    assert.deepEqual(await onAccount(world, wallet), { posted: 60n, available: 60n });
  });

  test('that would be over before they begin are refused', async () => {
    const wallet = await openFilledWallet(world, cny(100n));
    assert.deepEqual(await outcomes(one(hold(wallet, rail, cny(1n), { expiresAt: world.clock.now() }))), [
      'hold_expired',
    ]);
  });
});

describe('reversals', () => {
  test('take back a transfer in parts, never more than it moved', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const moved = move(wallet, other, cny(60n));
    await post(one(moved));
    assert.deepEqual(
      await outcomes(
        one(reverse(moved.id, cny(20n))),
        one(reverse(moved.id, cny(41n))),
        one(reverse(moved.id)),
        one(reverse(moved.id)),
      ),
      ['created', 'exceeds_original', 'created', 'exceeds_original'],
    );
    assert.deepEqual(await onAccount(world, wallet), { posted: 100n, available: 100n });
  });

  test('need the money to be still there, and something that moved money', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const [moved, held] = [move(wallet, other, cny(60n)), hold(wallet, other, cny(10n))];
    await post(one(moved), one(held), one(move(other, rail, cny(60n))));
    const back = reverse(moved.id);
    assert.deepEqual(
      await outcomes(one(back), one(reverse(held.id)), one(reverse(newTransfer())), one(reverse(back.id))),
      ['insufficient_funds', 'original_not_reversible', 'original_not_found', 'original_not_found'],
    );
    const taken = capture(held.id);
    const undone = reverse(taken.id);
    assert.deepEqual(await outcomes(one(taken), one(undone), one(reverse(undone.id))), [
      'created',
      'created',
      'original_not_reversible',
    ]);
  });

  test('in a chain that fails were never made', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const moved = move(wallet, other, cny(60n));
    await post(one(moved));
    assert.deepEqual(
      await outcomes(chain(reverse(moved.id, cny(50n)), move(other, rail, cny(11n))), one(reverse(moved.id))),
      ['insufficient_funds', 'created'],
    );
  });
});
