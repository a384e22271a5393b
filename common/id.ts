declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** Every kind of id that a person may read out: prefix → what it names. */
export const ID_KINDS = {
  cus: 'customer',
  stf: 'staff member',
  tu: 'top-up',
  tr: 'transfer',
  cb: 'chargeback',
  qt: 'quote',
  pay: 'payee reference',
  su: 'step-up proof',
  ses: 'session',
  case: 'case',
  msg: 'message',
  ntf: 'notification',
  evt: 'event',
  inv: 'staff invitation',
} as const;
export type IdKind = keyof typeof ID_KINDS;

export type CustomerId = Id<'cus'>;
export type StaffId = Id<'stf'>;
export type TopUpId = Id<'tu'>;
export type TransferId = Id<'tr'>;
export type ChargebackId = Id<'cb'>;
export type QuoteId = Id<'qt'>;
export type PayeeReference = Id<'pay'>;
export type StepUpId = Id<'su'>;
export type SessionId = Id<'ses'>;
export type CaseId = Id<'case'>;
export type MessageId = Id<'msg'>;
export type NotificationId = Id<'ntf'>;
export type EventId = Id<'evt'>;
/** One business operation: its prefix tells its kind. */
export type OperationId = TopUpId | TransferId | ChargebackId;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford: no I, L, O, U, so that ids can be read out.
const PATTERN = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** `tr_01J9…`: a UUID in Crockford base 32 behind its kind, so that time order is text order. */
export function idFromUuid<Kind extends IdKind>(kind: Kind, uuid: string): Id<Kind> {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let digit = 0; digit < 26; digit++) {
    text = (ALPHABET[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return `${kind}_${text}` as Id<Kind>;
}

/** The UUID that an id was made from. Throws on anything that `parseId` would refuse. */
export function uuidFromId(id: string): string {
  const text = id.slice(id.indexOf('_') + 1);
  if (!PATTERN.test(text)) throw new Error('not an id');
  let value = 0n;
  for (const letter of text) value = (value << 5n) | BigInt(ALPHABET.indexOf(letter));
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
  const bytes = new Uint8Array(16);
  const time = BigInt(unixMillis);
  for (let index = 0; index < 6; index++) bytes[index] = Number((time >> BigInt(8 * (5 - index))) & 255n);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
