import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { type Db, sql } from './db.ts';
import type { Logger } from './log.ts';
import { type Loop, startLoop } from './loop.ts';

/** How often a process says that it lives, and when it is taken for dead. */
export type Life = { readonly beatSeconds: number; readonly deadAfterSeconds: number };

type LifeDeps = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly log: Logger;
  readonly life: Life;
  readonly id: () => string | undefined;
  /** Ids of the jobs that this process knows to be its own. */
  readonly held: ReadonlySet<string>;
};

type Told = { readonly job: { readonly id: string }; readonly jobs: readonly { readonly id: string }[] };

/** Which jobs a process holds, by what its workers tell: from when they were fetched until they have run or went back. */
export function heldJobs(events: EventEmitter): Set<string> {
  const held = new Set<string>();
  const done = ({ job }: Told): void => void held.delete(job.id);
  events.on('localQueue:getJobs:complete', ({ jobs }: Told) => jobs.forEach(({ id }) => held.add(id)));
  events.on('localQueue:returnJobs', ({ jobs }: Told) => jobs.forEach(({ id }) => held.delete(id)));
  events.on('job:success', done);
  events.on('job:error', done);
  return held;
}

/**
 * Says that this process lives, and gives the jobs of those that died back to the queue, and those that the queue holds for this one
 * without its knowing: the answer that named them was lost with a connection. By the database's own time, which all processes
 * share. After an outage it looks for the dead only when everybody had time to say that they live.
 */
export function lifeSigns({ db, pool, log, life, id, held }: LifeDeps): Loop {
  let beatsInARow = 0;
  let suspects: readonly string[] = [];
  return startLoop({
    name: 'worker-life',
    log,
    everyMs: life.beatSeconds * 1_000,
    work: async () => {
      const mine = id();
      if (mine === undefined) return;
      const before = beatsInARow;
      beatsInARow = 0; // Until this one has succeeded.
      await sql`
        insert into platform.worker (id, seen_at) values (${mine}, clock_timestamp())
        on conflict (id) do update set seen_at = clock_timestamp()`.execute(db.read);
      beatsInARow = before + 1;
      const unknown = await unknownJobs({ pool, life, held }, mine);
      // Twice in a row: one that has just run is about to be taken off the queue.
      await giveBack(
        { pool, log },
        mine,
        unknown.filter((job) => suspects.includes(job)),
      );
      suspects = unknown;
      if (beatsInARow * life.beatSeconds > life.deadAfterSeconds) await takeOver({ db, pool, log, life });
    },
  });
}

/** Jobs that the queue holds for this process for a while already, and of which it knows nothing. */
async function unknownJobs(
  { pool, life, held }: Pick<LifeDeps, 'pool' | 'life' | 'held'>,
  mine: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id::text from graphile_worker._private_jobs
     where locked_by = $1 and locked_at < clock_timestamp() - $2::float8 * interval '1 second'`,
    [mine, life.deadAfterSeconds],
  );
  return rows.map(({ id }) => id).filter((id) => !held.has(id));
}

async function giveBack(
  { pool, log }: Pick<LifeDeps, 'pool' | 'log'>,
  mine: string,
  jobs: readonly string[],
): Promise<void> {
  if (jobs.length === 0) return;
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = null, locked_at = null where locked_by = $1 and id = any($2::bigint[])`,
    [mine, jobs],
  );
  log.warn({ jobs: jobs.length }, 'gave back jobs whose fetching was never answered');
}

async function takeOver({ db, pool, log, life }: Omit<LifeDeps, 'id' | 'held'>): Promise<void> {
  const { rows: held } = await pool.query<{ holder: string }>(
    `select distinct locked_by as holder from graphile_worker._private_jobs
     where locked_by is not null and locked_at < clock_timestamp() - $1::float8 * interval '1 second'`,
    [life.deadAfterSeconds],
  );
  if (held.length === 0) return;
  const { rows: living } = await sql<{ id: string }>`
    select id from platform.worker where seen_at > clock_timestamp() - ${life.deadAfterSeconds}::float8 * interval '1 second'`.execute(
    db.read,
  );
  const alive = new Set(living.map(({ id }) => id));
  const dead = held.map(({ holder }) => holder).filter((holder) => !alive.has(holder));
  if (dead.length === 0) return;
  await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
  log.warn({ workers: dead.length }, 'took over the jobs of processes that died');
}
