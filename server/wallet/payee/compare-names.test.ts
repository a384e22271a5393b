import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareNames } from './compare-names.ts';

const TABLE: [typed: string, known: string, outcome: string][] = [
  ['王小明', '王小明', 'match'],
  ['SMITH, ANNA', 'Anna Smith', 'match'],
  ['Wang Xiaoming', '王小明', 'close'],
  ['Anna Smith', 'Anna Maria Smith', 'close'],
  ['Ana Smith', 'Anna Smith', 'close'],
  ['Anna Smiht', 'Anna Smith', 'close'],
  ['Anna Smyth', 'Anna Smith', 'close'],
  ['Anna', 'Anna Smith', 'no_match'],
  ['Ben Okafor', 'Anna Smith', 'no_match'],
  ['王大明', '王小明', 'no_match'],
  ['Li Na', 'Li Nan', 'no_match'],
  ['...', 'Anna Smith', 'no_match'],
  ['Anna Smith', '***', 'not_possible'],
];
for (const [typed, known, outcome] of TABLE)
  test(`${typed} for ${known}: ${outcome}`, () => assert.equal(compareNames(typed, known), outcome));
