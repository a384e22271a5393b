import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import type { SigningKeys } from '#platform/signing-keys';
import type { BlobStore } from '#platform/storage/blob-store';
import type { VirusScan } from '#platform/uploads/virus-scan';
import type { LimitPolicy, PaymentDecisions } from '#risk';

export type SupportDeps = {
  readonly db: Db;
  readonly clock: Clock;
  /** Seal what is given for decisions; files of it lie in `files`. */
  readonly keys: Keyring;
  readonly files: BlobStore;
  /** Looks at what people send before it is opened. */
  readonly scan: VirusScan;
  /** Sign evidence and records; their public halves are served for whoever wants to check one. */
  readonly signingKeys: SigningKeys;
  /** What can be decided about a payment, and what does it: the room that holds the money knows. */
  readonly payments: PaymentDecisions;
  /** The currency that a customer's balances begin with. */
  readonly limits: LimitPolicy;
};
