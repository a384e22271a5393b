// What an operator looks at and sets right from the command line, as functions of what is open. They print; the command line parses.
import fs from 'node:fs';
import { join } from 'node:path';
import { parseId } from '#common/id';
import { toWire } from '#common/money';
import { createCardAcquirer } from '#connectors';
import {
  allStaff,
  disableStaff,
  eraseAllAnswers,
  renewBoxes,
  resumeTextMessages,
  stopTextMessages,
} from '#identity';
import { withUnknownOutcome } from '#operations';
import { type Clock, systemClock } from '#platform/clock';
import { parseSettings } from '#platform/config';
import type { Db } from '#platform/db';
import { createKey, openKeys } from '#platform/keys';
import { createLog } from '#platform/log';
import { OperatorError } from '#platform/operator-error';
import { parkedDeliveries, retryParked } from '#platform/outbox-relay';
import { createSigningKey } from '#platform/signing-keys';
import { renewAnswerSeals } from '#risk';
import { renewBankAccounts, renewBeneficiaries, renewPayers, resolveConflict } from '#wallet';
import { EWALLET_SETTINGS, ewalletOf, newKeyId } from './parts.ts';

type Opened = { readonly db: Db; readonly clock: Clock };

/** Makes a pair of keys: one that seals, one that signs. The next start uses them for what is new; the older ones stay. */
export function createKeys(env: NodeJS.ProcessEnv): void {
  const { data } = parseSettings(env, ['data']);
  const folder = join(data, 'keys');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = newKeyId();
  createKey(folder, id);
  createSigningKey(folder, id, systemClock.now());
  console.log(`Made ${id} in ${folder}. Put the folder into your backup, then restart every server process.`);
}

/** Seals everything that older keys have closed by the newest one, while the service runs. */
export async function renewKeys({ db }: Opened, env: NodeJS.ProcessEnv): Promise<void> {
  const { data } = parseSettings(env, ['data']);
  const keys = openKeys({ folder: join(data, 'keys'), createIfNone: false, newKeyId });
  const { renewed, olderRecoveryCodes } = await renewBoxes({ db, keys });
  const answers = await renewAnswerSeals({ db, keys });
  const accounts = await renewBankAccounts({ db, keys });
  const abroad = await renewBeneficiaries({ db, keys });
  const payers = await renewPayers({ db, keys });
  console.log(`${renewed + answers + accounts + abroad + payers} were sealed anew by ${keys.ids.at(-1)}.`);
  console.log(
    olderRecoveryCodes === 0
      ? 'Nothing in the database needs an older key.'
      : `${olderRecoveryCodes} recovery codes need an older key, until they are used or made anew by their owners.`,
  );
}

/** Deletes what nobody asks for any more. Where it is still asked for, customers take it away themselves. */
export async function eraseQuestions({ db }: Opened, env: NodeJS.ProcessEnv): Promise<void> {
  const { securityQuestions } = parseSettings(env, ['securityQuestions']);
  if (securityQuestions)
    throw new OperatorError('OKPAY_SECURITY_QUESTIONS is yes: set it to no and restart every server first');
  console.log(`The answers of ${await eraseAllAnswers(db)} customers were deleted.`);
}

export async function stopSms({ db, clock }: Opened): Promise<void> {
  await stopTextMessages(db, clock);
  console.log('No text message is sent from now on. Send them again: npm run okpay -- text-messages resume');
}

export async function resumeSms({ db }: Opened): Promise<void> {
  await resumeTextMessages(db);
  console.log('Text messages are sent again.');
}

export async function tellStaff({ db }: Opened): Promise<void> {
  const staff = await allStaff(db.read);
  for (const { email, name, role, createdAt, disabledAt } of staff) {
    const since = disabledAt ? `disabled ${disabledAt.toString()}` : `since ${createdAt.toString()}`;
    console.log(`${email} ${role} ${since}: ${name}`);
  }
  console.log(
    staff.length === 0
      ? 'Nobody is a member of the staff yet.'
      : `${staff.filter((member) => !member.disabledAt).length} may sign in.`,
  );
}

export async function disableMember({ db, clock }: Opened, email: string | undefined): Promise<void> {
  if (!email) throw new OperatorError('name the member: npm run okpay -- staff disable EMAIL');
  const { isMember, sessions, invitations } = await db.transaction((tx) => disableStaff(tx, clock, email));
  console.log(
    `${isMember ? `${email} cannot sign in any more` : `${email} had no account yet`}; ended: ${sessions} sessions, ${invitations} invitations.`,
  );
}

export async function tellParked({ db }: Opened): Promise<void> {
  const parked = await parkedDeliveries(db);
  for (const { subscriber, type, event, since, error } of parked)
    console.log(`${since.toString()} ${event} ${type} for ${subscriber}: ${error ?? 'no reason was kept'}`);
  console.log(parked.length === 0 ? 'No event is parked.' : `${parked.length} parked.`);
}

export async function retryAllParked({ db }: Opened): Promise<void> {
  console.log(`${await retryParked(db)} events are tried again.`);
}

export async function tellUnknown({ db }: Opened): Promise<void> {
  const unknown = await withUnknownOutcome(db.read);
  for (const { id, state, amount, since, waiting } of unknown) {
    const { amount: minor, currency } = toWire(amount);
    console.log(
      `${id} ${state} since ${since.toString()}, due ${waiting?.dueAt.toString()}: ${minor} ${currency}`,
    );
  }
  console.log(unknown.length === 0 ? 'Every outcome is known.' : `${unknown.length} outcomes are not known.`);
}

/** Asks the acquirer or the e-wallet again about a top-up over which two records disagree, and ends it if its answer now settles the matter. */
export async function resolveTopUp(
  { db, clock }: Opened,
  typed: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const id = parseId('tu', typed ?? '');
  if (!id) throw new OperatorError('name the top-up: npm run okpay -- top-up resolve tu_…');
  const settings = parseSettings(env, [
    'cardAcquirerUrl',
    'cardAcquirerPublicUrl',
    'cardAcquirerKey',
    'cardAcquirerCallbackSecret',
    ...EWALLET_SETTINGS,
  ]);
  const acquirer = createCardAcquirer({
    url: settings.cardAcquirerUrl,
    publicUrl: settings.cardAcquirerPublicUrl,
    key: settings.cardAcquirerKey,
    callbackSecret: settings.cardAcquirerCallbackSecret,
  });
  const log = createLog({ level: 'warn' });
  const ewallet = ewalletOf(settings, clock);
  const resolved = await resolveConflict({ db, clock, log, acquirer, ewallet }, { id, staff: 'operator' });
  if (resolved.ok) console.log(`${id} has ended as the provider's record says.`);
  else if (resolved.error.code === 'not_found') throw new OperatorError(`${id} is in no conflict`);
  else
    throw new OperatorError(
      `${id} stays in conflict: the provider still tells another sum, or nothing that can be booked`,
    );
}
