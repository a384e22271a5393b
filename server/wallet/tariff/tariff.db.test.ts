import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { NOTICE_DAYS, type TariffPrices } from '#common/tariff';
import { toWire } from '#common/money';
import { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { cny, walletWorld } from '#test/wallet';
import { decideTariff, proposeTariff } from './change-tariff.ts';
import { decideChange } from './decide.ts';
import { showTariffs, standingTariffs } from './show-tariffs.ts';
import { standingAt, type TariffVersion } from './tariff.ts';

// Made before the first test begins: a file that waits later has ended its tests by then.
const world = await walletWorld({ outside: false, withBank: true });

const at = (day: number): Temporal.Instant =>
  Temporal.Instant.from('2027-01-01T00:00:00Z').add({ hours: 24 * day });
const base: TariffPrices = {
  feeBasisPoints: 60,
  markupBasisPoints: null,
  feeMinor: '10',
  correspondentFeeMinor: null,
  minimumMinor: '100',
};
const flat: TariffPrices = { ...base, feeBasisPoints: null };
/** What sending abroad costs beside it, and its mark-up. */
const abroad: TariffPrices = {
  ...base,
  feeBasisPoints: 40,
  feeMinor: '1000',
  correspondentFeeMinor: '1500',
  minimumMinor: '10000',
};
const corridor: TariffPrices = { ...flat, markupBasisPoints: 40, feeMinor: null, minimumMinor: null };
const version = (number: number, day: number, prices: Partial<TariffPrices> = {}): TariffVersion => ({
  kind: 'card_top_up',
  key: 'CNY',
  currency: 'CNY',
  version: number,
  prices: { ...base, ...prices },
  validFrom: at(day),
  proposal: null,
});

describe('which version is in force', () => {
  const cases: [string, TariffVersion[], number, number | null, number[]][] = [
    ['the newest whose day has come', [version(1, 0), version(2, 10)], 11, 2, []],
    ['one that is announced is not in force', [version(1, 0), version(2, 10)], 5, 1, [2]],
    [
      'a later version with an earlier day takes its place',
      [version(1, 0), version(2, 10), version(3, 8)],
      5,
      1,
      [3],
    ],
    ['also once both have come', [version(1, 0), version(2, 10), version(3, 8)], 20, 3, []],
    [
      'two that follow each other are both announced',
      [version(1, 0), version(2, 8), version(3, 10)],
      5,
      1,
      [2, 3],
    ],
    ['none before the first', [version(1, 5)], 2, null, []],
  ];
  for (const [name, versions, day, inForce, upcoming] of cases)
    test(name, () => {
      const standing = standingAt(versions, at(day));
      assert.equal(standing?.inForce.version ?? null, inForce);
      assert.deepEqual(standing?.upcoming.map((each) => each.version) ?? [], upcoming);
    });
});

describe('whether a price may change', () => {
  const standing = standingAt([version(1, 0), version(2, 90, { feeBasisPoints: 40 })], at(10));
  assert.ok(standing);
  const cases: [string, Partial<TariffPrices>, number, string][] = [
    ['dearer, announced long before', { feeBasisPoints: 70 }, 10 + NOTICE_DAYS, 'ok'],
    ['dearer, a day too near', { feeBasisPoints: 70 }, 9 + NOTICE_DAYS, 'tariff_notice_too_short'],
    ['a higher smallest sum is dearer too', { minimumMinor: '101' }, 20, 'tariff_notice_too_short'],
    ['cheaper, tomorrow', { feeBasisPoints: 50 }, 11, 'ok'],
    ['cheaper, but yesterday', { feeBasisPoints: 50 }, 9, 'tariff_notice_too_short'],
    ['the same', {}, 20, 'tariff_unchanged'],
    ['the same as what is announced for that day', { feeBasisPoints: 40 }, 95, 'tariff_unchanged'],
    ['taking an announced cut back is dearer', {}, 95, 'ok'],
    ['and needs its notice', { feeBasisPoints: 45 }, 91, 'ok'],
    ['a part that it has not', { markupBasisPoints: 5 }, 100, 'tariff_not_valid'],
    ['a part that is missing', { feeBasisPoints: null }, 100, 'tariff_not_valid'],
  ];
  for (const [name, prices, day, expected] of cases)
    test(name, () => {
      const now = at(10).toZonedDateTimeISO('UTC');
      const decided = decideChange(standing, { prices: { ...base, ...prices }, validFrom: at(day) }, now);
      assert.equal(decided.ok ? 'ok' : decided.error.code, expected);
    });

  const ofAbroad: [
    string,
    'cross_border' | 'cross_border_corridor',
    Partial<TariffPrices>,
    number,
    string,
  ][] = [
    [
      'a dearer bank on the way, told long before',
      'cross_border',
      { correspondentFeeMinor: '1600' },
      70,
      'ok',
    ],
    [
      'a dearer bank on the way, tomorrow',
      'cross_border',
      { correspondentFeeMinor: '1600' },
      11,
      'tariff_notice_too_short',
    ],
    ['a cheaper one, tomorrow', 'cross_border', { correspondentFeeMinor: '0' }, 11, 'ok'],
    [
      'the same sum, written longer',
      'cross_border',
      { correspondentFeeMinor: '01500' },
      70,
      'tariff_unchanged',
    ],
    [
      'no word about the bank on the way',
      'cross_border',
      { correspondentFeeMinor: null },
      70,
      'tariff_not_valid',
    ],
    ['a mark-up, which stands elsewhere', 'cross_border', { markupBasisPoints: 10 }, 70, 'tariff_not_valid'],
    [
      'fees that eat up the smallest sum',
      'cross_border',
      { feeMinor: '8500', minimumMinor: '10000' },
      70,
      'tariff_not_valid',
    ],
    ['a lower mark-up, tomorrow', 'cross_border_corridor', { markupBasisPoints: 30 }, 11, 'ok'],
    [
      'a higher mark-up, tomorrow',
      'cross_border_corridor',
      { markupBasisPoints: 41 },
      11,
      'tariff_notice_too_short',
    ],
    ['a fee of a mark-up', 'cross_border_corridor', { feeMinor: '1' }, 70, 'tariff_not_valid'],
  ];
  for (const [name, kind, prices, day, expected] of ofAbroad)
    test(`sending abroad: ${name}`, () => {
      const now = at(10).toZonedDateTimeISO('UTC');
      const like = kind === 'cross_border' ? abroad : corridor;
      const own = standingAt([{ ...version(1, 0), kind, prices: like }], at(10));
      assert.ok(own);
      const decided = decideChange(own, { prices: { ...like, ...prices }, validFrom: at(day) }, now);
      assert.equal(decided.ok ? 'ok' : decided.error.code, expected);
    });

  /** A cut that is announced for a day; another price with an earlier day would take its place. */
  const afterCut = (cutDay: number, prices: Partial<TariffPrices>, day: number, noon = false) => {
    const cut = standingAt([version(1, 0), version(2, cutDay, { feeBasisPoints: 40 })], at(10));
    assert.ok(cut);
    const now = at(10)
      .add({ hours: noon ? 12 : 0 })
      .toZonedDateTimeISO('UTC');
    const change = { prices: { ...base, ...prices }, validFrom: at(day) };
    const decided = decideChange(cut, change, now);
    if (decided.ok) return 'ok';
    const { error } = decided;
    return error.code === 'tariff_notice_too_short' ? error.firstDay : error.code;
  };
  const dayOf = (day: number): string => at(day).toString().slice(0, 10);
  test('an announced cut is not displaced without notice by a price that only looks cheaper today', () => {
    assert.equal(afterCut(30, { feeBasisPoints: 50 }, 20), dayOf(10 + NOTICE_DAYS));
    assert.equal(afterCut(30, { feeMinor: '9' }, 30), dayOf(10 + NOTICE_DAYS), 'nor on its own day');
    assert.equal(afterCut(30, { feeBasisPoints: 40, feeMinor: '9' }, 20), 'ok', 'what is no dearer may');
    assert.equal(afterCut(10 + NOTICE_DAYS, { feeBasisPoints: 50 }, 20), 'ok', 'told long before');
  });
  test('the first day that is told is a day that is taken', () => {
    assert.equal(afterCut(30, { feeBasisPoints: 50 }, 10 + NOTICE_DAYS), 'ok');
    assert.equal(afterCut(30, { feeBasisPoints: 50 }, 20, true), dayOf(11 + NOTICE_DAYS));
    assert.equal(afterCut(30, { feeBasisPoints: 50 }, 11 + NOTICE_DAYS, true), 'ok');
    assert.equal(afterCut(30, { feeBasisPoints: 40, feeMinor: '9' }, 10, true), dayOf(11), 'tomorrow');
    assert.equal(afterCut(30, { feeBasisPoints: 40, feeMinor: '9' }, 11, true), 'ok');
  });
});

const { db, clock, deps } = world;
const [finn, gina] = [newId('stf'), newId('stf')];
type Proposed = Partial<Parameters<typeof proposeTariff>[2]> & { days: number };
const propose = ({ days, ...more }: Proposed) =>
  db.transaction((tx) =>
    proposeTariff(tx, deps, {
      kind: 'card_top_up',
      key: 'CNY',
      prices: { ...base, feeBasisPoints: 70 },
      validFrom: clock.now().toZonedDateTimeISO(deps.limits.timeZone).toPlainDate().add({ days }).toString(),
      note: 'the acquirer asks for more',
      by: finn,
      ...more,
    }),
  );
const code = (result: { ok: true } | { ok: false; error: { code: string } }): string =>
  result.ok ? 'ok' : result.error.code;
async function change(wanted: Proposed): Promise<void> {
  const proposed = await propose(wanted);
  assert.ok(proposed.ok, code(proposed));
  const decided = await decideTariff(deps, { id: proposed.value.proposalId, decision: 'approve', by: gina });
  assert.ok(decided.ok, code(decided));
}
const standingOf = async (kind: string, key: string) => {
  const found = (await standingTariffs(db.read, clock.now())).find(
    ({ inForce }) => inForce.kind === kind && inForce.key === key,
  );
  assert.ok(found);
  return found;
};

test('one proposes and another one approves; the price is announced, and holds from its day on', async () => {
  const anna = await world.person();
  const proposed = await propose({ days: NOTICE_DAYS + 2 });
  assert.ok(proposed.ok);
  const id = proposed.value.proposalId;
  assert.equal(code(await propose({ days: NOTICE_DAYS + 3 })), 'proposal_open');
  assert.equal(code(await decideTariff(deps, { id, decision: 'approve', by: finn })), 'proposal_own');
  const [waiting] = (await showTariffs(deps)).items.filter(({ proposal }) => proposal !== null);
  assert.deepEqual([waiting?.key, waiting?.proposal?.prices.feeBasisPoints], ['CNY', 70]);
  const both = [1, 2].map(() => decideTariff(deps, { id, decision: 'approve', by: gina }));
  assert.deepEqual((await Promise.all(both)).map(code).toSorted(), ['ok', 'proposal_closed']);
  const { inForce, upcoming } = await standingOf('card_top_up', 'CNY');
  assert.deepEqual([inForce.version, upcoming.map((each) => each.version)], [1, [2]]);

  const quote = () =>
    anna.call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) } });
  const before = await quote();
  assert.equal(before.feeBasisPoints, 60, 'what is announced is not in force');
  clock.advance({ hours: 24 * (NOTICE_DAYS + 3) });
  const { rows } = await sql<{ tariff: string; terms: { feeBasisPoints: number } }>`
    select basis ->> 'tariff' as tariff, terms from operations.quote where id = ${before.id}`.execute(
    db.read,
  );
  assert.deepEqual(
    [rows[0]?.tariff, rows[0]?.terms.feeBasisPoints],
    ['card_top_up/CNY/v1', 60],
    'a quote that was given keeps its price',
  );
  const later = await quote();
  assert.equal(later.feeBasisPoints, 70);
  const now = await sql<{ tariff: string }>`
    select basis ->> 'tariff' as tariff from operations.quote where id = ${later.id}`.execute(db.read);
  assert.equal(now.rows[0]?.tariff, 'card_top_up/CNY/v2');
});

test('every kind can be changed, and keeps what was not', async () => {
  await change({
    kind: 'withdrawal',
    key: 'EUR',
    prices: { ...flat, feeMinor: '20', minimumMinor: '100' },
    days: 1,
  });
  await change({
    kind: 'bank_top_up',
    key: 'GBP',
    prices: { ...flat, feeMinor: '5', minimumMinor: '100' },
    days: NOTICE_DAYS + 1,
  });
  await change({
    kind: 'exchange',
    key: 'EUR-CNY',
    prices: { ...base, feeBasisPoints: 0, markupBasisPoints: 30, feeMinor: '0', minimumMinor: '20' },
    days: 1,
  });
  await change({
    kind: 'cross_border',
    key: 'CNY',
    prices: { ...abroad, feeBasisPoints: 35, correspondentFeeMinor: '1200' },
    days: 1,
  });
  await change({
    kind: 'cross_border_corridor',
    key: 'USD',
    prices: { ...corridor, markupBasisPoints: 45 },
    days: NOTICE_DAYS + 1,
  });
  clock.advance({ hours: 24 * (NOTICE_DAYS + 2) });
  for (const [kind, key] of [
    ['cross_border', 'CNY'],
    ['cross_border_corridor', 'USD'],
    ['withdrawal', 'EUR'],
    ['bank_top_up', 'GBP'],
    ['exchange', 'EUR-CNY'],
  ] as const)
    assert.equal((await standingOf(kind, key)).inForce.version, 2, kind);
  const { rows } = await sql`
    select 1 from wallet.withdrawal_tariff a join wallet.withdrawal_tariff b using (currency, cut_off, time_zone, calendar, factor_above_minor)
     where a.version = 1 and b.version = 2 and currency = 'EUR'`.execute(db.read);
  assert.equal(rows.length, 1);
  const kept = await sql`
    select 1 from wallet.cross_border_corridor a
      join wallet.cross_border_corridor b using (currency, cut_off, time_zone, calendar, arrives_after_days_min, arrives_after_days_max)
     where a.version = 1 and b.version = 2 and currency = 'USD'
    union all
    select 1 from wallet.cross_border_tariff a join wallet.cross_border_tariff b using (currency, fee_min_minor, total_min_minor, factor_above_minor)
     where a.version = 1 and b.version = 2 and currency = 'CNY'`.execute(db.read);
  assert.equal(kept.rows.length, 2, 'times, calendar and the sum above which a factor is asked');
  const shown = (await showTariffs(deps)).items.find(
    ({ kind, key }) => kind === 'exchange' && key === 'EUR-CNY',
  );
  assert.deepEqual(
    [shown?.inForce.by?.note, shown?.earlier.map((each) => each.version)],
    ['the acquirer asks for more', [1]],
  );
});

test('what is approved too late, or means nothing any more, is not announced', async () => {
  const late = await propose({
    key: 'HKD',
    prices: { ...base, minimumMinor: '400', feeMinor: '11' },
    days: NOTICE_DAYS + 1,
  });
  assert.ok(late.ok, code(late));
  clock.advance({ hours: 48 });
  const id = late.value.proposalId;
  assert.equal(
    code(await decideTariff(deps, { id, decision: 'approve', by: gina })),
    'tariff_notice_too_short',
  );
  assert.equal(
    code(await decideTariff(deps, { id, decision: 'withdraw', by: finn })),
    'ok',
    'it is still open',
  );
  assert.deepEqual((await standingOf('card_top_up', 'HKD')).upcoming, []);
  assert.equal(code(await propose({ key: 'XXX', days: 1 })), 'not_found');
});

test('the database takes no price that nobody approved, and none that is another one', async () => {
  const insert = (proposal: string | null, fee: number) =>
    sql`insert into wallet.top_up_tariff (currency, version, fee_basis_points, fee_min_minor, amount_min_minor, valid_from, proposal_id)
        values ('USD', 2, ${fee}, 2, 50, ${clock
          .now()
          .add({ hours: 24 * 70 })
          .toString()}, ${proposal})`.execute(db.read);
  await assert.rejects(insert(null, 70), /changed by a proposal/);
  const proposed = await propose({
    key: 'USD',
    prices: { ...base, feeMinor: '2', minimumMinor: '50', feeBasisPoints: 70 },
    days: 70,
  });
  assert.ok(proposed.ok);
  await assert.rejects(insert(proposed.value.proposalId, 70), /is not what .* approves/);
  const { proposalId: id } = proposed.value;
  assert.equal(code(await decideTariff(deps, { id, decision: 'approve', by: gina })), 'ok');
  await assert.rejects(insert(id, 90), /says something else/);
  await assert.rejects(
    sql`update wallet.top_up_tariff set fee_basis_points = 1`.execute(db.read),
    /permission denied/,
  );
});

test('nor of sending abroad', async () => {
  const insert = (proposal: string | null, correspondent: number) =>
    sql`insert into wallet.cross_border_tariff
          (currency, version, fee_basis_points, fee_min_minor, correspondent_fee_minor, total_min_minor, factor_above_minor, valid_from, proposal_id)
        select currency, 2, fee_basis_points, fee_min_minor, ${correspondent}::bigint, total_min_minor, factor_above_minor, ${firstDay}::timestamptz,
               ${proposal}
          from wallet.cross_border_tariff where currency = 'GBP' and version = 1`.execute(db.read);
  const proposed = await propose({
    kind: 'cross_border',
    key: 'GBP',
    prices: { ...abroad, feeMinor: '100', correspondentFeeMinor: '100', minimumMinor: '1000' },
    days: 3,
  });
  assert.ok(proposed.ok, code(proposed));
  const { proposalId: id } = proposed.value;
  const { parameters } = (
    await sql<{
      parameters: { validFrom: string };
    }>`select parameters from risk.proposal where id = ${id}`.execute(db.read)
  ).rows[0] ?? { parameters: { validFrom: '' } };
  const firstDay = parameters.validFrom;
  await assert.rejects(insert(null, 100), /changed by a proposal/);
  await assert.rejects(insert(id, 100), /is not what .* approves/);
  assert.equal(code(await decideTariff(deps, { id, decision: 'approve', by: gina })), 'ok');
  await assert.rejects(insert(id, 90), /says something else/);
  for (const table of ['cross_border_tariff', 'cross_border_corridor'])
    await assert.rejects(
      sql`update ${sql.table(`wallet.${table}`)} set version = version`.execute(db.read),
      /permission denied/,
    );
});
