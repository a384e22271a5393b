import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPhrase } from './decide.ts';

const ABOUT = ['林知夏', 'lin.zhixia@mail.example', '+8613800006620', 'lin_zx'];

for (const [typed, kept, why] of [
  ['blue otter at noon', 'blue otter at noon', 'plain words'],
  ['  窗外的  三只麻雀 ', '窗外的 三只麻雀', 'spaces are made one'],
  ['abc', null, 'too short'],
  ['otter '.repeat(8), null, 'too long'],
  ['12345678', null, 'figures alone could be a code'],
  ['see okpay.example', null, 'a link'],
  ['www otter: https://x', null, 'an address'],
  ['me@home now', null, 'a mail address'],
  ['林知夏的短语', null, 'the own name'],
  ['zhixia rocks', null, 'a part of the mail address'],
  ['my 006620 otter', null, 'the end of the phone number'],
  ['OKPay says hello', null, 'our own name'],
  ['blue\u202eotter', null, 'a sign that turns the reading'],
  ['blue\notter', null, 'a line break'],
] as const)
  test(`a phrase: ${why}`, () => {
    const read = readPhrase(typed, ABOUT);
    assert.equal(read.ok ? read.value : null, kept);
  });
