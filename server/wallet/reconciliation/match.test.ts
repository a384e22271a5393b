import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { RailItemId } from '#common/id';
import { newId } from '#platform/ids';
import { agrees, differenceOf, type Line, matchLines } from './match.ts';

const line = (
  side: Line['side'],
  amountMinor: bigint,
  refs: readonly string[] = [],
  day = '2026-12-02',
  code = '',
): Line => ({ id: newId('ri'), side, day, amountMinor, refs, code });
type Rest = [bigint, (readonly string[])?, string?, string?];
const ours = (...rest: Rest): Line => line('ours', ...rest);
const theirs = (...rest: Rest): Line => line('theirs', ...rest);

const ROWS: [string, Line[], string[]][] = [
  [
    'a payout that the bank has booked',
    [ours(-100n, ['wd_1']), theirs(-100n, ['B1', 'wd_1'])],
    ['reference'],
  ],
  [
    'the same days later',
    [ours(-100n, ['wd_1'], '2026-12-01'), theirs(-100n, ['wd_1'], '2026-12-09')],
    ['reference'],
  ],
  ['another sum under the same reference', [ours(-100n, ['wd_1']), theirs(-101n, ['wd_1'])], []],
  [
    'a batch that is booked as one',
    [ours(-100n, ['wd_1', 'pb_1']), ours(-50n, ['wd_2', 'pb_1']), theirs(-150n, ['pb_1'])],
    ['several'],
  ],
  [
    'a batch that lacks one',
    [ours(-100n, ['wd_1', 'pb_1']), ours(-50n, ['wd_2', 'pb_1']), theirs(-100n, ['pb_1'])],
    ['reference'],
  ],
  [
    'a chargeback in several postings',
    [ours(-60n, ['cb_1', 'tu_1']), ours(-40n, ['cb_1', 'tu_1']), theirs(-100n, ['tu_1'])],
    ['several'],
  ],
  [
    'what the bank took and gave back by itself',
    [theirs(-30n, ['B1']), theirs(30n, ['B2', 'B1'])],
    ['several'],
  ],
  ['one sum without references', [ours(70n, ['bt_1']), theirs(70n, ['X'])], ['same_sum']],
  ['one sum without references, a week apart', [ours(70n, ['bt_1']), theirs(70n, ['X'], '2026-12-10')], []],
  ['one sum that two could be', [ours(70n, ['bt_1']), ours(70n, ['bt_2']), theirs(70n, ['X'])], []],
  ['one sum that names something else of ours', [ours(-70n, ['wd_2']), theirs(-70n, ['wd_1'])], []],
  [
    'a fee of the sum of something that we alone posted',
    [ours(-70n, ['bt_1']), theirs(-70n, ['X'], '2026-12-02', 'PMNT/MDOP/CHRG')],
    [],
  ],
  [
    'one sum beside a fee of the same sum',
    [ours(-70n, ['bt_1']), theirs(-70n, ['X'], '2026-12-02', 'PMNT/MDOP/CHRG'), theirs(-70n, ['Y'])],
    ['same_sum'],
  ],
  ['one side alone', [ours(70n, ['bt_1'])], []],
  ['the other direction', [ours(70n, ['wd_1']), theirs(-70n, ['wd_1'])], []],
];

describe('lines of a rail and of ours', () => {
  for (const [what, lines, rules] of ROWS)
    test(`${what}: ${rules.join(', ') || 'stays open'}`, () => {
      assert.deepEqual(
        matchLines(lines).map(({ rule }) => rule),
        rules,
      );
    });

  test('of one sum in one file go to what names them, not to their neighbour', () => {
    const [a, b] = [ours(-50n, ['wd_1', 'pb_1']), ours(-50n, ['wd_2', 'pb_1'])];
    const [x, y] = [theirs(-50n, ['wd_2', 'pb_1']), theirs(-50n, ['wd_1', 'pb_1'])];
    assert.deepEqual(
      matchLines([a, b, x, y]).map(({ lines }) => lines),
      [
        [a.id, y.id],
        [b.id, x.id],
      ],
    );
  });

  test('that are brought together always agree, each once, and what is left is the difference', () => {
    const any = fc.record({
      side: fc.constantFrom('ours' as const, 'theirs' as const),
      amount: fc.integer({ min: -4, max: 4 }).filter((n) => n !== 0),
      refs: fc.subarray(['wd_1', 'wd_2', 'pb_1', 'B1', 'B2', 'B3']),
      day: fc.constantFrom('2026-12-01', '2026-12-02', '2026-12-20'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (plan) => {
        const lines = plan.map(({ side, amount, refs, day }) => line(side, BigInt(amount), refs, day));
        const byId = new Map(lines.map((each) => [each.id, each]));
        const found = matchLines(lines);
        const used = found.flatMap((each) => each.lines);
        assert.equal(new Set(used).size, used.length);
        const of = (ids: readonly RailItemId[]): Line[] => ids.flatMap((id) => byId.get(id) ?? []);
        for (const match of found) assert.ok(agrees(of(match.lines)));
        const left = lines.filter(({ id }) => !used.includes(id));
        assert.equal(differenceOf(left), differenceOf(lines));
      }),
      { numRuns: 500 },
    );
  });
});
