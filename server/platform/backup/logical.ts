// A copy by rows: every table in one snapshot, for a server whose files are not ours to copy. It restores into an empty database of any
// PostgreSQL that the product runs on; the schema comes from our own migrations, up to those that the database had seen.
import pg from 'pg';
import { OperatorError } from '../operator-error.ts';
import { copyIn, copyOut } from './copy-streams.ts';
import * as store from './logical-store.ts';
import type { Manifest, SequenceCopy, TableCopy } from './manifest.ts';
import { type Part, readPart, type Sealed, writePart } from './parts.ts';

type Urls = {
  ownerUrl: string;
  /** As the role that owns the job queue: its tables are closed to all others. */
  jobsUrl: string;
};
export type LogicalCopy = Extract<Manifest['database'], { kind: 'logical' }>;

/** The tables of the job queue belong to a role of its own. */
const JOBS_SCHEMA = 'graphile_worker';

/** Opens a connection per owner of tables; `work` gets one that asks the right one. */
async function withOwners<T>(
  urls: Urls,
  work: (clientOf: (schema: string) => pg.Client) => Promise<T>,
): Promise<T> {
  const [owner, jobs] = [urls.ownerUrl, urls.jobsUrl].map((connectionString) => {
    const client = new pg.Client({ connectionString, keepAlive: true });
    client.on('error', () => {});
    return client;
  }) as [pg.Client, pg.Client];
  try {
    for (const client of [owner, jobs]) {
      await client.connect();
      await client.query(store.SESSION);
    }
    return await work((schema) => (schema === JOBS_SCHEMA ? jobs : owner));
  } finally {
    await Promise.all([owner.end(), jobs.end()]);
  }
}

/** Copies all rows as they stood at one moment. `atThatMoment` is asked within the same snapshot. */
export async function copyRows(
  urls: Urls,
  { folder, sealed, atThatMoment }: { folder: string; sealed: Sealed; atThatMoment: Ask },
): Promise<{ database: LogicalCopy; facts: Record<string, string>; migrations: Migrations; parts: Part[] }> {
  return withOwners(urls, async (clientOf) => {
    const [owner, jobs] = [clientOf(''), clientOf(JOBS_SCHEMA)];
    await owner.query('begin isolation level repeatable read, read only');
    const { rows } = await owner.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
    await jobs.query('begin isolation level repeatable read, read only');
    await jobs.query(`set transaction snapshot '${rows[0]?.snapshot}'`);

    const facts = await atThatMoment(owner);
    const migrations = await store.appliedMigrations(owner);
    const tables: TableCopy[] = [];
    const parts: Part[] = [];
    for (const { schema, name, columns } of await store.tablesOf(owner)) {
      const path = `rows/${schema}.${name}.zst`;
      const rowsOfTable = copyOut(clientOf(schema), store.copyOutStatement({ schema, name, columns }));
      parts.push(await writePart(folder, path, rowsOfTable, sealed));
      tables.push({ schema, name, columns, part: path });
    }
    const sequences: SequenceCopy[] = [];
    for (const client of [owner, jobs]) sequences.push(...(await store.sequencesOf(client)));
    const version = await store.serverVersion(owner);
    return {
      database: { kind: 'logical', version, tables, sequences: onePerName(sequences) },
      facts,
      migrations,
      parts,
    };
  });
}

type Ask = (client: pg.ClientBase) => Promise<Record<string, string>>;
type Migrations = Manifest['migrations'];

/** Both roles may see the same sequence; the later answer is the higher one. */
const onePerName = (sequences: readonly SequenceCopy[]): SequenceCopy[] => [
  ...new Map(sequences.map((sequence) => [`${sequence.schema}.${sequence.name}`, sequence])).values(),
];

type PourIn = {
  database: LogicalCopy;
  folder: string;
  parts: ReadonlyMap<string, Part>;
  sealed: Sealed;
  /** Makes what the migrations alone do not make, e.g. later partitions. */
  prepare: (owner: pg.ClientBase, tables: readonly TableCopy[]) => Promise<void>;
};

/** Pours the rows into the tables that the migrations have made. One transaction per owner: half of it is never there. */
export async function pourRows(
  urls: Urls,
  { database, folder, parts, sealed, prepare }: PourIn,
): Promise<void> {
  await withOwners(urls, async (clientOf) => {
    const [owner, jobs] = [clientOf(''), clientOf(JOBS_SCHEMA)];
    for (const client of [owner, jobs]) await client.query('begin');
    await prepare(owner, database.tables);
    const there = await store.tablesOf(owner);
    refuseUnknown(database.tables, there);
    for (const client of [jobs, owner]) {
      const mine = <T extends { schema: string }>(list: readonly T[]): T[] =>
        list.filter(({ schema }) => clientOf(schema) === client);
      await pourInto(client, {
        there: mine(there),
        tables: mine(database.tables),
        sequences: mine(database.sequences),
        rowsOf: ({ part }) => {
          const found = parts.get(part);
          if (!found) throw new OperatorError(`the part ${part} is not named in the manifest`);
          return readPart(folder, found, sealed);
        },
      });
    }
    await jobs.query('commit');
    await owner.query('commit');
  });
}

type Into = {
  there: readonly store.Table[];
  tables: readonly TableCopy[];
  sequences: readonly SequenceCopy[];
  rowsOf: (table: TableCopy) => AsyncGenerator<Buffer>;
};

async function pourInto(client: pg.Client, { there, tables, sequences, rowsOf }: Into): Promise<void> {
  if (tables.length === 0) return;
  const keys = await store.foreignKeys(client);
  for (const key of keys) await client.query(store.dropConstraint(key));
  for (const table of there) await client.query(store.triggers(table, 'disable'));
  await client.query(store.emptyTables(there));
  for (const table of tables) await copyIn(client, store.copyInStatement(table), rowsOf(table));
  for (const sequence of sequences) await store.advanceSequence(client, sequence);
  for (const table of there) await client.query(store.triggers(table, 'enable'));
  for (const key of keys) await client.query(store.addConstraint(key));
}

function refuseUnknown(tables: readonly TableCopy[], there: readonly store.Table[]): void {
  const known = new Map(there.map(({ schema, name, columns }) => [`${schema}.${name}`, new Set(columns)]));
  const unknown = tables.filter(({ schema, name, columns }) => {
    const found = known.get(`${schema}.${name}`);
    return !found || columns.some((column) => !found.has(column));
  });
  if (unknown.length > 0)
    throw new OperatorError(
      `the backup has tables that its own migrations do not make: ${unknown.map(({ schema, name }) => `${schema}.${name}`).join(', ')}. Restore it with the version that made it`,
    );
}
