import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { money } from './money.ts';
import { checksumOf, type PayCode, readPayCode, writePayCode } from './pay-code.ts';

const HOST = 'pay.example.org';
const TOKEN = 'abcdefghijklmnopqrst-_';
const person: PayCode = { kind: 'person', token: TOKEN, host: HOST };
const again = (text: string): string => text + checksumOf(text);

test('the checksum is CRC-16/CCITT-FALSE', () => assert.equal(checksumOf('123456789'), '29B1'));

test('a code is EMV fields in order, with the sum of a request and without one of a person', () => {
  const dynamic = writePayCode({ ...person, kind: 'request' }, money(1230n, 'CNY'), 'CNY');
  assert.match(dynamic, /^00020101021226\d\d0009org\.okpay0101R0222/);
  assert.match(dynamic, /52040000530315654\d\d12\.305802ZZ5905OKPay6006ONLINE6304[0-9A-F]{4}$/);
  const fixed = writePayCode(person, null, 'CNY');
  assert.match(fixed, /^000201010211/);
  assert.doesNotMatch(fixed, /5405|5404/);
  assert.match(writePayCode(person, money(5n, 'JPY'), 'CNY'), /530339254015/, 'yen have no digits behind');
});

describe('what is scanned', () => {
  test('is read as it was written, whatever the token, the host and the sum', () => {
    const letters = fc.constantFrom(...'abcdefXYZ0189-_');
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 22, maxLength: 22 }),
        fc.constantFrom('person' as const, 'request' as const),
        fc.bigInt({ min: 1n, max: 10n ** 14n }),
        fc.constantFrom('a.example', '127.0.0.1:8080', 'wallet.a-longer-name.example.org'),
        (token, kind, minor, host) => {
          const code = { kind, token: token.join(''), host };
          assert.deepEqual(readPayCode(writePayCode(code, money(minor, 'EUR'), 'CNY'), host), {
            ok: true,
            value: code,
          });
        },
      ),
    );
  });

  test('with one letter changed is damaged or none, and never another code', () => {
    const text = writePayCode(person, null, 'CNY');
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0189azAZ.'), (at, letter) => {
        fc.pre(text[at] !== letter);
        const read = readPayCode(text.slice(0, at) + letter + text.slice(at + 1), HOST);
        // The checksum may be written in small letters.
        assert.ok(!read.ok || (at >= text.length - 4 && read.value.token === TOKEN), text);
      }),
    );
  });

  const own = writePayCode(person, null, 'CNY');
  const foreign = again('00020101021126200016com.example.bank52045411530384054031.05802US5903ABC6003NYC6304');
  const TABLE: [name: string, text: string, outcome: string][] = [
    ['nothing', '', 'no_pay_code'],
    ['a text', 'hello', 'no_pay_code'],
    ['a page of somebody else', 'https://evil.example/requests/link#' + TOKEN, 'no_pay_code'],
    ['another page of ours', `https://${HOST}/me#${TOKEN}`, 'no_pay_code'],
    ['our link', `https://${HOST}/requests/link#${TOKEN}`, 'request'],
    ['our link to a person', `https://${HOST}/code/link#${TOKEN}`, 'person'],
    ['our link with a cut token', `https://${HOST}/code/link#${TOKEN.slice(1)}`, 'code_damaged'],
    ['a cut code', own.slice(0, -9), 'code_damaged'],
    ['a code of another service', foreign, 'code_of_another_service'],
    ['a code of another installation', writePayCode({ ...person, host: 'b.example' }, null, 'CNY'), 'code_of_another_place'],
    ['a field twice', again(own.slice(0, -8) + '5802ZZ6304'), 'code_damaged'],
    ['lengths that do not add up', again(`${own.slice(0, -8)}6299x6304`), 'code_damaged'],
    ['an endless code', '000201' + '9'.repeat(5000), 'no_pay_code'],
  ]; // prettier-ignore
  for (const [name, text, outcome] of TABLE)
    test(`${name}: ${outcome}`, () => {
      const read = readPayCode(text, HOST);
      assert.equal(read.ok ? read.value.kind : read.error.code, outcome);
    });
});
