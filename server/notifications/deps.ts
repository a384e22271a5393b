import type { CaseId, CustomerId, MoneyRequestId, OperationId, TransferId } from '#common/id';
import type { Locale } from '#common/locale';
import type { WireMoney } from '#common/money';
import type { Mailer, SmsGateway } from '#connectors';
import type { Clock, Temporal } from '#platform/clock';
import type { Db, Reader, Tx } from '#platform/db';
import type { Keyring } from '#platform/keys';

/** What a line in the message centre says of an entry: the amount, and the other party as this customer may know it. */
export type EntryFacts = {
  readonly amount: WireMoney;
  readonly name: string;
  /** What came into another balance for it, of an exchange. */
  readonly received?: WireMoney;
};

/** What is told to an address that may have no account. */
export type PickupLink = {
  readonly to: string;
  readonly by: 'mail' | 'sms';
  readonly token: string;
  readonly locale: Locale;
  readonly until: Temporal.Instant;
};

export type NotificationDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly keys: Keyring;
  readonly mailer: Mailer;
  readonly sms: SmsGateway;
  /** Where the links of mails lead, without a slash at the end. */
  readonly publicUrl: string;
  /** Right side of message ids: the domain that mails come from. */
  readonly mailDomain: string;
  /** Entries belong to a room that this one does not know. Nothing for an entry that the customer has no part in. */
  readonly entryFacts: (
    read: Reader,
    asked: readonly { readonly customer: CustomerId; readonly entry: OperationId | MoneyRequestId }[],
  ) => Promise<ReadonlyMap<string, EntryFacts>>;
  /** Makes the link by which money for an address is picked up, for the message that is about to go; null when there is none any more. */
  readonly takePickupLink: (tx: Tx, id: TransferId) => Promise<PickupLink | null>;
  /** Whether the customer has not yet read everything that was said in a case. */
  readonly hasUnread: (read: Reader, customer: CustomerId, caseId: CaseId) => Promise<boolean>;
};
