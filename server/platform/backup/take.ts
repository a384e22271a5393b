// Takes a backup while everybody works. It is written beside its place and renamed when all of it is on the disk.
import fs from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { withClient } from '../database-roles.ts';
import { mayCreate } from '../external-postgres.ts';
import { connectExternal } from '../external-postgres.ts';
import { keptArchive } from '../embedded-archive.ts';
import { clusterHome, startEmbedded } from '../embedded-postgres.ts';
import { OperatorError } from '../operator-error.ts';
import { withBaseBackup } from './base-backup.ts';
import { copyRows } from './logical.ts';
import { appliedMigrations, serverVersion } from './logical-store.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { type Part, type Sealed, syncFolder, writePart } from './parts.ts';
import { newSalt, sealingKey } from './sealing.ts';

export type BackupSettings = Pick<
  Config,
  'mode' | 'data' | 'databaseUrl' | 'databaseOwnerUrl' | 'databaseDirectUrl' | 'backupKeyFile'
>;
export const BACKUP_SETTINGS = [
  'mode',
  'data',
  'databaseUrl',
  'databaseOwnerUrl',
  'databaseDirectUrl',
  'backupKeyFile',
] as const satisfies readonly (keyof BackupSettings)[];

/** What the books hold, as the rooms tell it: asked on a connection of the owner. */
export type Facts = (client: pg.ClientBase) => Promise<Record<string, string>>;

type Order = {
  settings: BackupSettings;
  clock: Clock;
  /** The folder that will hold the backup; it must not be there yet. */
  into: string;
  /** A copy by rows, of an embedded server too: to move to another PostgreSQL. */
  byRows: boolean;
  facts: Facts;
  /** Version of the product. */
  product: string;
};

type Copied = Pick<Manifest, 'database' | 'facts' | 'migrations' | 'parts'> & {
  /** Files that belong to it: absolute path by path in the data folder. */
  files: Map<string, string>;
};

/** Folders beside the database that a restored service cannot do without. A sandbox keeps its outside world's books there too. */
const FOLDERS = ['keys', 'documents', 'simulators'];
/** Files that say which process looks after a folder: not true any more after a restore. */
const KEEPERS = new Set(['keeper', 'postgres.keeper']);

export async function takeBackup(order: Order): Promise<Manifest> {
  const { settings, clock } = order;
  const into = resolve(order.into);
  if (fs.existsSync(into)) throw new OperatorError(`${into} is there already: a backup never overwrites`);
  const salt = settings.backupKeyFile ? newSalt() : null;
  const sealed = { key: keyOf(settings, salt) };
  const takenAt = clock.now().toString({ smallestUnit: 'millisecond' });
  const unfinished = `${into}.unfinished-${process.pid}`;
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    const copied = await copyDatabase(order, unfinished, sealed);
    const parts = [...copied.parts];
    const files: Manifest['files'] = [];
    for (const [path, from] of [...copied.files, ...filesBeside(settings.data)]) {
      const part = `files/${files.length}.zst`;
      parts.push(await writePart(unfinished, part, readFile(from), sealed));
      files.push({ path, mode: fs.statSync(from).mode & 0o777, part });
    }
    const { database, facts, migrations } = copied;
    const { mode } = settings;
    const { product } = order;
    const manifest: Manifest = { format: 1, product, mode, takenAt, migrations, database, files, sealedWithSalt: salt, facts, parts }; // prettier-ignore
    writeManifest(unfinished, manifest);
    for (const folder of new Set(parts.map(({ path }) => join(unfinished, dirname(path)))))
      syncFolder(folder);
    syncFolder(unfinished);
    fs.renameSync(unfinished, into);
    syncFolder(dirname(into));
    return manifest;
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Shortest passphrase that is taken for one, in characters. */
const PASSPHRASE_LENGTH_MIN = 24;

/** The key of the passphrase that the settings name; undefined for a backup that lies open. */
export function keyOf({ mode, backupKeyFile }: BackupSettings, salt: string | null): Sealed['key'] {
  if (salt === null) {
    if (mode === 'live')
      throw new OperatorError(
        'a live backup holds keys and people’s data: set OKPAY_BACKUP_KEY_FILE to a file with the passphrase that seals it',
      );
    return undefined;
  }
  if (!backupKeyFile)
    throw new OperatorError(
      'this backup is sealed: set OKPAY_BACKUP_KEY_FILE to the file with its passphrase',
    );
  const passphrase = fs.existsSync(backupKeyFile) ? fs.readFileSync(backupKeyFile, 'utf8').trim() : '';
  if (passphrase.length < PASSPHRASE_LENGTH_MIN)
    throw new OperatorError(
      `OKPAY_BACKUP_KEY_FILE: ${backupKeyFile} holds no passphrase of ${PASSPHRASE_LENGTH_MIN} characters or more`,
    );
  return sealingKey(passphrase, salt);
}

function copyDatabase(order: Order, folder: string, sealed: Sealed): Promise<Copied> {
  if (order.settings.databaseUrl) return copyOutside(order, order.settings.databaseUrl, folder, sealed);
  return copyEmbedded(order, folder, sealed);
}

async function copyOutside(
  { settings, facts }: Order,
  databaseUrl: string,
  folder: string,
  sealed: Sealed,
): Promise<Copied> {
  const { ownerUrl, migrationJobsUrl } = await ownerOf(settings, databaseUrl);
  const copied = await copyRows(
    { ownerUrl, jobsUrl: migrationJobsUrl },
    { folder, sealed, atThatMoment: facts },
  );
  return { ...copied, files: new Map() };
}

/** The database as its owner, who may read and write every table. */
export async function ownerOf(
  settings: BackupSettings,
  databaseUrl: string,
): Promise<{ ownerUrl: string; migrationJobsUrl: string }> {
  const isOwner = !settings.databaseOwnerUrl && (await mayCreate(databaseUrl));
  const given = settings.databaseOwnerUrl ?? (isOwner ? databaseUrl : undefined);
  const urls = await connectExternal({ databaseUrl, ownerUrl: given, directUrl: settings.databaseDirectUrl });
  if (!urls.ownerUrl || !urls.migrationJobsUrl)
    throw new OperatorError('this needs DATABASE_OWNER_URL: only the owner may read and write every table');
  return { ownerUrl: urls.ownerUrl, migrationJobsUrl: urls.migrationJobsUrl };
}

async function copyEmbedded(
  { settings, facts, byRows }: Order,
  folder: string,
  sealed: Sealed,
): Promise<Copied> {
  const home = clusterHome(settings.data);
  if (!fs.existsSync(join(home.data, 'PG_VERSION')))
    throw new OperatorError(`there is nothing to back up: no database was ever started in ${settings.data}`);
  const cluster = await startEmbedded({ dir: settings.data, use: 'share' });
  try {
    const { ownerUrl, jobsUrl } = cluster;
    if (byRows) {
      const copied = await copyRows({ ownerUrl, jobsUrl }, { folder, sealed, atThatMoment: facts });
      return { ...copied, files: new Map() };
    }
    const before = await withClient(ownerUrl, async (owner) => ({
      facts: await facts(owner),
      migrations: await appliedMigrations(owner),
      version: await serverVersion(owner),
      ...(await clusterFacts(owner)),
    }));
    const { parts, ...paths } = await copyFiles(cluster.adminUrl, folder, sealed);
    const { version, systemIdentifier, firstWalFile } = before;
    const archive = keptArchive(home.folder)?.name ?? null;
    return {
      database: { kind: 'physical', version, systemIdentifier, firstWalFile, archive, ...paths },
      facts: before.facts,
      migrations: before.migrations,
      parts,
      // Without the passwords nobody gets in, not even we.
      files: new Map([[basename(home.secrets), home.secrets]]),
    };
  } finally {
    await cluster.stop();
  }
}

async function clusterFacts(owner: pg.Client): Promise<{ systemIdentifier: string; firstWalFile: string }> {
  const { rows } = await owner.query<{ systemIdentifier: string; firstWalFile: string }>(
    `select system_identifier::text as "systemIdentifier", pg_walfile_name(pg_current_wal_lsn()) as "firstWalFile" from pg_control_system()`,
  );
  return rows[0] ?? { systemIdentifier: '', firstWalFile: '' };
}

async function copyFiles(
  adminUrl: string,
  folder: string,
  sealed: Sealed,
): Promise<{ part: string; filesPart: string; parts: Part[] }> {
  const [part, filesPart] = ['cluster.tar.zst', 'cluster.files.zst'];
  return withBaseBackup(adminUrl, 'okpay backup', async ({ tar, fileList }) => {
    const cluster = await writePart(folder, part, tar, sealed);
    const files = await writePart(folder, filesPart, once(fileList()), sealed);
    return { part, filesPart, parts: [cluster, files] };
  });
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Whole files; what is appended meanwhile is not there yet. */
async function* readFile(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of fs.createReadStream(path)) yield chunk as Buffer;
}

function filesBeside(data: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of FOLDERS) {
    const root = join(data, folder);
    if (!fs.existsSync(root)) continue;
    for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || KEEPERS.has(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      found.set(relative(data, path), path);
    }
  }
  return found;
}
