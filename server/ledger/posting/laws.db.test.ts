// Random histories by every door in turn – two posters that remember, and a transaction behind their backs – against the model, and
// then what must be true of any history, asked of the ledger's own answers and pages.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { CURRENCIES, money } from '#common/money';
import { type Db, openDb } from '#platform/db';
import * as ledger from '#ledger';
import type { LedgerAccountId, PostCommand, PostResult } from '#ledger';
import { historyPlan, History } from '#test/ledger-histories';
import { ledgerWorld, move, one, openRail, outcomeOf, postAll } from '#test/ledger-world';

/** Histories per run; with about fifteen steps each. `OKPAY_SEED` repeats a run that failed. */
const HISTORIES = process.env['OKPAY_TEST_FULL'] === '1' ? 200 : 25;
const seed = Number(process.env['OKPAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const world = await ledgerWorld();
const own = openDb(world.urls.appUrl, { size: 2 });
after(() => own.close());
const posters = [world.db, own].map((db: Db) => ledger.createLedger({ db, clock: world.clock }));
after(() => Promise.all(posters.map((poster) => poster.close())));

type Told = { command: PostCommand; result: PostResult };

/** One command after the other, each by the next door: what one poster remembers another door has just made untrue. */
function everyDoor(told: Told[]): (commands: readonly PostCommand[]) => Promise<PostResult[]> {
  let turn = 0;
  return async (commands) => {
    const results: PostResult[] = [];
    for (const command of commands) {
      const result = await byDoor(turn++, command);
      told.push({ command, result });
      results.push(result);
    }
    return results;
  };
}

async function byDoor(turn: number, command: PostCommand): Promise<PostResult> {
  // The first poster twice in a row: the second time it decides by what it remembers.
  const poster = [posters[0], posters[0], posters[1], undefined][turn % 4];
  const result = poster ? await poster.post(command) : (await postAll(world, [command]))[0];
  assert.ok(result && (result.ok || result.error.code !== 'ledger_busy'));
  return result as PostResult;
}

test('by whichever door, the ledger answers and stands as the rules say', async (t) => {
  t.diagnostic(`seed ${seed}`);
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(historyPlan, fc.constantFrom(...CURRENCIES), async (plan, currency) => {
      const told: Told[] = [];
      const history = await History.begin(world, currency, everyDoor(told));
      for (const step of plan) {
        const answers = await history.step(step);
        assert.deepEqual(answers.actual, answers.expected);
        const balances = await history.balances();
        assert.deepEqual(balances.actual, balances.expected);
      }
      for (const { result } of told) seen.set(outcomeOf(result), (seen.get(outcomeOf(result)) ?? 0) + 1);
      await holdsForAll(history.accounts, told);
    }),
    { seed, numRuns: HISTORIES, endOnFailure: true },
  );
  assert.deepEqual(await ledger.verify(world.db), []);
  t.diagnostic([...seen].map(([outcome, times]) => `${outcome} ${times}`).join(', '));
  // A generator that never reaches a rule would prove nothing about it.
  for (const outcome of [
    'created',
    'exists',
    'insufficient_funds',
    'hold_already_resolved',
    'id_reused',
    'exceeds_original',
  ])
    assert.ok(seen.has(outcome), `${outcome} was seen`);
});

async function holdsForAll(accounts: readonly LedgerAccountId[], told: readonly Told[]): Promise<void> {
  for (const account of accounts) await pagesFold(account);
  for (const { command, result } of told) await isWholeOrAbsent(command, result);
  await answersStay(accounts, told);
}

/** Versions without a gap, each balance from the one before, the same as of its time, and in the end what stands on the account. */
async function pagesFold(account: LedgerAccountId): Promise<void> {
  const lines = await allLines(account);
  let balance = 0n;
  for (const [index, line] of lines.entries()) {
    const change = { in: line.amount.minor, out: -line.amount.minor, neither: 0n }[line.effect];
    balance += change;
    assert.equal(line.version, BigInt(index + 1));
    assert.equal(line.balanceAfter.minor, balance);
    assert.ok(index === 0 || line.seq > (lines[index - 1]?.seq ?? 0n), 'numbers grow with versions');
    const next = lines[index + 1];
    // Several lines may be of one moment: then the last of them is what stood at its end.
    if (next?.postedAt.equals(line.postedAt)) continue;
    const then = await ledger.balanceAsOf(world.db.read, account, line.postedAt);
    assert.ok(then.ok);
    assert.deepEqual([then.value.posted.minor, then.value.version], [balance, line.version]);
  }
  assert.equal((await ledger.balanceOf(world.db.read, account)).posted.minor, balance);
}

async function allLines(account: LedgerAccountId): Promise<ledger.StatementLine[]> {
  const lines: ledger.StatementLine[] = [];
  for (let before: bigint | null = null; ;) {
    // Small pages, so that a history has several.
    const page: ledger.StatementPage = await ledger.statementPage(world.db.read, account, {
      before,
      limit: 7,
    });
    lines.push(...page.lines);
    if (page.before === null) return lines.toReversed();
    before = page.before;
  }
}

/** Of a command all legs stand in the ledger as they were told, or none does. */
async function isWholeOrAbsent({ operationId, legs }: PostCommand, result: PostResult): Promise<void> {
  const ids = new Set(legs.map(({ id }) => id));
  const there = (await ledger.transfersOf(world.db.read, operationId)).filter(({ transfer }) =>
    ids.has(transfer),
  );
  if (!result.ok) {
    // Under a used id the first command stands, and a refusal that uses up no id can be followed by another command under it.
    if (RECORDED.has(result.error.code)) assert.deepEqual(there, []);
    return;
  }
  assert.equal(there.length, legs.length);
  for (const leg of result.value.legs) {
    const stands = there.find(({ transfer }) => transfer === leg.id);
    assert.deepEqual(
      [stands?.seq, stands?.amount.minor, stands?.debit.id, stands?.credit.id],
      [leg.seq, leg.amount.minor, leg.debit, leg.credit],
    );
  }
}

/** Whatever is sent once more by another door is answered as before and moves nothing, even when there would be money for it now. */
async function answersStay(accounts: readonly LedgerAccountId[], told: readonly Told[]): Promise<void> {
  const [wallet] = accounts;
  assert.ok(wallet !== undefined);
  const { currency } = (await ledger.balanceOf(world.db.read, wallet)).posted;
  const more = one(move(await openRail(world, currency), wallet, money(10_000n, currency)));
  await postAll(world, [more]);
  const standing = () => Promise.all(accounts.map((account) => ledger.balanceOf(world.db.read, account)));
  const before = await standing();
  const final = told.filter(({ result }) => result.ok || RECORDED.has(result.error.code));
  for (const [index, { command, result }] of final.slice(0, 40).entries()) {
    const again = await byDoor(index + 1, command);
    if (result.ok) assert.deepEqual(again, { ok: true, value: { ...result.value, status: 'exists' } });
    else assert.deepEqual(again, { ok: false, error: { ...result.error, replayed: true } });
  }
  assert.deepEqual(await standing(), before);
}

/** Refusals for the state of things: final for their ids. */
const RECORDED = new Set<string>([
  'insufficient_funds',
  'account_frozen_in',
  'account_frozen_out',
  'account_closed',
  'hold_not_found',
  'hold_already_resolved',
  'hold_expired',
  'hold_not_expired',
  'exceeds_hold',
  'original_not_found',
  'original_not_reversible',
  'exceeds_original',
]);
