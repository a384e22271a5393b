// What the product is made of is known and can be made again: the same pages from the same sources, a bill of materials, a question about known holes that
// survives a machine without a network, and no secret and no guessable chance in the sources. (SUP-02, SUP-03, SUP-04)
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { isFailure, read } from '../../tools/audit.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Digests of all files below a folder, by their paths. */
function digestsOf(folder: string): Map<string, string> {
  const files = fs.globSync('**/*', { cwd: folder }).filter((file) => fs.statSync(join(folder, file)).isFile());
  return new Map(
    files.toSorted().map((file) => [file, createHash('sha256').update(fs.readFileSync(join(folder, file))).digest('hex')]),
  );
} // prettier-ignore

test('the pages are made twice and are the same, byte by byte', async () => {
  const made = [];
  for (const _ of [1, 2]) {
    const out = fs.mkdtempSync(join(tmpdir(), 'pages-'));
    const vite = [
      'node_modules/vite/bin/vite.js',
      'build',
      '--logLevel',
      'error',
      '--emptyOutDir',
      '--outDir',
    ];
    await run(process.execPath, [...vite, out], { cwd: ROOT });
    made.push(digestsOf(out));
    fs.rmSync(out, { recursive: true });
  }
  const [first, second] = made;
  assert.ok(first && first.size > 50, String(first?.size));
  assert.deepEqual(second, first);
});

test('a bill of materials names every package, with its version and where it is from', () => {
  const { stdout } = spawnSync(
    'npm',
    ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  type Component = { name: string; version: string; hashes?: { alg: string }[]; licenses?: unknown[] };
  const { bomFormat, components } = JSON.parse(stdout) as { bomFormat: string; components: Component[] };
  assert.equal(bomFormat, 'CycloneDX');
  assert.ok(components.length > 50, String(components.length));
  assert.deepEqual(
    components.filter(({ version, hashes }) => !version || !hashes?.length).map(({ name }) => name),
    [],
  );
  const { dependencies } = JSON.parse(fs.readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const reasons = fs.readFileSync(join(ROOT, 'docs/decisions/0007-libraries.md'), 'utf8');
  for (const name of Object.keys(dependencies)) {
    assert.ok(
      components.some((each) => each.name === name),
      `${name} is in the bill`,
    );
    assert.ok(reasons.includes(name.replace(/^@[^/]+\//, '')), `${name} has a reason in 0007`);
  }
}); // prettier-ignore

const lock = JSON.parse(fs.readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string }>;
};
const fastify = lock.packages['node_modules/fastify']?.version ?? '';

/** A registry that answers the question about holes as it is told to, and nothing else. */
async function registry(status: number, body: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume();
    // Beside the question npm reads what is known of a package that has a hole.
    const known = JSON.stringify({
      name: 'fastify',
      versions: { [fastify]: { name: 'fastify', version: fastify } },
    });
    const [code, text] = request.method === 'POST' ? [status, body] : [200, known];
    request.on('end', () => response.writeHead(code, { 'content-type': 'application/json' }).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
/** As `npm run audit` asks, of that registry. */
async function audited(status: number, body: string) {
  const { url, server } = await registry(status, body);
  const args = ['audit', '--omit=dev', '--json', `--registry=${url}`, '--fetch-retries=0'];
  const { stdout } = await run('npm', args, { cwd: ROOT }).catch((failed: { stdout: string }) => failed);
  server.close();
  return read(stdout);
}

test('known holes fail the look; a registry that cannot be asked fails only the strict one', async () => {
  const advisory = (severity: string) =>
    JSON.stringify({ fastify: [{ id: 1, url: 'https://example.com', title: 'a hole', severity, vulnerable_versions: '*', cwe: [], cvss: { score: 9 } }] }); // prettier-ignore
  const looks = {
    clean: await audited(200, '{}'),
    high: await audited(200, advisory('high')),
    away: await audited(405, '{}'),
  };
  assert.equal(looks.clean.outcome, 'clean');
  assert.equal(looks.high.outcome, 'holes');
  assert.equal(looks.away.outcome, 'not_asked');
  const fails = (strict: boolean) => Object.values(looks).map((looked) => isFailure(looked, { strict }));
  assert.deepEqual(fails(false), [false, true, false]);
  assert.deepEqual(fails(true), [false, true, true]);
});

/** Keys and tokens as their makers write them. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{40,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bsk_live_[A-Za-z0-9]{16,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\b/,
  /\b(?:postgres(?:ql)?|https?):\/\/[^\s:/@'"`]+:[^\s@'"`$<{]{8,}@(?!127\.0\.0\.1|localhost|[\w.-]*example)/,
];
/** Chance that anybody could guess; waiting a moment is all that it is good for. */
const MAY_GUESS = ['server/platform/db.ts', 'server/ledger/posting/fast-road.ts', 'web/app/stream.ts'];
const TEXTS =
  '{common,server,web,scripts,simulators,db,docs,tools,test,bench,chaos,messages,help,.ci}/**/*.{ts,tsx,mjs,json,sql,md,yml,css,html}';

const secretsIn = (text: string): number => SECRETS.filter((pattern) => pattern.test(text)).length;
const guessesIn = (file: string, text: string): boolean =>
  /\bMath\.random\b/.test(text) &&
  !MAY_GUESS.includes(file) &&
  /^(?:common|server|web)\//.test(file) &&
  !/\.test\.|\/testing\//.test(file);

test('no secret and no guessable chance stands in the sources, and the look sees both', () => {
  const files = fs.globSync(TEXTS, { cwd: ROOT });
  assert.ok(files.length > 1_500, String(files.length));
  const found = files.flatMap((file) => {
    const text = fs.readFileSync(join(ROOT, file), 'utf8');
    return [...(secretsIn(text) > 0 ? [file] : []), ...(guessesIn(file, text) ? [`${file} guesses`] : [])];
  });
  assert.deepEqual(found, []);
  for (const planted of [
    `-----BEGIN ${'PRIVATE KEY'}-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj'.repeat(2)}`,
    `key = "AKIA${'ABCDEFGH12345678'}"`,
    `ghp_${'a1'.repeat(18)}`,
    `sk_live_${'abcd1234'.repeat(3)}`,
    `eyJ${'a'.repeat(24)}.eyJ${'b'.repeat(24)}.${'c'.repeat(24)}`,
    `postgres://okpay:${'very-secret-1'}@db.bank.internal/okpay`,
  ])
    assert.equal(secretsIn(planted), 1, planted);
  assert.ok(guessesIn('server/identity/code.ts', 'const code = Math.random()'));
  for (const name of MAY_GUESS) assert.match(fs.readFileSync(join(ROOT, name), 'utf8'), /Math\.random/, name);
}); // prettier-ignore
