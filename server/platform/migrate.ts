// Brings a database to what this version needs: db/migrations/*.sql in order, each once and whole, and graphile-worker's own tables.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { type Clock, systemClock } from './clock.ts';
import { APP, withClient } from './database-roles.ts';
import { OperatorError } from './operator-error.ts';

export type Mode = 'sandbox' | 'live';
type Migration = { name: string; text: string; checksum: string };
type Options = {
  ownerUrl: string;
  /** As the role that owns the job queue. */
  jobsUrl: string;
  mode: Mode;
  clock?: Clock;
  /** Folder of the SQL files. */
  dir?: string;
  /** Names of those to apply, for the schema of an earlier day; without it all. */
  only?: ReadonlySet<string>;
};

const MIGRATIONS = join(import.meta.dirname, '../../db/migrations');
/** Names the advisory lock that lets one process migrate at a time. */
const LOCK = 7_250_418;
/** Milliseconds to wait for another process that migrates. */
const OTHERS_TIMEOUT_MS = 60_000;
/** Milliseconds a migration waits for a table that is in use, before it lets the others go on and tries again. */
const TABLE_LOCK_TIMEOUT_MS = 3_000;
const ATTEMPTS = 10;

/** For an application that may not migrate: refuses a database of the other mode, and one that lacks a migration. */
export async function refuseUnmigrated({
  appUrl,
  mode,
  dir = MIGRATIONS,
}: {
  appUrl: string;
  mode: Mode;
  dir?: string;
}): Promise<void> {
  await withClient(appUrl, async (app) => {
    const applied = (await isBegun(app)) ? await appliedIn(app) : new Map<string, string>();
    const files = migrationsIn(dir);
    refuseChanged(files, applied);
    const missing = [...files.map(({ name }) => name), JOBS_VERSION].filter((name) => !applied.has(name));
    if (missing.length > 0)
      throw new OperatorError(
        `this database lacks ${missing.join(', ')}: run \`npm run okpay -- migrate\` with DATABASE_OWNER_URL set`,
      );
    refuseOtherMode(await stampedMode(app), mode);
  });
}

/** Returns the names of what was applied. Refuses a database of the other mode, and one whose past differs from the files. */
export async function migrate({
  ownerUrl,
  jobsUrl,
  mode,
  clock = systemClock,
  dir = MIGRATIONS,
  only,
}: Options): Promise<string[]> {
  const files = migrationsIn(dir).filter(({ name }) => !only || only.has(name));
  return withClient(ownerUrl, async (owner) => {
    await owner.query(`set lock_timeout = ${OTHERS_TIMEOUT_MS}`);
    await owner.query('select pg_advisory_lock($1)', [LOCK]);
    await owner.query(`set lock_timeout = ${TABLE_LOCK_TIMEOUT_MS}`);
    await begin(owner);
    const applied = await appliedIn(owner);
    refuseChanged(files, applied);
    await stampMode(owner, mode, clock);
    const fresh = files.filter(({ name }) => !applied.has(name));
    for (const migration of fresh) await patiently(() => apply(owner, migration, clock));
    const jobs = await migrateJobs(owner, jobsUrl, applied, clock);
    return [...fresh.map(({ name }) => name), ...jobs];
  });
}

export function migrationsIn(dir = MIGRATIONS): Migration[] {
  const names = fs.existsSync(dir)
    ? fs
        .readdirSync(dir)
        .filter((name) => name.endsWith('.sql'))
        .sort()
    : [];
  return names.map((name) => {
    const text = fs.readFileSync(join(dir, name), 'utf8');
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

async function isBegun(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ begun: boolean }>(
    `select to_regclass('public.platform_migration') is not null as begun`,
  );
  return rows[0]?.begun === true;
}

/** The platform's own book-keeping, which every migration needs. */
async function begin(owner: pg.Client): Promise<void> {
  if (await isBegun(owner)) return;
  await owner.query(`
    create table public.platform_migration (name text primary key, checksum text not null, applied_at timestamptz not null);
    comment on table public.platform_migration is 'Which migrations this database has seen, and what they said';
    create table public.platform_installation (single boolean primary key default true check (single), mode text not null check (mode in ('sandbox', 'live')), stamped_at timestamptz not null);
    comment on table public.platform_installation is 'One row: what this database was made for';
    grant select on public.platform_migration, public.platform_installation to ${APP};`);
}

/** Names and checksums of what the database has seen. */
async function appliedIn(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.platform_migration',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function refuseChanged(files: Migration[], applied: Map<string, string>): void {
  const changed = files
    .filter(({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum)
    .map(({ name }) => name);
  if (changed.length > 0) {
    throw new OperatorError(
      `${changed.join(', ')}: changed after this database had applied it. Migrations go forward only: put the file back and write a new one. (A sandbox may delete its data folder and begin again.)`,
    );
  }
}

/** Test money and real money never meet: a database is one or the other from its first day. */
async function stampMode(owner: pg.Client, mode: Mode, clock: Clock): Promise<void> {
  await owner.query(
    'insert into public.platform_installation (mode, stamped_at) values ($1, $2) on conflict do nothing',
    [mode, clock.now().toString()],
  );
  refuseOtherMode(await stampedMode(owner), mode);
}

async function stampedMode(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ mode: string }>('select mode from public.platform_installation');
  return rows[0]?.mode ?? 'no';
}

function refuseOtherMode(stamped: string, mode: Mode): void {
  if (stamped === mode) return;
  throw new OperatorError(
    `this database was made in ${stamped} mode and is never used in ${mode} mode: set OKPAY_MODE=${stamped}, or use another database (OKPAY_DATA or DATABASE_URL)`,
  );
}

async function apply(owner: pg.Client, { name, text, checksum }: Migration, clock: Clock): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(text);
    await record(owner, name, checksum, clock);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw new OperatorError(`migration ${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

const record = (owner: pg.Client, name: string, checksum: string, clock: Clock) =>
  owner.query('insert into public.platform_migration (name, checksum, applied_at) values ($1, $2, $3)', [
    name,
    checksum,
    clock.now().toString(),
  ]);

/** A table in use (55P03) or a deadlock (40P01) passes; everything else is told at once. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      const code = cause instanceof Error && 'code' in cause ? cause.code : '';
      if (attempt === ATTEMPTS || (code !== '55P03' && code !== '40P01')) throw error;
      await sleep(attempt * 500);
    }
  }
}

/** Says which of graphile-worker's tables we have; its version is pinned in package.json. Change it together with the rights below. */
const JOBS_VERSION = 'graphile-worker 0.18.0 rights 1';

/** The queue belongs to a role of its own: its tables are closed to all others by row security, so adding a job goes through its functions. */
async function migrateJobs(
  owner: pg.Client,
  jobsUrl: string,
  applied: Map<string, string>,
  clock: Clock,
): Promise<string[]> {
  if (applied.has(JOBS_VERSION)) return [];
  await withClient(jobsUrl, async (jobs) => {
    // Its own first step would ask for the right to create schemas, which this role has not.
    await jobs.query(
      'create table if not exists graphile_worker.migrations (id int primary key, ts timestamptz default clock_timestamp() not null, breaking boolean not null default false)',
    );
    await runMigrations({ connectionString: jobsUrl });
    await jobs.query(`
      grant usage on schema graphile_worker to ${APP};
      grant select on graphile_worker.jobs to ${APP};
      do $$ declare f regprocedure; begin
        for f in select oid from pg_proc where pronamespace = 'graphile_worker'::regnamespace loop
          execute format('revoke execute on function %s from public', f);
        end loop;
        for f in select oid from pg_proc where pronamespace = 'graphile_worker'::regnamespace and proname in ('add_job', 'add_jobs', 'remove_job') loop
          execute format('alter function %s security definer set search_path = pg_catalog, pg_temp', f);
          execute format('grant execute on function %s to ${APP}', f);
        end loop;
      end $$;`);
  });
  await record(owner, JOBS_VERSION, '', clock);
  return [JOBS_VERSION];
}
