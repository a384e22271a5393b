import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CORRIDORS } from '#common/beneficiary';
import { CURRENCIES } from '#common/money';
import { Temporal } from '#platform/clock';
import { decideBeneficiary, isRoutingNumber, type Typed } from './decide.ts';

const facts = { offered: CURRENCIES, existing: [], lately: [] };
const typed = (country: string, fields: Typed['fields'], more: Partial<Typed> = {}): Typed => ({
  country,
  name: 'John Carter',
  bankName: 'Example Bank',
  fields,
  ...more,
});
const said = (it: Typed): string => {
  const decided = decideBeneficiary(it, facts);
  return decided.ok ? `${decided.value.currency} ${decided.value.number}` : decided.error.code;
};

const US = { routing_number: '021000021', account_number: '000123456789' };
const CASES: readonly [what: string, typed: Typed, said: string][] = [
  ['an IBAN with spaces', typed('DE', { iban: 'DE89 3704 0044 0532 0130 00' }), 'EUR DE89370400440532013000'],
  ['an IBAN with a wrong digit', typed('DE', { iban: 'DE89370400440532013001' }), 'beneficiary_iban_not_valid'],
  ['an IBAN of another country', typed('FR', { iban: 'DE89370400440532013000' }), 'beneficiary_iban_not_valid'],
  ['a US account', typed('US', US), 'USD 000123456789'],
  ['a routing number whose check digit is wrong', typed('US', { ...US, routing_number: '021000022' }), 'beneficiary_routing_number_not_valid'],
  ['a US account with letters', typed('US', { ...US, account_number: '12A4567' }), 'beneficiary_account_number_not_valid'],
  ['a British account with dashes', typed('GB', { sort_code: '60-16-13', account_number: '31926819' }), 'GBP 31926819'],
  ['a sort code that is short', typed('GB', { sort_code: '60-16-1', account_number: '31926819' }), 'beneficiary_sort_code_not_valid'],
  ['a Japanese account', typed('JP', { bank_code: '0001', branch_code: '001', account_number: '1234567' }), 'JPY 1234567'],
  ['a Japanese bank of three digits', typed('JP', { bank_code: '001', branch_code: '001', account_number: '1234567' }), 'beneficiary_bank_code_not_valid'],
  ['a Japanese branch of two digits', typed('JP', { bank_code: '0001', branch_code: '01', account_number: '1234567' }), 'beneficiary_branch_code_not_valid'],
  ['a Chinese account', typed('CN', { cnaps: '308584000013', account_number: '1109 1000 0000 0001 23' }), 'CNY 110910000000000123'],
  ['a Chinese branch of eleven digits', typed('CN', { cnaps: '30858400001', account_number: '110910000000000123' }), 'beneficiary_cnaps_not_valid'],
  ['an Indian account', typed('IN', { ifsc: 'hdfc0000001', account_number: '123456789012' }), 'USD 123456789012'],
  ['an IFSC without its zero', typed('IN', { ifsc: 'HDFC1000001', account_number: '123456789012' }), 'beneficiary_ifsc_not_valid'],
  ['a Hong Kong account', typed('HK', { bank_code: '004', account_number: '123-456789-012' }), 'HKD 123456789012'],
  ['an Australian account', typed('AU', { bsb: '062-000', account_number: '12345678', bic: 'CTBAAU2S' }), 'USD 12345678'],
  ['a BSB that is short', typed('AU', { bsb: '06200', account_number: '12345678', bic: 'CTBAAU2S' }), 'beneficiary_bsb_not_valid'],
  ['a BIC of another country', typed('AU', { bsb: '062000', account_number: '12345678', bic: 'DBSSSGSG' }), 'beneficiary_bic_not_valid'],
  ['a Canadian account', typed('CA', { institution_number: '003', transit_number: '00012', account_number: '1234567', bic: 'ROYCCAT2' }), 'USD 1234567'],
  ['a transit number that is short', typed('CA', { institution_number: '003', transit_number: '0012', account_number: '1234567', bic: 'ROYCCAT2' }), 'beneficiary_transit_number_not_valid'],
  ['an institution of two digits', typed('CA', { institution_number: '03', transit_number: '00012', account_number: '1234567', bic: 'ROYCCAT2' }), 'beneficiary_institution_number_not_valid'],
  ['a name of one letter', typed('US', US, { name: 'J' }), 'beneficiary_name_not_valid'],
  ['a name of digits', typed('US', US, { name: '12345' }), 'beneficiary_name_not_valid'],
  ['a bank with an accent, an ampersand and an apostrophe', typed('US', US, { bankName: 'Crédit d’Été & Cie. (US), N.A.' }), 'USD 000123456789'],
  ['a bank in Chinese, in China', typed('CN', { cnaps: '308584000013', account_number: '110910000000000123' }, { bankName: '招商银行' }), 'CNY 110910000000000123'],
  ['a bank in Chinese, in the States', typed('US', US, { bankName: '招商银行' }), 'beneficiary_bank_name_not_valid'],
  ['a bank with a sign that messages of banks lack', typed('US', US, { bankName: 'Bank #1 *****' }), 'beneficiary_bank_name_not_valid'],
  ['a bank of digits', typed('US', US, { bankName: '12345' }), 'beneficiary_bank_name_not_valid'],
  ['a country that is not served', typed('KP', US), 'beneficiary_country_not_offered'],
]; // prettier-ignore
for (const [what, it, expected] of CASES) test(what, () => assert.equal(said(it), expected));

test('the same account is not kept twice, a full book takes no more, and a currency without an account of ours is not offered', () => {
  const existing = [{ country: 'US', fields: US }];
  const again = decideBeneficiary(typed('US', US), { ...facts, existing });
  assert.equal(again.ok ? '' : again.error.code, 'beneficiary_known');
  // Wherever they are: the book has so many places in all.
  const many = Array.from({ length: 50 }, (_, n) => ({
    country: n % 2 ? 'DE' : 'US',
    fields: { iban: `${n}` },
  }));
  const full = decideBeneficiary(typed('US', US), { ...facts, existing: many });
  assert.equal(full.ok ? '' : full.error.code, 'beneficiaries_too_many');
  const none = decideBeneficiary(typed('US', US), { ...facts, offered: ['EUR'] });
  assert.equal(none.ok ? '' : none.error.code, 'beneficiary_country_not_offered');
});

test('ten new payees within a day are enough, also if some were removed again: the next one waits until the first is a day old', () => {
  const now = Temporal.Instant.from('2026-12-01T12:00:00Z');
  const lately = Array.from({ length: 12 }, (_, n) => now.subtract({ hours: n + 1 }));
  const nine = decideBeneficiary(typed('US', US), { ...facts, lately: lately.slice(0, 9) });
  assert.ok(nine.ok);
  const more = decideBeneficiary(typed('US', US), { ...facts, lately });
  assert.deepEqual(more.ok ? null : more.error, {
    code: 'beneficiaries_too_many_today',
    max: 10,
    until: '2026-12-02T02:00:00Z',
  });
});

test('every country has an example that its own rules take, and each routing number has one check digit', () => {
  for (const { country, fields, example, account } of CORRIDORS)
    if (fields.includes('iban'))
      assert.equal(said(typed(country, { iban: example })).slice(0, 3) !== 'ben', true, country);
    else assert.ok(account?.test(example), country);
  const right = Array.from({ length: 10 }, (_, digit) => `02100002${digit}`).filter(isRoutingNumber);
  assert.deepEqual(right, ['021000021']);
});
