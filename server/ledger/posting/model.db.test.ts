import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { CURRENCIES } from '#common/money';
import * as ledger from '#ledger';
import { historyPlan, History } from '#test/ledger-histories';
import { ledgerWorld } from '#test/ledger-world';

/** Histories per run; with about fifteen steps each. `OKPAY_SEED` repeats a run that failed. */
const HISTORIES = process.env['OKPAY_TEST_FULL'] === '1' ? 300 : 60;
const seed = Number(process.env['OKPAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test('random histories in a business transaction: the ledger answers and stands as the rules say, step by step', (t) =>
  historiesBy('postIn', t));
test('random histories by the poster: the ledger answers and stands as the rules say, step by step', (t) =>
  historiesBy('post', t));

async function historiesBy(door: 'postIn' | 'post', t: TestContext): Promise<void> {
  t.diagnostic(`seed ${seed}`);
  const world = await ledgerWorld();
  const poster = ledger.createLedger(world);
  const byPoster = async (commands: readonly ledger.PostCommand[]): Promise<ledger.PostResult[]> => {
    const results: ledger.PostResult[] = [];
    for (const command of commands) results.push((await poster.post(command)) as ledger.PostResult);
    return results;
  };
  const seen = new Map<string, number>();
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(historyPlan, fc.constantFrom(...CURRENCIES), async (plan, currency) => {
      const history = await History.begin(world, currency, door === 'post' ? byPoster : undefined);
      for (const step of plan) {
        steps += 1;
        const answers = await history.step(step);
        assert.deepEqual(answers.actual, answers.expected);
        const balances = await history.balances();
        assert.deepEqual(balances.actual, balances.expected);
        count(seen, answers.actual);
      }
      assert.deepEqual(await ledger.verify(world.db), []);
    }),
    { seed, numRuns: HISTORIES },
  );
  t.diagnostic(`${steps} steps: ${[...seen].map(([outcome, times]) => `${outcome} ${times}`).join(', ')}`);
  assert.ok(steps > HISTORIES * 5, 'the histories have steps');
  // A generator that never reaches a rule would prove nothing about it.
  const rare = [
    'account_frozen_out',
    'account_frozen_in',
    'account_closed',
    'hold_expired',
    'exceeds_hold',
    'exceeds_original',
    'id_already_failed',
  ];
  for (const outcome of [
    'created',
    'exists',
    'insufficient_funds',
    'hold_already_resolved',
    'id_reused',
    ...rare,
  ]) {
    assert.ok(seen.has(outcome), `${outcome} was seen`);
  }
  await poster.close();
}

function count(seen: Map<string, number>, answers: unknown): void {
  if (!Array.isArray(answers)) return;
  for (const { outcome } of answers as { outcome: string }[]) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
}
