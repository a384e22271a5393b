/** The outside world behind small types. What fails out there comes back as a value; "unknown" is one of them. */
export { type Mail, type Mailer, type MailFailure, createMailer } from './mail/mailer.ts';
export {
  type SmsFailure,
  type SmsGateway,
  type SmsState,
  type TextMessage,
  createSmsGateway,
} from './sms/sms-gateway.ts';
export type { CallbackRefusal } from './signed-news.ts';
export {
  type CardCallback,
  type CardEventType,
  type IgnoredCallback,
  CARD_EVENT_TYPES,
} from './card/callback.ts';
export {
  type CardAcquirer,
  type CardAcquirerSettings,
  type CardFields,
  type ChargeRequest,
  type ChargeSource,
  type FieldsFailure,
  type RefundOutcome,
  type RemovalOutcome,
  createCardAcquirer,
} from './card/card-acquirer.ts';
export {
  type CardCharge,
  type VaultEntry,
  type CardFace,
  type ChargeOutcome,
  type DeclineCode,
  DECLINE_CODES,
} from './card/charge.ts';
export {
  type Ewallet,
  type EwalletDecline,
  type EwalletOutcome,
  type EwalletPayment,
  createEwallet,
} from './ewallet/ewallet.ts';
export type { SettledDay, Settlement } from './card/settlement.ts';
export { type EwalletReportFailure, type EwalletSettlement, signedOf } from './ewallet/settlement.ts';
export {
  type BankChannel,
  type BankSettings,
  type DebtorAccount,
  type FileAnswer,
  createBankChannel,
  readBankNames,
  readDebtorAccounts,
} from './bank/bank-channel.ts';
export { type BankAnswer, questionOf } from './bank/read-answer.ts';
export { type Line as ReportLine, readReport } from './bank/read-report.ts';
export type { CameIn, PaymentWord, Payer, Said, StatementEntry, StatementHead } from './bank/said.ts';
export { banksOwn } from './bank/transaction-code.ts';
export { LineBroken } from './provider-file.ts';
export { type PaymentToSend, writePain001 } from './bank/write-pain001.ts';
export {
  type CreditorToWrite,
  type PaymentToWrite,
  type OriginalPayment,
  writeCamt056,
  writePacs008,
  writePacs028,
} from './correspondent/write-messages.ts';
export {
  type CorrespondentWord,
  type MessageFault,
  readCorrespondentMessage,
} from './correspondent/read-message.ts';
export type { NotKnown, NotTaken } from './provider-call.ts';
export { rateSource, type RatesFailure, type RateSource } from './rates/rate-source.ts';
