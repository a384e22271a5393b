import assert from 'node:assert/strict';
import { test } from 'node:test';
import { basisPointsOf, pricesOf, typedOf } from './typed-prices.ts';

test('percentages are read with two decimals, and nothing else is taken for one', () => {
  for (const [typed, expected] of [
    ['0.60', 60],
    ['0.6', 60],
    ['1', 100],
    ['10.05', 1005],
    ['0', 0],
    ['0.605', null],
    ['1,5', null],
    ['', null],
    ['-1', null],
  ] as const)
    assert.equal(basisPointsOf(typed), expected, typed);
});

test('what is shown in the fields is read back as the same price', () => {
  const none = { feeBasisPoints: null, markupBasisPoints: null, feeMinor: null, correspondentFeeMinor: null };
  const card = { ...none, feeBasisPoints: 60, feeMinor: '3', minimumMinor: '50' };
  assert.deepEqual(pricesOf(typedOf(card, 'JPY'), card, 'JPY'), card);
  const exchange = { ...none, feeBasisPoints: 0, markupBasisPoints: 80, feeMinor: '0', minimumMinor: '50' };
  assert.deepEqual(pricesOf(typedOf(exchange, 'KWD'), exchange, 'KWD'), exchange);
  const flat = { ...none, feeMinor: '200', minimumMinor: '1000' };
  assert.deepEqual(pricesOf(typedOf(flat, 'CNY'), flat, 'CNY'), flat);
  const abroad = { ...card, correspondentFeeMinor: '300', minimumMinor: '1500' };
  assert.deepEqual(pricesOf(typedOf(abroad, 'JPY'), abroad, 'JPY'), abroad);
  const corridor = { ...none, markupBasisPoints: 40, minimumMinor: null };
  assert.deepEqual(pricesOf(typedOf(corridor, 'EUR'), corridor, 'EUR'), corridor, 'a mark-up alone');
  assert.equal(pricesOf({ ...typedOf(abroad, 'JPY'), correspondent: '' }, abroad, 'JPY'), null);
  assert.equal(pricesOf({ ...typedOf(flat, 'CNY'), minimum: '0' }, flat, 'CNY'), null, 'no smallest sum');
  assert.equal(pricesOf({ ...typedOf(flat, 'CNY'), fee: '1.005' }, flat, 'CNY'), null);
});
