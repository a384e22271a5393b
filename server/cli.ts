// `npm run okpay -- COMMAND`: what the operator does from outside. It works beside a running server, or alone.
import fs from 'node:fs';
import { join } from 'node:path';
import { STAFF_ROLES, type StaffRole } from '#common/api/route';
import { inviteStaff, invitationLink } from '#identity';
import { type Clock, movableClock, systemClock } from '#platform/clock';
import { parseSettings } from '#platform/config';
import { type Database, DATABASE_SETTINGS, openDatabase } from '#platform/database';
import { type Db, openDb } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { PUBLIC_URL_FILE } from '#platform/public-url';
import { followClock } from '#sandbox';
import { archive, ARCHIVE_USAGE } from './wiring/archive-commands.ts';
import {
  accept,
  ACCEPT_USAGE,
  BACKUP_USAGE,
  backUp,
  restore,
  RESTORE_USAGE,
} from './wiring/backup-commands.ts';
import {
  createKeys,
  disableMember,
  eraseQuestions,
  renewKeys,
  resolveTopUp,
  resumeSms,
  retryAllParked,
  stopSms,
  tellParked,
  tellStaff,
  tellUnknown,
} from './wiring/operator-commands.ts';
import { revokeKey, verifyLedger, writeAnchor } from './wiring/proof-commands.ts';

type Command = { usage: string; about: string; run(args: string[]): Promise<void> };

const COMMANDS: Record<string, Command> = {
  migrate: {
    usage: 'migrate',
    about: 'Bring the database to this version. With DATABASE_URL it needs DATABASE_OWNER_URL.',
    run: () => withDatabase(async ({ database }) => tellMigrated(database.migrated)),
  },
  verify: {
    usage: 'verify [--anchor FILE] [--keys FILE] [--archive DIR]',
    about:
      'Check every law of the ledger, and its chain of sealed blocks, over all that it holds. Ends with 1 if one is broken.\nAn anchor that was kept elsewhere shows a cut-off end; --keys takes published keys instead of OKPAY_DATA/keys;\n--archive reads the parts of the journal that were archived into DIR as well.',
    run: (args) => withDatabase((opened) => verifyLedger(opened, args, process.env)),
  },
  'export anchor': {
    usage: 'export anchor FILE',
    about:
      'Write the newest sealed head, signed, into a file. Keep it where nobody who can reach the database can.',
    run: ([file]) => withDatabase((opened) => writeAnchor(opened, file, process.env)),
  },
  archive: {
    usage: ARCHIVE_USAGE,
    about:
      'Move parts of the ledger’s journal that were closed more than OKPAY_JOURNAL_KEEP_DAYS ago into DIR, each read back before it\nleaves the database. With DATABASE_URL it needs DATABASE_OWNER_URL. Read docs/runbooks/archive.md first.',
    run: (args) => withDatabase(({ clock }) => archive(clock, args, process.env)),
  },
  backup: {
    usage: BACKUP_USAGE,
    about:
      'Copy database, keys and documents into a new folder while the service runs. With DATABASE_URL, or with --by-rows,\nthe database is copied by rows, to restore into any PostgreSQL; else by files.',
    run: (args) => backUp(args, process.env),
  },
  restore: {
    usage: RESTORE_USAGE,
    about:
      'Bring a backup back into an empty OKPAY_DATA (and an empty DATABASE_URL), then check every law. With --archive go on\nfrom it by what OKPAY_ARCHIVE has kept, to its end or until TIME (2026-11-28T09:30:00Z).',
    run: (args) => restore(args, process.env),
  },
  'accept-database': {
    usage: ACCEPT_USAGE,
    about:
      'Go on with a database that is behind what was confirmed, for good and on record. Read docs/runbooks/failover.md first.',
    run: (args) => accept(args, process.env),
  },
  'staff invite': {
    usage: 'staff invite EMAIL NAME ROLE',
    about: `Invite a member of the staff; prints the link that opens the invitation, once, within a day.\nROLE is ${STAFF_ROLES.join(', ')}.`,
    run: inviteMember,
  },
  'staff list': {
    usage: 'staff list',
    about: 'List everybody who is or was a member of the staff, with the role.',
    run: () => withDatabase(tellStaff),
  },
  'staff disable': {
    usage: 'staff disable EMAIL',
    about:
      'Close the door for a member of the staff, for good: sessions and open invitations end at once. It stays on record.',
    run: ([email]) => withDatabase((opened) => disableMember(opened, email)),
  },
  'keys create': {
    usage: 'keys create',
    about:
      'Make a new key in OKPAY_DATA/keys; the next start uses it for what is new, the older ones still open what they closed.',
    run: async () => createKeys(process.env),
  },
  'keys renew': {
    usage: 'keys renew',
    about:
      'Seal passwords, authenticator secrets, phrases and documents by the newest key, after every server process knows it.',
    run: () => withDatabase((opened) => renewKeys(opened, process.env)),
  },
  'keys revoke': {
    usage: 'keys revoke ID --reason TEXT',
    about:
      'Say that a signing key may have been stolen: it signs no more, and what it signed proves nothing any more.',
    run: async (args) => revokeKey(args, process.env),
  },
  'security-questions erase': {
    usage: 'security-questions erase',
    about:
      'Delete every customer’s answers to security questions, after OKPAY_SECURITY_QUESTIONS was set to no.',
    run: () => withDatabase((opened) => eraseQuestions(opened, process.env)),
  },
  'text-messages stop': {
    usage: 'text-messages stop',
    about:
      'Send no text message any more, in every process at once, while somebody makes us send them for gain. People read why, and use other ways.',
    run: () => withDatabase(stopSms),
  },
  'text-messages resume': {
    usage: 'text-messages resume',
    about:
      'Send text messages again. Those that were asked for meanwhile are asked for anew by their readers.',
    run: () => withDatabase(resumeSms),
  },
  'events parked': {
    usage: 'events parked',
    about: 'List the events that a part of the product could not handle, with the reason.',
    run: () => withDatabase(tellParked),
  },
  'events retry': {
    usage: 'events retry',
    about: 'Give all parked events another round, after what stopped them was mended.',
    run: () => withDatabase(retryAllParked),
  },
  'top-up unknown': {
    usage: 'top-up unknown',
    about: 'List the top-ups and withdrawals whose outcome is not known: checking, and conflict.',
    run: () => withDatabase(tellUnknown),
  },
  'top-up resolve': {
    usage: 'top-up resolve ID',
    about:
      'Ask the acquirer again about a top-up in conflict, and end it if its record now settles the matter.',
    run: ([id]) => withDatabase((opened) => resolveTopUp(opened, id, process.env)),
  },
};

/** Milliseconds a statement of a command may take: checking years of transfers is no request. */
const PATIENCE_MS = 24 * 3_600_000;

type Opened = { database: Database; db: Db; clock: Clock };

async function withDatabase(work: (opened: Opened) => Promise<void>): Promise<void> {
  const settings = parseSettings(process.env, DATABASE_SETTINGS);
  const database = await openDatabase(settings, { use: 'share' });
  try {
    const db = openDb(database.directUrl, { size: 2, patienceMs: PATIENCE_MS });
    try {
      await work({ database, db, clock: settings.mode === 'sandbox' ? await sandboxClock(db) : systemClock });
    } finally {
      await db.close();
    }
  } finally {
    await database.stop();
  }
}

/** A sandbox may stand days ahead; what is written from here must stand at the same hour. */
async function sandboxClock(db: Db): Promise<Clock> {
  const clock = movableClock();
  const followed = await followClock(db, clock, async () => {});
  followed.stop();
  return clock;
}

async function tellMigrated(names: readonly string[]): Promise<void> {
  console.log(
    names.length > 0 ? `Applied ${names.join(', ')}.` : 'Nothing to do: the database is at this version.',
  );
}

async function inviteMember([email, name, role, ...more]: string[]): Promise<void> {
  if (!email || !name || !isStaffRole(role) || more.length > 0)
    throw new OperatorError(
      `usage: npm run okpay -- ${COMMANDS['staff invite']?.usage}\nROLE is one of ${STAFF_ROLES.join(', ')}; a NAME of several words stands in quotes`,
    );
  await withDatabase(async ({ db, clock }) => {
    const { token } = await db.transaction((tx) => inviteStaff(tx, clock, { email, name, role }));
    console.log(`Give this link to ${name}. It opens the invitation once, within a day:`);
    console.log(invitationLink(publicUrl(), token));
  });
}

const isStaffRole = (role: string | undefined): role is StaffRole =>
  STAFF_ROLES.some((known) => known === role);

/** What the settings say, else where the server that runs on this data folder said that it is reached. */
function publicUrl(): string {
  const settings = parseSettings(process.env, ['publicUrl', 'data', 'port']);
  if (settings.publicUrl) return settings.publicUrl;
  const told = join(settings.data, PUBLIC_URL_FILE);
  return fs.existsSync(told) ? fs.readFileSync(told, 'utf8').trim() : `http://127.0.0.1:${settings.port}`;
}

function help(): void {
  console.log('npm run okpay -- COMMAND\n');
  for (const { usage, about } of Object.values(COMMANDS))
    console.log(`  ${usage}\n      ${about.replaceAll('\n', '\n      ')}`);
  console.log('\nSettings come from the environment; docs/CONFIGURATION.md lists them.');
}

async function main(args: string[]): Promise<void> {
  const named = Object.entries(COMMANDS).find(([name]) => `${args.join(' ')} `.startsWith(`${name} `));
  if (named) return named[1].run(args.slice(named[0].split(' ').length));
  help();
  if (args.length > 0 && args[0] !== 'help' && args[0] !== '--help') {
    console.error(`\n"${args.join(' ')}" is not a command`);
    process.exitCode = 2;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exitCode = 1;
}
