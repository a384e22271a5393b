// A PostgreSQL of the operator's: the roles are made if we may, and every address is bent to the role it is for.
import pg from 'pg';
import { APP, type DatabaseUrls, JOBS, limitRole, withClient } from './database-roles.ts';
import { IDLE_IN_TRANSACTION_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './db.ts';
import { OperatorError } from './operator-error.ts';

type Given = {
  databaseUrl: string;
  /** Without it nothing is prepared or migrated: both must have been done before. */
  ownerUrl: string | undefined;
  directUrl: string | undefined;
};
/** What an operator's database gives: `ownerUrl` only if we were told one. */
export type ExternalUrls = Omit<DatabaseUrls, 'ownerUrl'> & {
  ownerUrl: string | undefined;
  migrationJobsUrl: string | undefined;
};

const OLDEST_VERSION = 15;

export async function connectExternal({
  databaseUrl,
  ownerUrl,
  directUrl = databaseUrl,
}: Given): Promise<ExternalUrls> {
  const login = await reached('DATABASE_URL', withClient(databaseUrl, loginOf));
  if (ownerUrl)
    await reached(
      'DATABASE_OWNER_URL',
      withClient(ownerUrl, (owner) => prepareRoles(owner, login)),
    );
  await withClient(databaseUrl, (client) => refuseUnlessMember(client, login));
  const app = (url: string) => (login === APP ? url : inRole(url, APP));
  return {
    ownerUrl,
    appUrl: app(databaseUrl),
    directUrl: app(directUrl),
    jobsUrl: inRole(directUrl, JOBS),
    migrationJobsUrl: ownerUrl && inRole(ownerUrl, JOBS),
  };
}

/** Whether the user of this address is one who migrates. */
export const mayCreate = (url: string): Promise<boolean> =>
  reached(
    'DATABASE_URL',
    withClient(url, (client) =>
      isThere(client, `select where has_database_privilege(current_database(), 'CREATE')`),
    ),
  );

/** Says which address it was; what the driver says names neither. */
async function reached<T>(setting: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`the database of ${setting} does not let us in: ${why}`, { cause: error });
  }
}

async function loginOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ login: string; version: number }>(
    `select session_user as login, current_setting('server_version_num')::int / 10000 as version`,
  );
  const { login, version } = rows[0] ?? { login: '', version: 0 };
  if (version < OLDEST_VERSION)
    throw new OperatorError(`DATABASE_URL is PostgreSQL ${version}; OKPay needs ${OLDEST_VERSION} or newer`);
  return login;
}

/** Makes the roles that are missing and lets the application's user take them on. Asks for nothing that is there already. */
async function prepareRoles(owner: pg.Client, login: string): Promise<void> {
  try {
    for (const role of [APP, JOBS]) await makeRole(owner, role);
    const self = await loginOf(owner);
    for (const member of new Set([login, self])) {
      for (const role of [APP, JOBS]) await letTakeOn(owner, member, role);
    }
    if (!(await isThere(owner, `select from pg_namespace where nspname = 'graphile_worker'`))) {
      await owner.query(`create schema graphile_worker authorization ${JOBS}`);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `the roles of this database are not complete, and its owner may not make them (${why}). As an administrator run:\n  create role ${APP} nologin; create role ${JOBS} nologin; grant ${APP}, ${JOBS} to ${pg.escapeIdentifier(login)};\n  create schema graphile_worker authorization ${JOBS};`,
      { cause: error },
    );
  }
}

async function makeRole(owner: pg.Client, role: string): Promise<void> {
  if (await isThere(owner, `select from pg_roles where rolname = '${role}'`)) return;
  await owner.query(`create role ${role} noinherit`);
  await limitRole(owner, role);
}

/** `member` may then say `set role`; it does not have the role's rights without saying so. */
async function letTakeOn(owner: pg.Client, member: string, role: string): Promise<void> {
  if (member === role || (await canTakeOn(owner, member, role))) return;
  const { rows } = await owner.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const how = (rows[0]?.version ?? 0) >= 16 ? 'with inherit false, set true' : '';
  await owner.query(`grant ${role} to ${pg.escapeIdentifier(member)} ${how}`);
}

async function canTakeOn(client: pg.Client, member: string, role: string): Promise<boolean> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  // Before 16 every member may; since then membership and the right to take a role on are two things.
  const right = (rows[0]?.version ?? 0) >= 16 ? 'SET' : 'MEMBER';
  const { rows: found } = await client.query<{ can: boolean }>(
    'select pg_has_role($1::name, $2::name, $3) as can',
    [member, role, right],
  );
  return found[0]?.can === true;
}

async function refuseUnlessMember(client: pg.Client, login: string): Promise<void> {
  for (const role of [APP, JOBS]) {
    const there = await isThere(client, `select from pg_roles where rolname = '${role}'`);
    if (there && (role === login || (await canTakeOn(client, login, role)))) continue;
    throw new OperatorError(
      `the user ${login} of DATABASE_URL may not take on the role ${role}: run \`npm run okpay -- migrate\` with DATABASE_OWNER_URL set, or grant ${role} to it`,
    );
  }
}

const isThere = async (client: pg.Client, query: string): Promise<boolean> =>
  ((await client.query(query)).rowCount ?? 0) > 0;

/** The same address, its connections in the role from their first moment on, with the role's limits. */
function inRole(address: string, role: string): string {
  const url = new URL(address);
  const settings = {
    role,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  url.searchParams.set('options', [url.searchParams.get('options') ?? '', ...options].join(' ').trim());
  return url.href;
}
