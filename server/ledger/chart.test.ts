import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ACCOUNT_KINDS, CHART, netOn } from './chart.ts';

test('the documented chart of accounts is the one in the code', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/CHART_OF_ACCOUNTS.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\w+) \| (debit|credit) \| (never|may) \| (.+) \|$/gm)];
  assert.ok(rows.length > 10, 'the table was found');
  const documented = rows.map(([, kind, owner, side, below, holds]) => [kind, owner, side, below, holds]);
  const inCode = ACCOUNT_KINDS.map((kind) => {
    const { owner, normalSide, constraint, holds } = CHART[kind];
    return [kind, owner, normalSide, constraint === 'never_below_zero' ? 'never' : 'may', holds];
  });
  assert.deepEqual(documented, inCode);
});

test('a balance is read on the side on which its account grows', () => {
  assert.equal(netOn('wallet', 100n, 30n), 70n);
  assert.equal(netOn('customer_debt', 30n, 100n), 70n);
});
