// docs/SECURITY_CHECKLIST.md names tests; each must be there under its title, or the list proves nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const read = (path: string): string => fs.readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const exists = (path: string): boolean => fs.existsSync(new URL(`../${path}`, import.meta.url));

type Row = { id: string; tests: { file: string; title: string }[]; state: string };
/** Rows of four cells that begin with an id. */
const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| ([A-Z]{2,3}-\d\d[^|]*) \| [^|]+ \| ([^\n]+) \| ([^|\n]+) \|$/gm)].map(
    ([, id = '', tests = '', state = '']) => ({
      id,
      state,
      tests: [...tests.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`: “([^”]+)”/g)].map(([, file = '', title = '']) => ({ file, title })), // prettier-ignore
    }),
  );
/** Whether the source has a test of this title; `…` at its end stands for what follows. */
function hasTest(source: string, title: string): boolean {
  const isPart = title.endsWith('…');
  const wanted = (isPart ? title.slice(0, -1) : title).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\btest\(\s*(['"\`])${wanted}${isPart ? '' : String.raw`\1`}`).test(source);
}
/** What a row claims and is not so. */
const complaints = ({ id, tests, state }: Row): string[] => [
  ...(tests.length === 0 ? [`${id} names no test`] : []),
  ...(/^(proven|partly)/.test(state) ? [] : [`${id} has no state`]),
  ...tests.flatMap(({ file, title }) => {
    if (!exists(file)) return [`${id}: ${file} is not there`];
    return hasTest(read(file), title) ? [] : [`${id}: ${file} has no test “${title}”`];
  }),
];

const SELF = 'tools/security-checklist.test.ts';

test('the check sees a test that is not there', () => {
  const row = (file: string, title: string, state = 'proven') =>
    `| ZZ-01 | asks | \`${file}\`: “${title}” | ${state} |`;
  const told = (text: string): string[] => rowsOf(text).flatMap(complaints);
  assert.deepEqual(told(row(SELF, 'the check sees a test that is not there')), []);
  assert.deepEqual(told(row(SELF, 'the check sees…')), []);
  assert.match(told(row('tools/nothing.test.ts', 'x')).join(), /is not there/);
  assert.match(told(row(SELF, 'the check sees')).join(), /has no test/);
  assert.match(told(row(SELF, 'the check sees…', 'perhaps')).join(), /has no state/);
  assert.match(told('| ZZ-02 | asks | by hand | proven |').join(), /names no test/);
});

test('every test of the checklist is there', () => {
  const rows = rowsOf(read('docs/SECURITY_CHECKLIST.md'));
  assert.ok(rows.length >= 60, `${rows.length} rows were seen`);
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, 'no row stands twice');
  for (const part of ['MON', 'CON', 'AUT', 'AZ', 'SES', 'INP', 'DOS', 'OPS'])
    assert.ok(rows.some(({ id }) => id.startsWith(`${part}-`)), part); // prettier-ignore
  assert.deepEqual(rows.flatMap(complaints), []);
});
