import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import { type Capability, type CapabilityMap, capabilityMap } from './capability.ts';
import * as store from './store.ts';

/** What a customer may do. Whether there is a debt is known above this room, so it is handed in. */
export async function capabilitiesOf(
  read: Reader,
  customer: CustomerId,
  facts: { hasDebt: boolean },
): Promise<CapabilityMap> {
  return capabilityMap(await store.restrictedCapabilities(read, customer), facts);
}

/** Whether no restriction stands against one capability, read in the transaction that is about to use it. */
export async function mayDo(tx: Tx, customer: CustomerId, capability: Capability): Promise<boolean> {
  return !(await store.restrictedCapabilities(tx, customer)).includes(capability);
}

type Restriction = { readonly customer: CustomerId; readonly capability: Capability };

/** Blocks one capability. Blocking what is blocked changes nothing. */
export async function restrict(
  tx: Tx,
  clock: Clock,
  { customer, capability, reasonInternal }: Restriction & { reasonInternal: string },
): Promise<void> {
  await store.insertRestriction(tx, customer, capability, reasonInternal, clock.now());
}

export async function liftRestriction(
  tx: Tx,
  clock: Clock,
  { customer, capability }: Restriction,
): Promise<void> {
  await store.endRestriction(tx, customer, capability, clock.now());
}
