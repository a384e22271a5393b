import { type Currency, decimalText, type Money } from './money.ts';
import { err, ok, type Result } from './result.ts';

/**
 * Codes to be paid by, in the form of EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1: fields of a number of
 * two digits, a length of two digits and a text, the last one a checksum. Ours carry a token under an identifier of our own; no name.
 */

/** ISO 4217 numeric codes. Source: ISO 4217 list one. */
const CURRENCY_NUMBERS: Record<Currency, string> = {
  CNY: '156',
  USD: '840',
  EUR: '978',
  GBP: '826',
  HKD: '344',
  JPY: '392',
  KWD: '414',
};

/** Under which template, and by which identifier, a code of ours is known. */
const OUR_TEMPLATE = '26';
const OUR_ID = 'org.okpay';
const FORMAT = '01';
const POINT_OF_INITIATION = { static: '11', dynamic: '12' } as const;
/** A person and no merchant has no category; what the form asks for and nobody needs stays general. */
const NO_CATEGORY = '0000';
const NO_COUNTRY = 'ZZ';
const NAME = 'OKPay';
const CITY = 'ONLINE';

export type CodeKind = 'person' | 'request';
const LETTER: Record<CodeKind, string> = { person: 'P', request: 'R' };
export type PayCode = {
  readonly kind: CodeKind;
  readonly token: string;
  /** Where it counts: the host of the installation, with its port. */
  readonly host: string;
};

const field = (id: string, value: string): string => `${id}${String(value.length).padStart(2, '0')}${value}`;

/** CRC-16/CCITT-FALSE over letters of ASCII: polynomial 0x1021, begun with 0xFFFF, as four hexadecimal digits. */
export function checksumOf(text: string): string {
  let crc = 0xffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** The text of a code. With a sum it is good once, and says so. */
export function writePayCode({ kind, token, host }: PayCode, sum: Money | null, base: Currency): string {
  const ours = field('00', OUR_ID) + field('01', LETTER[kind]) + field('02', token) + field('03', host);
  const text = [
    field('00', FORMAT),
    field('01', kind === 'request' ? POINT_OF_INITIATION.dynamic : POINT_OF_INITIATION.static),
    field(OUR_TEMPLATE, ours),
    field('52', NO_CATEGORY),
    field('53', CURRENCY_NUMBERS[sum?.currency ?? base]),
    ...(sum ? [field('54', decimalText(sum))] : []),
    field('58', NO_COUNTRY),
    field('59', NAME),
    field('60', CITY),
    '6304',
  ].join('');
  return text + checksumOf(text);
}

/** Why a code is none that can be paid here. */
export type CodeFault =
  | { readonly code: 'no_pay_code' }
  | { readonly code: 'code_damaged' }
  | { readonly code: 'code_of_another_service' }
  | { readonly code: 'code_of_another_place'; readonly host: string };

/** Fields by their number; null where lengths do not add up or a number comes twice. */
function fieldsOf(text: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const [, id, length] = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4)) ?? [];
    if (id === undefined || length === undefined || fields.has(id)) return null;
    const value = text.slice(at + 4, at + 4 + Number(length));
    if (value.length !== Number(length)) return null;
    fields.set(id, value);
    at += 4 + value.length;
  }
  return fields;
}

/** Letters of the longest code that is looked at; a QR code holds 4,296 at most. */
const TEXT_MAX = 600;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;
const KINDS: Record<string, CodeKind | undefined> = { P: 'person', R: 'request' };

/** What a scanned text asks for here, or why it cannot be paid. `host` is where we are. */
export function readPayCode(text: string, host: string): Result<PayCode, CodeFault> {
  const link = linkOf(text, host);
  if (link) return link;
  if (text.length > TEXT_MAX || !text.startsWith('000201')) return err({ code: 'no_pay_code' });
  const end = text.length - 4;
  if (text.slice(end - 4, end) !== '6304' || checksumOf(text.slice(0, end)) !== text.slice(end).toUpperCase())
    return err({ code: 'code_damaged' });
  const fields = fieldsOf(text);
  if (!fields) return err({ code: 'code_damaged' });
  const ours = fieldsOf(fields.get(OUR_TEMPLATE) ?? '');
  if (ours?.get('00') !== OUR_ID) return err({ code: 'code_of_another_service' });
  const [kind, token, place] = [KINDS[ours.get('01') ?? ''], ours.get('02') ?? '', ours.get('03') ?? ''];
  if (place !== host) return err({ code: 'code_of_another_place', host: place });
  return kind && TOKEN.test(token) ? ok({ kind, token, host }) : err({ code: 'code_damaged' });
}

const PATHS: Record<string, CodeKind | undefined> = { '/requests/link': 'request', '/code/link': 'person' };
/** A link of ours in a code: the same token. Null for what is no link at all. */
function linkOf(text: string, host: string): Result<PayCode, CodeFault> | null {
  const link = URL.canParse(text) ? new URL(text) : null;
  if (!link || !/^https?:$/.test(link.protocol)) return null;
  const kind = PATHS[link.pathname];
  const token = link.hash.slice(1);
  if (link.host !== host || link.search !== '' || !kind) return err({ code: 'no_pay_code' });
  return TOKEN.test(token) ? ok({ kind, token, host }) : err({ code: 'code_damaged' });
}
