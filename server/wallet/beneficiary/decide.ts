import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';
import {
  BENEFICIARIES_A_DAY,
  BENEFICIARIES_MAX,
  type BeneficiaryField,
  type Corridor,
  corridorOf,
} from '#common/beneficiary';
import type { Currency } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import type { BeneficiaryDetails } from './beneficiary.ts';

export type Typed = {
  readonly country: string;
  readonly name: string;
  readonly bankName: string;
  readonly fields: Readonly<Partial<Record<BeneficiaryField, string>>>;
};
export type FieldRefusal = Refusal<`beneficiary_${BeneficiaryField}_not_valid`>;
export type BeneficiaryRefusal =
  | FieldRefusal
  | Refusal<
      | 'beneficiary_country_not_offered'
      | 'beneficiary_name_not_valid'
      | 'beneficiary_bank_name_not_valid'
      | 'beneficiary_known'
      | 'beneficiaries_too_many'
      | 'beneficiaries_too_many_today'
    >;
export type BeneficiaryFacts = {
  /** Currencies that the correspondent pays. */
  readonly offered: readonly Currency[];
  /** All that are in use, wherever they are. */
  readonly existing: readonly (Pick<BeneficiaryDetails, 'fields'> & { readonly country: string })[];
  /** When those of the last 24 hours were added, the newest first, removed ones too. */
  readonly lately: readonly Temporal.Instant[];
};
/** Hours in which payees that are added are counted. */
export const COUNTED_HOURS = 24;
export type Decided = {
  readonly details: BeneficiaryDetails;
  readonly country: string;
  readonly currency: Currency;
  /** By which the owner knows the account. */
  readonly number: string;
};

/** Letters of a name that banks take; control signs and half letters are none. */
const NAME = /^[\p{L}\p{M}\p{N}\p{P}\p{Zs}]{2,140}$/u;
/**
 * Banks name each other with Latin letters and few signs; in their own script only at home. Source: SWIFT, character set x, with the ampersand that
 * names of banks have.
 */
const BANK_NAME = /^[\p{Script=Latin}\p{M}0-9/\-?:().,'’+& ]{2,140}$/u;
const BANK_NAME_AT_HOME =
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{M}0-9ー・/\-?:().,'’+& ]{2,140}$/u;
const HOMES = ['CN', 'HK', 'JP'];
const isBankName = (name: string, country: string): boolean =>
  /\p{L}/u.test(name) && (HOMES.includes(country) ? BANK_NAME_AT_HOME : BANK_NAME).test(name);
const clean = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
const compact = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\-‐-―.]/gu, '')
    .toUpperCase();

/** Whether somebody abroad can be kept, and how the account is written. The first field that is wrong is named. Pure. */
export function decideBeneficiary(
  typed: Typed,
  { offered, existing, lately }: BeneficiaryFacts,
): Result<Decided, BeneficiaryRefusal> {
  const corridor = corridorOf(typed.country);
  if (!corridor || !offered.includes(corridor.currency))
    return err({ code: 'beneficiary_country_not_offered' });
  const [name, bankName] = [clean(typed.name), clean(typed.bankName)];
  if (!NAME.test(name) || !/\p{L}/u.test(name)) return err({ code: 'beneficiary_name_not_valid' });
  if (!isBankName(bankName, corridor.country)) return err({ code: 'beneficiary_bank_name_not_valid' });
  const fields: Partial<Record<BeneficiaryField, string>> = {};
  for (const field of corridor.fields) {
    const text = read(field, typed.fields[field] ?? '');
    if (!isRight(field, text, corridor)) return err({ code: `beneficiary_${field}_not_valid` });
    fields[field] = text;
  }
  const isSame = (each: BeneficiaryFacts['existing'][number]): boolean =>
    each.country === corridor.country &&
    corridor.fields.every((field) => each.fields[field] === fields[field]);
  if (existing.some(isSame)) return err({ code: 'beneficiary_known' });
  if (existing.length >= BENEFICIARIES_MAX)
    return err({ code: 'beneficiaries_too_many', max: BENEFICIARIES_MAX });
  const first = lately[BENEFICIARIES_A_DAY - 1];
  if (first !== undefined)
    return err({
      code: 'beneficiaries_too_many_today',
      max: BENEFICIARIES_A_DAY,
      until: first.add({ hours: COUNTED_HOURS }).toString(),
    });
  const { country, currency } = corridor;
  const number = fields.iban ?? fields.account_number ?? '';
  return ok({ details: { name, bankName, fields }, country, currency, number });
}

const read = (field: BeneficiaryField, text: string): string =>
  field === 'iban' ? (electronicFormatIBAN(text.normalize('NFKC')) ?? '') : compact(text);

/** Digits of the bank's own code, where countries write it differently. */
const BANK_CODE: Readonly<Record<string, RegExp>> = { HK: /^\d{3}$/, JP: /^\d{4}$/ };
const PATTERNS: Readonly<Partial<Record<BeneficiaryField, RegExp>>> = {
  sort_code: /^\d{6}$/,
  bsb: /^\d{6}$/,
  ifsc: /^[A-Z]{4}0[A-Z0-9]{6}$/,
  cnaps: /^\d{12}$/,
  branch_code: /^\d{3}$/,
  transit_number: /^\d{5}$/,
  institution_number: /^\d{3}$/,
};

function isRight(field: BeneficiaryField, text: string, { country, account }: Corridor): boolean {
  switch (field) {
    case 'iban':
      return isValidIBAN(text) && text.startsWith(country);
    case 'account_number':
      return account?.test(text) === true;
    case 'routing_number':
      return isRoutingNumber(text);
    case 'bic':
      return isValidBIC(text) && text.slice(4, 6) === country;
    case 'bank_code':
      return BANK_CODE[country]?.test(text) === true;
    default:
      return PATTERNS[field]?.test(text) === true;
  }
}

/** Nine digits, the last of which checks the rest with the weights 3, 7, 1. Source: American Bankers Association, routing number policy. */
export function isRoutingNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text) || text === '000000000') return false;
  const weights = [3, 7, 1];
  const sum = [...text].reduce((total, digit, at) => total + Number(digit) * (weights[at % 3] ?? 0), 0);
  return sum % 10 === 0;
}
