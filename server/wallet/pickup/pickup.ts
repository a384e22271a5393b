import type { CustomerId, TransferId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';

/** Where money for somebody goes who is known by an address alone. Handles are of accounts, so they are none. */
export type Address = { readonly kind: 'email' | 'phone'; readonly key: string };

export type PickupState = 'waiting' | 'picked_up' | 'cancelled' | 'expired';
/** A payment that waits for whoever proves its address. */
export type Pickup = {
  readonly id: TransferId;
  readonly payer: CustomerId;
  readonly amount: Money;
  readonly note: string | null;
  readonly addressKind: Address['kind'];
  /** Null once it is over. */
  readonly address: string | null;
  readonly state: PickupState;
  readonly payee: CustomerId | null;
  readonly counted: Money;
  readonly countedDay: string;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
};

/** An address as the history shows it: enough to know whom one meant. a•••@mail.example, ••• 0188. */
export function maskAddress({ kind, key }: Address): string {
  if (kind === 'phone') return `••• ${key.slice(-4)}`;
  const at = key.lastIndexOf('@');
  return `${[...key][0] ?? ''}•••${key.slice(at)}`;
}
