import type { RestrictionReason } from '#common/api/restriction';
import type { BankAccountId, BeneficiaryId, CustomerId } from '#common/id';
import type { Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import {
  type Capability,
  type CapabilityMap,
  capabilityMap,
  type Cooling,
  COOLING_HOURS,
  type CoolingCause,
} from './capability.ts';
import * as store from './store.ts';

/** What a customer may do. Whether there is a debt is known above this room, so it is handed in. */
export async function capabilitiesOf(
  read: Reader,
  clock: Clock,
  customer: CustomerId,
  { hasDebt }: { hasDebt: boolean },
): Promise<CapabilityMap> {
  const cooling = await coolingOf(read, clock, customer);
  return capabilityMap(await store.restrictedCapabilities(read, customer), { hasDebt, cooling });
}

/** What waits now since the protection of the account has changed, the longest wait; null if nothing does. */
export const coolingOf = (read: Reader, clock: Clock, customer: CustomerId): Promise<Cooling | null> =>
  store.findCooling(read, customer, clock.now());

/** Until when payouts to bank accounts wait that are new, by account; none of those whose wait is over. */
export const detailsCooling = (
  read: Reader,
  clock: Clock,
  customer: CustomerId,
): Promise<ReadonlyMap<BankAccountId | BeneficiaryId, Temporal.Instant>> =>
  store.findDetailsCooling(read, customer, clock.now());

/** Lets payouts wait for a day: all, or those to one account. */
export async function coolDown(
  tx: Tx,
  clock: Clock,
  { customer, ...cause }: CoolingCause & { customer: CustomerId },
): Promise<void> {
  const since = clock.now();
  const until = since.add({ hours: COOLING_HOURS });
  await store.insertCooling(tx, customer, { cause, since, until });
}

/** Whether no restriction stands against one capability, read in the transaction that is about to use it. */
export async function mayDo(tx: Tx, customer: CustomerId, capability: Capability): Promise<boolean> {
  return !(await store.restrictedCapabilities(tx, customer)).includes(capability);
}

/**
 * Why one capability is blocked: the owner's own freeze, which the owner can undo, or anything else. Null if it is free. What a rule imposed
 * for the reason `lets` does not count: whoever asks does what takes that reason away.
 */
export async function blockOf(
  tx: Tx,
  customer: CustomerId,
  capability: Capability,
  { lets = null }: { lets?: RestrictionReason | null } = {},
): Promise<'self_frozen' | 'other' | null> {
  const kinds = await store.kindsBlocking(tx, customer, { capability, lets });
  if (kinds.length === 0) return null;
  return kinds.every((kind) => kind === 'self_frozen') ? 'self_frozen' : 'other';
}
