import type { CustomerId } from '#common/id';
import type { Clock, Temporal } from '#platform/clock';
import { randomDigits, randomToken, sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import type { Keyring } from '#platform/keys';
import {
  CODE_DIGITS,
  isLink,
  isWayBack,
  minutesOf,
  provenBy,
  SEND_WITHIN_HOURS,
  type SentPurpose,
} from './proof.ts';
import * as store from './store.ts';

/** Links carry 256 random bits, so a plain hash of them tells nothing. */
export const linkHash = (token: string): string => sha256(token).toString('base64url');
/** Codes are short: their hash is keyed, and bound to whose phone they are for. */
export const codeText = (customer: CustomerId, address: string, code: string): string =>
  `${customer} ${address} ${code}`;
/** A code of one purpose is worth nothing for another. */
export const signedFor = (purpose: SentPurpose): string =>
  purpose === 'phone' ? 'phone verification code' : `${purpose} code`;

export type OutgoingSecret = {
  /** The token of the link, or the six digits. */
  secret: string;
  expiresAt: Temporal.Instant;
  /** The address that it goes to. */
  to: string;
};

/**
 * Makes the link or code that is to be sent now, and keeps its hash. It exists in plain text in the message only: not in the
 * database, not in an event, not in a job's payload. Called again (a job that runs twice) it makes a new one, and only that works.
 * Null when nothing is to be sent any more: proven meanwhile, used, too old, or the address turned out to be another account's,
 * whose owner was told instead.
 */
export async function takeOutgoingSecret(
  tx: Tx,
  { clock, keys }: { clock: Clock; keys: Keyring },
  customer: CustomerId,
  purpose: SentPurpose,
): Promise<OutgoingSecret | null> {
  const now = clock.now();
  const proof = await store.lockOpenProof(tx, customer, purpose, now.subtract({ hours: SEND_WITHIN_HOURS }));
  const contact =
    proof && isWayBack(purpose)
      ? await store.ownAddress(tx, customer, proof.address, now)
      : await store.addressOf(tx, customer, purpose);
  if (!proof || !contact || contact.address !== proof.address) return null;
  const proves = provenBy(purpose);
  if (contact.proven === (proves !== null)) return null;
  const secret = isLink(purpose) ? randomToken() : randomDigits(CODE_DIGITS);
  const secretHash = isLink(purpose)
    ? linkHash(secret)
    : keys.sign(signedFor(purpose), codeText(customer, proof.address, secret));
  const expiresAt = now.add({ minutes: minutesOf(purpose) });
  await store.setSecret(tx, { customer, purpose, secretHash }, { now, expiresAt });
  // Kept all the same, and told to nobody: if guesses at a code were answered otherwise here, they would tell whose address it is.
  const isOthers = proves !== null && (await store.isOthers(tx, customer, proves, proof.address, now));
  return isOthers ? null : { secret, expiresAt, to: contact.written };
}
