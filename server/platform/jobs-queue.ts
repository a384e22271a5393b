import { sql, type Tx } from './db.ts';

/** Tries of a job before it is left for a person to look at; graphile-worker waits exp(attempt) seconds in between: about two days. */
const ATTEMPTS_MAX = 20;

/** Jobs that let others go first, and where they stand among them: graphile-worker takes the lowest number next, 0 by default. */
const BULK_PRIORITY = 10;
const bulk = new Set<string>();
export const letOthersGoFirst = (name: string): void => void bulk.add(name);

export type QueuedJob = { readonly name: string; readonly key: string | null; readonly payload: unknown };

/**
 * Puts jobs into graphile-worker's queue, in their order. It notifies the workers, and a commit with NOTIFY takes a lock of the
 * whole database: never call it in a transaction that moves money; `enqueue` is for those.
 */
export async function addJobs(tx: Tx, jobs: readonly QueuedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  // Of two with the same key the later one counts, as if they had been put in one after the other.
  const last = new Map(jobs.map((job, index) => [job.key ?? index, job]));
  const rows = JSON.stringify(
    [...last.values()].map(({ name, key, payload }) => ({
      name,
      key,
      payload,
      priority: bulk.has(name) ? BULK_PRIORITY : 0,
    })),
  );
  // Jobs of one transaction would share one run_at; a microsecond between them keeps them in order.
  await sql`
    select count(*) from graphile_worker.add_jobs(array(
      select row(
        job.value ->> 'name', (job.value -> 'payload')::json, null,
        clock_timestamp() - ${last.size}::int * interval '1 microsecond' + job.position * interval '1 microsecond',
        ${ATTEMPTS_MAX}::smallint, job.value ->> 'key', (job.value ->> 'priority')::smallint, null
      )::graphile_worker.job_spec
      from jsonb_array_elements(${rows}::jsonb) with ordinality as job (value, position)
      order by job.position))`.execute(tx);
}
