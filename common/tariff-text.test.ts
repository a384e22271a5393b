import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TariffPrices } from './tariff.ts';
import { minimumText, priceText } from './tariff-text.ts';

const none: TariffPrices = {
  feeBasisPoints: null,
  markupBasisPoints: null,
  feeMinor: null,
  correspondentFeeMinor: null,
  minimumMinor: null,
};

test('a price says every part that is paid, and nothing of parts that it has not', () => {
  const cases: [string, TariffPrices, RegExp][] = [
    ['flat', { ...none, feeMinor: '200' }, /^\D*2\.00$/],
    ['free', { ...none, feeBasisPoints: 0, feeMinor: '0' }, /^\D*0\.00$/],
    ['a share and a least', { ...none, feeBasisPoints: 60, feeMinor: '10' }, /0\.6.*%.*0\.10/],
    ['a mark-up alone', { ...none, markupBasisPoints: 40 }, /^0\.4.*% over/],
    [
      'a mark-up and a fee',
      { ...none, markupBasisPoints: 40, feeBasisPoints: 10, feeMinor: '5' },
      /0\.4.*%.*0\.1.*%.*0\.05/,
    ],
    [
      'a fee, and that of a bank on the way',
      { ...none, feeBasisPoints: 40, feeMinor: '1000', correspondentFeeMinor: '1500' },
      /0\.4.*%.*10\.00.*15\.00/,
    ],
    [
      'a bank on the way that takes nothing is said so',
      { ...none, feeBasisPoints: 0, feeMinor: '0', correspondentFeeMinor: '0' },
      /0\.00.*0\.00/,
    ],
  ];
  for (const [name, prices, expected] of cases) assert.match(priceText(prices, 'CNY', 'en'), expected, name);
  assert.equal(minimumText(none, 'CNY', 'en'), null);
});
