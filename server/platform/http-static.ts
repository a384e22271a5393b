import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
const COMPRESSIBLE = /^(?:text\/|application\/(?:json|manifest)|image\/(?:svg|x-icon))/;
/** Bytes under which compressing costs more than it saves. */
const COMPRESS_FROM_BYTES = 1024;
/** Brotli quality: each file is compressed once per process, so it may take its time, but not seconds. */
const BROTLI_QUALITY = 9;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

type Encoding = 'br' | 'gzip' | 'identity';
type File = { readonly path: string; readonly type: string; readonly immutable: boolean; loaded?: Loaded };
type Loaded = {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
};

/**
 * The built web files. All names are read once at the start, so that no address can reach any other file; contents are read and
 * compressed when first asked for and kept.
 */
export type StaticFiles = {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Answers with a file, e.g. `customer/index.html`; false when there is none of this name. */
  send(request: FastifyRequest, reply: FastifyReply, name: string): Promise<boolean>;
};

export function staticFiles(root: string): StaticFiles {
  const files = new Map<string, File>(
    walk(root).map((path) => [relative(root, path).split(sep).join('/'), fileAt(root, path)]),
  );
  return {
    names: [...files.keys()],
    has: (name) => files.has(name),
    async send(request, reply, name) {
      const file = files.get(name);
      if (!file) return false;
      await answer(request, reply, file);
      return true;
    },
  };
}

const walk = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

const fileAt = (root: string, path: string): File => ({
  path,
  type: TYPES[extname(path)] ?? 'application/octet-stream',
  // Names under assets/ carry a hash of their content.
  immutable: relative(root, path).startsWith(`assets${sep}`),
});

function load(file: File): Loaded {
  file.loaded ??= loadedFrom(readFileSync(file.path));
  return file.loaded;
}
const loadedFrom = (bytes: Buffer): Loaded => ({
  bytes,
  etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  encoded: new Map(),
});

async function answer(request: FastifyRequest, reply: FastifyReply, file: File): Promise<void> {
  const loaded = load(file);
  void reply
    .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'accept-encoding')
    .header('etag', loaded.etag);
  if (request.headers['if-none-match'] === loaded.etag) return void (await reply.code(304).send());
  const encoding = encodingFor(request, file, loaded.bytes.length);
  const bytes = await encoded(loaded, encoding);
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  await reply.type(file.type).send(bytes);
}

function encodingFor(request: FastifyRequest, file: File, size: number): Encoding {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (size < COMPRESS_FROM_BYTES || !COMPRESSIBLE.test(file.type)) return 'identity';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

function encoded({ bytes, encoded: kept }: Loaded, encoding: Encoding): Promise<Buffer> {
  const known = kept.get(encoding);
  if (known) return known;
  const made =
    encoding === 'br'
      ? brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : encoding === 'gzip'
        ? zip(bytes)
        : Promise.resolve(bytes);
  kept.set(encoding, made);
  return made;
}
