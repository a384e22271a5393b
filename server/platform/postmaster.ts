// The running server of a data folder: finding it, telling it from a stranger with the same process id, stopping it.
import fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCode } from './embedded-postgres-files.ts';

export type Postmaster = { pid: number; port: number; ready: boolean };

/** Milliseconds between two looks at a process or a file. */
const LOOK_MS = 10;

/** A process that still exists and is not merely waiting to be reaped. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false;
  }
  return procStat(pid)?.state !== 'Z';
}

/** State and start time (clock ticks since boot) from /proc; undefined where there is none. */
function procStat(pid: number): { state: string; started: string } | undefined {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined; // No /proc here, or the process just ended.
  }
}

/** Names one process for ever: its id, and where the system tells, the moment it began. */
export const processMark = (pid: number): string => `${pid} ${procStat(pid)?.started ?? ''}`;

/** What postmaster.pid says: pid, data folder, start, port, socket folder, address, shared memory, status. */
export function readPidFile(dataFolder: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = fs.readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' } : undefined;
}

/** The server that runs on this folder. A process that only got the same id after a restart of the machine is not it. */
export function findPostmaster(dataFolder: string): Postmaster | undefined {
  const found = readPidFile(dataFolder);
  return found && isAlive(found.pid) && worksIn(found.pid, dataFolder) ? found : undefined;
}

/** PostgreSQL works in its data folder. Where the system does not tell (no /proc), the pid file is believed. */
function worksIn(pid: number, dataFolder: string): boolean {
  if (!fs.existsSync('/proc/self/cwd')) return true;
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(dataFolder);
  } catch {
    return false; // Another user's process, or it just ended.
  }
}

/** Waits until the server of this process takes connections. `ended` tells that the process is gone. */
export async function waitUntilReady(
  dataFolder: string,
  pid: number | undefined,
  ended: () => boolean,
): Promise<Postmaster | undefined> {
  while (!ended()) {
    const found = readPidFile(dataFolder);
    if (found?.ready && found.pid === pid) return found; // A file that a dead server left behind names another one.
    await sleep(LOOK_MS);
  }
  return undefined;
}

/** Ends the server: SIGINT rolls back what is open and writes a checkpoint; SIGQUIT leaves at once (for data that nobody keeps). */
export async function stopPostmaster(pid: number, { durable }: { durable: boolean }): Promise<void> {
  signal(pid, durable ? 'SIGINT' : 'SIGQUIT');
  while (isAlive(pid)) await sleep(LOOK_MS);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error;
  }
}
