// Bank accounts that customers are paid out to, as server and screens both know them.
import type { Currency } from './money.ts';

/** How an account is written: by IBAN (ISO 13616), or by number and code of the bank as in mainland China. */
export const BANK_SCHEMES = ['iban', 'cn'] as const;
export type BankScheme = (typeof BANK_SCHEMES)[number];

/** Currencies that can be paid out to a bank, with the way their accounts are written. */
export const SCHEME_OF: Readonly<Partial<Record<Currency, BankScheme>>> = {
  CNY: 'cn',
  EUR: 'iban',
  GBP: 'iban',
};

/** How the holder's name stands to the name that we know. Words: Verification of Payee of the European Payments Council. */
export const NAME_MATCHES = ['match', 'close'] as const;
export type NameMatch = (typeof NAME_MATCHES)[number];

/** `DE •••• 3000`: the country and the last four signs, never more. */
export const maskedAccount = ({ country, last4 }: { country: string; last4: string }): string =>
  `${country} •••• ${last4}`;

/** Accounts that one customer may have at a time; a person with more is helped by nobody who looks at the list. */
export const BANK_ACCOUNTS_MAX = 10;
