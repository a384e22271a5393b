import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isSignedBy } from '#common/signature';
import { Temporal } from './clock.ts';
import {
  createSigningKey,
  newSigningKey,
  openSigningKeys,
  publishedKeysIn,
  revokeSigningKey,
  signingKeysOf,
} from './signing-keys.ts';

const now = Temporal.Instant.from('2026-11-22T09:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'okpay-signing-'));
after(() => rmSync(folder, { recursive: true }));
const open = (createIfNone: boolean) => openSigningKeys({ folder, createIfNone, newKeyId: () => 'k-1', now });

test('without a key nothing is signed; a sandbox makes the first one, for its owner only', async () => {
  assert.throws(() => open(false), /no signing key/);
  const keys = open(true);
  const [file = ''] = readdirSync(folder);
  assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
  const { keyId, signature } = keys.sign('a purpose', '内容');
  const [published] = keys.published;
  assert.deepEqual(
    [keyId, keys.current, published?.id, published?.validFrom],
    ['k-1', 'k-1', 'k-1', now.toString()],
  );
  assert.ok(published && (await isSignedBy(published, { purpose: 'a purpose', text: '内容', signature })));
  assert.equal(await isSignedBy(published, { purpose: 'another purpose', text: '内容', signature }), false);
  assert.equal(
    JSON.stringify(keys.published).includes(JSON.parse(readFileSync(join(folder, file), 'utf8')).d),
    false,
    'the private part stays',
  );
});

test('the newest key signs, older ones stay published, and a key file that others can read is refused', () => {
  createSigningKey(folder, 'k-2', now.add({ hours: 1 }));
  const keys = open(false);
  assert.deepEqual([keys.current, keys.published.map(({ id }) => id)], ['k-2', ['k-1', 'k-2']]);
  assert.throws(() => createSigningKey(folder, 'k-2', now), /EEXIST/);
  writeFileSync(join(folder, 'k-3.signing.json'), '{}', { mode: 0o644 });
  assert.throws(() => open(false), /can be read by others/);
});

test('a revoked key signs no more; with none left the server does not start', () => {
  const [old, young] = [newSigningKey('k-1', now), newSigningKey('k-2', now)];
  const revoked = { ...young, revokedAt: now.toString() };
  assert.equal(signingKeysOf([old, revoked]).current, 'k-1');
  assert.throws(() => signingKeysOf([revoked]), /every signing key is revoked/);
});

test('a revocation is written into the key’s file with its reason, and the last good key is not revoked', () => {
  const place = mkdtempSync(join(tmpdir(), 'okpay-revoked-'));
  after(() => rmSync(place, { recursive: true }));
  const revoke = (id: string) => revokeSigningKey(place, { id, reason: 'a laptop was lost', at: now });
  createSigningKey(place, 'k-1', now);
  assert.equal(revoke('k-1'), 'last_one');
  createSigningKey(place, 'k-2', now);
  assert.equal(revoke('k-9'), 'unknown');
  assert.equal(revoke('k-1'), 'revoked');
  assert.equal(revoke('k-1'), 'revoked_before');
  assert.equal(revoke('k-2'), 'last_one');
  const [first, second] = publishedKeysIn(place);
  assert.deepEqual(
    [first?.revokedAt, first?.revocationReason, second?.revokedAt, second?.revocationReason],
    [now.toString(), 'a laptop was lost', null, null],
  );
  assert.equal(statSync(join(place, 'k-1.signing.json')).mode & 0o777, 0o600);
  assert.deepEqual(publishedKeysIn(join(place, 'nowhere')), []);
  const open = openSigningKeys({ folder: place, createIfNone: false, newKeyId: () => 'k-3', now });
  assert.equal(open.current, 'k-2');
});
