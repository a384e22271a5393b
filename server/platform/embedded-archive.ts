// Continuous archiving of the embedded server, by the module that PostgreSQL brings along: no program of the system is needed, and a
// file is in the archive whole and synced, or not at all.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { type Ids, passable } from './embedded-postgres-files.ts';
import { OperatorError } from './operator-error.ts';

/** Seconds after which a piece of WAL that is not full goes to the archive too: what a lost disk may cost at most, if the archive keeps up. */
const ARCHIVE_TIMEOUT_SECONDS = 60;
const DIRECTORY = 'basic_archive.archive_directory=';

const file = (folder: string): string => join(folder, 'postgres.archive.json');
/** Where the WAL of this life of a cluster goes: a folder in the archive that nobody else writes into. */
type Kept = { archive: string; name: string };

/**
 * What was kept of a cluster's archive; undefined if it is not archived. What was restored begins a life of its own with another name,
 * so that two pasts never write into one folder.
 */
export function keptArchive(folder: string): Kept | undefined {
  if (!fs.existsSync(file(folder))) return undefined;
  return JSON.parse(fs.readFileSync(file(folder), 'utf8')) as Kept;
}

/** A server that was started without an archive leaves a gap in it: the next one begins a new folder, and needs a new backup. */
export const forgetArchive = (folder: string): void => fs.rmSync(file(folder), { force: true });

/** Settings that have every piece of WAL copied into the archive. */
export function archiveInto(archive: string, folder: string, ids: Ids): string[] {
  const wanted = resolve(archive);
  const kept = keptArchive(folder);
  const name = kept?.archive === wanted ? kept.name : randomUUID();
  const own = join(wanted, name);
  fs.mkdirSync(own, { recursive: true, mode: 0o755 });
  if (!passable(join(own, 'x'), ids))
    throw new OperatorError(
      `OKPAY_ARCHIVE: PostgreSQL's own user cannot reach ${own}; choose a folder that everybody may pass through`,
    );
  if (ids.uid !== undefined && ids.gid !== undefined) fs.chownSync(own, ids.uid, ids.gid);
  fs.chmodSync(own, 0o700);
  fs.writeFileSync(file(folder), JSON.stringify({ archive: wanted, name } satisfies Kept), { mode: 0o600 });
  return [
    'archive_mode=on',
    'archive_library=basic_archive',
    `archive_timeout=${ARCHIVE_TIMEOUT_SECONDS}s`,
    DIRECTORY + own,
  ];
}

/** The folder that such settings name. */
export const archiveFolderIn = (settings: readonly string[]): string | undefined =>
  settings.find((setting) => setting.startsWith(DIRECTORY))?.slice(DIRECTORY.length);

/** Settings for the first start of a restored cluster: how far to go, and where the WAL is that the backup itself does not have. */
export function recoverySettings({ archive, until }: { archive?: string; until?: string }): string[] {
  return [
    // `false` says of every file that it is not there: then the backup's own WAL is used, and a new timeline begins all the same.
    `restore_command=${archive ? `cp ${shellQuoted(archive)}/%f "%p"` : 'false'}`,
    'recovery_target_timeline=latest',
    // Else it would call itself ready while it still reads WAL, and we would stop it before it has a timeline of its own.
    'hot_standby=off',
    ...(until ? [`recovery_target_time=${asPostgres(until)}`, 'recovery_target_action=promote'] : []),
  ];
}

/** Quoted for the shell, and for PostgreSQL, which replaces what follows a percent sign. */
const shellQuoted = (path: string): string => `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;

/** At this point of its start PostgreSQL knows no `Z`. */
const asPostgres = (instant: string): string => instant.replace('T', ' ').replace('Z', '+00');
