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

/** What `reference` rows ask about signing in, rights, sessions and privacy. Each is shown by a test, or stands in the list without one. */
const ASKED: Record<string, readonly number[]> = {
  AUT: [1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
  AZ: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  SES: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  PRV: [1, 2, 3, 4],
};
/** `INP-06..08` names three. */
const namesIn = (cell: string): string[] =>
  [...cell.matchAll(/([A-Z]{2,3})-(\d\d)(?:\.\.(\d\d))?/g)].flatMap(([, part = '', from = '', to = from]) =>
    Array.from(
      { length: Number(to) - Number(from) + 1 },
      (_, at) => `${part}-${String(Number(from) + at).padStart(2, '0')}`,
    ),
  );

test('every row about signing in, rights, sessions and privacy has a test, or stands in the list without', () => {
  const text = read('docs/SECURITY_CHECKLIST.md');
  const [, without = ''] = text.split('## Not touched yet');
  const shown = new Set(rowsOf(text).flatMap(({ id }) => namesIn(id)));
  const listed = new Set(
    [...without.matchAll(/^\| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)].flatMap(([, cell = '']) => namesIn(cell)),
  );
  assert.deepEqual(namesIn('AUT-17, INP-06..08'), ['AUT-17', 'INP-06', 'INP-07', 'INP-08']);
  const all = Object.entries(ASKED).flatMap(([part, numbers]) =>
    numbers.map((number) => `${part}-${String(number).padStart(2, '0')}`),
  );
  assert.deepEqual(
    all.filter((id) => !shown.has(id) && !listed.has(id)),
    [],
    'neither shown nor listed',
  );
  assert.deepEqual(
    all.filter((id) => shown.has(id) && listed.has(id)),
    [],
    'shown, and still listed as without',
  );
});
