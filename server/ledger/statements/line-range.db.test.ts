import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Temporal } from '#platform/clock';
import * as ledger from '#ledger';
import { archiveWorld } from '#test/archive';
import {
  capture,
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
} from '#test/ledger-world';

const world = await ledgerWorld();
const { db, clock } = world;
const rail = await openRail(world);
const { lineRange, linesOf, pageOfRange } = ledger;
type Account = ledger.LedgerAccountId;

async function rangeOf(account: Account, from: Temporal.Instant, until: Temporal.Instant) {
  const found = await lineRange(db.read, account, { from, until });
  assert.ok(found.ok);
  return found.value;
}
async function allOf(range: ledger.LineRange, order: 'newest_first' | 'oldest_first') {
  const lines: ledger.StatementLine[] = [];
  for await (const page of linesOf(db.read, range, order)) lines.push(...page);
  return lines;
}
/** Everything that ever touched the account, read without a range. */
async function everyLine(account: Account): Promise<ledger.StatementLine[]> {
  const lines: ledger.StatementLine[] = [];
  for (let before: bigint | null | undefined; before !== null;) {
    const page: ledger.StatementPage = await ledger.statementPage(db.read, account, {
      before: before ?? null,
      limit: 200,
    });
    lines.push(...page.lines);
    before = page.before;
  }
  return lines;
}

const step = fc.record({
  do: fc.constantFrom('in', 'out', 'out', 'hold', 'capture', 'void', 'reverse'),
  amount: fc.integer({ min: 1, max: 90 }),
  /** Often several in the same moment. */
  seconds: fc.constantFrom(0, 0, 1, 40, 3_600),
});

test('between any two moments of any history opening, lines and closing add up, and nothing is missing or told twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.nat(),
      fc.nat(),
      async (plan, a, b) => {
        const [wallet, other] = [await openWallet(world), await openWallet(world)];
        const moments = [clock.now()];
        let [holds, moved]: string[][] = [[], []];
        for (const { do: what, amount, seconds } of plan) {
          clock.advance({ seconds });
          const money = cny(BigInt(amount));
          const held = holds?.at(-1);
          const done = moved?.at(-1);
          if (what === 'in') await postAll(world, [one(move(rail, wallet, money, { code: 'top_up' }))]);
          if (what === 'out') {
            const leg = move(wallet, other, money);
            const [result] = await postAll(world, [one(leg)]);
            if (result?.ok) moved = [...(moved ?? []), leg.id];
          }
          if (what === 'hold') {
            const leg = hold(wallet, other, money);
            const [result] = await postAll(world, [one(leg)]);
            if (result?.ok) holds = [...(holds ?? []), leg.id];
          }
          if (held !== undefined && (what === 'capture' || what === 'void')) {
            await postAll(world, [one(what === 'capture' ? capture(held) : release('void', held))]);
            holds = holds?.slice(0, -1) ?? [];
          }
          if (done !== undefined && what === 'reverse') await postAll(world, [one(reverse(done, cny(1n)))]);
          moments.push(clock.now());
        }
        clock.advance({ seconds: 1 });
        const pick = (n: number) => moments[n % moments.length] ?? clock.now();
        const [from, until] = [pick(a), pick(b)].toSorted(Temporal.Instant.compare);
        assert.ok(from && until);
        const later = until.add({ microseconds: 1 });
        const range = await rangeOf(wallet, from, later);
        const lines = await allOf(range, 'newest_first');

        const opening = await ledger.balanceAsOf(db.read, wallet, from.subtract({ microseconds: 1 }));
        const closing = await ledger.balanceAsOf(db.read, wallet, until);
        assert.deepEqual([opening.ok && opening.value.posted, closing.ok && closing.value.posted], [range.opening, range.closing]); // prettier-ignore
        const sum = lines.reduce(
          (total, { effect, amount }) =>
            effect === 'in' ? total + amount.minor : effect === 'out' ? total - amount.minor : total,
          range.opening.minor,
        );
        assert.equal(sum, range.closing.minor);
        const isInside = ({ postedAt }: ledger.StatementLine): boolean =>
          Temporal.Instant.compare(postedAt, from) >= 0 && Temporal.Instant.compare(postedAt, until) <= 0;
        assert.deepEqual(lines, (await everyLine(wallet)).filter(isInside));
        assert.deepEqual(await allOf(range, 'oldest_first'), lines.toReversed());
      },
    ),
    { numRuns: 40 },
  );
});

test('two ranges that meet share a balance, and together they are the whole', async () => {
  const wallet = await openFilledWallet(world, cny(5_000n));
  const begun = clock.now();
  for (let n = 0; n < 20; n++) {
    clock.advance({ minutes: 1 });
    await postAll(world, [one(move(wallet, rail, cny(BigInt(n + 1))))]);
  }
  const middle = begun.add({ minutes: 9, seconds: 30 });
  const end = clock.now().add({ seconds: 1 });
  const [first, second] = [await rangeOf(wallet, begun, middle), await rangeOf(wallet, middle, end)];
  assert.deepEqual(first.closing, second.opening);
  const whole = await rangeOf(wallet, begun, end);
  assert.deepEqual(
    [...(await allOf(first, 'oldest_first')), ...(await allOf(second, 'oldest_first'))],
    await allOf(whole, 'oldest_first'),
  );
});

test('a long range is read in pages, in both directions, and a later posting does not change it', async () => {
  const wallet = await openFilledWallet(world, cny(1_000_000n));
  const begun = clock.now();
  for (let batch = 0; batch < 7; batch++) {
    clock.advance({ seconds: 1 });
    await postAll(
      world,
      Array.from({ length: 350 }, () => one(move(wallet, rail, cny(3n)))),
    );
  }
  clock.advance({ seconds: 1 });
  const range = await rangeOf(wallet, begun.add({ microseconds: 1 }), clock.now());
  await postAll(world, [one(move(wallet, rail, cny(7n)))]);
  const lines = await allOf(range, 'oldest_first');
  assert.equal(lines.length, 2_450);
  assert.deepEqual(
    lines.map(({ version }) => version),
    Array.from({ length: 2_450 }, (_, n) => BigInt(n + 2)),
  );
  assert.deepEqual(await allOf(range, 'newest_first'), lines.toReversed());
  const pages: ledger.StatementLine[] = [];
  for (let from: bigint | null | undefined; from !== null;) {
    const page = await pageOfRange(db.read, range, { from: from ?? null, limit: 300 });
    assert.ok(page);
    pages.push(...page.lines);
    from = page.next;
  }
  assert.deepEqual(pages, lines.toReversed());
});

test("a page does not begin at somebody else's row", async () => {
  const [wallet, stranger] = [
    await openFilledWallet(world, cny(10n)),
    await openFilledWallet(world, cny(20n)),
  ];
  const [theirs] = (await ledger.statementPage(db.read, stranger, { limit: 1 })).lines;
  const range = await rangeOf(
    wallet,
    clock.now().subtract({ hours: 24 * 400 }),
    clock.now().add({ seconds: 1 }),
  );
  assert.equal(await pageOfRange(db.read, range, { from: theirs?.seq ?? 0n, limit: 10 }), null);
});

test('before an account there is nothing, and an empty stretch keeps the balance', async () => {
  const before = clock.now();
  clock.advance({ minutes: 1 });
  const wallet = await openFilledWallet(world, cny(42n));
  const early = await rangeOf(wallet, before.subtract({ hours: 1 }), before);
  assert.deepEqual(
    [early.opening, early.closing, await allOf(early, 'oldest_first')],
    [cny(0n), cny(0n), []],
  );
  clock.advance({ hours: 5 });
  const quiet = await rangeOf(wallet, clock.now().subtract({ hours: 1 }), clock.now());
  assert.deepEqual(
    [quiet.opening, quiet.closing, await allOf(quiet, 'oldest_first')],
    [cny(42n), cny(42n), []],
  );
});

test('a range over archived lines is refused with the first moment that is still here', async () => {
  // A ledger of its own: holds that are open elsewhere would keep its lines here.
  const own = await ledgerWorld();
  const reader = own.db.read;
  const { seal, closePart, archive } = archiveWorld(own);
  const [wallet, ownRail] = [await openFilledWallet(own, cny(30n)), await openRail(own)];
  const begun = own.clock.now();
  const span = { from: begun, until: begun.add({ seconds: 1 }) };
  const kept = await lineRange(reader, wallet, span);
  assert.ok(kept.ok && (await ledger.rangeIsHere(reader, kept.value)));
  await seal();
  await closePart();
  await postAll(own, [one(move(wallet, ownRail, cny(1n)))]);
  await seal();
  assert.deepEqual((await archive()).archived, [0]);
  const refused = await lineRange(reader, wallet, { from: begun, until: own.clock.now() });
  assert.ok(!refused.ok && refused.error.code === 'history_archived');
  assert.equal(refused.error.from.toString(), begun.toString());
  assert.equal(await ledger.rangeIsHere(reader, kept.value), false);
  const until = own.clock.now().add({ seconds: 1 });
  const since = await lineRange(reader, wallet, { from: span.until, until });
  assert.ok(since.ok);
  assert.deepEqual([since.value.opening, since.value.closing], [cny(30n), cny(29n)]);
});
