// What a copy by rows asks of PostgreSQL's catalogue. Names come from the catalogue itself and are quoted wherever they are written.
import pg from 'pg';

const name = (schema: string, table: string): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`;

export type Table = { schema: string; name: string; columns: string[]; owner: string };

/** Every table that holds rows: partitions, not their parents. Generated columns are left out: PostgreSQL fills them itself. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name, pg_get_userbyid(c.relowner)::text as owner,
            array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     group by n.nspname, c.relname, c.relowner order by n.nspname, c.relname`,
  );
  return rows;
}

export type Sequence = { schema: string; name: string; value: string; owner: string };

/** Sequences are no part of a snapshot: asked after the rows, they stand at the rows' numbers or beyond. Unused ones are left out. */
export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select schemaname as schema, sequencename as name, last_value::text as value, sequenceowner::text as owner
     from pg_sequences where last_value is not null and schemaname !~ '^pg_' order by 1, 2`,
  );
  return rows;
}

export async function serverVersion(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  );
  return rows[0]?.major ?? 0;
}

export async function appliedMigrations(
  client: pg.ClientBase,
): Promise<{ name: string; checksum: string }[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from public.platform_migration order by name',
  );
  return rows;
}

/** Whether nothing of ours, or of anybody's, is in this database. */
export async function isEmptyDatabase(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as empty`,
  );
  return rows[0]?.empty === true;
}

/** Values as text: it is the same for every version, and names of functions stay names where binary would carry a number of this server. */
export const copyOutStatement = ({ schema, name: table, columns }: Omit<Table, 'owner'>): string =>
  `copy ${name(schema, table)} (${columns.map(pg.escapeIdentifier).join(', ')}) to stdout`;
export const copyInStatement = ({ schema, name: table, columns }: Omit<Table, 'owner'>): string =>
  `copy ${name(schema, table)} (${columns.map(pg.escapeIdentifier).join(', ')}) from stdin`;

/** What every session of a copy is set to, so that text is written and read in one way. No statement of a copy is ended for its length. */
export const SESSION = `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = 0;
  set search_path = pg_catalog; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC';
  set client_encoding = 'UTF8'; set extra_float_digits = 3`;

type Constraint = { table: string; name: string; definition: string };

/** Foreign keys of this role's tables; dropped while rows come in the order of their tables' names, and checked over all rows when they return. */
export async function foreignKeys(client: pg.ClientBase): Promise<Constraint[]> {
  const { rows } = await client.query<Constraint>(
    `select format('%I.%I', n.nspname, c.relname) as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and k.conparentid = 0 and pg_get_userbyid(c.relowner) = current_user order by 1, 2`,
  );
  return rows;
}

export const dropConstraint = ({ table, name: constraint }: Constraint): string =>
  `alter table ${table} drop constraint ${pg.escapeIdentifier(constraint)}`;
export const addConstraint = ({ table, name: constraint, definition }: Constraint): string =>
  `alter table ${table} add constraint ${pg.escapeIdentifier(constraint)} ${definition}`;

/** Tables are append-only by triggers: off while a backup is poured in, on again before anybody sees it. */
export const triggers = (table: { schema: string; name: string }, how: 'enable' | 'disable'): string =>
  `alter table ${name(table.schema, table.name)} ${how} trigger user`;
export const emptyTables = (tables: readonly { schema: string; name: string }[]): string =>
  `truncate ${tables.map((table) => name(table.schema, table.name)).join(', ')}`;
export const advanceSequence = (client: pg.ClientBase, sequence: Omit<Sequence, 'owner'>): Promise<unknown> =>
  client.query('select setval($1::regclass, $2::bigint, true)', [
    name(sequence.schema, sequence.name),
    sequence.value,
  ]);
