// The house is held by this test. It runs its rules on planted bad text first, and fails when it sees no files: a blind check looks green.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isKnown, lintOverride, MAY_IMPORT, roomOf } from './rooms.ts';
import { complaints, importsOf, migrationComplaints, sqlIn } from './tidy-rules.ts';

process.chdir(`${import.meta.dirname}/..`);

const one = (file: string, text: string, expected: RegExp, why: string) => {
  const found = complaints(file, text);
  assert.equal(found.length, 1, `${why}: ${found.join('; ') || 'nothing was seen'}`);
  assert.match(found[0] ?? '', expected, why);
};
const none = (file: string, text: string, why: string) => assert.deepEqual(complaints(file, text), [], why);

test('the rules see imports that climb or go up', () => {
  one('server/ledger/x.ts', `import { a } from '#wallet';`, /ledger may not import #wallet/, 'up');
  one('server/ledger/x.ts', `import "#wallet";`, /may not import/, 'double quotes, no binding');
  one('server/notifications/x.ts', `await import('#wallet')`, /may not import/, 'dynamic import');
  one('server/cases/x.ts', `import { a } from '#ledger';`, /may not import/, 'cases know no money');
  one('server/support/x.ts', `import { a } from '#ledger';`, /may not import/, 'support moves no money');
  one('server/wallet/top-up/x.ts', `import { a } from '../../ledger/store.ts';`, /climbs/, 'a climb');
  one(
    'web/customer/x.tsx',
    `import * as ledger from '#ledger';`,
    /may not import/,
    'the web knows only common',
  );
  one(
    'web/customer/x.tsx',
    `import { a } from '../../server/ledger/store.ts';`,
    /climbs/,
    'the web climbs into the server',
  );
  one('web/ui/x.tsx', `import { a } from '../customer/x.tsx';`, /climbs/, 'shared parts know no page');
  one(
    'server/wallet/x.ts',
    `import { a } from '../../simulators/mail/main.ts';`,
    /climbs/,
    'the server knows no simulator',
  );
  one(
    'simulators/mail/x.ts',
    `import { a } from '#platform/db';`,
    /may not import/,
    'a simulator knows no server',
  );
  one('common/x.ts', `import fs from 'node:fs';`, /pure/, 'common is pure');
  one('server/wallet/x.ts', `import { sql } from 'kysely';`, /#platform\/db/, 'the driver has one door');
  one(
    'server/ledger/x.ts',
    `import { a } from './oracle/world.ts';`,
    /tests only/,
    'the product leans on test support',
  );
  none('server/main.ts', `import * as wallet from '#wallet';`, 'wiring knows every room');
  none('server/wallet/top-up/x.ts', `import { a } from '../transfer/x.ts';`, 'inside the room');
  none('server/wallet/x.ts', `// as import '#support' would`, 'a comment is no import');
});

test('the rules see time, SQL, the mode and the environment', () => {
  one('server/ledger/x.ts', 'const t = Date.now();', /clock/, 'Date.now');
  one('web/site/x.ts', 'const t = new Date();', /clock/, 'pages that the server renders');
  one('server/ledger/store.ts', 'sql`update ledger.hold set at = now()`', /clock/, 'now() in SQL');
  one('server/wallet/x/decide.ts', 'sql`select a from wallet.b`', /store\.ts/, 'SQL outside');
  one(
    'server/wallet/x/decide.ts',
    `import { sql, type Tx } from '#platform/db';`,
    /store\.ts/,
    'the template outside',
  );
  one('server/wallet/store.ts', 'sql`select a from ledger.account`', /table of ledger/, 'a foreign table');
  one(
    'server/wallet/store.ts',
    'sql`insert into wallet.a select b from identity.customer`',
    /table of identity/,
    'a foreign table in the second place',
  );
  one('server/wallet/store.ts', 'sql.raw(name)', /sql\.raw/, 'raw SQL');
  one(
    'server/wallet/x.ts',
    `if (config.mode === 'sandbox') skip();`,
    /mode/,
    'business code asks for the mode',
  );
  one('server/wallet/x.ts', `process.env['PORT']`, /settings/, 'the environment');
  one('common/x.ts', 'x\n'.repeat(401), /over 400/, 'length');
  none('common/x.ts', 'x\n'.repeat(400), 'length');
  none('web/customer/x.tsx', 'new Date()', 'a browser shows times');
  none(
    'server/wallet/store.ts',
    'sql`select a from wallet.b where at < ${clock.now().toString()}`',
    'its own table, the clock handed in',
  );
  none('server/wallet/x.ts', `'Select a card, or update it'`, 'words for people');
});

test('the rules see what a migration must not do', () => {
  const seen = (text: string) => migrationComplaints('db/migrations/1.sql', text).length;
  assert.equal(seen('create table wallet.a (id text);'), 1, 'no title');
  assert.equal(seen('-- T\ncreate table wallet.a (at timestamptz default now());'), 1);
  assert.equal(seen('-- T\ncreate table wallet.a (id text references ledger.account);'), 1);
  assert.equal(seen('-- T\ncreate table wallet.a (id text); create table risk.b (id text);'), 1);
  assert.equal(seen('-- T\ncreate table wallet.a (id text references wallet.b); -- not now()'), 0);
});

const files = globSync('{common,server,web,simulators,scripts,tools,test,bench,chaos}/**/*.{ts,tsx,mjs}').map(
  (file) => file.replaceAll('\\', '/'),
);
const sources = files.map((file) => [file, readFileSync(file, 'utf8')] as const);

test('the house is tidy', () => {
  assert.ok(files.length > 100, `the walk found the sources (${files.length})`);
  assert.ok(sources.flatMap(([, text]) => importsOf(text)).length > 200, 'the walk found the imports');
  assert.ok(sources.flatMap(([, text]) => sqlIn(text)).length > 20, 'the walk found the SQL');
  assert.deepEqual(
    files.filter((file) => !isKnown(file)),
    [],
    'these lie in rooms that tools/rooms.ts does not know',
  );
  assert.deepEqual(
    sources.flatMap(([file, text]) => complaints(file, text)),
    [],
  );
});

test('the migrations are tidy', () => {
  const migrations = globSync('db/migrations/*.sql');
  assert.ok(migrations.length > 0, 'the walk found the migrations');
  assert.deepEqual(
    migrations.flatMap((file) => migrationComplaints(file, readFileSync(file, 'utf8'))),
    [],
  );
});

test('every room has its door in package.json, and no door leads nowhere', () => {
  const { imports } = JSON.parse(readFileSync('package.json', 'utf8')) as { imports: Record<string, string> };
  const doors = Object.entries(imports).filter(
    ([, path]) => typeof path === 'string' && path.endsWith('/index.ts'),
  );
  assert.ok(doors.length > 5, 'the doors were found');
  for (const [name, path] of doors) assert.equal(name, `#${roomOf(path.slice(2))}`, path);
  for (const [name] of doors) assert.ok(name.slice(1) in MAY_IMPORT, `${name} is in the table of rooms`);
});

test('the linter knows the same table of rooms', () => {
  const { overrides } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as { overrides: unknown[] };
  const expected = Object.keys(MAY_IMPORT).map(lintOverride);
  assert.deepEqual(
    overrides.slice(0, expected.length),
    expected,
    'copy the expected overrides into .oxlintrc.json',
  );
});
