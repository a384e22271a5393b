// A test run that was killed could not tidy up: the next one ends its PostgreSQL servers and removes its folder.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { passable, unprivileged } from '#platform/embedded-postgres-files';
import { findPostmaster, isAlive, processMark, stopPostmaster } from '#platform/postmaster';

const PREFIX = 'okpay-test-';
const OWNER_FILE = 'owner';

/** The temporary folder of this user, or one that PostgreSQL's user can reach too. */
export const temporaryFolder = (): string =>
  passable(join(tmpdir(), PREFIX), unprivileged()) ? tmpdir() : '/tmp';

/** A folder for one run, which names the process that will remove it. */
export function newRun(temporary: string): string {
  const run = fs.mkdtempSync(join(temporary, PREFIX));
  fs.chmodSync(run, 0o755); // PostgreSQL's own user must pass.
  fs.writeFileSync(join(run, OWNER_FILE), processMark(process.pid));
  return run;
}

/** Ends and removes what dead runs of this user left behind. */
export async function removeStaleRuns(temporary: string): Promise<void> {
  const folders = fs.readdirSync(temporary).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => join(temporary, name))) {
    if (isOurs(folder) && isDead(folder)) await removeRun(folder);
  }
}

const isOurs = (folder: string): boolean =>
  fs.statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();

function isDead(folder: string): boolean {
  const owner = join(folder, OWNER_FILE);
  if (!fs.existsSync(owner)) return false;
  const mark = fs.readFileSync(owner, 'utf8');
  const pid = Number(mark.split(' ')[0]);
  return !pid || !isAlive(pid) || processMark(pid) !== mark;
}

/** Ends the servers that still run on data below the folder, and removes it. */
export async function removeRun(folder: string): Promise<void> {
  // Hundreds of databases lie in a run's server, a thousand files each: no server lies among them.
  for (const file of fs.globSync('**/postmaster.pid', { cwd: folder, exclude: (name) => name === 'base' })) {
    const left = findPostmaster(join(folder, dirname(file)));
    if (left) await stopPostmaster(left.pid, { durable: false });
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
