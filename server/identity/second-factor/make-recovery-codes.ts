import type { CustomerId } from '#common/id';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import type { IdentityDeps } from '../deps.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { newRecoveryCode, RECOVERY_CODES, RECOVERY_PURPOSE, recoveryText } from './recovery-code.ts';
import * as store from './store.ts';

/** A new set; the one before is worth nothing. In plain text they exist in this answer only. */
export async function makeRecoveryCodes(
  tx: Tx,
  { clock, keys }: Pick<IdentityDeps, 'clock' | 'keys'>,
  customer: CustomerId,
): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  const hashes = codes.map((code) => keys.sign(RECOVERY_PURPOSE, recoveryText(customer, code)));
  await store.replaceRecoveryCodes(tx, customer, hashes, clock.now());
  return codes;
}

/** The same at the owner's wish, on record. */
export async function renewRecoveryCodes(
  deps: IdentityDeps,
  customer: CustomerId,
  client: Client,
): Promise<string[]> {
  const { db, clock } = deps;
  return db.transaction(async (tx) => {
    const codes = await makeRecoveryCodes(tx, deps, customer);
    await recordSecurityEvent(tx, clock, customer, 'recovery_codes_made', client);
    await publish(tx, clock, { type: 'customer.recovery_codes_made', customerId: customer });
    return codes;
  });
}
