declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** Every kind of id that a person may read out: prefix → what it names. */
export const ID_KINDS = {
  cus: 'customer',
  stf: 'staff member',
  tu: 'top-up',
  tr: 'transfer',
  cb: 'chargeback',
  rc: 'recall',
  fx: 'exchange',
  wd: 'withdrawal',
  bt: 'top-up by bank transfer',
  rt: 'return of a bank transfer',
  bk: 'booking of what a rail did by itself',
  ri: 'line of a reconciliation',
  xb: 'cross-border transfer',
  bf: 'beneficiary abroad',
  ba: 'bank account',
  kc: 'kept card',
  pb: 'file of payments',
  bq: 'question to a bank',
  rq: 'request for money',
  qt: 'quote',
  pay: 'payee reference',
  su: 'step-up proof',
  pk: 'passkey',
  ses: 'session',
  clo: 'closing of an account',
  case: 'case',
  msg: 'message',
  ntf: 'notification',
  evt: 'event',
  inv: 'staff invitation',
  prop: 'proposal of a member of staff',
  rst: 'restriction',
  rul: 'risk rule',
  scr: 'screening match',
  kyc: 'proof of identity',
  doc: 'file of a proof',
  st: 'statement',
  att: 'file of an answer',
} as const;
export type IdKind = keyof typeof ID_KINDS;

export type CustomerId = Id<'cus'>;
export type StaffId = Id<'stf'>;
export type TopUpId = Id<'tu'>;
export type TransferId = Id<'tr'>;
export type ChargebackId = Id<'cb'>;
export type RecallId = Id<'rc'>;
export type StatementId = Id<'st'>;
export type ExchangeId = Id<'fx'>;
export type WithdrawalId = Id<'wd'>;
export type BankTopUpId = Id<'bt'>;
export type BankReturnId = Id<'rt'>;
export type RailBookingId = Id<'bk'>;
export type RailItemId = Id<'ri'>;
export type CrossBorderId = Id<'xb'>;
export type BeneficiaryId = Id<'bf'>;
export type BankAccountId = Id<'ba'>;
export type KeptCardId = Id<'kc'>;
export type PayoutFileId = Id<'pb'>;
export type BankQuestionId = Id<'bq'>;
export type MoneyRequestId = Id<'rq'>;
export type QuoteId = Id<'qt'>;
export type PayeeReference = Id<'pay'>;
export type StepUpId = Id<'su'>;
export type PasskeyId = Id<'pk'>;
export type SessionId = Id<'ses'>;
export type CaseId = Id<'case'>;
export type MessageId = Id<'msg'>;
export type NotificationId = Id<'ntf'>;
export type EventId = Id<'evt'>;
export type ProposalId = Id<'prop'>;
export type RestrictionId = Id<'rst'>;
export type RuleId = Id<'rul'>;
export type ScreeningMatchId = Id<'scr'>;
export type ProofId = Id<'kyc'>;
export type ProofFileId = Id<'doc'>;
export type AnswerFileId = Id<'att'>;
/** One business operation: its prefix tells its kind. */
export type OperationId =
  | TopUpId
  | TransferId
  | ChargebackId
  | RecallId
  | ExchangeId
  | WithdrawalId
  | BankTopUpId
  | CrossBorderId;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford: no I, L, O, U, so that ids can be read out.
const DASH = '-'.charCodeAt(0);
const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexOf = (byte: number): string => HEX_OF_BYTE[byte] ?? '';
const HEX_CODES = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));
/** A UUID by the codes of its letters, without its digits. */
const UUID_FORM = [...'........-....-....-....-............'].map((letter) => letter.charCodeAt(0));
/** What a letter of the alphabet stands for, by its code. */
const VALUE_OF = Array.from({ length: 128 }, (_, code) =>
  Math.max(ALPHABET.indexOf(String.fromCharCode(code)), 0),
);
/** The value of a hex digit in lower or upper case, by its code. */
const hexValue = (code: number): number => (code < 58 ? code - 48 : (code | 32) - 87);
/** Two letters by ten bits. A text put together letter by letter costs more when it is read than when it is made. */
const LETTERS_OF = Array.from(
  { length: 1024 },
  (_, bits) => `${ALPHABET[bits >> 5] ?? ''}${ALPHABET[bits & 31] ?? ''}`,
);
const PATTERN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** `tr_01J9…`: a UUID in Crockford base 32 behind its kind, so that time order is text order. */
export function idFromUuid<Kind extends IdKind>(kind: Kind, uuid: string): Id<Kind> {
  // 26 digits of five bits hold 130; the two in front of the UUID are zero.
  let text = '';
  let [bits, held] = [0, 2];
  for (let at = 0; at < uuid.length; at++) {
    const code = uuid.charCodeAt(at);
    if (code === DASH) continue;
    bits = (bits << 4) | hexValue(code);
    held += 4;
    if (held < 10) continue;
    held -= 10;
    text += LETTERS_OF[bits >> held] ?? '';
    bits &= (1 << held) - 1;
  }
  return `${kind}_${text}` as Id<Kind>;
}

/** The UUID that an id was made from. Throws on anything that `parseId` would refuse. */
export function uuidFromId(id: string): string {
  const from = id.indexOf('_') + 1;
  if (id.length - from !== 26 || !PATTERN.test(id.slice(from))) throw new Error('not an id');
  const codes = Array.from(UUID_FORM);
  let [bits, held] = [0, -2]; // The two bits in front belong to no digit of the UUID.
  let to = 0;
  for (let at = from; at < id.length; at++) {
    bits = (bits << 5) | (VALUE_OF[id.charCodeAt(at)] ?? 0);
    held += 5;
    while (held >= 4) {
      held -= 4;
      if (codes[to] === DASH) to += 1;
      codes[to++] = HEX_CODES[(bits >> held) & 15] ?? 0;
      bits &= (1 << held) - 1;
    }
  }
  return String.fromCharCode(...codes);
}

/** Reads an id as a person may have typed it (spaces, lower case); null if it is not one of this kind. */
export function parseId<Kind extends IdKind>(kind: Kind, text: string): Id<Kind> | null {
  const compact = text.replaceAll(/[\s-]/g, '');
  if (!compact.toLowerCase().startsWith(`${kind}_`)) return null;
  const digits = compact.slice(kind.length + 1).toUpperCase();
  return PATTERN.test(digits) ? (`${kind}_${digits}` as Id<Kind>) : null;
}

/** The kind that an id names, or null when its prefix is not known. */
export function kindOf(id: string): IdKind | null {
  const prefix = id.slice(0, id.indexOf('_'));
  return prefix in ID_KINDS ? (prefix as IdKind) : null;
}

/** A short, readable form for screens: prefix and the last ten letters in groups, e.g. `tr_7K2M9 QXD41`. */
export function shortId(id: string): string {
  const at = id.indexOf('_');
  const tail = id.slice(-10);
  return `${id.slice(0, at + 1)}${tail.slice(0, 5)} ${tail.slice(5)}`;
}

/** UUIDv7 (RFC 9562 §5.7) from a time and 10 random bytes; both are handed in, so this stays pure. */
export function uuidv7(unixMillis: number, random: Uint8Array): string {
  const time = unixMillis.toString(16).padStart(12, '0');
  const byte = (at: number): number => random[at] ?? 0;
  const version = hexOf(0x70 | (byte(0) & 0x0f)) + hexOf(byte(1));
  const variant = hexOf(0x80 | (byte(2) & 0x3f)) + hexOf(byte(3));
  let node = '';
  for (let at = 4; at < 10; at++) node += hexOf(byte(at));
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${node}`;
}
