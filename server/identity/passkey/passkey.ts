import type { CustomerId, PasskeyId } from '#common/id';
import type { Temporal } from '#platform/clock';

/** Minutes in which an authenticator must have signed. */
export const CHALLENGE_MINUTES = 5;
/** Passkeys of one person; more are not kept apart by anybody. */
export const PASSKEYS_MAX = 20;
/** Ed25519, P-256, RSA: what today's authenticators can, the best first. Source: IANA COSE algorithms. */
export const ALGORITHMS = [-8, -7, -257] as const;

export type ChallengePurpose = 'add' | 'sign_in' | 'prove' | 'pay';

export type Passkey = {
  readonly id: PasskeyId;
  readonly customer: CustomerId;
  readonly credentialId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly name: string;
  readonly transports: readonly string[];
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly aaguid: string;
  readonly addedAt: Temporal.Instant;
  readonly lastUsedAt: Temporal.Instant | null;
};

/** What an authenticator keeps as the owner; it says nothing about the person. */
export const userHandleOf = (customer: CustomerId): string => Buffer.from(customer).toString('base64url');
