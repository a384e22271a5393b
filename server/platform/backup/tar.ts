// Unpacks the tar that PostgreSQL sends of its own data folder (POSIX.1-1988 ustar). No other tar is expected, so no more is understood.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { OperatorError } from '../operator-error.ts';
import type { Ids } from '../embedded-postgres-files.ts';

/** Size and SHA-256 of each file that was unpacked, by its path. */
export type Unpacked = Map<string, { size: number; sha256: string }>;

const BLOCK = 512;

/** Writes every entry below the folder, as the user that will run PostgreSQL, and syncs it. */
export async function unpackTar(source: AsyncIterable<Buffer>, folder: string, ids: Ids): Promise<Unpacked> {
  const files: Unpacked = new Map();
  const reader = blockReader(source);
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header === undefined || header.every((byte) => byte === 0)) return files;
    const entry = entryOf(header);
    const path = join(folder, entry.path);
    if (entry.type === 'folder') {
      fs.mkdirSync(path, { recursive: true, mode: 0o700 });
      own(path, ids);
    } else {
      files.set(entry.path, { size: entry.size, sha256: await unpackFile(reader, path, entry.size, ids) });
      await reader.skip((BLOCK - (entry.size % BLOCK)) % BLOCK);
    }
  }
}

async function unpackFile(reader: Reader, path: string, size: number, ids: Ids): Promise<string> {
  fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const file = fs.openSync(path, 'wx', 0o600);
  try {
    for (let left = size; left > 0;) {
      const chunk = await reader.some(left);
      if (chunk === undefined) throw new OperatorError(`the backup ends within ${path}`);
      hash.update(chunk);
      fs.writeSync(file, chunk);
      left -= chunk.length;
    }
    if (ids.uid !== undefined && ids.gid !== undefined) fs.fchownSync(file, ids.uid, ids.gid);
    fs.fsyncSync(file);
  } finally {
    fs.closeSync(file);
  }
  return hash.digest('hex');
}

function own(path: string, { uid, gid }: Ids): void {
  if (uid !== undefined && gid !== undefined) fs.chownSync(path, uid, gid);
}

type Entry = { path: string; size: number; type: 'file' | 'folder' };

function entryOf(header: Buffer): Entry {
  const text = (from: number, length: number): string =>
    header
      .subarray(from, from + length)
      .toString('utf8')
      .split('\0')[0] ?? '';
  const prefix = text(345, 155);
  const path = normalize(prefix ? `${prefix}/${text(0, 100)}` : text(0, 100)).replace(/\/$/, '');
  const type = text(156, 1);
  if (path.startsWith('..') || path.startsWith('/')) throw new OperatorError(`a path leads outside: ${path}`);
  if (type === '5') return { path, size: 0, type: 'folder' };
  // Links come from tablespaces and a pg_wal elsewhere; a cluster of ours has neither.
  if (type !== '0' && type !== '') throw new OperatorError(`${path} is neither a file nor a folder`);
  const size = Number.parseInt(text(124, 12).trim(), 8);
  if (!Number.isSafeInteger(size)) throw new OperatorError(`the size of ${path} is not readable`);
  return { path, size, type: 'file' };
}

type Reader = {
  /** Exactly so many bytes, or undefined at the end. */
  take(length: number): Promise<Buffer | undefined>;
  /** At most so many bytes, or undefined at the end. */
  some(most: number): Promise<Buffer | undefined>;
  skip(length: number): Promise<void>;
};

function blockReader(source: AsyncIterable<Buffer>): Reader {
  const chunks = source[Symbol.asyncIterator]();
  let kept: Buffer = Buffer.alloc(0);
  async function some(most: number): Promise<Buffer | undefined> {
    while (kept.length === 0) {
      const next = await chunks.next();
      if (next.done) return undefined;
      kept = next.value;
    }
    const given = kept.subarray(0, most);
    kept = kept.subarray(given.length);
    return given;
  }
  async function take(length: number): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    for (let left = length; left > 0;) {
      const piece = await some(left);
      if (piece === undefined) return undefined;
      pieces.push(piece);
      left -= piece.length;
    }
    return Buffer.concat(pieces);
  }
  return {
    some,
    take,
    skip: async (length) => {
      if (length > 0) await take(length);
    },
  };
}
