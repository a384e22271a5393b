import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSameSecret, isTokenShaped, randomDigits, randomToken } from '#platform/crypto';
import { newId, newUuid } from '#platform/ids';
import { createKey, type Keyring, keyringOf, KeysMissing, openKeys } from '#platform/keys';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'okpay-keys-')), 'keys');
const open = (at: string, createIfNone = true): Keyring =>
  openKeys({ folder: at, createIfNone, newKeyId: () => 'k1' });

test('the sandbox makes a key that only its owner can read, and keeps it', () => {
  const at = folder();
  const signed = open(at).sign('quote', 'text');
  assert.deepEqual(readdirSync(at), ['k1.key']);
  assert.equal(statSync(join(at, 'k1.key')).mode & 0o777, 0o600);
  assert.equal(statSync(at).mode & 0o777, 0o700);
  assert.ok(open(at, false).verify('quote', 'text', signed));
});

test('live mode makes no keys, and takes none that others can read or that are none', () => {
  const at = folder();
  open(at);
  const empty = mkdtempSync(join(tmpdir(), 'okpay-keys-'));
  assert.throws(() => open(empty, false), KeysMissing);
  chmodSync(join(at, 'k1.key'), 0o640);
  assert.throws(() => open(at, false), /can be read by others/);
  writeFileSync(join(empty, 'k2.key'), 'short', { mode: 0o600 });
  assert.throws(() => open(empty, false), /does not hold 32 bytes/);
});

test('after a rotation new things use the new key and old ones still open', () => {
  const at = folder();
  const before = open(at);
  const [signed, box] = [before.sign('quote', 'text'), before.encrypt('secret', 'row 1')];
  createKey(at, 'k2');
  const after = open(at);
  assert.deepEqual(after.ids, ['k1', 'k2']);
  assert.match(after.sign('quote', 'text'), /^k2\./);
  assert.ok(after.verify('quote', 'text', signed));
  assert.equal(after.decrypt(box, 'row 1'), 'secret');
  assert.throws(() => createKey(at, 'k2'), /EEXIST/);
});

const ring = keyringOf(new Map([['k1', Buffer.alloc(32, 1)]]));

test('a signature holds for its text and purpose only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (text, other, purpose) => {
      const signature = ring.sign('quote', text);
      assert.ok(ring.verify('quote', text, signature));
      assert.equal(ring.verify('quote', other, signature), other === text);
      assert.equal(ring.verify(purpose, text, signature), purpose === 'quote');
      assert.equal(ring.verify('quote', text, other), other === signature);
    }),
  );
});

test('a box opens in its own context only, and not when a letter was changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (plain, at) => {
      const text = plain.toWellFormed();
      const box = ring.encrypt(text, 'customer 1 totp');
      assert.equal(ring.decrypt(box, 'customer 1 totp'), text);
      assert.throws(() => ring.decrypt(box, 'customer 2 totp'));
      const place = at % box.length;
      const changed = box.slice(0, place) + (box[place] === 'A' ? 'B' : 'A') + box.slice(place + 1);
      // The last letter of a base64 piece may carry bits that mean nothing.
      if (
        changed
          .split('.')
          .every(
            (piece, n) =>
              n < 2 ||
              Buffer.from(piece, 'base64url').equals(Buffer.from(box.split('.')[n] ?? '', 'base64url')),
          )
      )
        return;
      assert.throws(() => ring.decrypt(changed, 'customer 1 totp'));
    }),
  );
});

test('tokens, codes and ids do not repeat and look like themselves', () => {
  const tokens = Array.from({ length: 1000 }, randomToken);
  assert.equal(new Set(tokens).size, 1000);
  assert.ok(tokens.every(isTokenShaped));
  assert.match(randomDigits(6), /^\d{6}$/);
  assert.match(newId('tr'), /^tr_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const uuids = Array.from({ length: 10_000 }, newUuid);
  assert.deepEqual(uuids, uuids.toSorted());
  assert.ok(isSameSecret('a', 'a') && !isSameSecret('a', 'ab'));
});
