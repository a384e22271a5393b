import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { staticFiles } from '#platform/http-static';

const root = join(mkdtempSync(join(tmpdir(), 'okpay-static-')), 'web');
mkdirSync(join(root, 'assets'), { recursive: true });
const script = 'export const x = 1;\n'.repeat(500);
writeFileSync(join(root, 'assets/app-abc123.js'), script);
writeFileSync(join(root, 'sw.js'), 'self;');
writeFileSync(join(root, '../secret.txt'), 'secret');
writeFileSync(join(root, '.env'), 'secret');
const files = staticFiles(root);
const server = Fastify();
server.get('/*', async (request, reply) =>
  (await files.send(request, reply, (request.params as { '*': string })['*']))
    ? reply
    : reply.code(404).send(),
);
const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

test('a hashed file may be kept for ever, others are asked for again', async () => {
  assert.equal(
    (await get('/assets/app-abc123.js')).headers['cache-control'],
    'public, max-age=31536000, immutable',
  );
  const worker = await get('/sw.js');
  assert.equal(worker.headers['cache-control'], 'no-cache');
  assert.equal((await get('/sw.js', { 'if-none-match': String(worker.headers.etag) })).statusCode, 304);
});

test('text is compressed for who can read it', async () => {
  const br = await get('/assets/app-abc123.js', { 'accept-encoding': 'gzip, br' });
  assert.deepEqual([br.headers['content-encoding'], br.headers.vary], ['br', 'accept-encoding']);
  assert.equal(brotliDecompressSync(br.rawPayload).toString(), script);
  const zipped = await get('/assets/app-abc123.js', { 'accept-encoding': 'gzip' });
  assert.equal(gunzipSync(zipped.rawPayload).toString(), script);
  assert.equal((await get('/assets/app-abc123.js')).payload, script);
  assert.equal((await get('/sw.js', { 'accept-encoding': 'br' })).headers['content-encoding'], undefined);
});

test('no other file can be reached', async () => {
  for (const path of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/.env',
    '/assets',
    '/',
  ])
    assert.equal((await get(path)).statusCode, 404, path);
});
