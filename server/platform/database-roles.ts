// The three roles of a database: who owns it, who runs the application, who owns the job queue. Only the first may create anything.
import pg from 'pg';
import { IDLE_IN_TRANSACTION_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './db.ts';

export const OWNER = 'okpay_owner';
export const APP = 'okpay_app';
export const JOBS = 'okpay_jobs';
/** The database of an embedded cluster. */
export const DATABASE = 'okpay';

/** Addresses with their secrets. The running application gets `appUrl`, `jobsUrl` and `directUrl`; only migrations get `ownerUrl`. */
export type DatabaseUrls = { ownerUrl: string; appUrl: string; jobsUrl: string; directUrl: string };

/** Runs one piece of work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes the roles with their passwords, and the database, in a cluster of our own. May run again after a crash in the middle. */
export async function prepareCluster(
  adminUrl: string,
  passwords: { owner: string; app: string; jobs: string },
): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    for (const [role, password] of [
      [OWNER, passwords.owner],
      [APP, passwords.app],
      [JOBS, passwords.jobs],
    ] as const) {
      const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
      if (!rowCount) await admin.query(`create role ${role}`);
      await admin.query(`alter role ${role} login noinherit password ${admin.escapeLiteral(password)}`);
    }
    for (const role of [APP, JOBS]) await limitRole(admin, role);
    await admin.query('revoke all on database postgres, template1 from public');
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await admin.query(`create database ${DATABASE} owner ${OWNER}`);
    await closeDatabase(admin, DATABASE);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  await withClient(url.href, (admin) =>
    admin.query(`create schema if not exists graphile_worker authorization ${JOBS}`),
  );
}

/** A statement that runs away and a transaction that is forgotten end by themselves. */
export async function limitRole(client: pg.Client, role: string): Promise<void> {
  await client.query(`alter role ${role} set statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
  await client.query(
    `alter role ${role} set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
  );
}

/** Only the roles may connect, and none may make temporary tables. These rights are not copied with a template. */
export async function closeDatabase(client: pg.Client, database: string): Promise<void> {
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${APP}, ${JOBS}`);
}
