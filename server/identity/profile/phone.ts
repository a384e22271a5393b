import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';

/** A number in E.164: `+8613800006620`. */
export type Phone = string;

/** Kinds that a text message reaches; a landline, a service number or a pager would leave its owner waiting for the code. */
const REACHABLE = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER', 'VOIP']);
/** Where a number without country code belongs to: in China people do not type +86. */
const HOME: Record<Locale, CountryCode | undefined> = { 'zh-CN': 'CN', en: undefined };
const TYPED_MAX = 32;

/** `+86 ••• 6620`: enough for the owner to know the phone by, too little for anybody else. */
export const maskPhone = (phone: Phone): string => `${phone.slice(0, 3)} ••• ${phone.slice(-4)}`;

export function parsePhone(typed: string, locale: Locale): Result<Phone, Refusal<'phone_not_usable'>> {
  const text = typed.normalize('NFKC').trim().replace(/^00/, '+');
  if (text.length > TYPED_MAX || !/^\+?[\d\s().\-/]+$/.test(text)) return err({ code: 'phone_not_usable' });
  const home = HOME[locale];
  const number = parsePhoneNumberFromString(text, {
    extract: false,
    ...(home ? { defaultCountry: home } : {}),
  });
  const type = number?.getType();
  if (!number?.isValid() || (type !== undefined && !REACHABLE.has(type)))
    return err({ code: 'phone_not_usable' });
  return ok(number.number);
}
