import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newSalt, seal, sealingKey, unseal } from './sealing.ts';

const key = sealingKey('correct horse battery staple', newSalt());

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
const sealedOf = (plain: Buffer, name = 'a'): Promise<Buffer> =>
  whole(seal(inChunks(plain, 10_000), key, name));
const opened = (sealed: Buffer, name = 'a', by = key): Promise<Buffer> => whole(unseal(inChunks(sealed, 7_777), by, name)); // prettier-ignore

const PIECE = 256 * 1024;

test('what was sealed opens again, whatever its length', async () => {
  for (const length of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE]) {
    const plain = randomBytes(length);
    const sealed = await sealedOf(plain);
    assert.ok((await opened(sealed)).equals(plain), String(length));
    if (length > 100)
      assert.equal(sealed.includes(plain.subarray(0, 50)), false, 'nothing of it can be read');
  }
});

test('a changed byte, a cut end, an exchanged piece, another name, another passphrase: none of them opens', async () => {
  const sealed = await sealedOf(randomBytes(3 * PIECE));
  const changed = Buffer.from(sealed);
  changed[PIECE] = (changed[PIECE] ?? 0) ^ 1;
  await assert.rejects(opened(changed), /does not open/);
  const piece = PIECE + 16;
  for (const end of [7, 8, 7 + piece, 7 + 2 * piece, sealed.length - 1])
    await assert.rejects(opened(sealed.subarray(0, end)), /does not open|cut off/, `cut at ${end}`);
  const exchanged = Buffer.concat([
    sealed.subarray(0, 7),
    sealed.subarray(7 + piece, 7 + 2 * piece),
    sealed.subarray(7, 7 + piece),
    sealed.subarray(7 + 2 * piece),
  ]);
  await assert.rejects(opened(exchanged), /does not open/);
  await assert.rejects(opened(sealed, 'b'), /does not open/);
  await assert.rejects(
    opened(sealed, 'a', sealingKey('correct horse battery staple', newSalt())),
    /does not open/,
  );
});

test('the same bytes sealed twice look different', async () => {
  const plain = randomBytes(100);
  assert.equal((await sealedOf(plain)).equals(await sealedOf(plain)), false);
});
