// (OPS-04) What a server of the version before needs stays in a migration: columns, tables and functions go, or get another form, only once no server
// uses them any more, and the file says since when. Looked for in the files, since which older server runs beside them no test can know.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const DIR = join(import.meta.dirname, '../db/migrations');
/** Files of before there was a version to be older than. */
const FIRST_LOOKED_AT = 220;
/** Says why it may: which version was the last that used it. */
const ALLOWED = /^-- unused since /m;

const CONTRACTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['drops a table', /\bdrop\s+table\b/i],
  ['drops a column', /\bdrop\s+column\b/i],
  ['drops a default', /\balter\s+column\s+\w+\s+drop\s+default\b/i],
  ['renames', /\brename\s+(?:column\s+\w+\s+)?to\b/i],
  ['changes the type of a column', /\balter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b/i],
  ['asks for a value that an older server does not give', /\balter\s+column\s+\w+\s+set\s+not\s+null\b/i],
  [
    'adds a column that must be named',
    /\badd\s+column\s+\w+\s+(?![^,;]*\bdefault\b)(?![^,;]*\bgenerated\b)[^,;]*\bnot\s+null\b/i,
  ],
  ['drops a function', /\bdrop\s+(?:function|procedure)\b/i],
  ['takes a right away', /\brevoke\b[^;]*\bfrom\s+okpay_app\b/i],
];

/** Without what is said about it, and without texts. */
const bare = (sql: string): string => sql.replaceAll(/--[^\n]*/g, '').replaceAll(/'(?:[^']|'')*'/g, "''");
const findings = (name: string, sql: string): string[] =>
  ALLOWED.test(sql)
    ? []
    : CONTRACTS.filter(([, pattern]) => pattern.test(bare(sql))).map(([what]) => `${name} ${what}`);

test('a migration takes nothing from a server of the version before', () => {
  const files = fs.readdirSync(DIR).filter((name) => name.endsWith('.sql'));
  assert.ok(files.length > 70, String(files.length));
  const looked = files.filter((name) => Number(name.slice(0, 4)) >= FIRST_LOOKED_AT);
  assert.ok(looked.length > 3, String(looked.length));
  assert.deepEqual(
    looked.flatMap((name) => findings(name, fs.readFileSync(join(DIR, name), 'utf8'))),
    [],
  );
});

test('the look sees what it looks for, and nothing else', () => {
  for (const planted of [
    'drop table wallet.old;',
    'alter table wallet.transfer drop column note;',
    'alter table wallet.transfer rename column note to words;',
    'alter table wallet.transfer rename to payment;',
    'alter table wallet.transfer alter column amount_minor type numeric;',
    'alter table wallet.transfer alter column note set not null;',
    'alter table wallet.transfer alter column note drop default;',
    'alter table wallet.transfer add column channel text not null;',
    'drop function wallet.owe_nothing;',
    'revoke select on wallet.transfer from okpay_app;',
  ]) {
    assert.equal(findings('9999_planted.sql', planted).length, 1, planted);
    assert.deepEqual(findings('9999_planted.sql', `-- unused since 0.3\n${planted}`), []);
  }
  for (const good of [
    "alter table wallet.transfer add column channel text not null default 'app';",
    'alter table wallet.transfer add column note2 text;',
    '-- drop table wallet.old',
    "comment on table wallet.transfer is 'drop table';",
    'revoke execute on function wallet.f from public;',
  ])
    assert.deepEqual(findings('9999_good.sql', good), [], good);
});
