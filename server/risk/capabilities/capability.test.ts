import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capabilityMap } from './capability.ts';

test('a restriction blocks what it names and leaves the rest', () => {
  const map = capabilityMap(['transfer'], { hasDebt: false });
  assert.deepEqual(map.transfer, { allowed: false, blocked: { by: 'restriction' } });
  for (const capability of ['top_up', 'receive', 'withdraw'] as const)
    assert.deepEqual(map[capability], { allowed: true });
});

test('a debt keeps money from leaving the system, and blocks nothing that could settle it', () => {
  const map = capabilityMap([], { hasDebt: true });
  assert.deepEqual(map.withdraw, { allowed: false, blocked: { by: 'debt' } });
  for (const capability of ['top_up', 'receive', 'transfer'] as const)
    assert.deepEqual(map[capability], { allowed: true });
});
