import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryDetail } from '#web/entry-words.ts';
import { isServerPage, remedyHref } from './remedy-href.ts';

const cny = (amount: string) => ({ amount, currency: 'CNY' as const });
const entry = (over: Partial<EntryDetail>): EntryDetail => ({
  id: 'tr_01',
  kind: 'transfer',
  state: 'failed',
  family: 'failed',
  direction: 'out',
  amount: cny('8000'),
  fee: cny('0'),
  received: null,
  counterparty: { name: '王*明', detail: '@ming', kind: 'person' },
  note: '房租',
  createdAt: '2026-11-22T00:00:00Z',
  updatedAt: '2026-11-22T00:00:00Z',
  reason: null,
  since: '2026-11-22T00:00:00Z',
  dueAt: null,
  nextActor: null,
  stations: [],
  timeline: [],
  movements: [],
  movementsArchivedSince: null,
  lines: [],
  exchange: null,
  withdrawal: null,
  crossBorder: null,
  moneyRequest: null,
  challengeUrl: null,
  cases: [],
  relatedIds: [],
  ...over,
});
const reason = (facts: Record<string, ReturnType<typeof cny>>): EntryDetail['reason'] => ({
  code: 'insufficient_funds',
  facts,
  nextActor: 'you',
  money: 'untouched',
  remedies: ['top_up'],
});

test('another card or another amount begins with the amount that was asked for', () => {
  const topUp = entry({ kind: 'top_up', direction: 'in' });
  assert.equal(remedyHref(topUp, 'use_other_card', '/top-up'), '/top-up?amount=8000&currency=CNY');
  assert.equal(
    remedyHref(entry({}), 'change_amount', null),
    '/pay?amount=8000&currency=CNY&to=%40ming&note=%E6%88%BF%E7%A7%9F',
  );
});

test('a top-up for a payment or a debt begins with what is missing', () => {
  assert.equal(
    remedyHref(entry({ reason: reason({ missing: cny('3000') }) }), 'top_up', '/top-up'),
    '/top-up?amount=3000&currency=CNY',
  );
  assert.equal(
    remedyHref(entry({ reason: reason({ owed: cny('600') }) }), 'settle_debt', '/top-up'),
    '/top-up?amount=600&currency=CNY',
  );
  assert.equal(remedyHref(entry({}), 'top_up', '/top-up'), '/top-up');
});

test('what has no page of its own leads to a person', () => {
  assert.equal(remedyHref(entry({}), 'ask_operator', null), '/help-me');
});

test('pages of the server are told from pages of the app', () => {
  assert.deepEqual(['/terms/accept', '/help/x', '/help-me', '/fees'].map(isServerPage), [
    true,
    true,
    false,
    true,
  ]);
});
