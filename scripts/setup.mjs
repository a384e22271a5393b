// Runs before `npm start`, `npm test` and the others, on whatever Node (20 or newer) the machine has: installs what the lockfile says,
// compiles the messages and builds the web pages, each only if it is missing or its sources changed. No dependencies; safe to run twice
// at once; writes nothing when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamps = join(root, 'node_modules', '.okpay');
const lock = join(root, '.setup-lock');
const carried = process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
/** The pinned Node where the lockfile carries one (Linux x64 and arm64), else the one that runs this. */
const node = carried ? join(root, 'node_modules', '.bin', 'node') : process.execPath;
/** Milliseconds to wait for another set-up in the same checkout. */
const LOCK_PATIENCE_MS = 900_000;

const MESSAGE_SOURCES = ['messages', 'project.inlang', 'scripts/build-messages.mjs', 'package-lock.json'];
const WEB_SOURCES = [
  'web',
  'common',
  'messages',
  'vite.config.ts',
  'scripts/build-messages.mjs',
  'package-lock.json',
];

const steps = [
  { name: 'install', wanted: () => !installed(), work: install },
  {
    name: 'messages',
    wanted: () =>
      existsSync(join(root, 'scripts/build-messages.mjs')) &&
      stale('messages', 'generated/messages', MESSAGE_SOURCES),
    work: () =>
      built('messages', MESSAGE_SOURCES, () => run(node, [join(root, 'scripts/build-messages.mjs')])),
  },
  {
    name: 'web',
    wanted: () => existsSync(join(root, 'vite.config.ts')) && stale('web', 'dist/web', WEB_SOURCES),
    work: () =>
      built('web', WEB_SOURCES, () =>
        run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']),
      ),
  },
];

refuseOldNode();
if (steps.some(({ wanted }) => wanted())) {
  takeLock();
  for (const { name, wanted, work } of steps) {
    if (!wanted()) continue; // Another set-up that held the lock has done it.
    const began = Date.now();
    console.log(`setup: ${name} …`);
    work();
    console.log(`setup: ${name} done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= (carried ? 20 : 24)) return;
  fail(
    carried
      ? `OKPay needs Node 20 or newer to begin with (this is ${process.version}); it goes on with its own Node 24.`
      : `On ${process.platform}-${process.arch} OKPay needs an installed Node 24 or newer (this is ${process.version}) and a PostgreSQL of yours in DATABASE_URL. Linux x64 and arm64 need neither.`,
  );
}

/** npm writes node_modules/.package-lock.json when an install is complete; it must hold what package-lock.json asks for on this platform. */
function installed() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const has = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const asked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(asked).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const there = has[path];
    return there
      ? there.version === entry.version && there.integrity === entry.integrity
      : isForOthers(entry);
  });
}

/** Packages that npm leaves out here: for other platforms, and optional ones that need nothing of this platform. */
function isForOthers({ optional, devOptional, peer, os, cpu, libc }) {
  if (!optional && !devOptional && !peer) return false;
  const fits = (allowed, ours) => !allowed || allowed.includes(ours);
  const isOurs =
    os && cpu && os.includes(process.platform) && cpu.includes(process.arch) && fits(libc, 'glibc');
  return !isOurs;
}

function install() {
  // npm must not run on the Node that it is about to remove together with node_modules.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(join(root, 'node_modules')));
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { PATH: path.join(delimiter) });
  if (!carried) return;
  const { status, error, stderr } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status !== 0)
    fail(
      `the Node that came with the install does not run here (${error?.message ?? stderr.trim()}). It needs a Linux with glibc 2.28 or newer.`,
    );
}

/** One hash over the names and contents of all files under the paths. */
function hashOf(paths) {
  const hash = createHash('sha256');
  const walk = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  };
  for (const path of paths.map((path) => join(root, path))) if (existsSync(path)) walk(path);
  return hash.digest('hex');
}

function stale(name, output, sources) {
  const stamp = join(stamps, name);
  return (
    !existsSync(join(root, output)) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashOf(sources)
  );
}

/** The stamp holds the hash from before the work: sources that change meanwhile are built again next time. */
function built(name, sources, work) {
  const hash = hashOf(sources);
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), hash);
}

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function takeLock() {
  const until = Date.now() + LOCK_PATIENCE_MS;
  for (let told = false; ;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code === 'EACCES' || error.code === 'EROFS')
        fail(`${root} must be set up first by a user who may write to it (npm ci, npm start)`);
      if (error.code !== 'EEXIST') throw error;
    }
    if (Date.now() > until || abandoned()) rmSync(lock, { recursive: true, force: true });
    else {
      if (!told) console.log('setup: waiting for another set-up of this checkout …');
      told = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  process.on('exit', () => rmSync(lock, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
}

/** Whether the lock's holder is gone. One that has just made the folder and not yet written its id is not. */
function abandoned() {
  try {
    const pid = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : 0;
    if (!pid) return Date.now() - statSync(lock).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function fail(sentence) {
  console.error(`setup: ${sentence}`);
  process.exit(1);
}
