// What must hold of a database before money touches it.
import type pg from 'pg';
import { JOBS, withClient } from './database-roles.ts';
import { OperatorError } from './operator-error.ts';

/** Refuses a server that may forget what it has confirmed (OPS-01), and an application that could rewrite the books. */
export async function refuseUnsafe(appUrl: string): Promise<void> {
  await withClient(appUrl, async (client) => {
    const problems = [...(await forgetful(client)), ...(await overpowered(client))];
    if (problems.length > 0)
      throw new OperatorError(
        `this database is not safe for money:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      );
  });
}

/** `fsync` and `full_page_writes` keep a crash from losing or tearing pages, checksums tell when the disk lies. */
const DURABLE: Record<string, readonly string[]> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply'],
  data_checksums: ['on'],
};

async function forgetful(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [Object.keys(DURABLE)],
  );
  return rows
    .filter(({ name, setting }) => !DURABLE[name]?.includes(setting))
    .map(({ name, setting }) => `${name} is ${setting}: it must be ${DURABLE[name]?.join(' or ')}`);
}

/** Asked for every role the connection's user could take on, since injected SQL could take it on too. */
async function overpowered(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ role: string; may: string }>(
    `with reachable as (select * from pg_roles where pg_has_role(session_user, oid, 'MEMBER'))
     select rolname as role, 'do everything (superuser)' as may from reachable where rolsuper
     union all select rolname, 'make roles' from reachable where rolcreaterole and not rolsuper
     union all select rolname, 'make schemas' from reachable where has_database_privilege(reachable.oid, current_database(), 'CREATE') and not rolsuper
     union all select rolname, 'make objects in schema ' || nspname from reachable, pg_namespace n
       where has_schema_privilege(reachable.oid, n.oid, 'CREATE') and not rolsuper
         and nspname !~ '^pg_' and nspname <> 'information_schema' and not (nspname = 'graphile_worker' and pg_has_role(reachable.oid, $1, 'MEMBER'))
     union all select rolname, lower(privilege) || ' rows of ledger.journal' from reachable, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) privilege
       where to_regclass('ledger.journal') is not null and has_table_privilege(reachable.oid, to_regclass('ledger.journal'), privilege) and not rolsuper`,
    [JOBS],
  );
  return rows.map(({ role, may }) => `the application's user may, as ${role}, ${may}`);
}
