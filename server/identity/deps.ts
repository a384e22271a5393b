import type { CustomerId, QuoteId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { DataPart } from '#common/data-part';
import type { Locale } from '#common/locale';
import type { Result } from '#common/result';
import type { QuoteRefusal } from '#operations';
import type { Clock } from '#platform/clock';
import type { DataSource } from '#platform/data-export';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import type { PlaceOf } from '#platform/places';
import type { Verdict } from '#risk';
import type { SigningKeys } from '#platform/signing-keys';
import type { BlobStore } from '#platform/storage/blob-store';
import type { VirusScan } from '#platform/uploads/virus-scan';
import type { LimitPolicy } from '#risk';
import type { RelyingParty } from './passkey/relying-party.ts';

/** A payment, a top-up or a withdrawal that somebody is about to confirm. */
export type PaymentToAssess = {
  readonly action: 'transfer' | 'top_up' | 'withdrawal' | 'cross_border';
  /** Of a top-up and a withdrawal: what it is priced by. */
  readonly quote: QuoteId | null;
  readonly payer: CustomerId;
  readonly payee: string;
  readonly amount: Money;
  readonly device: Uint8Array | null;
};

export type IdentityDeps = {
  readonly db: Db;
  readonly clock: Clock;
  /** Seals passwords and authenticator secrets (the pepper lies outside of the database) and keys the codes. */
  readonly keys: Keyring;
  /** Sign the evidence of a case that a guest opens to get back in. */
  readonly signingKeys: SigningKeys;
  /**
   * The time by which people's authenticator apps run: the real one, also where the clock of the application can be moved. Who
   * moved the sandbox ahead by a day could not sign in with a phone otherwise.
   */
  readonly authenticatorClock: Clock;
  /** For whom passkeys are made. */
  readonly relyingParty: RelyingParty;
  /** Where a network is, by the operator's data. */
  readonly placeOf: PlaceOf;
  /** What the rooms above keep of a person, for the copy of all data. */
  readonly moreData: readonly DataSource[];
  /** The page by which people read that copy; words stand above this room. */
  readonly dataPage: (
    parts: readonly DataPart[],
    reading: { readonly locale: Locale; readonly timeZone: string; readonly issuedAt: string },
  ) => string;
  /** What the rules say of a payment. Its facts lie in the wallet above, so it is handed in. */
  readonly assess: (
    payment: PaymentToAssess,
  ) => Promise<Result<{ verdict: Verdict; payee: CustomerId | null }, QuoteRefusal>>;
  /** Above which sum money of this currency that leaves so needs a strong factor; null where nothing does. Prices lie in the wallet above. */
  readonly payoutFactorAbove: (
    way: 'withdrawal' | 'cross_border',
    currency: Currency,
  ) => Promise<Money | null>;
  /** Where what people send to prove who they are lies, sealed. */
  readonly files: BlobStore;
  /** Looks at what people send before it is opened. */
  readonly scan: VirusScan;
  /** Where limits are counted: what a tier gives is shown in it, and a document's last day ends there. */
  readonly limits: LimitPolicy;
  /** Wrong tries to sign in within ten minutes, all of them together, beyond which strangers’ networks get few. */
  readonly signInAlarm: number;
  /** The operator asks security questions. */
  readonly securityQuestions: boolean;
};
