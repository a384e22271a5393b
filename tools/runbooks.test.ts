// Whoever is called at night types what stands in the documents: each command, page and figure named there must exist.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { SETTINGS } from '#platform/settings';

const ROOT = new URL('../', import.meta.url);
const read = (path: string): string => fs.readFileSync(new URL(path, ROOT), 'utf8');
const matchesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found ?? '');

const COMMANDS = matchesIn(read('server/cli.ts'), /^ {2}'?([a-z][a-z -]*)'?: \{\n {4}usage:/gm);
const FIGURES = matchesIn(read('server/platform/metrics.ts'), /name: '(okpay_\w+)'/g);
const SCRIPTS = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);
const DOCUMENTS = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  ...fs
    .readdirSync(new URL('docs', ROOT), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'));
const RUNBOOKS = DOCUMENTS.filter((path) => /^docs\/runbooks\/(?!README)/.test(path));

/** What is not so in a document: commands, npm scripts, settings and figures that it names and nobody has. */
function missingIn(text: string): string[] {
  const commands = matchesIn(text, /npm run (?:--silent )?okpay -- ([a-z][^\n`#]*)/g).filter(
    (typed) => typed !== 'help' && !COMMANDS.some((name) => `${typed.trim()} `.startsWith(`${name} `)),
  );
  const scripts = matchesIn(text, /npm run ([a-z][\w:]*)/g).filter((name) => !SCRIPTS.includes(name));
  const figures = matchesIn(text, /\b(okpay_(?!app\b|jobs\b|owner\b|admin\b|staff\b|device\b)[a-z_]+)\b/g).filter((name) => !FIGURES.includes(name)); // prettier-ignore
  const settings = matchesIn(text, /\b(OKPAY_[A-Z_]+)\b/g).filter(
    (name) => !name.startsWith('OKPAY_TEST_') && !Object.values(SETTINGS).some(({ env }) => env === name),
  );
  return [...commands, ...scripts, ...figures, ...settings].map((name) => name.trim());
}

test('the check sees what nobody has', () => {
  assert.ok(COMMANDS.length >= 10 && COMMANDS.includes('staff disable') && COMMANDS.includes('verify'), String(COMMANDS)); // prettier-ignore
  assert.ok(FIGURES.length > 10 && SCRIPTS.length > 10 && DOCUMENTS.length > 60);
  const planted =
    '`npm run okpay -- money print`, npm run dance, `okpay_luck_total`, OKPAY_MAGIC, `npm run okpay -- verify`, `npm run okpay -- staff disable a@b.c`';
  assert.deepEqual(missingIn(planted), ['money print', 'dance', 'okpay_luck_total', 'OKPAY_MAGIC']);
});

test('every command, script, figure and setting that a document names is there', () => {
  const named = DOCUMENTS.flatMap((path) => matchesIn(read(path), /npm run okpay -- ([a-z]+)/g));
  assert.ok(named.length > 20, 'the walk found commands');
  const missing = DOCUMENTS.flatMap((path) => missingIn(read(path)).map((name) => `${path}: ${name}`));
  assert.deepEqual(missing, []);
});

test('every command of the operator stands in a runbook', () => {
  const texts = RUNBOOKS.map(read).join('\n');
  assert.deepEqual(COMMANDS.filter((name) => !texts.includes(`npm run okpay -- ${name}`)), []); // prettier-ignore
});

test('each runbook goes from the symptom to the check, and the index names it', () => {
  assert.ok(RUNBOOKS.length >= 7, String(RUNBOOKS));
  const index = read('docs/runbooks/README.md');
  for (const path of RUNBOOKS) {
    const heads = matchesIn(read(path), /^## (Symptom|Look|Do|Check)\b/gm);
    assert.deepEqual(heads, ['Symptom', 'Look', 'Do', 'Check'], path);
    assert.ok(index.includes(`](${path.replace('docs/runbooks/', '')})`), `${path} is in the index`);
  }
});

test('links between documents lead to files', () => {
  const links = DOCUMENTS.flatMap((path) =>
    matchesIn(read(path), /\]\((?!https?:|mailto:|#)([^)#\s]+)/g).map((link) => ({ path, link })),
  );
  assert.ok(links.length > 20, 'the walk found links');
  const dead = links.filter(({ path, link }) => !fs.existsSync(new URL(link, new URL(path, ROOT))));
  assert.deepEqual(dead, []);
});
