import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { CURRENCIES, MAX_AMOUNT_MINOR, money } from '#common/money';
import { newId } from '#platform/ids';
import * as ledger from '#ledger';
import type { LedgerAccountId } from '#ledger';
import {
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newOperation,
  newTransfer,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  outcomesOf,
  postAll,
} from '#test/ledger-world';

const world = await ledgerWorld();
const rail = await openRail(world);
afterEach(async () => {
  assert.deepEqual(await ledger.verify(world.db), [], 'every law of the ledger holds');
});
const post = (...commands: Parameters<typeof postAll>[1]) => postAll(world, commands);
const outcomes = async (...commands: Parameters<typeof postAll>[1]) => outcomesOf(await post(...commands));

describe('moving money', () => {
  test('an amount leaves one account and arrives on the other', async () => {
    const wallet = await openWallet(world);
    const leg = move(rail, wallet, cny(100n), { code: 'top_up' });
    const [result] = await post(one(leg));
    assert.ok(result?.ok);
    assert.equal(result.value.status, 'created');
    const [posted] = result.value.legs;
    assert.deepEqual(
      {
        id: posted?.id,
        kind: posted?.kind,
        amount: posted?.amount,
        debit: posted?.debit,
        credit: posted?.credit,
      },
      { id: leg.id, kind: 'single', amount: cny(100n), debit: rail, credit: wallet },
    );
    assert.equal(posted?.postedAt.toString(), world.clock.now().toString());
    assert.deepEqual(await onAccount(world, wallet), { posted: 100n, available: 100n });
  });

  test('a retry with the same id answers the same and moves nothing more', async () => {
    const wallet = await openWallet(world);
    const command = one(move(rail, wallet, cny(100n)));
    const [first] = await post(command);
    const [again] = await post(command);
    assert.ok(first?.ok && again?.ok);
    assert.deepEqual(again.value, { ...first.value, status: 'exists' });
    assert.equal((await onAccount(world, wallet)).posted, 100n);
  });

  test('the same id with anything else in it is refused as reused, and both stand as they were', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const operationId = newOperation();
    const leg = move(wallet, other, cny(10n));
    assert.deepEqual(await outcomes({ operationId, legs: [leg] }), ['created']);
    const changed = [
      { operationId, legs: [{ ...leg, amount: cny(11n) }] },
      { operationId, legs: [{ ...leg, credit: rail }] },
      { operationId, legs: [{ ...leg, debit: other, credit: wallet }] },
      { operationId, legs: [{ ...leg, code: 'payment' }] },
      { operationId: newOperation(), legs: [leg] },
      { operationId, legs: [{ ...leg, kind: 'hold' as const, expiresAt: null }] },
      { operationId, legs: [leg, move(wallet, other, cny(1n))] },
      { operationId, legs: [move(wallet, other, cny(1n)), leg] },
    ] as const;
    assert.deepEqual(
      await outcomes(...changed),
      changed.map(() => 'id_reused'),
    );
    assert.equal((await onAccount(world, wallet)).posted, 90n);
  });

  test('the same command twice in one call moves once', async () => {
    const wallet = await openWallet(world);
    const command = one(move(rail, wallet, cny(5n)));
    assert.deepEqual(await outcomes(command, command, { ...command, operationId: newOperation() }, command), [
      'created',
      'exists',
      'id_reused',
      'exists',
    ]);
    assert.equal((await onAccount(world, wallet)).posted, 5n);
  });

  test('more than there is is refused with what there is', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const [result] = await post(one(move(wallet, other, cny(101n))));
    assert.deepEqual(result, {
      ok: false,
      error: { code: 'insufficient_funds', leg: 1, replayed: false, account: wallet, available: cny(100n) },
    });
    assert.deepEqual(await outcomes(one(move(wallet, other, cny(100n)))), ['created'], 'to the last fen');
  });

  test('a refusal is final for its id: the same question gets the same answer, another one is told so', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const leg = move(wallet, other, cny(101n));
    const command = one(leg);
    const [first] = await post(command);
    await post(one(move(rail, wallet, cny(50n))));
    const [again] = await post(command);
    assert.ok(first && !first.ok && again && !again.ok);
    assert.deepEqual(again.error, { ...first.error, replayed: true });
    const [smaller] = await post({ ...command, legs: [{ ...leg, amount: cny(1n) }] });
    assert.deepEqual(smaller, {
      ok: false,
      error: { code: 'id_already_failed', leg: 1, replayed: false, first: 'insufficient_funds' },
    });
  });

  test('an amount that can never be moved uses up no id', async () => {
    const [wallet, dollars] = [await openFilledWallet(world, cny(100n)), await openWallet(world, 'USD')];
    const id = newTransfer();
    assert.deepEqual(
      await outcomes(
        one(move(rail, wallet, cny(0n), { id })),
        one(move(rail, wallet, cny(-1n), { id })),
        one(move(rail, wallet, cny(MAX_AMOUNT_MINOR + 1n), { id })),
        one(move(wallet, wallet, cny(1n), { id })),
        one(move(wallet, dollars, cny(1n), { id })),
        one(move(rail, wallet, money(1n, 'USD'), { id })),
        one(move(rail, wallet, cny(MAX_AMOUNT_MINOR), { id })),
      ),
      [
        'amount_not_positive',
        'amount_not_positive',
        'amount_too_large',
        'same_account',
        'currency_mismatch',
        'currency_mismatch',
        'created',
      ],
    );
  });

  test('an account that nobody opened is not found', async () => {
    const nobody = (rail + 1_000_000n) as LedgerAccountId;
    assert.deepEqual(await outcomes(one(move(rail, nobody, cny(1n))), one(move(nobody, rail, cny(1n)))), [
      'account_not_found',
      'account_not_found',
    ]);
  });

  test('a customer cannot repay more than is owed', async () => {
    const wallet = await openFilledWallet(world, cny(100n));
    const debt = await world.db.transaction((tx) =>
      ledger.openAccount(tx, world.clock, { kind: 'customer_debt', owner: newId('cus'), currency: 'CNY' }),
    );
    assert.deepEqual(await outcomes(one(move(debt, rail, cny(30n), { code: 'debt_incurred' }))), ['created']);
    assert.deepEqual(await onAccount(world, debt), { posted: 30n, available: 30n });
    const [tooMuch] = await post(one(move(wallet, debt, cny(31n), { code: 'debt_collected' })));
    assert.ok(tooMuch && !tooMuch.ok && tooMuch.error.code === 'insufficient_funds');
    assert.deepEqual([tooMuch.error.account, tooMuch.error.available], [debt, cny(30n)]);
    assert.deepEqual(await outcomes(one(move(wallet, debt, cny(30n), { code: 'debt_collected' }))), [
      'created',
    ]);
    assert.equal((await onAccount(world, debt)).posted, 0n);
  });

  for (const currency of CURRENCIES) {
    test(`${currency} moves in its own minor unit and only on accounts of ${currency}`, async () => {
      const wallet = await openFilledWallet(world, money(1n, currency));
      const other = await openWallet(world, currency);
      const foreign = await openWallet(world, currency === 'JPY' ? 'KWD' : 'JPY');
      assert.deepEqual(
        await outcomes(
          one(move(wallet, foreign, money(1n, currency))),
          one(move(wallet, other, money(1n, currency))),
        ),
        ['currency_mismatch', 'created'],
      );
      const balance = await ledger.balanceOf(world.db.read, other);
      assert.deepEqual(balance.posted, money(1n, currency));
    });
  }
});

describe('linked legs', () => {
  test('happen together or not at all', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const tooMuch = chain(move(wallet, other, cny(60n)), move(wallet, rail, cny(50n), { code: 'fee' }));
    const [refused] = await post(tooMuch);
    assert.ok(refused && !refused.ok && refused.error.code === 'insufficient_funds');
    assert.deepEqual(
      [refused.error.leg, refused.error.available],
      [2, cny(40n)],
      'the fee would not have fitted',
    );
    assert.deepEqual(await onAccount(world, wallet), { posted: 100n, available: 100n });
    assert.deepEqual(await outcomes(tooMuch), ['insufficient_funds'], 'a retry hears the same');
    const fits = chain(move(wallet, other, cny(60n)), move(wallet, rail, cny(40n), { code: 'fee' }));
    const [created, exists] = await post(fits, fits);
    assert.ok(created?.ok && exists?.ok);
    assert.equal(created.value.legs.length, 2);
    assert.deepEqual(exists.value, { status: 'exists', legs: created.value.legs });
  });

  test('each of its ids is used up with it', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(10n)), await openWallet(world)];
    const first = move(wallet, other, cny(5n));
    assert.deepEqual(await outcomes(chain(first, move(wallet, other, cny(6n)))), ['insufficient_funds']);
    assert.deepEqual(await outcomes(one(first)), ['id_already_failed']);
  });

  test('one id cannot name two of them', async () => {
    const wallet = await openFilledWallet(world, cny(10n));
    const leg = move(wallet, rail, cny(1n));
    const bad = { ...leg, amount: cny(0n) };
    assert.deepEqual(await outcomes(chain(leg, { ...leg }), one(bad), chain(leg, { ...leg })), [
      'id_reused',
      'amount_not_positive',
      'id_reused',
    ]);
    assert.deepEqual(await outcomes(one(leg)), ['created'], 'and is not used up by the try');
  });

  test('a refused chain does not disturb the commands around it', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    assert.deepEqual(
      await outcomes(
        one(move(wallet, other, cny(30n))),
        chain(move(wallet, other, cny(70n)), hold(other, rail, cny(100n)), move(wallet, other, cny(1n))),
        one(move(wallet, other, cny(70n))),
      ),
      ['created', 'insufficient_funds', 'created'],
    );
    assert.deepEqual(await onAccount(world, other), { posted: 100n, available: 100n });
  });

  test('each leg sees the ones before it: money may pass through', async () => {
    const [first, second] = [await openFilledWallet(world, cny(10n)), await openWallet(world)];
    assert.deepEqual(await outcomes(chain(move(first, second, cny(10n)), move(second, rail, cny(10n)))), [
      'created',
    ]);
    assert.deepEqual(await onAccount(world, second), { posted: 0n, available: 0n });
  });
});

test('fifty equal commands at once have one effect', async () => {
  const wallet = await openWallet(world);
  const command = one(move(rail, wallet, cny(7n)));
  const results = outcomesOf((await Promise.all(Array.from({ length: 50 }, () => post(command)))).flat());
  assert.deepEqual(results.sort(), ['created', ...Array.from({ length: 49 }, () => 'exists')]);
  assert.equal((await onAccount(world, wallet)).posted, 7n);
});

test('one id at one moment for different accounts has one effect', async () => {
  const id = newTransfer();
  const wallets = await Promise.all(Array.from({ length: 10 }, () => openFilledWallet(world, cny(10n))));
  const others = await Promise.all(wallets.map(() => openWallet(world)));
  const results = await Promise.all(
    wallets.map((wallet, index) => post(one(move(wallet, others[index] ?? rail, cny(3n), { id })))),
  );
  assert.deepEqual(outcomesOf(results.flat()).sort(), [
    'created',
    ...Array.from({ length: 9 }, () => 'id_reused'),
  ]);
});

test('what the business transaction takes back never happened, and its ids are free', async () => {
  const wallet = await openWallet(world);
  const command = one(move(rail, wallet, cny(7n)));
  await assert.rejects(
    world.db.transaction(async (tx) => {
      assert.deepEqual(outcomesOf(await ledger.postIn(tx, world.clock, [command])), ['created']);
      throw new Error('the business says no');
    }),
  );
  assert.equal((await onAccount(world, wallet)).posted, 0n);
  assert.deepEqual(await outcomes(command), ['created']);
});

test('commands beyond one call of the function are still posted in order', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(1_200n)), await openWallet(world)];
  const commands = Array.from({ length: 1_300 }, () => one(move(wallet, other, cny(1n))));
  const results = outcomesOf(await post(...commands));
  assert.equal(results.lastIndexOf('created'), 1_199);
  assert.equal(results.indexOf('insufficient_funds'), 1_200);
});

test('a bug in a command throws before it reaches the database', async () => {
  await assert.rejects(
    post({ operationId: '', legs: [move(rail, rail, cny(1n))] }),
    /no operation that the ledger knows/,
  );
  await assert.rejects(post(one(move(rail, rail, cny(1n), { id: 'not-a-uuid' }))), /lower-case UUIDs/);
  await assert.rejects(post(one(move(rail, rail, cny(2n ** 63n)))), /fits its column/);
});
