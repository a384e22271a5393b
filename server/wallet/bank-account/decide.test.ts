import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type AccountFacts, decideAccount, isCardNumber, type Typed } from './decide.ts';
import { matchNames } from './name-match.ts';

const typed = (over: Partial<Typed> = {}): Typed => ({
  currency: 'EUR',
  holderName: 'Anna Smith',
  accountNumber: 'DE89 3704 0044 0532 0130 00',
  bankCode: null,
  ...over,
});
const facts: AccountFacts = { offered: ['CNY', 'EUR', 'GBP'], knownName: 'Anna Smith', existing: [] };
const local = { currency: 'CNY', accountNumber: '1109 1000 0000 0001 23', bankCode: '308584000013' } as const;
const same = { currency: 'EUR', number: 'DE89370400440532013000' } as const;
const full = Array.from({ length: 10 }, (_, n) => ({ currency: 'EUR', number: `XX${n}` }) as const);

const CASES: readonly [what: string, typed: Partial<Typed>, over: Partial<AccountFacts>, code: string][] = [
  ['an IBAN with its spaces', {}, {}, 'kept'],
  ['an IBAN in small letters', { accountNumber: 'de89370400440532013000' }, {}, 'kept'],
  ['a digit that is wrong', { accountNumber: 'DE89370400440532013001' }, {}, 'bank_account_not_valid'],
  ['two digits that are turned', { accountNumber: 'DE89370400440532013' }, {}, 'bank_account_not_valid'],
  [
    'a country out of reach of euros',
    { accountNumber: 'BR1800360305000010009795493C1' },
    {},
    'bank_account_not_valid',
  ],
  ['pounds to a German account', { currency: 'GBP' }, {}, 'bank_account_not_valid'],
  [
    'pounds to a British account',
    { currency: 'GBP', accountNumber: 'GB29 NWBK 6016 1331 9268 19' },
    {},
    'kept',
  ],
  ['a Chinese account with its branch', local, {}, 'kept'],
  ['a Chinese account without a branch', { ...local, bankCode: null }, {}, 'bank_account_not_valid'],
  [
    'a card number in the place of an account',
    { ...local, accountNumber: '6222 0212 3456 7890 128' },
    {},
    'bank_account_is_card',
  ],
  ['a currency that nobody pays out', { currency: 'JPY' }, {}, 'currency_not_offered'],
  ['no bank at all', {}, { offered: [] }, 'currency_not_offered'],
  ['somebody else', { holderName: 'Ben Okafor' }, {}, 'bank_account_name_differs'],
  ['the same account again', {}, { existing: [same] }, 'bank_account_known'],
  ['one more than can be kept', {}, { existing: full }, 'bank_accounts_too_many'],
];
for (const [what, over, more, code] of CASES)
  test(`${what}: ${code}`, () => {
    const decided = decideAccount(typed(over), { ...facts, ...more });
    assert.equal(decided.ok ? 'kept' : decided.error.code, code);
  });

test('card numbers are told from account numbers by their first digits and their check digit', () => {
  assert.equal(isCardNumber('4242424242424242'), true);
  assert.equal(isCardNumber('4242424242424241'), false);
  assert.equal(isCardNumber('110910000000000123'), false);
});

describe('a holder’s name', () => {
  const NAMES: readonly [holder: string, known: string, outcome: string | null][] = [
    ['ANNA SMITH', 'Anna Smith', 'match'],
    ['Smith, Anna', 'Anna Smith', 'match'],
    ['林知夏', '林知夏', 'match'],
    ['Lin Zhixia', '林知夏', 'close'],
    ['ZHIXIA LIN', '林知夏', 'close'],
    ['Anna Maria Smith', 'Anna Smith', 'close'],
    ['Anna Smyth', 'Anna Smith', null],
    ['林知秋', '林知夏', null],
    ['Anna', 'Anna Smith', null],
    ['', 'Anna Smith', null],
    ['···', 'Anna Smith', null],
  ];
  for (const [holder, known, outcome] of NAMES)
    test(`“${holder}” beside “${known}”: ${outcome ?? 'somebody else'}`, () => {
      assert.equal(matchNames(holder, known), outcome);
    });
});
