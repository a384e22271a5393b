import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { CUSTOMER_PASSWORD_MIN, decidePassword, strengthFor } from './rules.ts';

const me = ['Anna Smith', 'anna.smith@harbour.example', '+8613800006620', 'annie_s'];
const judge = (password: string, context: readonly string[] = me) => {
  const decision = decidePassword(password, { min: CUSTOMER_PASSWORD_MIN, context });
  return decision.ok ? 'ok' : decision.error.code;
};
const strength = (password: string, context: readonly string[] = me) =>
  strengthFor(password, decidePassword(password, { min: CUSTOMER_PASSWORD_MIN, context }), context);

test('the list of common passwords holds at least three thousand', () => {
  assert.ok(COMMON_PASSWORDS.size >= 3_000, String(COMMON_PASSWORDS.size));
});

/** What guessing programs try first, and what people make of it when it must have ten characters. */
const COMMON =
  `123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 baseball abc123 football monkey letmein 696969
shadow master 666666 qwertyuiop 123321 mustang 1234567890 michael 654321 superman 1qaz2wsx 7777777 121212 000000 qazwsx 123qwe killer trustno1
jordan jennifer zxcvbnm asdfgh hunter buster soccer harley batman andrew tigger sunshine iloveyou 2000 charlie robert thomas hockey ranger daniel
starwars klaster 112233 george computer michelle jessica pepper 1111 zxcvbn 555555 11111111 131313 freedom 777777 pass maggie 159753 aaaaaa ginger
princess joshua cheese amanda summer love ashley nicole chelsea biteme matthew access yankees 987654321 dallas austin thunder taylor matrix
password12 password123 Password1! P@ssw0rd123 qwerty12345 qwertyuiop1 1234567890a 12345678910 aaaaaaaaaa aaaaaaaaaaaaaaaaaa abcdefghij 1111111111
iloveyou123 letmein1234 welcome2024 Welcome2025! admin12345 administrator 1q2w3e4r5t 1qaz2wsx3edc zxcvbnm123 asdfghjkl1 passwordpassword
monkeydragon woaini5201314 5201314520 woaini1314 zhangwei123 0123456789 9876543210 1122334455 football2024 superman123 qazwsxedc1 q1w2e3r4t5
abc123abc123 testtesttest sunshine2023 princess1234 !QAZ2wsx#EDC qwe123qwe123 123456789a changeme123 Summer2024!! spring2025! 19900101zhang`.split(
    /\s+/,
  );
test('a hundred and more common passwords: every one is refused', () => {
  assert.ok(COMMON.length >= 100);
  const taken = COMMON.filter((password) => judge(password) === 'ok');
  assert.deepEqual(taken, []);
});

test('of those that are long enough, each is refused for being common', () => {
  const long = COMMON.filter((password) => password.length >= CUSTOMER_PASSWORD_MIN);
  assert.ok(long.length >= 40);
  assert.deepEqual(
    long.filter((password) => judge(password) !== 'password_common'),
    [],
  );
});

const GOOD = [
  'Kestrel-Meadow-42',
  'my dog likes coffee',
  'correct horse battery staple',
  'x'.concat('kqzvbn mwprt'),
  '人生若只如初见何事秋风',
  'q9$Lm2!xVb',
  'Grüße aus Zürich',
  'lowercase only phrase',
  'Москва слезам не верит',
  '😀😃😄😁😆😅🤣😂🙂🙃',
];
test('no kind of character is asked for: phrases, other scripts and emoji are welcome', () => {
  assert.deepEqual(
    GOOD.filter((password) => judge(password) !== 'ok'),
    [],
  );
});

test('sixty-four emoji are one password, counted as sixty-four characters', () => {
  assert.equal(judge('🔐'.repeat(64)), 'ok');
  assert.equal(
    judge(Array.from({ length: 64 }, (_, index) => String.fromCodePoint(0x1f600 + index)).join('')),
    'ok',
  );
  assert.equal(judge('👍🏽'.repeat(3)), 'password_too_short', 'three of two characters each');
});

describe('length is counted in characters', () => {
  for (const [password, answer] of [
    ['xK9$mQ2!v', 'password_too_short'],
    ['xK9$mQ2!vL', 'ok'],
    ['xK9$mQ2!'.repeat(32), 'ok'],
    [`${'xK9$mQ2!'.repeat(32)}x`, 'password_too_long'],
  ] as const) {
    test(`${password.slice(0, 12)} (${password.length}) → ${answer}`, () =>
      assert.equal(judge(password), answer));
  }
});

describe('what is known about a person does not protect it', () => {
  const table: [password: string, part: string][] = [
    ['AnnaSmith1990', 'annasmith'],
    ['smith.anna.77', 'smith'],
    ['anna.smith@harbour.example', 'anna.smith@harbour.example'],
    ['harbour12345', 'harbour'],
    ['13800006620x', '13800006620'],
    ['annie_s-2026', 'annie_s'],
    ['okpay123456', 'okpay'],
    ['OK-Pay-2026', 'ok-pay'],
  ];
  for (const [password, part] of table) {
    test(`${password} is refused for ${part}`, () => {
      assert.deepEqual(decidePassword(password, { min: CUSTOMER_PASSWORD_MIN, context: me }), {
        ok: false,
        error: { code: 'password_personal', part },
      });
    });
  }
  test('a long phrase may hold a name', () => assert.equal(judge('Savannah river otter lantern'), 'ok'));
  test('a Chinese name counts too', () =>
    assert.equal(judge('王小明1234567', ['王小明']), 'password_personal'));
});

describe('the strength meter', () => {
  const table: [password: string, from: number, to: number][] = [
    ['', 0, 0],
    ['short', 0, 1],
    ['password123', 0, 0],
    ['AnnaSmith1990', 0, 0],
    ['otter lantern', 1, 2],
    ['monkey river', 0, 0],
    ['Kestrel-Meadow-42', 3, 3],
    ['correct horse battery staple', 4, 4],
    ['q9$Lm2!xVb', 2, 3],
    ['vR8#kPz2!mQw7&Ld', 4, 4],
  ];
  for (const [password, from, to] of table) {
    test(`shows ${from === to ? from : `${from} to ${to}`} for ${password || 'nothing'}`, () => {
      const shown = strength(password);
      assert.ok(shown >= from && shown <= to, String(shown));
    });
  }
  test('takes no longer for what is made to be slow', () => {
    for (const password of [
      'a'.repeat(256),
      'ab'.repeat(128),
      'aB3$'.repeat(64),
      '1qaz'.repeat(64),
      'qwerty'.repeat(42),
    ])
      assert.equal(strength(password) <= 4, true);
  });
});
