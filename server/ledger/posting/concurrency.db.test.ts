import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openDb } from '#platform/db';
import * as ledger from '#ledger';
import type { Leg, LedgerAccountId, PostCommand } from '#ledger';
import {
  capture,
  chain,
  cny,
  hold,
  ledgerWorld,
  move,
  newTransfer,
  onAccount,
  openFilledWallet,
  outcomeOf,
  postAll,
  release,
  reverse,
} from '#test/ledger-world';

const world = await ledgerWorld();
const { clock } = world;
const ACCOUNTS = 20;
const wallets = await Promise.all(Array.from({ length: ACCOUNTS }, () => openFilledWallet(world, cny(200n))));

const below = (limit: number) => Math.floor(Math.random() * limit);
const anyWallet = (): LedgerAccountId => wallets[below(ACCOUNTS)] ?? wallets[0] ?? assert.fail('no wallets');
/** Ids that any of the workers may refer to, so that they meet on holds and originals too; newest last. */
const created = { holds: [] as string[], moves: [] as string[] };
const oneOf = (ids: readonly string[]): string =>
  ids.at(-1 - below(Math.min(ids.length, 20))) ?? newTransfer();

function randomLeg(): Leg {
  const [from, to] = [anyWallet(), anyWallet()];
  const amount = cny(BigInt(1 + below(60)));
  switch (below(12)) {
    case 0:
    case 1:
      return hold(from, to, amount);
    case 2:
    case 3:
      return capture(oneOf(created.holds));
    case 4:
      return release('void', oneOf(created.holds));
    case 5:
      return reverse(oneOf(created.moves), cny(1n));
    default:
      return move(from, to, amount);
  }
}
const randomCommand = (): PostCommand =>
  below(4) > 0 ? chain(randomLeg()) : chain(randomLeg(), randomLeg(), randomLeg());

test('four connections and two posters in all directions: nothing lost, nothing doubled, no deadlock told', async (t) => {
  const dbs = Array.from({ length: 4 }, () => openDb(world.urls.appUrl, { size: 1 }));
  const posters = [
    ledger.createLedger({ db: world.db, clock }),
    ledger.createLedger({ db: openedFor(world.urls.appUrl), clock }),
  ];
  const counts = new Map<string, number>();
  const note = (command: PostCommand, outcome: string) => {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (outcome !== 'created') return;
    for (const { kind, id } of command.legs) {
      if (kind === 'hold') created.holds.push(id);
      if (kind === 'single' || kind === 'capture') created.moves.push(id);
    }
  };

  const inTransactions = dbs.map(async (db) => {
    for (let round = 0; round < 25; round += 1) {
      const commands = Array.from({ length: 1 + below(60) }, randomCommand);
      const results = await postAll({ db, clock }, commands);
      for (const [index, command] of commands.entries()) note(command, outcomeOf(results[index]));
    }
  });
  const throughPosters = posters.flatMap((poster) =>
    Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 30; round += 1) {
        const command = randomCommand();
        const result = await poster.post(command);
        note(command, result.ok ? result.value.status : result.error.code);
      }
    }),
  );
  await Promise.all([...inTransactions, ...throughPosters]);
  await Promise.all([...posters.map((poster) => poster.close()), ...dbs.map((db) => db.close())]);

  t.diagnostic([...counts].map(([outcome, times]) => `${outcome} ${times}`).join(', '));
  assert.deepEqual(await ledger.verify(world.db), []);
  const sums = await Promise.all(wallets.map((wallet) => onAccount(world, wallet)));
  assert.equal(
    sums.reduce((sum, { posted }) => sum + posted, 0n),
    BigInt(ACCOUNTS) * 200n,
    'all the money is still there',
  );
  assert.ok(sums.every(({ available }) => available >= 0n));
  for (const outcome of ['created', 'insufficient_funds', 'hold_already_resolved'])
    assert.ok((counts.get(outcome) ?? 0) > 10, outcome);
});

test('two transactions that lock in opposite order both succeed in the end', async () => {
  const [first, second] = [await openFilledWallet(world, cny(10n)), await openFilledWallet(world, cny(10n))];
  const inSteps = (from: LedgerAccountId, to: LedgerAccountId) =>
    world.db.transaction(async (tx) => {
      await ledger.lockAccounts(tx, [from]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return ledger.postIn(tx, clock, [chain(move(from, to, cny(1n)))]);
    });
  const results = await Promise.all([inSteps(first, second), inSteps(second, first)]);
  assert.deepEqual(results.flat().map(outcomeOf), ['created', 'created']);
  assert.deepEqual(await ledger.verify(world.db), []);
});

function openedFor(url: string) {
  const db = openDb(url, { size: 2 });
  after(() => db.close());
  return db;
}
