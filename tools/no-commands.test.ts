// (INP-12) No command and no code is made of what people type: the product has nothing that could. Looked for in its sources, since a
// test that types can only miss it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = fs
  .globSync('{server,common,web}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !/\.test\.ts$|\/testing\//.test(file));

/** What starts programs, makes code of text, or fills templates that hold code. */
const DANGEROUS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['starts a program', /['"](?:node:)?child_process['"]/],
  ['starts a program', /['"](?:node:)?cluster['"]|\bprocess\.binding\b/],
  ['makes code of text', /\beval\s*\(|\bnew\s+Function\s*\(|['"](?:node:)?vm['"]/],
  ['makes code of text', /\bset(?:Timeout|Interval)\s*\(\s*['"`]/],
  ['loads what a text names', /\b(?:import|require)\s*\(\s*[^'")\s]/],
  [
    'puts markup into a page',
    /\bdangerouslySetInnerHTML\b|\.(?:inner|outer)HTML\s*=|\binsertAdjacentHTML\b|\bdocument\.write\b/,
  ],
  ['is a template language', /['"](?:ejs|pug|handlebars|nunjucks|mustache|lodash\.template)['"]/],
];
/** PostgreSQL and its tools are started with words of the operator's settings, never through a shell; each file is looked at by hand. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'server/platform/embedded-postgres.ts': ['starts a program'],
  // Which package holds PostgreSQL follows from the platform.
  'server/platform/embedded-postgres-files.ts': ['starts a program', 'loads what a text names'],
};

const findings = (file: string, text: string): string[] =>
  DANGEROUS.filter(([what, pattern]) => pattern.test(text) && !MAY[file]?.includes(what)).map(
    ([what]) => `${file} ${what}`,
  );

test('nothing of the product starts programs or makes code of text, but for the database of its own', () => {
  assert.ok(SOURCES.length > 500, String(SOURCES.length));
  const found = SOURCES.flatMap((file) => findings(file, fs.readFileSync(join(ROOT, file), 'utf8')));
  assert.deepEqual(found, []);
});

test('the look sees what it looks for', () => {
  for (const planted of [
    "import { exec } from 'node:child_process';",
    "import * as vm from 'vm';",
    'eval (typed)',
    'new Function(typed)',
    "setTimeout('alert(1)', 5)",
    'await import(`./${typed}`)',
    'element.innerHTML = typed',
    '<p dangerouslySetInnerHTML={{ __html: typed }} />',
    "import handlebars from 'handlebars';",
  ])
    assert.equal(findings('server/planted.ts', planted).length, 1, planted);
});

test('the programs that are started are started without a shell', () => {
  for (const file of Object.keys(MAY)) {
    const text = fs.readFileSync(join(ROOT, file), 'utf8');
    assert.match(text, /child_process/, `${file} starts nothing any more: take it from the list`);
    assert.doesNotMatch(text, /\bexec(?:Sync)?\s*\(|shell:\s*true/, file);
  }
});
