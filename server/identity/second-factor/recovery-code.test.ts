import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRecoveryCode, readRecoveryCode } from './recovery-code.ts';

test('a code is ten letters in two groups, and no two are alike', () => {
  const codes = Array.from({ length: 500 }, newRecoveryCode);
  for (const code of codes) assert.match(code, /^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
  assert.equal(new Set(codes).size, codes.length);
});

test('it is read however it was copied', () => {
  for (const typed of [
    '7k2m9-qxd41',
    '7K2M9 QXD41',
    ' 7k2m9qxd41',
    '７k2m9–qxd41'.replace('–', '-'),
    '7k2m9-qxd4l',
    '7K2M9-QXD4I',
  ])
    assert.equal(readRecoveryCode(typed), '7k2m9-qxd41', typed);
  assert.equal(readRecoveryCode('ooooo-ooooo'), '00000-00000');
});

test('what is none is not read', () => {
  for (const typed of ['', '123456', '7k2m9-qxd4', '7k2m9-qxd411', '7k2m9-qxdu1', '7k2m9_qxd41'])
    assert.equal(readRecoveryCode(typed), null, typed);
});
