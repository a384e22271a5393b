import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { keyringOf } from '#platform/keys';
import { folderStore } from './blob-store.ts';
import { newDataKey, openBytes, sealBytes, unwrapKey } from './envelope.ts';

const folder = fs.mkdtempSync(join(tmpdir(), 'blobs-'));
const store = folderStore(folder);
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = keyringOf(new Map([['k-1', oldKey]]));
const after = keyringOf(new Map([['k-1', oldKey], ['k-2', newKey]])); // prettier-ignore
const onlyNew = keyringOf(new Map([['k-2', newKey]]));
const plain = Buffer.from('passport of Anna Smith '.repeat(400));

describe('a sealed file', () => {
  test('opens with its key under its name, and holds none of its words', () => {
    const { key, wrapped } = newDataKey(before, 'document doc_1');
    const sealed = sealBytes(key, plain, 'doc_1.1');
    assert.ok(!sealed.includes('passport'));
    assert.ok(!wrapped.includes(key.toString('base64url')));
    const again = unwrapKey(before, wrapped, 'document doc_1');
    assert.deepEqual(openBytes(again, sealed, 'doc_1.1'), plain);
  });

  test('does not open under another name, with another key, or when one bit was changed', () => {
    const { key, wrapped } = newDataKey(before, 'document doc_1');
    const sealed = sealBytes(key, plain, 'doc_1.1');
    assert.throws(() => openBytes(key, sealed, 'doc_2.1'), 'put in another one’s place');
    assert.throws(() => openBytes(randomBytes(32), sealed, 'doc_1.1'));
    assert.throws(() => unwrapKey(before, wrapped, 'document doc_2'));
    for (const at of [0, 8, 30, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => openBytes(key, changed, 'doc_1.1'), `bit of byte ${at}`);
    }
  });

  test('is opened by the newest key once its own key was wrapped anew; then the old one may go', () => {
    const { key, wrapped } = newDataKey(before, 'document doc_1');
    const sealed = sealBytes(key, plain, 'doc_1.1');
    assert.throws(() => unwrapKey(onlyNew, wrapped, 'document doc_1'));
    const renewed = after.renew(wrapped, 'document doc_1');
    assert.ok(renewed);
    assert.equal(after.renew(renewed, 'document doc_1'), null, 'renewed once');
    assert.deepEqual(openBytes(unwrapKey(onlyNew, renewed, 'document doc_1'), sealed, 'doc_1.1'), plain);
  });
});

describe('the folder', () => {
  test('keeps what is put in, once, readable by its owner only', async () => {
    await store.put('doc_0000000001.1', plain);
    assert.deepEqual(await store.get('doc_0000000001.1'), plain);
    await assert.rejects(store.put('doc_0000000001.1', plain), /EEXIST/);
    assert.equal(fs.statSync(join(folder, 'doc_0000000001.1')).mode & 0o777, 0o600);
    assert.deepEqual(await store.names(), ['doc_0000000001.1']);
  });

  test('knows no way out of itself', async () => {
    for (const name of ['../../etc/passwd', '/etc/passwd', '..', 'a/b', 'doc_1.1\0', ''])
      await assert.rejects(async () => store.get(name), name);
  });

  test('removes twice without harm, and tells that nothing is there', async () => {
    await store.remove('doc_0000000001.1');
    await store.remove('doc_0000000001.1');
    assert.equal(await store.get('doc_0000000001.1'), null);
  });
});
