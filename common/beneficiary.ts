// Accounts abroad that money can be sent to: by country what an account is written with, in which currency it is paid, and what for. Server and
// screens read the same table, so a form asks for exactly what the server looks at.
import type { Currency } from './money.ts';

/** What an account is written with somewhere. */
export const BENEFICIARY_FIELDS = [
  'iban',
  'account_number',
  'routing_number',
  'sort_code',
  'bsb',
  'ifsc',
  'cnaps',
  'bank_code',
  'branch_code',
  'transit_number',
  'institution_number',
  'bic',
] as const;
export type BeneficiaryField = (typeof BENEFICIARY_FIELDS)[number];

/** What money is sent for. Source of the letters: ISO 20022 external purpose codes. */
export const PURPOSE_CODES = {
  family: 'FAMI',
  salary: 'SALA',
  goods: 'GDDS',
  services: 'SCVE',
  study: 'EDUC',
  rent: 'RENT',
  medical: 'MDCS',
  gift: 'GIFT',
  savings: 'SAVG',
  other: 'OTHR',
} as const;
export type Purpose = keyof typeof PURPOSE_CODES;
export const PURPOSES = Object.keys(PURPOSE_CODES) as [Purpose, ...Purpose[]];
/** Letters of what somebody writes about it; what a message of banks can hold. */
export const PURPOSE_TEXT_MAX = 140;

export type Corridor = {
  /** ISO 3166-1. */
  readonly country: string;
  /** In what its accounts are paid. */
  readonly currency: Currency;
  /** It is not the country's own money: the bank there exchanges it. */
  readonly isForeign: boolean;
  readonly fields: readonly [BeneficiaryField, ...BeneficiaryField[]];
  /** Digits or letters of an account number there. */
  readonly account?: RegExp;
  /** An account number as it looks there, for the form. */
  readonly example: string;
  readonly purposes: readonly Purpose[];
};

const ALL = PURPOSES;
/** What persons may be paid for in mainland China by the rules for personal remittances; trade goes by other roads. */
const PERSONAL = ['family', 'salary', 'study', 'medical', 'gift', 'other'] as const;
/** What may come into an Indian account by the rupee drawing arrangement is personal; savings go to accounts of non-residents only. */
const INWARD = ['family', 'salary', 'services', 'study', 'medical', 'gift', 'other'] as const;

const byIban = (
  { currency, isForeign }: Pick<Corridor, 'currency' | 'isForeign'>,
  purposes: readonly Purpose[],
  examples: Record<string, string>,
) =>
  Object.entries(examples).map(([country, example]): Corridor => ({
    country,
    currency,
    isForeign,
    fields: ['iban'],
    example,
    purposes,
  }));

/** Every country that money can be sent to, in the order of their codes. Source of forms: ISO 13616 registry; central banks of the countries. */
export const CORRIDORS: readonly Corridor[] = [
  ...byIban({ currency: 'EUR', isForeign: false }, ALL, {
    AT: 'AT61 1904 3002 3457 3201',
    BE: 'BE68 5390 0754 7034',
    DE: 'DE89 3704 0044 0532 0130 00',
    ES: 'ES91 2100 0418 4502 0005 1332',
    FI: 'FI21 1234 5600 0007 85',
    FR: 'FR14 2004 1010 0505 0001 3M02 606',
    GR: 'GR16 0110 1250 0000 0001 2300 695',
    IE: 'IE29 AIBK 9311 5212 3456 78',
    IT: 'IT60 X054 2811 1010 0000 0123 456',
    LU: 'LU28 0019 4006 4475 0000',
    NL: 'NL91 ABNA 0417 1643 00',
    PT: 'PT50 0002 0123 1234 5678 9015 4',
  }),
  ...byIban({ currency: 'EUR', isForeign: true }, ALL, {
    PL: 'PL61 1090 1014 0000 0712 1981 2874',
    SE: 'SE45 5000 0000 0583 9825 7466',
  }),
  ...byIban({ currency: 'USD', isForeign: true }, ALL, {
    AE: 'AE07 0331 2345 6789 0123 456',
    CH: 'CH93 0076 2011 6238 5295 7',
  }),
  {
    country: 'AU',
    currency: 'USD',
    isForeign: true,
    fields: ['bsb', 'account_number', 'bic'],
    account: /^\d{5,10}$/,
    example: '123456789',
    purposes: ALL,
  },
  {
    country: 'CA',
    currency: 'USD',
    isForeign: true,
    fields: ['institution_number', 'transit_number', 'account_number', 'bic'],
    account: /^\d{7,12}$/,
    example: '1234567',
    purposes: ALL,
  },
  {
    country: 'CN',
    currency: 'CNY',
    isForeign: false,
    fields: ['cnaps', 'account_number'],
    account: /^\d{8,30}$/,
    example: '110910000000000123',
    purposes: PERSONAL,
  },
  {
    country: 'GB',
    currency: 'GBP',
    isForeign: false,
    fields: ['sort_code', 'account_number'],
    account: /^\d{8}$/,
    example: '31926819',
    purposes: ALL,
  },
  {
    country: 'HK',
    currency: 'HKD',
    isForeign: false,
    fields: ['bank_code', 'account_number'],
    account: /^\d{9,12}$/,
    example: '123456789012',
    purposes: ALL,
  },
  {
    country: 'IN',
    currency: 'USD',
    isForeign: true,
    fields: ['ifsc', 'account_number'],
    account: /^\d{9,18}$/,
    example: '123456789012',
    purposes: INWARD,
  },
  {
    country: 'JP',
    currency: 'JPY',
    isForeign: false,
    fields: ['bank_code', 'branch_code', 'account_number'],
    account: /^\d{7}$/,
    example: '1234567',
    purposes: ALL,
  },
  {
    country: 'SG',
    currency: 'USD',
    isForeign: true,
    fields: ['account_number', 'bic'],
    account: /^\d{9,14}$/,
    example: '1234567890',
    purposes: ALL,
  },
  {
    country: 'US',
    currency: 'USD',
    isForeign: false,
    fields: ['routing_number', 'account_number'],
    account: /^\d{4,17}$/,
    example: '000123456789',
    purposes: ALL,
  },
].toSorted((a, b) => (a.country < b.country ? -1 : 1)) as readonly Corridor[];

export const corridorOf = (country: string): Corridor | null =>
  CORRIDORS.find((each) => each.country === country) ?? null;

/** How a field looks where it is typed in; it is no secret and no real account. */
export const FIELD_EXAMPLES: Readonly<Record<Exclude<BeneficiaryField, 'iban' | 'account_number'>, string>> =
  {
    routing_number: '021000021',
    sort_code: '60-16-13',
    bsb: '062-000',
    ifsc: 'HDFC0000001',
    cnaps: '308584000013',
    bank_code: '004',
    branch_code: '001',
    transit_number: '00012',
    institution_number: '003',
    bic: 'DBSSSGSG',
  };

/** People abroad that one customer may keep at a time, wherever they are. */
export const BENEFICIARIES_MAX = 50;
/** Payees that one customer may add within 24 hours, those that were removed again too. OKPay's choice: nobody pays so many new people, and a thief would. */
export const BENEFICIARIES_A_DAY = 10;

/** Minutes after the yes in which a transfer can still be taken back although banks are open. OKPay's choice: time to see a slip. */
export const UNDO_MINUTES = 10;

export const RECALL_GROUNDS = {
  wrong_account: 'AC03',
  wrong_amount: 'AM09',
  duplicate: 'DUPL',
  fraud: 'FRAD',
  changed_mind: 'CUST',
} as const;
/** Why somebody asks for money back that has been sent. Source: ISO 20022 external cancellation reason codes. */
export type RecallGround = keyof typeof RECALL_GROUNDS;
