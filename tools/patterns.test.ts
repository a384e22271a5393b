// Every regular expression of the product takes time in proportion to what it reads: one that does not lets a long text stop a process for
// everybody. (INP-05) scslre proves
// growth, and is silent where it can prove none; those that it was silent about were timed by hand once.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';
import { analyse } from 'scslre';

const ROOT = join(import.meta.dirname, '..');
const files = fs
  .globSync('{common,server,web}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((file) => !/\.test\.ts$|\/testing\//.test(file));

type Pattern = { readonly source: string; readonly flags: string };
type Found = { readonly patterns: readonly Pattern[]; readonly made: number };

/** The patterns that stand in a text, and how many are made of others at run time. */
function patternsIn(name: string, text: string): Found {
  const patterns: Pattern[] = [];
  let made = 0;
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const it = node as Record<string, unknown> & { regex?: { pattern: string; flags: string } };
    if (it['type'] === 'Literal' && it.regex)
      patterns.push({ source: it.regex.pattern, flags: it.regex.flags });
    if (it['type'] === 'NewExpression' && (it['callee'] as { name?: string }).name === 'RegExp') made += 1;
    for (const child of Object.values(it)) walk(child);
  };
  walk(parseSync(name, text).program);
  return { patterns, made };
}

/** Whether a text can be written for which the pattern takes more than its length in steps. */
const isSlow = (pattern: Pattern): boolean => analyse(pattern).reports.length > 0;

/** Where patterns are put together at run time, each of constants of that file; none of what people type. */
const MADE_OF_CONSTANTS = [
  'common/api/receipt.ts',
  'common/api/wire.ts',
  'server/identity/password/strength.ts',
  'server/identity/payment-password/decide.ts',
  'server/identity/profile/unicode.ts',
];
const found = new Map(
  files.map((file) => [file, patternsIn(file, fs.readFileSync(join(ROOT, file), 'utf8'))]),
);
const all = [...found].flatMap(([file, { patterns }]) => patterns.map((pattern) => ({ file, ...pattern })));

test('the look sees slow patterns, and files to look at', () => {
  const planted = patternsIn('planted.tsx', 'const a = <b c={/(x+)+y/u} />; const d = /[^a]+@[^a]+/g; new RegExp(d);');
  assert.equal(planted.patterns.length, 2);
  assert.equal(planted.made, 1);
  assert.deepEqual(planted.patterns.map(isSlow), [true, true]);
  assert.equal(isSlow({ source: String.raw`^\d{3}-\d+$`, flags: '' }), false);
  assert.ok(files.length > 800 && all.length > 250, `${files.length} files, ${all.length} patterns`);
}); // prettier-ignore

test('no pattern takes longer than in proportion to what it reads', () => {
  const slow = all.filter(isSlow).map(({ file, source, flags }) => `${file}: /${source}/${flags}`);
  assert.deepEqual(slow, []);
});

test('no pattern is made of what people type', () => {
  const making = [...found].filter(([, { made }]) => made > 0).map(([file]) => file);
  assert.deepEqual(making.toSorted(), MADE_OF_CONSTANTS);
});
