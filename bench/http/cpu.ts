// Processor time by process, from /proc: where a request's time went.
import fs from 'node:fs';

/** Clock ticks per second in /proc; 100 on every Linux of today. */
const TICKS_PER_SECOND = 100;

export type Spent = { readonly nodeMs: number; readonly postgresMs: number };

/** Processor milliseconds of one process so far; 0 where there is no /proc. */
export const spentByProcess = (pid: number): number => statOf(pid)[0]?.ms ?? 0;

/** Processor time that the product's own process and the PostgreSQL below it have used so far; zeros where there is no /proc. */
export function spentBy(pid: number, postmaster: number | undefined): Spent {
  const all = processes();
  const own = all.find((one) => one.pid === pid);
  const database = all.filter((one) => one.pid === postmaster || one.parent === postmaster);
  // What a backend used before it ended is counted by its parent.
  return {
    nodeMs: own?.ms ?? 0,
    postgresMs: database.reduce((sum, { ms, endedMs }) => sum + ms + endedMs, 0),
  };
}

type Process = { pid: number; parent: number; ms: number; endedMs: number };

function processes(): Process[] {
  if (!fs.existsSync('/proc/self/stat')) return [];
  return fs.readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(Number(name)) : []));
}

function statOf(pid: number): Process[] {
  try {
    // Fields after the name: state, parent, …, user and system time, the same of ended children (proc(5), fields 14 to 17).
    const fields =
      fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    const ticks = (from: number): number =>
      ((fields[from] ?? 0) + (fields[from + 1] ?? 0)) / TICKS_PER_SECOND;
    return [{ pid, parent: fields[1] ?? 0, ms: ticks(11) * 1000, endedMs: ticks(13) * 1000 }];
  } catch {
    return []; // It ended while we looked.
  }
}
