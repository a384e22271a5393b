import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { type Client, deviceName } from '../session/client.ts';
import * as store from './store.ts';

/** A try that let nobody in. What succeeded is written with the session. */
export type FailedTry = 'password_wrong' | 'second_factor_wrong' | 'sign_in_refused';

/** Tries of one kind that are kept per hour: during a pause any number can come, and the hundredth tells nothing new. */
const TRIES_PER_HOUR = 30;

/**
 * Keeps a try for the account's owner. Null is a login that names nobody: the same question to the database, and no row. The write
 * waits for no disk, so that the time of an answer tells nothing about whether there was a row; what a crash could lose is a line.
 */
export async function recordTry(
  { db, clock }: { db: Db; clock: Clock },
  customer: CustomerId | null,
  kind: FailedTry,
  client: Client,
): Promise<void> {
  const at = clock.now();
  const from = { device: deviceName(client.userAgent), ip: client.ip };
  const limit = { since: at.subtract({ hours: 1 }), max: TRIES_PER_HOUR };
  await store.insertTry(db.read, customer, { kind, at, ...from }, limit);
}
