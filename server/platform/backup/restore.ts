// Brings a backup back into an empty place. Everything is looked at before anything is written.
import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type pg from 'pg';
import { recoverySettings } from '../embedded-archive.ts';
import { clusterHome, startEmbedded } from '../embedded-postgres.ts';
import { passable } from '../embedded-postgres-files.ts';
import { withClient } from '../database-roles.ts';
import { migrate } from '../migrate.ts';
import { OperatorError } from '../operator-error.ts';
import { refuseUnlike } from './base-backup.ts';
import { pourRows } from './logical.ts';
import { isEmptyDatabase } from './logical-store.ts';
import { type Manifest, readManifest, type TableCopy } from './manifest.ts';
import { type Part, readPart, refuseDamaged, type Sealed, syncFolder } from './parts.ts';
import { type BackupSettings, keyOf, ownerOf } from './take.ts';
import { unpackTar } from './tar.ts';

type Order = {
  settings: BackupSettings;
  /** Folder of the backup. */
  from: string;
  /** Folder of the archive, to go on from the backup by what was archived since. */
  archive?: string | undefined;
  /** Moment to stop at, as an instant; needs the archive. */
  until?: string | undefined;
  /** Makes what the migrations alone do not make, e.g. later partitions. */
  prepare: (owner: pg.ClientBase, tables: readonly TableCopy[]) => Promise<void>;
};

type Source = { folder: string; manifest: Manifest; parts: ReadonlyMap<string, Part>; sealed: Sealed };

/** Restores and answers the manifest; the database is stopped again, and not yet migrated to this version. */
export async function restoreBackup(order: Order): Promise<Manifest> {
  const { settings } = order;
  const folder = resolve(order.from);
  const manifest = readManifest(folder);
  refuseOtherMode(manifest, settings);
  refuseFilled(settings.data);
  const sealed = {
    key: manifest.sealedWithSalt === null ? undefined : keyOf(settings, manifest.sealedWithSalt),
  };
  await refuseDamaged(folder, manifest.parts);
  const parts = new Map(manifest.parts.map((part) => [part.path, part]));
  const source: Source = { folder, manifest, parts, sealed };
  if (manifest.database.kind === 'physical') await restoreCluster(source, order);
  else await restoreRows(source, order);
  return manifest;
}

function refuseOtherMode({ mode }: Manifest, settings: BackupSettings): void {
  if (mode !== settings.mode)
    throw new OperatorError(
      `this is a backup of a ${mode} service, and OKPAY_MODE is ${settings.mode}: set OKPAY_MODE=${mode}`,
    );
}

function refuseFilled(data: string): void {
  for (const folder of new Set([resolve(data), clusterHome(data).folder])) {
    if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0)
      throw new OperatorError(
        `${folder} is not empty, and a restore never overwrites: set OKPAY_DATA to a new folder`,
      );
  }
}

const partOf = ({ parts, folder, sealed }: Source, path: string): AsyncGenerator<Buffer> => {
  const part = parts.get(path);
  if (!part) throw new OperatorError(`the part ${path} is not named in the manifest`);
  return readPart(folder, part, sealed);
};

async function restoreCluster(source: Source, { settings, archive, until }: Order): Promise<void> {
  const { database } = source.manifest;
  if (database.kind !== 'physical') return;
  if (settings.databaseUrl)
    throw new OperatorError(
      'this backup is a copy of files of an embedded server and restores into OKPAY_DATA only; to move into DATABASE_URL take one with --by-rows',
    );
  const wal = archive ? archivedWal(archive, database.archive, settings) : undefined;
  if (until && !wal) throw new OperatorError('--until needs --archive: a backup holds no moment but its own');
  const home = clusterHome(settings.data);
  const unfinished = `${home.data}.restoring`;
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  fs.chmodSync(home.folder, 0o755); // A recursive mkdir gives its mode to the parents too.
  const unpacked = await unpackTar(partOf(source, database.part), unfinished, home.ids);
  refuseUnlike(await whole(partOf(source, database.filesPart)), unpacked);
  // Tells PostgreSQL to recover onto a timeline of its own, whether there is an archive or not.
  fs.writeFileSync(join(unfinished, 'recovery.signal'), '', { mode: 0o600 });
  if (home.ids.uid !== undefined && home.ids.gid !== undefined)
    for (const path of [unfinished, join(unfinished, 'recovery.signal')])
      fs.chownSync(path, home.ids.uid, home.ids.gid);
  await restoreFiles(source, settings.data, new Map([['postgres.secrets.json', home.secrets]]));
  fs.writeFileSync(home.prepared, '');
  syncFolder(unfinished);
  fs.renameSync(unfinished, home.data);
  syncFolder(home.folder);
  await recover(settings.data, { wal, until });
}

async function recover(
  data: string,
  { wal, until }: { wal: string | undefined; until: string | undefined },
): Promise<void> {
  const recovery = recoverySettings({ ...(wal && { archive: wal }), ...(until && { until }) });
  try {
    const cluster = await startEmbedded({ dir: data, recovery });
    await withClient(cluster.ownerUrl, countAnew);
    await cluster.stop();
  } catch (error) {
    if (!until || !(error instanceof Error) || !/before configured recovery target/.test(error.message))
      throw error;
    throw new OperatorError(
      `the archive ends before ${until}: name an earlier moment, or leave --until out to go to its end. Empty ${data} first`,
      { cause: error },
    );
  }
}

/** A recovered server has lost its counts and may not have had any: without them the check of a large ledger is planned badly. */
const countAnew = (client: pg.ClientBase): Promise<unknown> => client.query('analyze');

/** The folder in the archive that belongs to the life in which the backup was taken. */
function archivedWal(archive: string, name: string | null, { data }: BackupSettings): string {
  if (name === null)
    throw new OperatorError('when this backup was taken its server was not archived: leave --archive out');
  const folder = resolve(archive, name);
  if (!fs.existsSync(folder))
    throw new OperatorError(`${folder} is not there: it is this backup's part of the archive`);
  if (!passable(join(folder, 'x'), clusterHome(data).ids))
    throw new OperatorError(
      `PostgreSQL's own user cannot reach ${folder}: copy the archive to where everybody may pass`,
    );
  return folder;
}

async function restoreRows(source: Source, { settings, archive, until, prepare }: Order): Promise<void> {
  const { manifest, folder, parts, sealed } = source;
  const { database } = manifest;
  if (database.kind !== 'logical') return;
  if (archive || until)
    throw new OperatorError('a backup by rows is one moment: --archive and --until do not go with it');
  await inDatabase(settings, async ({ ownerUrl, jobsUrl }) => {
    if (!(await withClient(ownerUrl, isEmptyDatabase)))
      throw new OperatorError(
        'the database has tables already, and a restore never overwrites: use an empty one',
      );
    const seen = new Set(manifest.migrations.map(({ name }) => name));
    await migrate({ ownerUrl, jobsUrl, mode: settings.mode, only: seen });
    await refuseOtherPast(ownerUrl, manifest);
    await pourRows({ ownerUrl, jobsUrl }, { database, folder, parts, sealed, prepare });
    await withClient(ownerUrl, countAnew);
  });
  await restoreFiles(source, settings.data, new Map());
}

/** The rows fit only into the tables that they came from. */
async function refuseOtherPast(ownerUrl: string, { migrations }: Manifest): Promise<void> {
  const made = await withClient(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ name: string; checksum: string }>(
      'select name, checksum from public.platform_migration',
    );
    return new Map(rows.map(({ name, checksum }) => [name, checksum]));
  });
  const unlike = migrations.filter(({ name, checksum }) => made.get(name) !== checksum);
  if (unlike.length > 0)
    throw new OperatorError(
      `this version does not know the past of the backup: ${unlike.map(({ name }) => name).join(', ')} is missing or was changed. Restore with the version that made it, then upgrade. Empty the database first`,
    );
}

async function inDatabase(
  settings: BackupSettings,
  work: (urls: { ownerUrl: string; jobsUrl: string }) => Promise<void>,
): Promise<void> {
  if (settings.databaseUrl) {
    const { ownerUrl, migrationJobsUrl } = await ownerOf(settings, settings.databaseUrl);
    return work({ ownerUrl, jobsUrl: migrationJobsUrl });
  }
  const cluster = await startEmbedded({ dir: settings.data });
  try {
    await work(cluster);
  } finally {
    await cluster.stop();
  }
}

/** Writes files to where they were, or where `elsewhere` says, readable as before. */
async function restoreFiles(
  source: Source,
  data: string,
  elsewhere: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { path, mode, part } of source.manifest.files) {
    const target = elsewhere.get(path) ?? join(resolve(data), path);
    if (!elsewhere.has(path) && !target.startsWith(`${resolve(data)}/`))
      throw new OperatorError(`a path leads outside: ${path}`);
    fs.mkdirSync(dirname(target), { recursive: true, mode: path.startsWith('simulators') ? 0o755 : 0o700 });
    fs.writeFileSync(target, await whole(partOf(source, part)), { flag: 'wx', mode });
    fs.chmodSync(target, mode);
  }
}

async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
