import { EventEmitter } from 'node:events';
import {
  Logger as WorkerLogger,
  runTaskList,
  runTaskListOnce,
  type TaskList,
  type WorkerPool,
} from 'graphile-worker';
import pg from 'pg';
import type { z } from 'zod';
import { calm } from './calm.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Db, sql, type Tx } from './db.ts';
import { type Logger, loggedError, withLogContext } from './log.ts';
import { heldJobs, type Life, lifeSigns } from './jobs-life.ts';
import { letOthersGoFirst } from './jobs-queue.ts';
import { startLoop } from './loop.ts';
import { jobDuration, jobs as jobsRun } from './metrics.ts';
import { put } from './outbox.ts';
import { payloadIfDue } from './timers.ts';

export type JobMeta = { readonly attempt: number; readonly lastAttempt: boolean; readonly log: Logger };
type Definition = {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly run: (payload: unknown, meta: JobMeta) => Promise<void>;
};

const definitions = new Map<string, Definition>();

/**
 * Declares a job. It may run twice, and at the same time as another of its kind, and must do no harm by it: what it does outside
 * carries a stable id that the other side knows again. A job that throws is tried again for two days, with growing pauses. `isBulk`:
 * there may be thousands that nobody waits for; they let every other job go first.
 */
export function defineJob<S extends z.ZodType>(
  name: string,
  schema: S,
  run: (payload: z.output<S>, meta: JobMeta) => Promise<void>,
  { isBulk = false }: { isBulk?: boolean } = {},
): void {
  if (isBulk) letOthersGoFirst(name);
  const known = definitions.get(name);
  if (known && known.schema !== schema) throw new Error(`two jobs are called ${name}`);
  // The payload has been parsed by this very schema.
  definitions.set(name, { name, schema, run: run as Definition['run'] });
}

/** Has a job run after this transaction is committed. With a key, a job of the same key that has not begun is replaced. */
export async function enqueue(
  tx: Tx,
  name: string,
  payload: unknown,
  { key = null }: { key?: string | null } = {},
): Promise<void> {
  await enqueueAll(tx, name, [{ payload, key }]);
}

/** The same for many jobs of one name, in their order, in one statement. */
export async function enqueueAll(
  tx: Tx,
  name: string,
  jobs: readonly { readonly payload: unknown; readonly key: string | null }[],
): Promise<void> {
  const schema = definitions.get(name)?.schema;
  const at = systemClock.now();
  for (const { payload } of jobs) schema?.parse(payload); // A wrong payload is a bug here, not in the job hours later.
  await put(tx, ...jobs.map(({ payload, key }) => ({ kind: 'job' as const, name, key, payload, at })));
}

/** Jobs run at once in a process; most of them wait for somebody else's answer. */
const CONCURRENCY = 10;
/** Connections for fetching and completing jobs, and one that listens. */
const POOL_SIZE = 4;
const POLL_MS = 1_000;
/** The jobs of a killed process go on within half a minute. A process that is only slow would have them run twice, which does no harm. */
const LIFE: Life = { beatSeconds: 3, deadAfterSeconds: 15 };

/** Measured settings (reference/stack.md §4): jobs are fetched and completed in batches. */
const BATCHES = {
  worker: {
    concurrentJobs: CONCURRENCY,
    localQueue: { size: 50 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    pollInterval: POLL_MS,
  },
};

export type WorkerDeps = {
  /** As the role that owns the queue. */
  readonly jobsUrl: string;
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly life?: Life;
};
export type Workers = { stop(): Promise<void> };

/** Runs jobs in this process until stopped; a job that runs then is finished. */
export function startWorkers({ jobsUrl, db, clock, log, life = LIFE }: WorkerDeps): Workers {
  const pool = jobsPool(jobsUrl);
  const events = new EventEmitter();
  const held = heldJobs(events);
  const options = { preset: BATCHES, noHandleSignals: true, logger: quietLogger(log), events };
  let stopping = false;
  let workers: WorkerPool | undefined;
  const supervised = startLoop({
    name: 'workers',
    log,
    everyMs: 0,
    // It ends by itself only when the database stays away; then it is begun anew.
    work: async () => {
      if (stopping) return;
      held.clear(); // What the one before held is taken over, since that one says no more that it lives.
      workers = runTaskList(options, taskList({ db, clock, log }), pool);
      await workers.promise;
    },
  });
  const alive = lifeSigns({ db, pool, log, life, id: () => workers?.id, held });
  return {
    async stop() {
      stopping = true;
      // What it could not end is taken over by others, as after a crash; the connections go all the same.
      const ended = Promise.resolve(workers?.gracefulShutdown('stopping')).catch((error: unknown) => {
        log.warn({ err: error }, 'the workers did not end as they should');
      });
      await Promise.all([alive.stop(), ended]);
      await supervised.stop();
      await sql`delete from platform.worker where id = ${workers?.id ?? ''}`.execute(db.read).catch(() => {});
      await pool.end();
    },
  };
}

/** Runs what is in the queue now, one after the other in order, and says how many there were. For tests and moved clocks. */
export async function runDueJobs({ jobsUrl, ...deps }: Omit<WorkerDeps, 'life'>): Promise<number> {
  const pool = jobsPool(jobsUrl);
  const client = await pool.connect();
  let count = 0;
  try {
    const tasks = taskList(deps, () => (count += 1));
    if (Object.keys(tasks).length > 0)
      await runTaskListOnce({ noHandleSignals: true, logger: quietLogger(deps.log) }, tasks, client);
  } finally {
    client.release();
    await pool.end();
  }
  return count;
}

function jobsPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  pool.on('error', () => {}); // A lost idle connection is replaced by the next.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** graphile-worker tells errors with the values in them; ours are told by `runJob`. */
const quietLogger = (log: Logger): WorkerLogger =>
  new WorkerLogger(() => (level, message) => {
    if (level === 'error' && !message.startsWith('Failed task'))
      log.warn({ from: 'graphile-worker' }, message);
  });

type TaskDeps = Pick<WorkerDeps, 'db' | 'clock' | 'log'>;
const taskList = ({ db, clock, log }: TaskDeps, ran: () => void = () => {}): TaskList =>
  Object.fromEntries(
    [...definitions.keys()].map((name) => [
      name,
      async (payload: unknown, { job }: { job: { id: string; attempts: number; max_attempts: number } }) => {
        ran();
        await calm();
        const own = await payloadIfDue({ db, clock }, { id: job.id, job: name, payload });
        if (own === null) return;
        await runJob(name, own, {
          id: job.id,
          attempt: job.attempts,
          lastAttempt: job.attempts >= job.max_attempts,
          log,
        });
      },
    ]),
  );

async function runJob(
  name: string,
  payload: unknown,
  { id, attempt, lastAttempt, log }: JobMeta & { id: string },
): Promise<void> {
  const definition = definitions.get(name);
  if (!definition) throw new Error(`no job ${name}`);
  const stop = jobDuration.startTimer({ job: name });
  await withLogContext({ job: name, jobId: id }, async () => {
    try {
      await definition.run(definition.schema.parse(payload), { attempt, lastAttempt, log });
      jobsRun.inc({ job: name, outcome: 'done' });
    } catch (error) {
      jobsRun.inc({ job: name, outcome: lastAttempt ? 'given_up' : 'failed' });
      log[lastAttempt ? 'error' : 'warn'](
        { err: error, attempt },
        lastAttempt ? 'a job was given up' : 'a job failed and will be tried again',
      );
      // What goes into the queue's table is what may be logged.
      throw new Error(loggedError(error).message, { cause: undefined });
    } finally {
      stop();
    }
  });
}
