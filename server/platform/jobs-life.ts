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
};

/**
 * Says that this process lives, and gives the jobs of those that died back to the queue. By the database's own time, which all
 * processes share. After an outage it looks for the dead only when everybody had time to say that they live.
 */
export function lifeSigns({ db, pool, log, life, id }: LifeDeps): Loop {
  let beatsInARow = 0;
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
      if (beatsInARow * life.beatSeconds > life.deadAfterSeconds) await takeOver({ db, pool, log, life });
    },
  });
}

async function takeOver({ db, pool, log, life }: Omit<LifeDeps, 'id'>): Promise<void> {
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
