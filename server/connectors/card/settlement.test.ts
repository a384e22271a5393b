import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettlement } from './settlement.ts';

const line = {
  id: 'ch_1',
  kind: 'charge',
  charge: 'ch_1',
  reference: 'tu_1',
  refund_reference: null,
  amount: '500',
};
const page = (amount: string, next: number | null = null) => ({
  day: '2026-12-02',
  currency: 'CNY',
  opening: '0',
  closing: '500',
  lines: [line, { ...line, id: 'ch_2', charge: 'ch_2', reference: 'kc_1', amount }],
  next,
});
const read = (body: unknown) =>
  readSettlement(async () => ({ kind: 'answered', status: 200, body }) as never, {
    day: '2026-12-02',
    currency: 'CNY',
  });

test('a card that was only kept is a charge of nothing, and stands in no settlement of ours', async () => {
  const settlement = await read(page('0'));
  assert.ok(settlement.ok);
  assert.deepEqual(
    settlement.value.lines.map(({ id, amountMinor }) => [id, amountMinor]),
    [['ch_1', 500n]],
  );
});

test('a sum below zero or with a point is no settlement', async () => {
  for (const amount of ['-5', '5.00', '']) assert.equal((await read(page(amount))).ok, false, amount);
});
