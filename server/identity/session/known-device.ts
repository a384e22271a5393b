import type { CustomerId } from '#common/id';
import { isTokenShaped, sha256 } from '#platform/crypto';
import type { Reader } from '#platform/db';
import type { Client } from './client.ts';
import { customersOnDevice } from './store.ts';

/** Customers who have signed in from this browser before. */
export async function customersKnownTo(q: Reader, { deviceToken }: Client): Promise<CustomerId[]> {
  return deviceToken !== null && isTokenShaped(deviceToken) ? customersOnDevice(q, sha256(deviceToken)) : [];
}
