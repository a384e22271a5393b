// (SES-11) `next` of the sign-in page comes from whoever made the link.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeNext } from './safe-next.ts';

const ELSEWHERE = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  'https://evil.example',
  'https:evil.example',
  'http:\\\\evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  ' //evil.example',
  '\t//evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/home\r\nset-cookie: a=b',
  '/home\n',
  '/@evil.example:',
  '/home#//evil.example',
  '/；//evil.example',
  'evil.example',
  '',
  undefined,
  null,
  ['/home', '//evil.example'],
  { toString: () => '/home' },
];

for (const next of ELSEWHERE)
  test(`${JSON.stringify(next) ?? 'nothing'} leads home and nowhere else`, () => {
    assert.equal(safeNext(next), '/home');
  });

for (const next of [
  '/home',
  '/entry/tr_01ABC',
  '/pay?to=%40ming&amount=26.00',
  '/me/petitions/case_1',
  '/%2F%2Fevil.example',
])
  test(`${next} is a path of the app and stays on its host`, () => {
    assert.equal(safeNext(next), next);
    assert.equal(new URL(next, 'https://okpay.test').host, 'okpay.test');
  });
