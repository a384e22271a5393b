import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { money } from '#common/money';
import { sql } from '#platform/db';
import * as ledger from '#ledger';
import {
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newOperation,
  onAccount,
  one,
  openFilledWallet,
  openRail,
  openWallet,
  postAll,
} from '#test/ledger-world';

// What a poster decides in memory is what the database would have decided, and the database believes none of it.
const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);
const poster = ledger.createLedger({ db, clock });
after(() => poster.close());
afterEach(async () => assert.deepEqual(await ledger.verify(db), [], 'every law of the ledger holds'));

type Answer = Awaited<ReturnType<ledger.Ledger['post']>>;
const told = (result: Answer | undefined) =>
  result === undefined ? 'no answer' : result.ok ? result.value.status : result.error.code;
const post = async (command: ledger.PostCommand) => told(await poster.post(command));

describe('a plain transfer', () => {
  test('is answered with its number, both balances and both versions, as its row stands', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const command = chain(move(wallet, other, cny(30n)), move(other, rail, cny(5n), { code: 'fee' }));
    const [first, again] = [await poster.post(command), await poster.post(command)];
    assert.ok(first.ok && again.ok);
    assert.deepEqual([first.value.status, again.value.status], ['created', 'exists']);
    assert.deepEqual(again.value.legs, first.value.legs);
    assert.ok(first.value.status !== 'archived');
    const [leg] = first.value.legs;
    assert.deepEqual(
      [leg?.debitAfter, leg?.creditAfter, leg?.debitVersion, leg?.creditVersion],
      [70n, 30n, 2n, 1n],
    );
  });

  test('sees what others moved meanwhile: a memory that is stale is refused and read anew', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    assert.equal(await post(one(move(wallet, other, cny(10n)))), 'created');
    await postAll(world, [one(move(wallet, other, cny(80n)))]); // By another road, behind the poster's back.
    assert.equal(await post(one(move(wallet, other, cny(11n)))), 'insufficient_funds');
    assert.equal(await post(one(move(wallet, other, cny(10n)))), 'created');
    assert.deepEqual((await onAccount(world, wallet)).posted, 0n);
  });

  test('sees a freeze, a hold and a closing that came meanwhile', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const flag = (change: Partial<ledger.FlagChange>) =>
      db.transaction((tx) =>
        ledger.setFlags(tx, clock, { account: wallet, reason: 'test', actor: 'test', ...change }),
      );
    assert.equal(await post(one(move(wallet, other, cny(1n)))), 'created');
    await flag({ set: ['frozenOut'] });
    assert.equal(await post(one(move(wallet, other, cny(1n)))), 'account_frozen_out');
    await flag({ clear: ['frozenOut'], set: ['frozenIn'] });
    assert.equal(await post(one(move(other, wallet, cny(1n)))), 'account_frozen_in');
    await flag({ clear: ['frozenIn'] });
    await postAll(world, [one(hold(wallet, other, cny(90n)))]);
    assert.equal(await post(one(move(wallet, other, cny(10n)))), 'insufficient_funds');
    assert.equal(await post(one(move(wallet, other, cny(9n)))), 'created');
  });

  test('is decided in its turn: within one batch a balance is spent once', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const results = await Promise.all(
      Array.from({ length: 30 }, () => poster.post(one(move(wallet, other, cny(10n))))),
    );
    assert.equal(results.filter(({ ok }) => ok).length, 10);
    assert.ok(results.every((result) => result.ok || result.error.code === 'insufficient_funds'));
  });

  test('in a chain that fails leaves nothing behind, and the chain beside it is not disturbed', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
    const results = await Promise.all([
      poster.post(chain(move(wallet, other, cny(60n)), move(other, rail, cny(61n)))),
      poster.post(chain(move(wallet, other, cny(60n)), move(other, rail, cny(60n)))),
    ]);
    assert.deepEqual(results.map(told), ['insufficient_funds', 'created']);
  });

  test('of a thousand at once has a result of its own', async () => {
    const [wallet, other] = [await openFilledWallet(world, cny(500n)), await openWallet(world)];
    const results = await poster.postMany(
      Array.from({ length: 1_000 }, () => one(move(wallet, other, cny(1n)))),
    );
    assert.equal(results.filter(({ ok }) => ok).length, 500);
    assert.deepEqual((await onAccount(world, other)).posted, 500n);
  });
});

test('batches overlap; one that was decided on what another should have left fails with it, and both are done once', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(10_000n)), await openWallet(world)];
  const waves = 12;
  for (let wave = 1; wave <= waves; wave += 1) {
    const pays = Array.from({ length: 200 }, () => one(move(wallet, other, cny(1n))));
    const first = Promise.all(pays.slice(0, 100).map(post));
    // The second hundred is asked while the first is on its way; every third time somebody else was there before both.
    if (wave % 3 === 0) await postAll(world, [one(move(wallet, rail, cny(1n)))]);
    const second = await Promise.all(pays.slice(100).map(post));
    assert.deepEqual(new Set([...(await first), ...second]), new Set(['created']));
  }
  assert.deepEqual((await onAccount(world, other)).posted, BigInt(200 * waves));
  assert.deepEqual((await onAccount(world, wallet)).posted, 10_000n - BigInt(200 * waves + waves / 3));
});

test('many posters on few accounts neither lose nor double, whoever remembers what', async () => {
  const posters = Array.from({ length: 4 }, () => ledger.createLedger({ db, clock }));
  const wallets = await Promise.all(Array.from({ length: 5 }, () => openFilledWallet(world, cny(200n))));
  const total = async () => {
    const balances = await Promise.all(wallets.map((wallet) => onAccount(world, wallet)));
    return balances.reduce((sum, { posted }) => sum + posted, 0n);
  };
  const before = await total();
  const results = await Promise.all(
    Array.from({ length: 600 }, (_, index) => {
      const [from, to] = [wallets[index % 5] ?? rail, wallets[(index * 3 + 1) % 5] ?? rail];
      const by = posters[index % 4] ?? poster;
      return by.post(one(move(from, from === to ? rail : to, cny(BigInt(1 + (index % 9))))));
    }),
  );
  assert.ok(results.every((result) => result?.ok || result?.error.code === 'insufficient_funds'));
  const left = results.reduce((sum, result, index) => {
    const [from, to] = [index % 5, (index * 3 + 1) % 5];
    return from === to && result?.ok ? sum + BigInt(1 + (index % 9)) : sum;
  }, 0n);
  assert.equal(await total(), before - left);
  await Promise.all(posters.map((each) => each.close()));
});

test('a new part of the journal is opened ahead of time; ids of the old one stay answered, histories go on', async () => {
  const [wallet, other] = [await openFilledWallet(world, cny(100n)), await openWallet(world)];
  const early = one(move(wallet, other, cny(1n)));
  assert.equal(await post(early), 'created');
  const rotate = () =>
    sql<{ part: number }>`select ledger.rotate_journal(${clock.now().toString()}) as part`.execute(db.read);
  const [{ part } = { part: 0 }] = (await rotate()).rows;
  const late = one(move(wallet, other, cny(2n)));
  assert.equal(await post(late), 'created');
  const { rows } = await sql<{ part: string }>`
    select tableoid::regclass::text as part from ledger.journal where id = ${late.legs[0].id}`.execute(
    db.read,
  );
  assert.equal(rows[0]?.part, `ledger.journal_${part}`);
  assert.equal(await post(early), 'exists');
  assert.equal(await post({ ...early, operationId: newOperation() }), 'id_reused');
  assert.equal(await post(one({ ...move(wallet, other, cny(3n)), id: early.legs[0].id })), 'id_reused');
  const { lines } = await ledger.statementPage(db.read, wallet, { limit: 10 });
  assert.deepEqual(
    lines.map(({ amount, version }) => [amount.minor, version]),
    [
      [2n, 3n],
      [1n, 2n],
      [100n, 1n],
    ],
  );
});

test('other currencies go beside each other in one call', async () => {
  const [cnyWallet, kwdWallet] = [
    await openFilledWallet(world, cny(10n)),
    await openFilledWallet(world, money(10n, 'KWD')),
  ];
  const [cnyOther, kwdOther] = [await openWallet(world), await openWallet(world, 'KWD')];
  const results = await Promise.all([
    poster.post(one(move(cnyWallet, cnyOther, cny(4n)))),
    poster.post(one(move(kwdWallet, kwdOther, money(5n, 'KWD')))),
    poster.post(one(move(kwdWallet, cnyOther, money(5n, 'KWD')))),
  ]);
  assert.deepEqual(results.map(told), ['created', 'created', 'currency_mismatch']);
});
