import type { BankChannel, CardAcquirer, Ewallet, RateSource } from '#connectors';
import type { IdentityDeps } from '#identity';
import type { Ledger } from '#ledger';
import type { CasesOf } from '#operations';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import type { Logger } from '#platform/log';
import type { SigningKeys } from '#platform/signing-keys';
import type { Locale } from '#common/locale';
import type { LimitPolicy, RuleBook } from '#risk';
import type { StatementWords } from './statement/statement.ts';

/** What the wallet works with. `casesOf` comes from a room above, so the wiring hands it in. */
export type WalletDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  /** The poster of this process; without one every payment goes by a transaction of its own. */
  readonly ledger?: Ledger;
  readonly signingKeys: SigningKeys;
  readonly acquirer: CardAcquirer;
  /** The e-wallet that can be topped up from; without one that way is not offered. */
  readonly ewallet: Ewallet | null;
  /** The bank that payouts go to; without one none are offered. */
  readonly bank: BankChannel | null;
  /** The bank that transfers abroad go by; without one none are offered. */
  readonly correspondent: BankChannel | null;
  /** Seal the numbers of bank accounts. */
  readonly keys: Keyring;
  /** Publishers of reference rates, the first one first. */
  readonly rateSources: readonly RateSource[];
  readonly limits: LimitPolicy;
  /** The rules that payments are decided by. */
  readonly rules: RuleBook;
  /** Days for which money for an address waits to be picked up. */
  readonly pickupDays: number;
  /** Where people reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly casesOf?: CasesOf;
  /** The words of statements; this room knows none. */
  readonly statementWords: (locale: Locale) => StatementWords;
  /** Where a network is, for the evidence of a payment that somebody else made. */
  readonly placeOf: IdentityDeps['placeOf'];
};
