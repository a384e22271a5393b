// The door of the ledger: the only room that moves money. Rules and reasons: docs/decisions/0001-one-ledger.md, 0002-ledger-doors.md.
export {
  type AccountFlag,
  type AccountFlags,
  accountOf,
  type Balance,
  balanceOf,
  balanceOfText,
  balancesNamed,
  balancesOf,
  type FlagChange,
  findAccount,
  flagChangesOf,
  type LedgerAccount,
  type LedgerAccountId,
  listAccountsOf,
  lockAccounts,
  openAccount,
  openedAt,
  setFlags,
} from './accounts/accounts.ts';
export type { BalanceText } from './accounts/store.ts';
export { ACCOUNT_KINDS, type AccountKind, type AccountName, CHART } from './chart.ts';
export { type MovementCode, MOVEMENTS } from './movements.ts';
export type { PostResult } from './posting/answers.ts';
export { legId } from './operation-ref.ts';
export { eventAttachment } from './posting/attachments.ts';
export { defineLedgerParts } from './parts/rotate-when-full.ts';
export { expireDueHolds } from './posting/expire-holds.ts';
export { MAX_LEGS_PER_COMMAND } from './posting/post-in.ts';
export type { Ledger, LedgerBusy } from './posting/poster.ts';
export { createLedger, postIn } from './fence/told.ts';
export { type Accepted, acceptDatabase, DatabaseRefused, type Fence, openFence } from './fence/fence.ts';
export { hasFacts, ledgerFacts, makeJournalParts } from './fence/backup-facts-store.ts';
export { archivedSince as archivedRowsSince } from './archive/store.ts';
export { archiveParts, type Stays, type Step } from './archive/archive-parts.ts';
export {
  balanceAsOf,
  findHold,
  type HistoryArchived,
  type Hold,
  type HoldState,
  type Movement,
  type RefusedTransfer,
  refusalsOf,
  type StatementLine,
  type StatementPage,
  statementPage,
  transfersOf,
} from './statements/statements.ts';
export { type LineRange, lineRange, linesOf, pageOfRange, rangeIsHere } from './statements/line-range.ts';
export type {
  Attachment,
  Leg,
  PostCommand,
  Posted,
  PostedLeg,
  PostRefusal,
  PostRefusalCode,
  TransferKind,
  TransferUuid,
  WindowUse,
} from './transfer.ts';
export { type Anchor, exportAnchor, readAnchor } from './sealing/anchor.ts';
export { SEAL_LAW_COUNT, verifySeals } from './sealing/check-chain.ts';
export { type ReceiptAnswer, receiptOf } from './sealing/receipt.ts';
export { SEAL_EVERY_MS, sealWhatIsWritten, startSealing } from './sealing/seal.ts';
export { LAW_COUNT, verify, type Violation } from './verify/verify.ts';
