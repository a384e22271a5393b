import type { Temporal } from '#platform/clock';
import type { Money } from '#common/money';
import type { LedgerAccountId } from './accounts/accounts.ts';
import type { MovementCode } from './movements.ts';

/** Id of one transfer: `legId(operation, …)`, known before it is first sent, good for ever. It begins as its operation's UUID does. */
export type TransferUuid = string;

/** What a leg does to the money; the number is what the row stores. A hold is captured or voided, or it expires: once. */
export const TRANSFER_KINDS = { single: 0, hold: 1, capture: 2, void: 3, expire: 4, reversal: 5 } as const;
export type TransferKind = keyof typeof TRANSFER_KINDS;

type Step = { id: TransferUuid; code: MovementCode };
type BetweenAccounts = Step & { debit: LedgerAccountId; credit: LedgerAccountId; amount: Money };

/**
 * One step of a command. Of a step that follows an earlier one the accounts are known from that one.
 * - `single` moves the amount at once.
 * - `hold` reserves it: gone from what is available, still in the balance. Without `expiresAt` it waits for ever.
 * - `capture` moves what was held, or a part of it, and releases the rest.
 * - `void` releases all of it; `expire` too, and is refused before its time.
 * - `reversal` moves back what a `single` or a `capture` moved, whole or in part, never more than that in sum.
 */
export type Leg =
  | ({ kind: 'single' } & BetweenAccounts)
  | ({ kind: 'hold'; expiresAt: Temporal.Instant | null } & BetweenAccounts)
  | ({ kind: 'capture'; hold: TransferUuid; amount?: Money } & Step)
  | ({ kind: 'void' | 'expire'; hold: TransferUuid } & Step)
  | ({ kind: 'reversal'; original: TransferUuid; amount?: Money } & Step);

/**
 * Rows that are written with a command or not at all, by a function that a migration registered in `ledger.attachment_kind`. The fields are
 * in the order of that function, all of a kind have the same number of them.
 */
export type Attachment = { kind: `${string}.${string}`; fields: readonly (string | null)[] };

/**
 * What a command uses of the spending window of the account that its first leg debits: nothing of it happens where that account has no
 * window, or where it would be passed. What comes late counts on the later day. `null`: no limit.
 */
export type WindowUse = {
  readonly day: Temporal.PlainDate;
  readonly minor: bigint;
  readonly dayLimit: bigint | null;
  readonly monthLimit: bigint | null;
};

/** One or more legs that happen together or not at all. */
export type PostCommand = {
  /** The business operation that this belongs to, e.g. `tr_01J9…`. */
  operationId: string;
  legs: readonly [Leg, ...Leg[]];
  attachments?: readonly Attachment[];
  window?: WindowUse;
};

/** What was written of one leg. */
export type PostedLeg = {
  id: TransferUuid;
  seq: bigint;
  kind: TransferKind;
  /** Of a void or an expiry: what it released. */
  amount: Money;
  debit: LedgerAccountId;
  credit: LedgerAccountId;
  postedAt: Temporal.Instant;
  /** Posted credits less posted debits of each account after it, in minor units, and how many transfers had touched the account by then. */
  debitAfter: bigint;
  creditAfter: bigint;
  debitVersion: bigint;
  creditVersion: bigint;
};

/** What is still known here of a leg whose part of the journal was moved into the archive: the rest stands in its file. */
export type ArchivedLeg = Pick<PostedLeg, 'id' | 'seq' | 'kind' | 'amount' | 'debit' | 'credit'>;

/** `exists`: these ids were posted before with the same payload; nothing moved now. `archived`: the same, long ago. */
export type Posted =
  | { status: 'created' | 'exists'; legs: readonly PostedLeg[] }
  | { status: 'archived'; legs: readonly ArchivedLeg[] };

/**
 * Why a command was refused; nothing of it happened. `leg` counts from 1 and names the one that said no: the others would have
 * been fine or were not tried (in the records they stand as `chain_failed`). `replayed`: this is the answer of the first time.
 * Refusals for the state of things are final for their ids: a new attempt takes new ids, and other payload under the old ones is
 * `id_already_failed`. What could never have worked (amount, currency, same account, `id_reused`) uses up no id.
 */
export type PostRefusal = { leg: number; replayed: boolean } & (
  | { code: 'insufficient_funds'; account: LedgerAccountId; available: Money }
  | { code: 'account_frozen_out' | 'account_frozen_in' | 'account_closed'; account: LedgerAccountId }
  | { code: 'account_not_found' }
  | {
      code: 'hold_not_found' | 'hold_already_resolved' | 'hold_expired' | 'hold_not_expired' | 'exceeds_hold';
    }
  | { code: 'original_not_found' | 'original_not_reversible' | 'exceeds_original' }
  | { code: 'amount_not_positive' | 'amount_too_large' | 'same_account' | 'currency_mismatch' }
  | { code: 'id_reused' }
  | { code: 'id_already_failed'; first: string }
  | { code: 'chain_failed' }
  | { code: 'attachment_refused'; facts: Readonly<Record<string, unknown>> }
);
export type PostRefusalCode = PostRefusal['code'];
