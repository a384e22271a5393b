import { electronicFormatIBAN, isSEPACountry, isValidIBAN } from 'ibantools';
import { BANK_ACCOUNTS_MAX, type BankScheme, type NameMatch, SCHEME_OF } from '#common/bank-account';
import type { Currency } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { BankDetails } from './bank-account.ts';
import { matchNames } from './name-match.ts';

export type Typed = {
  readonly currency: Currency;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bankCode: string | null;
};
export type AccountFacts = {
  /** Currencies that are paid out now. */
  readonly offered: readonly Currency[];
  readonly knownName: string;
  /** Those that the customer has in use. */
  readonly existing: readonly { readonly currency: Currency; readonly number: string }[];
};
export type Decided = {
  readonly details: BankDetails;
  readonly scheme: BankScheme;
  readonly country: string;
  readonly nameMatch: NameMatch;
};
export type AccountRefusal = Refusal<
  | 'currency_not_offered'
  | 'bank_account_not_valid'
  | 'bank_account_is_card'
  | 'bank_account_name_differs'
  | 'bank_account_known'
  | 'bank_accounts_too_many'
>;
type Written = { readonly number: string; readonly bankCode: string | null; readonly country: string };

const compact = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replaceAll(/[\s\-–.]/g, '')
    .toUpperCase();
/** One line without control characters, as it goes to the bank. */
export const cleanHolder = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();

/** Whether these details may be paid out to, in the order in which the owner can act. Pure. */
export function decideAccount(typed: Typed, facts: AccountFacts): Result<Decided, AccountRefusal> {
  const { currency } = typed;
  const scheme = SCHEME_OF[currency];
  if (!scheme || !facts.offered.includes(currency))
    return err({ code: 'currency_not_offered', offered: facts.offered.join(', ') });
  const written = scheme === 'iban' ? readIban(typed) : readLocal(typed);
  if (!written.ok) return written;
  const { number, bankCode, country } = written.value;
  const holderName = cleanHolder(typed.holderName);
  const nameMatch = matchNames(holderName, facts.knownName);
  if (nameMatch === null) return err({ code: 'bank_account_name_differs', known: facts.knownName });
  if (facts.existing.some((each) => each.currency === currency && each.number === number))
    return err({ code: 'bank_account_known' });
  if (facts.existing.length >= BANK_ACCOUNTS_MAX)
    return err({ code: 'bank_accounts_too_many', max: BANK_ACCOUNTS_MAX });
  return ok({ details: { holderName, number, bankCode }, scheme, country, nameMatch });
}

/** Structure, length and check digits by the registry of ISO 13616; euros go to countries of the single area, pounds to the United Kingdom. */
function readIban({ accountNumber, currency }: Typed): Result<Written, AccountRefusal> {
  const number = electronicFormatIBAN(accountNumber.normalize('NFKC')) ?? '';
  const country = number.slice(0, 2);
  const isInReach = currency === 'GBP' ? country === 'GB' : isSEPACountry(country);
  if (!isValidIBAN(number) || !isInReach) return err({ code: 'bank_account_not_valid' });
  return ok({ number, bankCode: null, country });
}

const LOCAL_NUMBER = /^\d{8,30}$/;
/** The twelve digits of a branch in the payment system of the People's Bank. */
const CNAPS = /^\d{12}$/;

function readLocal({ accountNumber, bankCode }: Typed): Result<Written, AccountRefusal> {
  const [number, code] = [compact(accountNumber), compact(bankCode ?? '')];
  if (isCardNumber(number)) return err({ code: 'bank_account_is_card' });
  if (!LOCAL_NUMBER.test(number) || !CNAPS.test(code)) return err({ code: 'bank_account_not_valid' });
  return ok({ number, bankCode: code, country: 'CN' });
}

/** Card numbers stay in the acquirer's frame (DESIGN 2): what looks like one, by its first digits and its check digit, is not kept. */
export function isCardNumber(digits: string): boolean {
  if (!/^(?:3[47]|4|5[1-5]|2[2-7]|62|81|60|65|35)\d{11,17}$/.test(digits) || digits.length > 19) return false;
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
