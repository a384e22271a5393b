// Moves old parts of the ledger's journal out of the database, from the command line; docs/runbooks/archive.md tells when.
import { resolve } from 'node:path';
import { archiveParts, type Stays, type Step } from '#ledger';
import { BACKUP_SETTINGS, ownerOf } from '#platform/backup/take';
import type { Clock } from '#platform/clock';
import { type Environment, parseSettings } from '#platform/config';
import { openDb } from '#platform/db';
import { startEmbedded } from '#platform/embedded-postgres';
import { OperatorError } from '#platform/operator-error';
import { openSigningKeys } from '#platform/signing-keys';
import { keysFolder } from './proof-commands.ts';
import { newKeyId } from './parts.ts';

export const ARCHIVE_USAGE = 'archive DIR';
/** Milliseconds that letting go of a part may take: it is counted and hashed once more. */
const PATIENCE_MS = 24 * 3_600_000;

export async function archive(clock: Clock, args: readonly string[], env: Environment): Promise<void> {
  const [folder, ...more] = args;
  if (!folder || folder.startsWith('--') || more.length > 0)
    throw new OperatorError(`usage: npm run okpay -- ${ARCHIVE_USAGE}`);
  const { journalKeepDays: keepDays, ...settings } = parseSettings(env, [
    ...BACKUP_SETTINGS,
    'journalKeepDays',
  ]);
  const { ownerUrl, stop } = await openedAsOwner(settings);
  const owner = openDb(ownerUrl, { size: 2, patienceMs: PATIENCE_MS });
  try {
    const signingKeys = openSigningKeys({ folder: keysFolder(env), createIfNone: false, newKeyId, now: clock.now() }); // prettier-ignore
    const order = { folder: resolve(folder), keepDays, tell };
    const { archived, stays } = await archiveParts({ owner, ownerUrl, clock, signingKeys }, order);
    console.log(`${archived.length} parts archived in ${folder}. ${sentenceOf(stays, keepDays)}`);
    if (archived.length > 0)
      console.log(
        `Copy ${folder} to another place now, and prove it: npm run okpay -- verify --archive ${folder}`,
      );
  } finally {
    await owner.close();
    await stop();
  }
}

type OwnerSettings = Parameters<typeof ownerOf>[0];

async function openedAsOwner(
  settings: OwnerSettings,
): Promise<{ ownerUrl: string; stop: () => Promise<void> }> {
  // prettier-ignore
  if (settings.databaseUrl) return { ...(await ownerOf(settings, settings.databaseUrl)), stop: async () => {} };
  return startEmbedded({ dir: settings.data, use: 'share' });
}

const STEPS: Record<Step['done'], string> = {
  rows_written: 'its rows are written',
  rows_read_back: 'read back from the disk, and each follows from the one before',
  file_in_place: 'the file has its name and its signed manifest; leaving the database next',
  archived: 'archived',
};
const tell = ({ part, done }: Step): void => console.log(`part ${part}: ${STEPS[done]}`);

function sentenceOf(stays: Stays, keepDays: number): string {
  switch (stays.why) {
    case 'none_closed':
      return 'No other part is closed.';
    case 'too_young':
      return `Part ${stays.part} stays until ${stays.until.toString()}: OKPAY_JOURNAL_KEEP_DAYS is ${keepDays}.`;
    case 'not_sealed':
      return `Part ${stays.part} stays: it is not sealed to its end; a running server seals about every second.`;
    case 'open_hold':
      return `Part ${stays.part} stays: hold ${stays.hold} in it is open.`;
    case 'newest_row':
      return `Part ${stays.part} stays: nothing was posted since it was closed.`;
  }
}
