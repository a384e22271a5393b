import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { BankTopUpId, RailItemId, StaffId } from '#common/id';
import { money } from '#common/money';
import { invariant } from '#common/result';
import { balancesOf, legId, openAccount, postIn } from '#ledger';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { caller } from '#test/http';
import { walletWorld } from '#test/wallet';
import { until } from '#test/withdrawals';
import { closeDay, standingOf } from './close-day.ts';
import { type RailAccount, railTimes, referenceIn } from './rail.ts';
import { reconcile } from './reconcile.ts';
import { openItems } from './store.ts';
import { takeStated } from './take-stated.ts';

const world = await walletWorld({ outside: false });
const { db, owner, clock, deps } = world;
clock.advance(until(clock, Temporal.Instant.from('2026-12-01T09:00:00Z')));
const { cookie } = world.sessions.staff({ role: 'finance' });
const lin = caller(world.url, cookie);
const fang = caller(world.url, world.sessions.staff({ role: 'finance' }).cookie);
const closer: StaffId = newId('stf');

type Told = {
  readonly reference: string;
  readonly minor: bigint;
  readonly code?: string;
  readonly refs?: readonly string[];
};
let reports = 0n;

/** An account of a currency of its own, and what its bank tells of it. */
function accountIn(currency: 'GBP' | 'USD' | 'JPY' | 'KWD' | 'HKD' | 'CNY') {
  const account: RailAccount = { rail: 'rail:bank', currency };
  /** A statement with its lines; answers what it closed with. */
  const tell = async (day: string, openingMinor: bigint, lines: readonly Told[]): Promise<bigint> => {
    const report = ++reports;
    await sql`insert into wallet.bank_report (number, message, digest, outcome, taken_at)
              values (${report}, 'camt.053', ${Buffer.alloc(32)}, 'taken', ${clock.now().toString()})`.execute(
      owner.read,
    );
    const entries = lines.map(({ reference, minor, code = 'PMNT/ICDT/ESCT', refs = [reference] }) => ({
      kind: 'entry' as const,
      day,
      bookedOn: day,
      booking: reference,
      amount: money(minor > 0n ? minor : -minor, currency),
      direction: minor > 0n ? ('in' as const) : ('out' as const),
      code,
      isReversal: false,
      refs,
    }));
    const closingMinor = lines.reduce((sum, { minor }) => sum + minor, openingMinor);
    const head = { kind: 'statement', currency, day, openingMinor, closingMinor } as const;
    await db.transaction((tx) => takeStated(tx, deps, report, [...entries, head]));
    await reconcile(deps);
    return closingMinor;
  };
  const post = (minor: bigint, operationId: BankTopUpId = newId('bt')): Promise<unknown> =>
    db.transaction(async (tx) => {
      const debit = await openAccount(tx, clock, { kind: 'rail_settlement', owner: 'rail:bank', currency });
      const credit = await openAccount(tx, clock, { kind: 'rail_suspense', owner: 'rail:bank', currency });
      const id = legId(operationId, newId('evt'));
      const amount = money(minor, currency);
      return postIn(tx, clock, [
        { operationId, legs: [{ kind: 'single', id, code: 'suspense', debit, credit, amount }] },
      ]);
    });
  const time = async () => (await railTimes(db.read, clock.now()))(account);
  return {
    tell,
    post,
    close: async (day: string): Promise<string> => {
      const closed = await db.transaction(async (tx) =>
        closeDay(tx, deps, { account, day, by: closer }, await time()),
      );
      return closed.ok ? 'closed' : closed.error.code;
    },
    standing: async (day: string) => {
      const standing = await standingOf(db.read, { account, day, time: await time() }, clock.now());
      invariant(standing !== null, `${day} is stated`);
      return standing;
    },
    open: async () =>
      (await openItems(db.read, account)).map(({ key, side, day, amountMinor }) => [
        side === 'theirs' ? referenceIn(key) : side,
        day,
        amountMinor,
      ]),
    ids: async (side: 'ours' | 'theirs') =>
      (await openItems(db.read, account)).filter((each) => each.side === side).map(({ id }) => id),
    costs: async () =>
      (await balancesOf(db.read, 'rail:bank')).find(
        (each) => each.kind === 'rail_costs' && each.currency === currency,
      )?.posted.minor ?? 0n,
  };
}

describe('a statement that is told again', () => {
  test('with a line that its closed day lacked has it count for the first open day, and the balances after it agree', async () => {
    const gbp = accountIn('GBP');
    const first = newId('bt');
    await gbp.tell('2026-11-02', 0n, []);
    await gbp.post(100n, first);
    clock.advance({ hours: 24 });
    const closing = await gbp.tell('2026-12-01', 0n, [{ reference: 'B1', minor: 100n, refs: ['B1', first] }]);
    clock.advance({ hours: 24 });
    assert.deepEqual([await gbp.close('2026-11-02'), await gbp.close('2026-12-01')], ['closed', 'closed']);

    const corrected = await gbp.tell('2026-12-01', 0n, [
      { reference: 'B1', minor: 100n },
      { reference: 'B2', minor: 50n },
    ]);
    await gbp.tell('2026-12-02', corrected, [{ reference: 'B3', minor: 10n }]);
    assert.deepEqual(await gbp.open(), [
      ['B2', '2026-12-02', 50n],
      ['B3', '2026-12-02', 10n],
    ]);
    const { theirsMinor, refusal } = await gbp.standing('2026-12-02');
    assert.deepEqual([theirsMinor, refusal?.code], [closing + 60n, 'rail_day_unexplained']);
    // And once more, with a line gone: it is taken back on the open day.
    await gbp.tell('2026-12-01', 0n, [{ reference: 'B2', minor: 50n }]);
    assert.equal((await gbp.standing('2026-12-02')).theirsMinor, 60n);
    assert.deepEqual(
      (await gbp.open()).filter(([reference]) => reference === 'B1'),
      [['B1', '2026-12-02', -100n]],
    );
  });

  test('without a line that it told has that taken back beside it, and told once more it is there again', async () => {
    const usd = accountIn('USD');
    const both = [
      { reference: 'B4', minor: 5n },
      { reference: 'B5', minor: 7n },
    ];
    await usd.tell('2026-12-03', 0n, both);
    for (const [lines, open] of [
      [both.slice(0, 1), ['B4']],
      [both.slice(0, 1), ['B4']],
      [both, ['B4', 'B5']],
      [[], []],
    ] as const) {
      const closing = await usd.tell('2026-12-03', 0n, lines);
      assert.equal((await usd.standing('2026-12-03')).theirsMinor, closing);
      const left = new Map<unknown, bigint>();
      for (const [reference, , minor] of await usd.open())
        left.set(reference, (left.get(reference) ?? 0n) + BigInt(String(minor)));
      assert.deepEqual(
        [...left].filter(([, minor]) => minor !== 0n).map(([reference]) => reference),
        open,
      );
    }
  });

  test('with another sum under the same reference tells another line', async () => {
    const jpy = accountIn('JPY');
    await jpy.tell('2026-12-03', 0n, [{ reference: 'B6', minor: 500n }]);
    const closing = await jpy.tell('2026-12-03', 0n, [{ reference: 'B6', minor: 550n }]);
    assert.equal((await jpy.standing('2026-12-03')).theirsMinor, closing);
  });

  test('as the second of its day takes nothing of the first one back, and the day opens with the first', async () => {
    const kwd = accountIn('KWD');
    const noon = await kwd.tell('2026-12-03', 0n, [{ reference: 'B7', minor: 30n }]);
    const evening = await kwd.tell('2026-12-03', noon, [{ reference: 'B8', minor: 4n }]);
    const { theirsMinor, statement } = await kwd.standing('2026-12-03');
    assert.deepEqual([theirsMinor, statement.openingMinor, statement.closingMinor], [34n, 0n, evening]);
    assert.deepEqual((await kwd.open()).length, 2);
  });

  test('older than the first one is in the balance with which that opened', async () => {
    const hkd = accountIn('HKD');
    await hkd.tell('2026-12-03', 900n, [{ reference: 'B9', minor: 1n }]);
    await hkd.tell('2026-12-02', 0n, [{ reference: 'B0', minor: 900n }]);
    assert.equal((await hkd.standing('2026-12-03')).theirsMinor, 901n);
  });
});

test('a day that is missing and a sum that is wrong are told apart', async () => {
  const cny = accountIn('CNY');
  await cny.tell('2026-12-01', 0n, []);
  await cny.tell('2026-12-03', 40n, [{ reference: 'C1', minor: 1n }]);
  clock.advance({ hours: 96 });
  assert.equal(await cny.close('2026-12-01'), 'closed');
  assert.equal(await cny.close('2026-12-03'), 'rail_day_gap');
  await cny.tell('2026-12-02', 0n, [{ reference: 'C0', minor: 40n }]);
  assert.equal((await cny.standing('2026-12-02')).refusal?.code, 'rail_day_unexplained');
  assert.equal((await cny.standing('2026-12-03')).theirsMinor, 41n);
  await sql`update wallet.rail_statement set closing_minor = 39 where currency = 'CNY' and day = '2026-12-02'`.execute(
    owner.read,
  );
  assert.equal((await cny.standing('2026-12-02')).refusal?.code, 'rail_day_differs');
});

describe('a line that people decide about', () => {
  const refused = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'accepted',
      (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
    );
  const propose = async (
    parameters: Parameters<typeof lin<typeof api.proposeRailLines>>[1]['body']['parameters'],
  ) => {
    const { proposalId } = await lin(api.proposeRailLines, { body: { parameters, note: 'seen' } });
    return () =>
      refused(fang(api.decideRailLines, { params: { id: proposalId }, body: { decision: 'approve' } }));
  };

  test('is not booked when we have posted it meanwhile, though nothing has copied that yet', async () => {
    const gbp = accountIn('GBP');
    await gbp.tell('2026-12-04', 60n, [{ reference: 'D1', minor: 33n, refs: ['D1', 'wd_later'] }]);
    const line = (await gbp.ids('theirs')).at(-1);
    assert.ok(line);
    const approve = await propose({ do: 'book', line, account: 'suspense' });
    const operation = newId('bt');
    await sql`update wallet.rail_item set refs = array[${operation}] where id = ${line}`.execute(owner.read);
    await gbp.post(33n, operation);
    assert.equal(await approve(), 'rail_line_changed');
    await reconcile(deps);
    assert.equal((await gbp.ids('theirs')).includes(line), false);
  });

  test('is matched once, whoever approves at the same moment', async () => {
    const usd = accountIn('USD');
    await usd.tell('2026-12-04', 0n, [
      { reference: 'D2', minor: 77n },
      { reference: 'D3', minor: 77n },
    ]);
    await usd.post(77n);
    await reconcile(deps);
    const [theirs, [ours]] = [await usd.ids('theirs'), await usd.ids('ours')];
    assert.ok(ours && theirs.length === 2);
    const approvals = [];
    for (const line of theirs)
      approvals.push(await propose({ do: 'match', lines: [line, ours] as RailItemId[] }));
    const { breaks } = await lin(api.reconciliationDay, { params: { id: 'bank-USD-2026-12-04' }, query: {} });
    const proposed = breaks.find(({ id }) => id === theirs[0])?.proposal?.lines ?? [];
    assert.deepEqual(
      proposed.map(({ id, amount, isOpen }) => [id, amount.amount, isOpen]),
      [theirs[0], ours].map((id) => [id, '77', true]),
      'whoever approves sees what they approve',
    );
    assert.deepEqual((await Promise.all(approvals.map((approve) => approve()))).toSorted(), [
      'accepted',
      'rail_line_changed',
    ]);
  });

  test('two fees of one sum under one reference are booked one by one, and a fee that is given back goes where it came from', async () => {
    const kwd = accountIn('KWD');
    const fee = { minor: -9n, code: 'PMNT/MDOP/CHRG' };
    const after = await kwd.tell('2026-12-04', 34n, [
      { ...fee, reference: 'F1' },
      { ...fee, reference: 'F1#2', refs: ['F1'] },
    ]);
    assert.equal(await kwd.costs(), 18n);
    await kwd.tell('2026-12-05', after, [{ ...fee, minor: 9n, reference: 'F2' }]);
    assert.equal(await kwd.costs(), 9n);
    assert.deepEqual(
      (await kwd.open()).map(([reference]) => reference),
      ['B7', 'B8'],
    );
    assert.deepEqual(await world.violations(), []);
  });
});

test('what is open is exported to the last line, and a day says how many of its lines it does not show', async () => {
  const hkd = accountIn('HKD');
  const many = Array.from({ length: 1_203 }, (_, n) => ({ reference: `M${n}`, minor: BigInt(n + 2) }));
  await hkd.tell('2026-12-04', 901n, many);
  const id = 'bank-HKD-2026-12-04';
  const day = await lin(api.reconciliationDay, { params: { id }, query: {} });
  assert.deepEqual([day.breaks.length, day.breaksLeft], [500, 705]);
  const linesOf = async (path: string): Promise<number> => {
    const answer = await fetch(new URL(path, world.url), { headers: { cookie } });
    assert.equal(answer.status, 200);
    return (await answer.text()).split('\r\n').filter((line) => /,HKD,2026-12-0[234],/.test(line)).length;
  };
  assert.equal(await linesOf(api.exportRailBreaks.path), 1_205);
  assert.equal(await linesOf(api.exportRailDay.path.replace(':id', id)), 1_203);
});
