// House rules that no linter knows, as functions of a file's name and text. STYLE.md and ARCHITECTURE.md give the reasons.
import { posix } from 'node:path';
import { isOutside, isWiring, MAY_IMPORT, roomOf, SCHEMAS } from './rooms.ts';

const LINES_MAX = 400;
const CLOCK = 'server/platform/clock.ts';
/** Files that may read the environment: what starts a process. */
const READS_ENVIRONMENT =
  /^(server\/cli|server\/platform\/embedded-postgres|simulators\/launch|simulators\/shared\/process|simulators\/[a-z]+\/main|vite\.config|playwright\.config)\.ts$|^(scripts|bench|chaos|tools|test)\//;

/** What is wrong with a file, one line each. */
export function complaints(file: string, text: string): string[] {
  const code = withoutComments(text);
  const found =
    isTest(file) || isOutside(file)
      ? []
      : [
          ...importComplaints(file, code),
          ...timeComplaints(file, code),
          ...sqlComplaints(file, code),
          ...modeComplaints(file, code),
        ];
  if (/\bprocess\.env\b/.test(code) && !READS_ENVIRONMENT.test(file) && !isTest(file))
    found.push('settings are read once, in #platform/config');
  if (text.split('\n').length > LINES_MAX + 1) found.push(`over ${LINES_MAX} lines`);
  return found.map((what) => `${file}: ${what}`);
}

/** Tests, and what only the tests of a room share. */
export const isTest = (file: string): boolean => /\.(test|spec)\.tsx?$/.test(file) || isTestSupport(file);
const isTestSupport = (path: string): boolean => /(^|\/)(oracle|testing)\//.test(path);

/** Every path that is imported: static, dynamic, without bindings, in both quote styles. */
export const importsOf = (code: string): string[] =>
  [...code.matchAll(/\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g)].flatMap(([, , path]) =>
    path ? [path] : [],
  );

/** Comments speak of what code must not do; they are not looked at. A `//` inside a string stays (`https://…`). */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');

function importComplaints(file: string, code: string): string[] {
  const room = roomOf(file);
  const allowed = isWiring(file) ? undefined : [room, ...(MAY_IMPORT[room] ?? [])];
  return importsOf(code).flatMap((path) => {
    const found: string[] = [];
    const other = /^#([a-z]+)/.exec(path)?.[1];
    if (other && allowed && !allowed.includes(other)) found.push(`${room} may not import #${other}`);
    if (path.startsWith('.') && !isWiring(file) && climbs(file, path))
      found.push(`'${path}' climbs out of the room; use its # name`);
    if (room === 'common' && !/^(#common\/|#messages|\.\.?\/|zod$|libphonenumber-js)/.test(path))
      found.push(`common is pure, yet imports ${path}`);
    if (path === 'temporal-polyfill' && file !== CLOCK) found.push('Temporal comes from #platform/clock');
    if (isTestSupport(path)) found.push(`'${path}' is for tests only`);
    if (path === 'kysely' && room !== 'platform') found.push('the database is reached by #platform/db');
    return found;
  });
}

/** A relative import must stay in its room; below `web/`, the parts that every page shares know no page. */
function climbs(file: string, path: string): boolean {
  const target = posix.normalize(posix.join(posix.dirname(file), path));
  if (roomOf(target) !== roomOf(file) || target.split('/')[0] !== file.split('/')[0]) return true;
  return file.startsWith('web/ui/') && !target.startsWith('web/ui/');
}

function timeComplaints(file: string, code: string): string[] {
  const own =
    /\bnew Date\(\)|\bDate\.now\(\)|\bTemporal\.Now\b/.test(code) &&
    file !== CLOCK &&
    !isBrowser(file) &&
    !isSimulator(file);
  return own || sqlIn(code).some((sql) => tellsTime(file, sql)) ? ['ask the clock for the time'] : [];
}

/** Browser code shows times to people, it decides nothing by them. */
const isBrowser = (file: string): boolean => /^web\/(?!site\/)/.test(file);
/** A simulator stands for another company, which has a clock of its own. */
const isSimulator = (file: string): boolean => file.startsWith('simulators/');

/** The platform may compare moments of the machines (who is alive, how long a row waits): the clock that people see may be moved. */
const tellsTime = (file: string, sql: string): boolean =>
  /(?<![.\w])now\(\)|\bcurrent_(timestamp|date|time)\b/i.test(sql) ||
  (!/platform/.test(file) && /(?<![.\w])(clock|statement|transaction)_timestamp\(\)/i.test(sql));

/** Strings and templates that hold SQL. */
export const sqlIn = (code: string): string[] =>
  [...code.matchAll(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g)]
    .map(([literal]) => literal)
    .filter((literal) =>
      /^.\s*(with\s+(recursive\s+)?\w+.*\bas\b|select\b[\s\S]*\b(from|as)\b|select\s+\w+\.\w+\(|insert\s+into\s|update\s+[\w.]+(\s+\w+)?\s+set\s|delete\s+from\s|lock\s+table|create\s+(table|schema|function)\s)/i.test(
        literal,
      ),
    );

function sqlComplaints(file: string, code: string): string[] {
  const room = roomOf(file);
  if (room === 'platform' || !file.startsWith('server/')) return [];
  const found: string[] = [];
  const isStore = /(^|\/)([a-z-]+-)?store\.ts$/.test(file);
  const pieces = sqlIn(code);
  if (!isStore && (pieces.length > 0 || /import\s*\{[^}]*\bsql\b[^}]*\}\s*from\s*'#platform\/db'/.test(code)))
    found.push('SQL lives in store.ts');
  if (/\bsql\.raw\(/.test(code)) found.push('sql.raw lets values into SQL; use parameters');
  for (const schema of foreignSchemas(room, pieces))
    found.push(`${room} names a table of ${schema}; ask #${schema}`);
  return found;
}

/** Schemas of other rooms that a piece of SQL reads from or writes to. The sandbox's desk keeps its clock with the platform. */
function foreignSchemas(room: string, pieces: readonly string[]): string[] {
  const named = pieces.flatMap((piece) =>
    [...piece.matchAll(/\b(?:from|join|into|update|table|references|select|only)\s+([a-z]+)\.[a-z_]+/gi)].map(
      ([, schema = '']) => schema,
    ),
  );
  const others = SCHEMAS.filter(
    (schema) => schema !== room && !(room === 'sandbox' && schema === 'platform'),
  );
  return others.filter((schema) => named.includes(schema));
}

/** What runs in a sandbox is what runs live: only what starts the process may know the mode. */
function modeComplaints(file: string, code: string): string[] {
  if (!file.startsWith('server/') || isWiring(file) || roomOf(file) === 'platform') return [];
  return /\bOKPAY_MODE\b|\bmode\s*[!=]==\s*['"](sandbox|live)['"]/.test(code)
    ? ['no business code asks for the mode']
    : [];
}

/** A migration speaks of one room's schema, and takes the time from the application. */
export function migrationComplaints(file: string, text: string): string[] {
  const sql = text.replace(/--[^\n]*/g, '');
  const found: string[] = [];
  if (!/^--\s*\S/.test(text)) found.push('a migration begins with a comment: title and reason');
  if (tellsTime(file, sql)) found.push('the time is handed in, never now()');
  const owned = new Set(
    [...sql.matchAll(/\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?([a-z]+)\./gi)].map(
      ([, schema = '']) => schema,
    ),
  );
  for (const [, schema = ''] of sql.matchAll(/\breferences\s+([a-z]+)\./gi)) {
    if (owned.size > 0 && !owned.has(schema)) found.push(`a foreign key to ${schema} crosses rooms`);
  }
  if (owned.size > 1) found.push(`tables of several rooms: ${[...owned].join(', ')}`);
  return found.map((what) => `${file}: ${what}`);
}
