// Backing up, restoring, and going on with a database on the operator's word. They print; docs/runbooks/ tells when to use which.
import fs from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  acceptDatabase,
  hasFacts,
  LAW_COUNT,
  ledgerFacts,
  makeJournalParts,
  SEAL_LAW_COUNT,
  verify,
  verifySeals,
} from '#ledger';
import type { Manifest } from '#platform/backup/manifest';
import { restoreBackup } from '#platform/backup/restore';
import { BACKUP_SETTINGS, takeBackup } from '#platform/backup/take';
import { systemClock, Temporal } from '#platform/clock';
import { type Environment, parseSettings } from '#platform/config';
import { DATABASE_SETTINGS, openDatabase } from '#platform/database';
import { type Db, openDb } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { publishedKeysIn } from '#platform/signing-keys';
import { brokenCounterHomes, COUNTER_LAW_COUNT } from '#risk';

/** Milliseconds that the check of a restored ledger may take: it reads all of it. */
const CHECK_PATIENCE_MS = 24 * 3_600_000;

export const BACKUP_USAGE = 'backup DIR [--by-rows]';
export const RESTORE_USAGE = 'restore DIR [--archive DIR] [--until TIME]';
export const ACCEPT_USAGE = 'accept-database REASON';

function parsed<const O extends Record<string, { type: 'string' | 'boolean' }>>(
  args: string[],
  options: O,
  usage: string,
) {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length === 1 && positionals[0]) return { argument: positionals[0], values };
  } catch (error) {
    throw new OperatorError(
      `${error instanceof Error ? error.message : String(error)}\nusage: npm run okpay -- ${usage}`,
      { cause: error },
    );
  }
  throw new OperatorError(`usage: npm run okpay -- ${usage}`);
}

export async function backUp(args: string[], env: Environment): Promise<void> {
  const { argument: into, values } = parsed(args, { 'by-rows': { type: 'boolean' } }, BACKUP_USAGE);
  const settings = parseSettings(env, BACKUP_SETTINGS);
  const byRows = values['by-rows'] === true;
  const manifest = await takeBackup({ settings, clock: systemClock, into, byRows, facts: ledgerFacts, product: version() }); // prettier-ignore
  const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
  console.log(
    `${into} holds the service as of ${manifest.takenAt}: ${manifest.parts.length} parts, ${(bytes / 1e6).toFixed(1)} MB, ${manifest.sealedWithSalt === null ? 'not sealed' : 'sealed'}.`,
  );
  if (manifest.sealedWithSalt === null)
    console.log('It holds keys and people’s data in the open. OKPAY_BACKUP_KEY_FILE seals the next one.');
}

export async function restore(args: string[], env: Environment): Promise<void> {
  const options = { archive: { type: 'string' }, until: { type: 'string' } } as const;
  const { argument: from, values } = parsed(args, options, RESTORE_USAGE);
  const settings = parseSettings(env, BACKUP_SETTINGS);
  const until = values.until === undefined ? undefined : instant(values.until);
  const began = performance.now();
  const manifest = await restoreBackup({ settings, from, archive: values.archive, until, prepare: makeJournalParts }); // prettier-ignore
  const reached = until ?? (values.archive ? 'the end of the archive' : manifest.takenAt);
  const database = await openDatabase(settings); // Migrates forward.
  try {
    const restored = performance.now();
    console.log(`Everything is back after ${seconds(began, restored)}; its laws are checked.`);
    const db = openDb(roomy(database.directUrl), { size: 2, patienceMs: CHECK_PATIENCE_MS });
    try {
      await check(db, manifest, settings.data);
      const reason = `restored from the backup of ${manifest.takenAt}, up to ${reached}`;
      await acceptDatabase(db, { folder: settings.data, clock: systemClock, reason });
      console.log(`Checked in ${seconds(restored, performance.now())}.`);
    } finally {
      await db.close();
    }
  } finally {
    await database.stop();
  }
  console.log(
    `Restored into ${settings.databaseUrl ? 'DATABASE_URL and ' : ''}${settings.data}, up to ${reached}.`,
  );
  if (database.migrated.length > 0) console.log(`Brought to this version: ${database.migrated.join(', ')}.`);
}

const seconds = (from: number, to: number): string => `${((to - from) / 1000).toFixed(1)} s`;

/** The same address, its sorts in memory: the check reads years of transfers, and nothing else runs yet. */
function roomy(address: string): string {
  const url = new URL(address);
  const given = url.searchParams.get('options') ?? '';
  url.searchParams.set('options', `${given} -c work_mem=256MB`.trim());
  return url.href;
}

function instant(text: string): string {
  try {
    return Temporal.Instant.from(text).toString();
  } catch (error) {
    throw new OperatorError(`--until takes a moment like 2026-11-28T09:30:00Z, not "${text}"`, {
      cause: error,
    });
  }
}

/** A restored ledger is believed when it holds what the manifest names, breaks no law, and its seals are whole. */
async function check(db: Db, { facts }: Manifest, data: string): Promise<void> {
  if (!(await hasFacts(db.pool, facts)))
    throw new OperatorError(
      `the restored ledger lacks transfer ${facts['newestSeq']}, which the backup names`,
    );
  const seals = await verifySeals(db, { keys: publishedKeysIn(join(data, 'keys')), anchor: null });
  const violations = [...(await verify(db)), ...seals.violations, ...(await brokenCounterHomes(db.read))];
  for (const { law, subject, found } of violations) console.log(`${law}: ${subject}: ${found}`);
  console.log(
    `${LAW_COUNT + SEAL_LAW_COUNT + COUNTER_LAW_COUNT} laws checked, ${seals.blocks} sealed blocks, ${violations.length} violations`,
  );
  if (violations.length > 0)
    throw new OperatorError('the restored ledger breaks its laws: do not start on it; take an older backup');
}

export async function accept(args: string[], env: Environment): Promise<void> {
  const { argument: reason } = parsed(args, {}, ACCEPT_USAGE);
  const settings = parseSettings(env, DATABASE_SETTINGS);
  const database = await openDatabase(settings, { use: 'share' });
  const db = openDb(database.directUrl, { size: 2 });
  try {
    const { remembered, found } = await acceptDatabase(db, {
      folder: settings.data,
      clock: systemClock,
      reason,
    });
    const newest = (seq: bigint | null): string => (seq === null ? 'nothing' : `transfer ${seq}`);
    console.log(
      `On record. Known as confirmed was ${newest(remembered)}; this database ends at ${newest(found)}. Every server process goes on with it from its next connection.`,
    );
  } finally {
    await db.close();
    await database.stop();
  }
}

const version = (): string =>
  (
    JSON.parse(fs.readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    }
  ).version;
