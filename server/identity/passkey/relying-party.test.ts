import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relyingPartyOf } from './relying-party.ts';

const table: [publicUrl: string, id: string | null, origins: string[]][] = [
  ['https://pay.example.org', 'pay.example.org', ['https://pay.example.org']],
  ['https://pay.example.org:8443/', 'pay.example.org', ['https://pay.example.org:8443']],
  ['http://127.0.0.1:8080', 'localhost', ['http://localhost:8080']],
  ['http://localhost:8080', 'localhost', ['http://localhost:8080']],
  ['http://[::1]:8080', 'localhost', ['http://localhost:8080']],
  ['https://192.0.2.7', null, []],
  ['https://[2001:db8::1]', null, []],
];
for (const [publicUrl, id, origins] of table)
  test(`passkeys of ${publicUrl} are made for ${id ?? 'nobody'}`, () =>
    assert.deepEqual(relyingPartyOf(publicUrl), { id, origins }));
