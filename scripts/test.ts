// `npm test`: one PostgreSQL for the run, every *.test.ts by node:test on databases cloned from its migrated template, and at the same time
// the product itself, with a PostgreSQL of its own, under the journeys in a browser; the gate has run the tools' tests in `npm run check`. Closes with `N passed, N failed`. `npm test -- path…`
// runs only those files; `--full` everything in every language and size.
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { migrate } from '#platform/migrate';
import { PASSWORD_MEMORY_KIB, SETTINGS } from '#platform/settings';
import { freePort } from './ports.ts';
import { newRun, removeRun, removeStaleRuns, temporaryFolder } from './stale-runs.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where `npm test` was called; npm itself goes to the root. */
const CALLED_FROM = process.env['INIT_CWD'] ?? process.cwd();
const TESTS = '{common,server,simulators,tools,web,test,chaos}/**/*.test.ts';
const JOURNEYS = 'test/journeys/**/*.spec.ts';
/** Milliseconds that one test may take; `--full` has laws try many more histories. */
const TEST_PATIENCE_MS = { usual: 180_000, full: 900_000 };
/** Milliseconds after which what still runs is named and counts as failed: a file that leaves something open would never end. */
const RUN_PATIENCE_MS = { usual: 60 * 60_000, full: 12 * 3_600_000 };
/** Test files that run at once. The machines this is meant for have two cores. */
const CONCURRENCY = 2;
/** Milliseconds the product may take until it serves: a fresh data folder, on a busy machine. */
const START_PATIENCE_MS = 180_000;

/** Milliseconds the product may take to end. */
const STOP_PATIENCE_MS = 30_000;

/** From so many files of journeys on a second product is worth its start. */
const SHARED_FROM = 8;

type Counts = { passed: number; failed: number };
const NOTHING: Counts = { passed: 0, failed: 0 };

process.chdir(ROOT);
const temporary = temporaryFolder();
await removeStaleRuns(temporary);
const run = newRun(temporary);
const tmp = join(run, 'tmp'); // A browser that unpacks itself, and every test's scraps, must not meet those of another run or user.
fs.mkdirSync(tmp);
/** Hundreds of processes load the same sources: what Node made of them is kept for the run. */
const compiled = join(run, 'compiled');
const children = new Set<ChildProcess>();
let cluster: Cluster | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)));

async function main(args: readonly string[]): Promise<Counts> {
  const strange = args.find((arg) => arg.startsWith('--') && arg !== '--full');
  if (strange !== undefined) throw new Error(`${strange} is no option; there are paths and --full`);
  const full = args.includes('--full');
  const wanted = args
    .filter((arg) => !arg.startsWith('--'))
    .map((path) => relative(ROOT, resolve(CALLED_FROM, path)));
  const isTwice = process.env['CI'] === '1' && wanted.length === 0;
  const tests = chosen(TESTS, wanted).filter((file) => !isTwice || !file.startsWith('tools/'));
  const journeys = chosen(JOURNEYS, wanted);
  const missed = wanted.filter((path) => ![...tests, ...journeys].some((file) => within(path, file)));
  if (missed.length > 0) throw new Error(`no tests in ${missed.join(', ')}`);
  // A trace of every page costs a browser more than the page; who runs single journeys wants to see why one failed.
  const env = {
    TMPDIR: tmp,
    OKPAY_TEST_FULL: full ? '1' : '',
    OKPAY_TEST_TRACE: wanted.length > 0 ? '1' : '',
  };
  // Both at once: either waits often, for a disk, a clock or a page. What is left of the journeys' work waits for whoever ends first, on a product of its own.
  const [now, later] = tests.length > 0 && journeys.length >= SHARED_FROM ? shared(journeys) : [journeys, []];
  const tested = tests.length > 0 ? runTests(tests, env) : Promise.resolve(NOTHING);
  const told = now.length > 0 ? runJourneys('journeys', now, env) : Promise.resolve(NOTHING);
  const first = Promise.race([tested, told]);
  const toldLater =
    later.length > 0 ? first.then(() => runJourneys('journeys-2', later, env)) : Promise.resolve(NOTHING);
  const counts = await Promise.all([tested, told, toldLater]);
  return { passed: sum(counts, 'passed'), failed: sum(counts, 'failed') };
}

const sum = (counts: readonly Counts[], of: keyof Counts): number =>
  counts.reduce((total, count) => total + count[of], 0);
const within = (path: string, file: string): boolean => file === path || file.startsWith(`${path}/`);

function chosen(pattern: string, wanted: readonly string[]): string[] {
  const files = fs.globSync(pattern, { exclude: (name) => name === 'node_modules' }).sort();
  return wanted.length === 0 ? files : files.filter((file) => wanted.some((path) => within(path, file)));
}

/** Two of five files wait for the second product, by turns. */
const shared = (files: readonly string[]): [now: string[], later: string[]] => [
  files.filter((_, index) => index % 5 < 3),
  files.filter((_, index) => index % 5 >= 3),
];

/** What a test does that needs a process of its own: the run's database, children, settings, a server. */
const ALONE = /#test\/|child_process|process\.env|worker_threads|createServer|startEmbedded/;
/** Tests of pure functions load faster than a process starts: they share one. */
const goesTogether = (file: string): boolean =>
  /^(common|web|server|simulators)\//.test(file) &&
  !file.endsWith('.db.test.ts') &&
  !ALONE.test(fs.readFileSync(file, 'utf8'));
/** What a test of a database does to its own process, opens once for it or leaves in it, so that no other test may live there. */
const KEEPS_TO_ITSELF =
  /child_process|process\.|worker_threads|startEmbedded|mock|-process'|\/testing\/|subscribe(?:Many)?\(|defineJob\(|recurring\(/;
/** Tests of a database take turns in one process, each file on a database of its own: reading the product's sources takes longer than most of them. */
const TURNS_PER_PROCESS = 12;
const takesTurns = (file: string): boolean =>
  file.endsWith('.db.test.ts') && !KEEPS_TO_ITSELF.test(fs.readFileSync(file, 'utf8'));

async function runTests(files: readonly string[], env: Record<string, string>): Promise<Counts> {
  const together = files.filter(goesTogether);
  const alone = files.filter((file) => !together.includes(file));
  const counts = await Promise.all([
    ...(together.length > 0 ? [runFiles('together', ['--test-isolation=none', ...together], env)] : []),
    ...(alone.length > 0 ? [runWithDatabase(alone, env)] : []),
  ]);
  return { passed: sum(counts, 'passed'), failed: sum(counts, 'failed') };
}

async function runWithDatabase(files: readonly string[], env: Record<string, string>): Promise<Counts> {
  cluster = await startEmbedded({ dir: join(run, 'cluster'), durable: false });
  await migrate({ ...cluster, mode: 'sandbox' });
  const { adminUrl, ownerUrl, appUrl, jobsUrl, directUrl } = cluster;
  const handed = JSON.stringify({ adminUrl, ownerUrl, appUrl, jobsUrl, directUrl });
  const handedOn = { ...env, OKPAY_TEST_CLUSTER: handed };
  const counts = await runFiles(
    'alone',
    [`--test-concurrency=${CONCURRENCY}`, ...inProcesses(files)],
    handedOn,
  );
  await cluster.stop();
  cluster = undefined;
  return counts;
}

/** What node:test is handed: files that need a process of their own, and files that name those which take turns in one. */
function inProcesses(files: readonly string[]): string[] {
  const turns = files.filter(takesTurns);
  const own = files.filter((file) => !turns.includes(file));
  const groups = Math.ceil(turns.length / TURNS_PER_PROCESS);
  const named = Array.from({ length: groups }, (_, at) => {
    const group = join(run, `turns-${at + 1}.test.mjs`);
    const members = turns.slice(at * TURNS_PER_PROCESS, (at + 1) * TURNS_PER_PROCESS);
    fs.writeFileSync(group, `import { test } from 'node:test';\n${members.map(asOneTest).join('\n')}\n`);
    return group;
  });
  return [...named, ...own];
}

/** A test named as its file, whose parts are the tests of the file: what they open is closed when the last has ended. */
const asOneTest = (file: string): string =>
  `test('${file}', { timeout: Infinity }, () => import('${pathToFileURL(resolve(file)).href}'));`;

async function runFiles(name: string, args: readonly string[], env: Record<string, string>): Promise<Counts> {
  const summary = join(run, `${name}.json`);
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/test-counts.mjs',
    `--test-reporter-destination=${summary}`,
  ];
  const patience = env['OKPAY_TEST_FULL'] ? TEST_PATIENCE_MS.full : TEST_PATIENCE_MS.usual;
  const code = await execute(['--test', `--test-timeout=${patience}`, ...reporters, ...args], env);
  const text = fs.existsSync(summary) ? fs.readFileSync(summary, 'utf8') : '';
  return withCode(text ? (JSON.parse(text) as Counts) : NOTHING, code);
}

async function runJourneys(
  name: string,
  files: readonly string[],
  env: Record<string, string>,
): Promise<Counts> {
  const port = await freePort();
  const data = join(run, `${name}-data`);
  // What an operator may turn on is on, so that its screens are seen.
  const options = { OKPAY_SECURITY_QUESTIONS: 'yes' };
  // Passwords of people who are made up are hashed as cheaply as a sandbox may.
  const cheap = { PASSWORD_MEMORY_KIB: String(PASSWORD_MEMORY_KIB.sandbox) };
  const settings = { ...env, ...options, ...cheap, PORT: String(port), OKPAY_DATA: data };
  const product = start(['scripts/start.ts'], settings, 'pipe');
  const url = `http://127.0.0.1:${port}`;
  await serves(product, url);
  const report = join(run, `${name}.json`);
  const output = `--output=${join('test-results', name)}`;
  const playwright = [
    'node_modules/@playwright/test/cli.js',
    'test',
    '--reporter=list,json',
    output,
    ...files,
  ];
  const code = await execute(playwright, {
    ...env,
    OKPAY_TEST_URL: url,
    OKPAY_DATA: data,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  await stop(product);
  const text = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '{}';
  const { stats } = JSON.parse(text) as { stats?: { expected: number; unexpected: number; flaky: number } };
  return withCode(
    { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 },
    code,
  );
}

/** A runner that failed without a failed test (a file that did not load, a crash) is a failure too. */
const withCode = ({ passed, failed }: Counts, code: number): Counts => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
});

/** Ours without a developer's settings: the product under test must not touch their database. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const settings = new Set<string>(Object.values(SETTINGS).map(({ env }) => env));
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !settings.has(name) && name !== 'NODE_TEST_CONTEXT'),
  );
}

function start(
  args: readonly string[],
  env: Record<string, string>,
  output: 'inherit' | 'pipe',
): ChildProcess {
  // A process group each, so that what a child has started ends with it.
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', output, 'inherit'],
    env: { ...cleanEnvironment(), NODE_COMPILE_CACHE: compiled, ...env },
  });
  children.add(child);
  child.once('exit', () => {
    children.delete(child);
    endGroup(child);
  });
  return child;
}

/** Runs to the end, or to that of our patience: on SIGINT a runner names what it was at, and ends. */
const execute = (args: readonly string[], env: Record<string, string>): Promise<number> =>
  new Promise((done, failed) => {
    const child = start(args, env, 'inherit');
    const patience = env['OKPAY_TEST_FULL'] ? RUN_PATIENCE_MS.full : RUN_PATIENCE_MS.usual;
    const impatience = setTimeout(() => child.kill('SIGINT'), patience);
    child.once('error', failed).once('exit', (code) => {
      clearTimeout(impatience);
      done(code ?? 1);
    });
  });

/** Waits until the product answers, or says what it printed when it does not. */
async function serves(product: ChildProcess, url: string): Promise<void> {
  let said = '';
  product.stdout?.on('data', (bytes: Buffer) => (said = (said + bytes).slice(-8_000)));
  const until = performance.now() + START_PATIENCE_MS;
  while (product.exitCode === null && product.signalCode === null && performance.now() < until) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the product did not start for the journeys:\n${said}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const patience = setTimeout(() => endGroup(child), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(patience);
}

/** Kills what is left of a child and of all that it has started. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}

async function cleanUp(): Promise<void> {
  await Promise.all([...children].map(stop));
  await cluster?.stop();
  cluster = undefined;
  await removeRun(run);
}

try {
  const { failed, passed } = await main(process.argv.slice(2));
  await cleanUp();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
} catch (error) {
  await cleanUp();
  console.error(error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
