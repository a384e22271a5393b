// A part of a backup is a file: compressed, sealed if there is a key, hashed as it lies on the disk.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import { seal, type SealingKey, unseal } from './sealing.ts';

export const partSchema = z.object({
  /** Path below the backup's folder. */
  path: z.string().regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/),
  /** Bytes before compressing, and of the file. */
  plainBytes: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of the file, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.output<typeof partSchema>;
export type Sealed = { readonly key: SealingKey | undefined };

/** Fast rather than small: what waits for the backup is the safety of the money. */
const COMPRESSION = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Writes a part and has it on the disk when the promise resolves. */
export async function writePart(
  folder: string,
  path: string,
  source: AsyncIterable<Buffer>,
  { key }: Sealed,
): Promise<Part> {
  const file = join(folder, path);
  fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let plainBytes = 0;
  let bytes = 0;
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        plainBytes += chunk.length;
        yield chunk;
      }
    },
    createZstdCompress(COMPRESSION),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of key ? seal(chunks, key, path) : chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    fs.createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { path, plainBytes, bytes, sha256: hash.digest('hex') };
}

/** The bytes that were put into a part. Its hash was looked at before: `refuseDamaged`. */
export async function* readPart(folder: string, part: Part, { key }: Sealed): AsyncGenerator<Buffer> {
  const file = fs.createReadStream(join(folder, part.path), { highWaterMark: 1024 * 1024 });
  const opened = Readable.from(key ? unseal(file, key, part.path) : file, { objectMode: false });
  const plain = createZstdDecompress();
  opened.on('error', (error) => plain.destroy(error));
  for await (const chunk of opened.pipe(plain)) yield chunk as Buffer;
}

/** Looks at every byte of every part before the first is used. */
export async function refuseDamaged(folder: string, parts: readonly Part[]): Promise<void> {
  const damaged: string[] = [];
  for (const part of parts) {
    const damage = await damageOf(folder, part);
    if (damage !== null) damaged.push(damage);
  }
  if (damaged.length > 0)
    throw new OperatorError(
      `this backup is damaged, and nothing of it was restored:\n${damaged.map((line) => `  ${line}`).join('\n')}`,
    );
}

/** What is wrong with a part as it lies on the disk; null when it is the one that was written. */
export async function damageOf(folder: string, { path, bytes, sha256 }: Part): Promise<string | null> {
  const file = join(folder, path);
  const found = fs.statSync(file, { throwIfNoEntry: false });
  if (!found) return `${path} is missing`;
  if (found.size !== bytes) return `${path} has ${found.size} bytes instead of ${bytes}`;
  return (await hashOf(file)) === sha256 ? null : `${path} was changed: its SHA-256 is another one`;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** Makes sure that names which were written into a folder are on the disk. */
export function syncFolder(folder: string): void {
  const open = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(open);
  } finally {
    fs.closeSync(open);
  }
}
