import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import { isTokenShaped } from '#platform/crypto';
import { type Db, isUniqueViolation, type Tx } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { publish } from '#platform/outbox';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { checkCode } from './check-code.ts';
import { linkHash } from './outgoing-secret.ts';
import type { Purpose } from './proof.ts';
import * as store from './store.ts';

type Deps = { db: Db; clock: Clock; keys: Keyring };

/** Confirms a mail address by the token of its link. Of any number of uses at once one succeeds. */
export async function verifyEmail(
  { db, clock }: Deps,
  token: string,
  client: Client,
): Promise<Result<{ email: string }, Refusal<'link_not_valid'>>> {
  if (!isTokenShaped(token)) return err({ code: 'link_not_valid' });
  const proven = await unlessProvenByOther('profile_email_proven', () =>
    db.transaction(async (tx) => {
      const used = await store.useLink(tx, { secretHash: linkHash(token), purpose: 'email' }, clock.now());
      return (
        used && (await prove(tx, clock, used.customer, { purpose: 'email', address: used.address }, client))
      );
    }),
  );
  return proven ? ok(proven) : err({ code: 'link_not_valid' });
}

/** Confirms the phone by the code sent to it. The try is charged before the code is looked at. */
export async function verifyPhone(
  { db, clock, keys }: Deps,
  customer: CustomerId,
  typed: string,
  client: Client,
): Promise<Result<void, Refusal<'code_wrong' | 'code_expired'>>> {
  const checked = await checkCode({ db, clock, keys }, { customer, purpose: 'phone' }, typed);
  if (!checked.ok) return checked;
  const { secretHash, address } = checked.value;
  const proven = await unlessProvenByOther('profile_phone_proven', () =>
    db.transaction(async (tx) => {
      const used = await store.useCode(tx, { customer, purpose: 'phone', secretHash }, clock.now());
      return used ? prove(tx, clock, customer, { purpose: 'phone', address }, client) : null;
    }),
  );
  return proven ? ok(undefined) : err({ code: 'code_expired' });
}

async function prove(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  what: { purpose: Purpose; address: string },
  client: Client,
): Promise<{ email: string } | null> {
  if (await store.isOthers(tx, customer, what.purpose, what.address, clock.now())) return null;
  const proven = await store.markProven(tx, customer, what, clock.now());
  if (!proven) return null;
  await recordSecurityEvent(
    tx,
    clock,
    customer,
    what.purpose === 'email' ? 'email_verified' : 'phone_verified',
    client,
  );
  await publish(tx, clock, {
    type: what.purpose === 'email' ? 'customer.email_verified' : 'customer.phone_verified',
    customerId: customer,
  });
  return proven;
}

/** Two accounts may claim one address until one has proven it; the other's proof is then worth nothing. */
export async function unlessProvenByOther<T>(index: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error, index)) return null;
    throw error;
  }
}
