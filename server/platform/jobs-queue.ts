import { sql, type Tx } from './db.ts';

/** Tries of a job before it is left for a person to look at; graphile-worker waits exp(attempt) seconds in between: about two days. */
const ATTEMPTS_MAX = 20;

export type QueuedJob = { readonly name: string; readonly key: string | null; readonly payload: unknown };

/**
 * Puts jobs into graphile-worker's queue, in their order. It notifies the workers, and a commit with NOTIFY takes a lock of the
 * whole database: never call it in a transaction that moves money; `enqueue` is for those.
 */
export async function addJobs(tx: Tx, jobs: readonly QueuedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = JSON.stringify(jobs.map(({ name, key, payload }) => ({ name, key, payload })));
  // Jobs of one transaction would share one run_at; a microsecond between them keeps them in order.
  await sql`
    select graphile_worker.add_job(
      identifier => job.value ->> 'name', payload => (job.value -> 'payload')::json, job_key => job.value ->> 'key',
      max_attempts => ${ATTEMPTS_MAX}, run_at => clock_timestamp() - ${jobs.length}::int * interval '1 microsecond' + job.position * interval '1 microsecond')
    from jsonb_array_elements(${rows}::jsonb) with ordinality as job (value, position)`.execute(tx);
}
