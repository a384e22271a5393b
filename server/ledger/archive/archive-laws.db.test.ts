// Random histories that are archived again and again while they go on, against the same model that judges a ledger which keeps everything.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import * as ledger from '#ledger';
import type { PostCommand, PostResult } from '#ledger';
import { sql } from '#platform/db';
import { archiveWorld } from '#test/archive';
import { historyPlan, History } from '#test/ledger-histories';
import { cny, ledgerWorld, move, one, openRail, openWallet, postAll, release } from '#test/ledger-world';

/** Histories per run. `OKPAY_SEED` repeats a run that failed. */
const HISTORIES = process.env['OKPAY_TEST_FULL'] === '1' ? 60 : 10;
/** Steps between two archivings. */
const STEPS = 4;
const seed = Number(process.env['OKPAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const world = await ledgerWorld();
const { db, clock } = world;
const { seal, closePart, archive, faults } = archiveWorld(world);
const poster = ledger.createLedger(world);
after(() => poster.close());
const [rail, bystander] = [await openRail(world), await openWallet(world)];
let [fromArchive, reversals] = [0, 0];

/** By both doors in turn. The model knows no archive: what it calls `exists` may come from there. */
let turn = 0;
async function door(commands: readonly PostCommand[]): Promise<PostResult[]> {
  const results: PostResult[] = [];
  for (const command of commands) {
    const byPoster = (turn += 1) % 2 === 0;
    const result = (
      byPoster ? await poster.post(command) : (await postAll(world, [command]))[0]
    ) as PostResult;
    if (result.ok && result.value.status === 'archived') fromArchive += 1;
    if (result.ok && result.value.status === 'created') reversals += await reversalsOfArchived(command);
    results.push(
      result.ok && result.value.status === 'archived'
        ? { ok: true, value: { status: 'exists', legs: [] } }
        : result,
    );
  }
  return results;
}

async function reversalsOfArchived({ legs }: PostCommand): Promise<number> {
  const originals = legs.flatMap((leg) => (leg.kind === 'reversal' ? [leg.original] : []));
  if (originals.length === 0) return 0;
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ledger.archived_id where id = any(${originals}::uuid[])`.execute(db.read); // prettier-ignore
  return rows[0]?.count ?? 0;
}

/** Ends every open hold, by the ledger and by the model; then all that was written so far leaves. */
async function archiveAll(history: History): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select t.id from ledger.hold h join ledger.transfer t on t.seq = h.seq where h.state = 0 order by h.seq`.execute(db.read); // prettier-ignore
  for (const { id } of rows) {
    const command = one(release('void', id));
    history.oracle.post(clock.now(), command);
    await postAll(world, [command]);
  }
  await closePart();
  await postAll(world, [one(move(rail, bystander, cny(1n), { code: 'top_up' }))]);
  await seal();
  assert.equal((await archive()).archived.length, 1);
}

test('archived again and again, the ledger answers and stands as one that keeps everything', async (t) => {
  t.diagnostic(`seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(historyPlan, async (plan) => {
      const history = await History.begin(world, 'CNY', door);
      for (const [index, step] of plan.entries()) {
        if (index % STEPS === STEPS - 1) await archiveAll(history);
        const answers = await history.step(step);
        assert.deepEqual(answers.actual, answers.expected);
        const balances = await history.balances();
        assert.deepEqual(balances.actual, balances.expected);
      }
      await seal();
      assert.deepEqual(await faults({ read: false }), []);
    }),
    { seed, numRuns: HISTORIES, endOnFailure: true },
  );
  assert.deepEqual(await faults(), []);
  t.diagnostic(`${fromArchive} answers from the archive, ${reversals} reversals of what is there`);
  assert.ok(fromArchive > 0 && reversals > 0, 'what is archived was asked for again, and reversed');
});
