import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from '#platform/clock';
import { capabilityMap } from './capability.ts';

test('a restriction blocks what it names and leaves the rest', () => {
  const map = capabilityMap(['transfer'], { hasDebt: false, cooling: null });
  assert.deepEqual(map.transfer, { allowed: false, blocked: { by: 'restriction' } });
  for (const capability of ['top_up', 'receive', 'withdraw'] as const)
    assert.deepEqual(map[capability], { allowed: true });
});

test('a debt keeps money from leaving the system, and blocks nothing that could settle it', () => {
  const map = capabilityMap([], { hasDebt: true, cooling: null });
  assert.deepEqual(map.withdraw, { allowed: false, blocked: { by: 'debt' } });
  for (const capability of ['top_up', 'receive', 'transfer'] as const)
    assert.deepEqual(map[capability], { allowed: true });
});

test('after a change of protection payouts wait until a time that is told, and nothing else does', () => {
  const since = Temporal.Instant.from('2026-11-22T09:00:00Z');
  const until = since.add({ hours: 24 });
  const cooling = { capability: 'withdraw', reason: 'password_reset', since, until } as const;
  const map = capabilityMap([], { hasDebt: false, cooling });
  assert.deepEqual(map.withdraw, {
    allowed: false,
    blocked: { by: 'cooling', until: '2026-11-23T09:00:00Z' },
  });
  for (const capability of ['top_up', 'receive', 'transfer'] as const)
    assert.deepEqual(map[capability], { allowed: true });
});
