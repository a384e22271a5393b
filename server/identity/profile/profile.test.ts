import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseEmail } from './email.ts';
import { readAddress } from './find-payee.ts';
import { parseHandle } from './handle.ts';
import { parseName } from './name.ts';
import { parsePhone } from './phone.ts';

/** What comes of it; null: refused. */
type Table<T> = readonly (readonly [typed: string, value: T | null, why: string])[];

describe('names', () => {
  const table: Table<string> = [
    ['Anna Smith', 'Anna Smith', 'plain'],
    ['  Anna \u00a0 Smith ', 'Anna Smith', 'spaces of all kinds become one'],
    ['Ａｎｎａ', 'Anna', 'full-width letters'],
    ['E\u0301lodie', 'Élodie', 'a separate accent'],
    ['王小明', '王小明', 'Chinese'],
    ['Anna 王', 'Anna 王', 'Latin and Chinese are written together'],
    ['山田 たろう', '山田 たろう', 'Japanese'],
    ["Seán O'Brien-Núñez Jr.", "Seán O'Brien-Núñez Jr.", 'signs that names have'],
    ['a'.repeat(80), 'a'.repeat(80), 'the longest'],
    ['a'.repeat(81), null, 'too long'],
    ['', null, 'empty'],
    ['12345', null, 'no letter'],
    ['🎉 Anna', null, 'emoji'],
    ['<b>Anna</b>', null, 'markup'],
    ['Anna\nSmith', null, 'a line break'],
    ['An\u200dna', null, 'a zero-width joiner'],
    ['Anna\ufe0f', null, 'a variation selector'],
    ['Anna\u202e', null, 'a direction mark'],
    ['\u3164', null, 'a letter that cannot be seen'],
    ['Z\u0351\u0352\u0353\u0354algo', null, 'marks piled up'],
    ['аdmin', null, 'a Cyrillic а among Latin letters'],
    ['Αnna', null, 'a Greek Α among Latin letters'],
    ['OKPay Support', null, 'our name'],
    ['0 K P a y', null, 'our name in disguise'],
    ['小王 客服', null, 'our role'],
  ];
  for (const [typed, value, why] of table) {
    test(`${JSON.stringify(typed.slice(0, 24))}: ${why}`, () =>
      assert.deepEqual(
        parseName(typed),
        value === null ? { ok: false, error: { code: 'name_not_usable' } } : { ok: true, value },
      ));
  }
});

describe('mail addresses', () => {
  const table: Table<string> = [
    ['Anna.Smith@Example.COM', 'anna.smith@example.com', 'folded'],
    [' anna+okpay@example.co.uk ', 'anna+okpay@example.co.uk', 'spaces around'],
    ["o'brien_42@example.com", "o'brien_42@example.com", 'signs that mailboxes have'],
    ['anna@münchen.example', 'anna@xn--mnchen-3ya.example', 'an international domain'],
    ['anna', null, 'no @'],
    ['@example.com', null, 'no mailbox'],
    ['anna@localhost', null, 'no domain that mail reaches'],
    ['anna..smith@example.com', null, 'two dots'],
    ['.anna@example.com', null, 'a dot in front'],
    ['"anna smith"@example.com', null, 'quotes'],
    ['anna@[127.0.0.1]', null, 'an address literal'],
    ['anna@127.0.0.1', null, 'a number for a domain'],
    ['anna@-example.com', null, 'a hyphen in front'],
    ['anna@example.com\r\nBcc: x@y.com', null, 'a header smuggled in'],
    ['anna@example.com,bob@example.com', null, 'two addresses'],
    ['Ａnna@example.com', null, 'a full-width letter'],
    ['аnna@example.com', null, 'a Cyrillic letter'],
    ['an\u200bna@example.com', null, 'an invisible character'],
    ['anna@exаmple.com', null, 'a Cyrillic letter in the domain'],
    [`${'a'.repeat(65)}@example.com`, null, 'a mailbox of 65 letters'],
    [
      `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
      null,
      'longer than 254',
    ],
  ];
  for (const [typed, key, why] of table) {
    test(`${JSON.stringify(typed.slice(0, 40))}: ${why}`, () => {
      const email = parseEmail(typed);
      assert.equal(email.ok ? email.value.key : null, key);
    });
  }
});

describe('phone numbers', () => {
  const table: Table<string> = [
    ['+8613800006620', '+8613800006620', 'E.164'],
    ['+86 138-0000-6620', '+8613800006620', 'as people write it'],
    ['0086 138 0000 6620', '+8613800006620', 'two zeros for +'],
    ['＋８６１３８００００６６２０', '+8613800006620', 'full-width'],
    ['+1 (202) 555-0123', '+12025550123', 'another country'],
    ['+852 6123 4567', '+85261234567', 'Hong Kong'],
    ['13800006620', null, 'no country code, from nowhere'],
    ['+86 10 8888 8888', null, 'a landline'],
    ['+86 400 810 1234', null, 'a service number'],
    ['+1 800 555 1234', null, 'a free number'],
    ['+8613800', null, 'too short'],
    ['call me', null, 'words'],
    ['+86138000066200000000000000000000', null, 'too long'],
  ];
  for (const [typed, value, why] of table) {
    test(`${typed}: ${why}`, () => {
      const phone = parsePhone(typed, 'en');
      assert.equal(phone.ok ? phone.value : null, value);
    });
  }
  test('readers of Chinese leave the country code out', () =>
    assert.deepEqual(parsePhone('138 0000 6620', 'zh-CN'), { ok: true, value: '+8613800006620' }));
});

describe('account names', () => {
  const table: Table<string> = [
    ['@Anna_Smith', 'anna_smith', 'with @ and capitals'],
    ['abc', 'abc', 'the shortest'],
    ['a'.repeat(20), 'a'.repeat(20), 'the longest'],
    ['ab', null, 'too short'],
    ['a'.repeat(21), null, 'too long'],
    ['1abc', null, 'a digit in front would look like a phone number'],
    ['anna-smith', null, 'a hyphen'],
    ['änna', null, 'letters that look like others'],
    ['admin', null, 'reserved'],
    ['a_d_m_i_n', null, 'reserved, spread out'],
    ['supp0rt', null, 'reserved, in disguise'],
    ['okpay_anna', null, 'ours'],
    ['team_okpay', null, 'ours'],
  ];
  for (const [typed, name, why] of table) {
    test(`${typed}: ${why}`, () => {
      const handle = parseHandle(typed);
      assert.equal(handle.ok ? handle.value.name : null, name);
    });
  }
});

describe('what somebody types to name an account', () => {
  const table: [typed: string, found: string | null][] = [
    [' Anna@Example.com ', 'email anna@example.com'],
    ['@anna', 'handle anna'],
    ['Anna', 'handle anna'],
    ['+86 138 0000 6620', 'phone +8613800006620'],
    ['13800006620', 'phone +8613800006620'],
    ['Anna Smith', null],
    ['anna@', null],
    ['', null],
  ];
  for (const [typed, found] of table) {
    test(`${JSON.stringify(typed)} means ${found ?? 'nobody'}`, () => {
      const address = readAddress(typed, 'zh-CN');
      assert.equal(address && `${address.kind} ${address.key}`, found);
    });
  }
});
