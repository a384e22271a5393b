import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import type { TopUpId } from '#common/id';
import { newId } from '#platform/ids';
import { control } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { resolveConflict } from '#wallet';

const world = await walletWorld();
const { outside } = world;

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
/** Lets real time pass until something is so; only for what the acquirer does by itself. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('it did not come to that');
}
const chargesFor = async (id: TopUpId) =>
  (await outside.charges()).filter(({ reference }) => reference === id);

describe('news from the acquirer', () => {
  const withNews = async (card: string, work: (person: WalletPerson, id: TopUpId) => Promise<void>) => {
    const person = await world.person();
    await outside.turn({ callbacks: 'sent', processingMillis: 50, callbackDelayMillis: 20 });
    try {
      const { id } = await outside.topUp(person, cny(100_00n), card);
      await work(person, id);
    } finally {
      await outside.turn({ callbacks: 'held', processingMillis: 3_000, callbackDelayMillis: 200 });
    }
  };
  /** The acquirer's clock must be ours, or its signatures are from another time. */
  const inStep = () => outside.advance({ seconds: 0 });
  const delivered = async (id: TopUpId, least: number) => {
    const [charge] = await chargesFor(id);
    await until(async () => {
      const { callbacks } = await control<{ callbacks: { charge: string; delivered: boolean }[] }>(
        outside.acquirerUrl,
        '/control/callbacks',
      );
      const own = callbacks.filter((each) => each.charge === charge?.id);
      return own.length >= least && own.every((each) => each.delivered);
    });
  };
  const states: [string, string, number, bigint][] = [
    ['processing_succeeds', 'settled', 1, 100_00n],
    ['duplicate_callbacks', 'settled', 1, 100_00n],
    ['out_of_order_callbacks', 'settled', 2, 100_00n],
    ['wrong_amount_callback', 'conflict', 1, 0n],
    ['wrong_currency_callback', 'conflict', 1, 0n],
    ['forged_callback', 'failed', 2, 0n],
  ];
  for (const [card, state, least, credited] of states) {
    test(`${card}: ${state}, credited ${credited ? 'once' : 'nothing'}`, async () => {
      await inStep();
      await withNews(card, async (person, id) => {
        await delivered(id, least);
        await until(async () => (await entryOf(person, id)).state === state);
        assert.equal(await world.available(person), credited);
      });
    });
  }

  test('that tell another sum stop it, until people compare the books', async () => {
    await inStep();
    await withNews('wrong_amount_callback', async (person, id) => {
      await until(async () => (await entryOf(person, id)).state === 'conflict');
      assert.equal((await entryOf(person, id)).timeline[0]?.kind, 'amounts_differ');
      assert.ok((await resolveConflict(world.deps, { id, staff: newId('stf') })).ok);
      assert.equal(await world.available(person), 100_00n, 'the record has the sum we asked for');
    });
  });

  test('without a signature, or with a wrong one, change nothing', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(100_00n), 'challenge');
    const [charge] = await chargesFor(id);
    const body = JSON.stringify({
      id: 'evt_1',
      type: 'charge.succeeded',
      created: '2026-11-22T09:00:00.000Z',
      charge: { ...charge, status: 'succeeded' },
    });
    const send = (headers: Record<string, string>) =>
      fetch(`${world.url}${api.cardCallback.path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    assert.equal((await send({})).status, 403);
    assert.equal(
      (
        await send({
          'okpay-acquirer-signature': `t=${Math.floor(world.clock.now().epochMilliseconds / 1000)},v1=${'0'.repeat(64)}`,
        })
      ).status,
      403,
    );
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
  });
});

test('after all of this the books agree: ours, the acquirer’s, and the laws of the ledger', async () => {
  const inConflict = 100_60n; // The wrong currency stays in conflict: charged there, credited nowhere, until people decide.
  assert.equal((await world.settlement()) + inConflict * 2n, await outside.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
});
