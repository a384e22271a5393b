// The embedded PostgreSQL of a run, as `npm start` starts it: durable, and killed as often as the run draws it.
import fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseUrls } from '#platform/database-roles';
import { type Cluster, startEmbedded } from '#platform/embedded-postgres';
import { migrate } from '#platform/migrate';
import { findPostmaster } from '#platform/postmaster';
import type { Line } from './line.ts';

export type Database = {
  /** Past the line, for who judges the run. */
  direct(): DatabaseUrls;
  /** By way of the line, which may be cut. */
  byLine: DatabaseUrls;
  pid(): number;
  /** Processes that serve one connection of the application each. */
  backends(): number[];
  /** kill -9 of the postmaster. */
  kill(): void;
  /** Starts it again if it is not running; waits for old processes to leave. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

/** Milliseconds within which a killed server must be back: recovery, on a busy machine, and on a disk that has just been full. */
const REVIVE_MS = 60_000;

export async function openDatabase(folder: string, line: Line): Promise<Database> {
  let cluster = await startEmbedded({ dir: folder });
  await migrate({ ownerUrl: cluster.ownerUrl, jobsUrl: cluster.jobsUrl, mode: 'sandbox' });
  line.leadTo(cluster.port);
  const data = join(cluster.folder, 'postgres');
  return {
    direct: () => cluster,
    byLine: throughLine(cluster, line.port),
    pid: () => findPostmaster(data)?.pid ?? 0,
    backends: () => childrenOf(findPostmaster(data)?.pid ?? 0).filter(servesApplication),
    kill: () => signal(findPostmaster(data)?.pid ?? 0, 'SIGKILL'),
    async revive() {
      const until = performance.now() + REVIVE_MS;
      for (;;) {
        if (findPostmaster(data)) return;
        await cluster.stop(); // It has ended; this gives the folder back.
        try {
          cluster = await startEmbedded({ dir: folder });
          line.leadTo(cluster.port);
          return;
        } catch (error) {
          if (performance.now() > until) throw error;
          await sleep(500);
        }
      }
    },
    stop: () => cluster.stop(),
  };
}

function throughLine({ ownerUrl, appUrl, jobsUrl, directUrl }: Cluster, port: number): DatabaseUrls {
  const by = (address: string): string => {
    const url = new URL(address);
    url.port = String(port);
    return url.href;
  };
  return { ownerUrl: by(ownerUrl), appUrl: by(appUrl), jobsUrl: by(jobsUrl), directUrl: by(directUrl) };
}

/** Processes by /proc; none where the system has no such folder. */
function childrenOf(parent: number): number[] {
  if (parent === 0 || !fs.existsSync('/proc/self/stat')) return [];
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] === String(parent));
}

const servesApplication = (pid: number): boolean =>
  read(`/proc/${pid}/cmdline`).startsWith('postgres: okpay_app ');

function read(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}

/** Sends a signal to a process that may be gone already. */
export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (!pid) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
