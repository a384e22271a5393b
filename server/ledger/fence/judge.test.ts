import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain, type Found, judge, type Remembered, type Verdict } from './judge.ts';

const remembered: Remembered = {
  system: '77',
  database: 'okpay',
  timeline: 2,
  newest: { seq: 100n, id: 'a' },
  acceptance: '2',
};
const same: Found = { ...remembered, isStandby: false, hasRemembered: true };

const CASES: [name: string, found: Partial<Found>, expected: Verdict['code']][] = [
  ['the database as it was left', {}, 'same'],
  ['the database further on', { newest: { seq: 200n, id: 'z' } }, 'same'],
  ['a promoted standby that has everything', { timeline: 3 }, 'same'],
  ['a promoted standby that lacks the last transfers', { timeline: 3, newest: { seq: 99n, id: 'y' } }, 'behind'],
  ['a database whose ledger is empty', { newest: null, hasRemembered: false }, 'behind'],
  ['a standby that was not promoted', { isStandby: true }, 'standby'],
  ['an old primary that came back, with more transfers of its own', { timeline: 1, newest: { seq: 500n, id: 'x' } }, 'older_timeline'], // prettier-ignore
  ['a standby that lacked transfers and wrote others since', { timeline: 3, newest: { seq: 300n, id: 'x' }, hasRemembered: false }, 'another_past'], // prettier-ignore
  ['another cluster', { system: '78' }, 'another_database'],
  ['another database of the cluster', { database: 'test' }, 'another_database'],
  ['one from before the last acceptance', { acceptance: '1' }, 'behind'],
  ['one that was never accepted', { acceptance: null }, 'behind'],
  ['a restored one that the operator has accepted since', { system: '78', timeline: 1, acceptance: '3', newest: { seq: 10n, id: 'a' } }, 'accepted'], // prettier-ignore
  ['an accepted one that is still a standby', { acceptance: '3', isStandby: true }, 'standby'],
]; // prettier-ignore

for (const [name, found, expected] of CASES)
  test(`${name}: ${expected}`, () => {
    const verdict = judge(remembered, { ...same, ...found });
    assert.equal(verdict.code, expected);
  });

test('a data folder that remembers nothing takes any database but a standby', () => {
  assert.equal(judge(null, same).code, 'same');
  assert.equal(judge(null, { ...same, newest: null, hasRemembered: false, acceptance: null }).code, 'same');
  assert.equal(judge(null, { ...same, isStandby: true }).code, 'standby');
});

test('what is told names both ends and the way out', () => {
  const found = { ...same, newest: { seq: 99n, id: 'y' } };
  const told = explain(judge(remembered, found), remembered, found);
  assert.match(told, /transfer 100 was confirmed to people, and it ends at 99/);
  assert.match(told, /accept-database/);
  assert.match(told, /nothing is written/);
});
