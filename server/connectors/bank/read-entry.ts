// A booking on our account, of camt.054 and camt.053 alike.
import {
  CURRENCY_EXPONENT,
  type Currency,
  isCurrency,
  isEqual,
  MAX_AMOUNT_MINOR,
  money,
  type Money,
} from '#common/money';
import { sha256 } from '#platform/crypto';
import type { Given, Payer, Said } from './said.ts';
import { banksOwn, codeOf } from './transaction-code.ts';
import { all, firstText, type Piece, textAt, type XmlNode, XmlRefused } from './xml-tree.ts';

/** Letters of a name and of a text that are kept: Max140Text. */
const TEXT_MAX = 140;
/** Texts that are kept of one payment. */
const TEXTS_MAX = 12;

export const isBooked = (entry: XmlNode): boolean =>
  firstText(entry, ['Sts/Cd', 'Sts/Prtry', 'Sts']) === 'BOOK';

/** What one entry says. Pending and announced ones are booked later, or never. */
export function readEntry(
  { node: entry, within, line }: Piece,
  given: Given,
  alike: Map<string, number>,
): Said[] {
  if (!isBooked(entry)) return [];
  const currency = currencyOfAccount(within, given, line);
  // Its interest, and a fee that it gives back, are nobody's money, whatever payment they name.
  if (banksOwn(codeOf(entry)) !== null) return [];
  const side = textAt(entry, 'CdtDbtInd');
  const details = all(entry, 'NtryDtls/TxDtls');
  const ours = details.filter((detail) => given.isOurs(textAt(detail, 'Refs/EndToEndId')));
  const said: Said[] = ours.map((detail) => bookingOf(entry, detail, side, line));
  const isOthers = details.length === 0 || ours.length < details.length;
  if (side !== 'CRDT' || !isOthers) return said;
  return [...said, ...cameIn(entry, details, { line, currency, alike, isOurs: given.isOurs })];
}

const ZERO = /^0+(?:\.0*)?$/;
export const isZero = (amount: XmlNode | undefined): boolean => ZERO.test(amount?.text.trim() ?? '');

/**
 * Why nothing can be written down of an entry although the rest of its file is good: zero moves nothing, and of a sum in another currency than the
 * account's nobody may guess what it is in that. The balances tell whether money is missing by it. A payment of ours is never passed over.
 */
export function passedOver(
  { node: entry, within, line }: Piece,
  given: Given,
): 'of_nothing' | 'other_currency' | null {
  if (!isBooked(entry)) return null;
  const amount = all(entry, 'Amt')[0];
  if (isZero(amount)) return 'of_nothing';
  const told = amount?.attributes['Ccy'] ?? '';
  const currency = currencyOfAccount(within, given, line);
  if (currency === null || told === currency || !/^[A-Z]{3}$/.test(told)) return null;
  const isOurs = (detail: XmlNode): boolean => given.isOurs(textAt(detail, 'Refs/EndToEndId'));
  return all(entry, 'NtryDtls/TxDtls').some(isOurs) ? null : 'other_currency';
}

/** The account that a statement or notification is about; one that is not ours makes the whole file not ours. */
export function currencyOfAccount(within: XmlNode, { currencyOf }: Given, line: number): Currency | null {
  const number = firstText(within, ['Acct/Id/IBAN', 'Acct/Id/Othr/Id']).replaceAll(/\s/g, '');
  if (number === '') return null;
  const currency = currencyOf(number);
  if (currency === null) throw new XmlRefused('account_not_ours', line);
  return currency;
}

export const ownReference = (entry: XmlNode, detail: XmlNode): string =>
  textAt(detail, 'Refs/AcctSvcrRef') || textAt(entry, 'AcctSvcrRef') || textAt(entry, 'NtryRef');

/** A payment of ours that left, or came back. A reversal tells its direction as any entry does. */
function bookingOf(entry: XmlNode, detail: XmlNode, side: string, line: number): Said {
  const payment = textAt(detail, 'Refs/EndToEndId');
  const amount = amountOf(
    [...all(detail, 'Amt'), ...all(detail, 'AmtDtls/TxAmt/Amt'), ...all(entry, 'Amt')][0],
    line,
  );
  const direction = firstText(detail, ['CdtDbtInd']) || side;
  const own = ownReference(entry, detail);
  // One booking may hold several payments: each is known by both.
  const reference = own === '' ? `${direction}:${payment}` : `${own}:${payment}`;
  const isOut = direction === 'DBIT';
  const bankCode = firstText(detail, ['RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry', 'RtrInf/AddtlInf', 'AddtlTxInf']);
  return {
    kind: isOut ? 'booked' : 'returned',
    payment,
    amount,
    entry: `${isOut ? 'out' : 'in'}:${reference}`,
    bankCode,
  };
}

type Reading = {
  readonly line: number;
  readonly currency: Currency | null;
  readonly alike: Map<string, number>;
  readonly isOurs: Given['isOurs'];
};

/**
 * What came in. Payments of a batch are told apart where their sums are told and add up; else the booking is one sum, so that what is written
 * down is never more or less than the bank says.
 */
function cameIn(
  entry: XmlNode,
  details: readonly XmlNode[],
  { line, currency, alike, isOurs }: Reading,
): Said[] {
  const whole = amountOf(all(entry, 'Amt')[0], line);
  if (currency !== null && whole.currency !== currency) throw new XmlRefused('currency_not_of_account', line);
  const day = dayOf(entry);
  const booking = referenceOf(entry, details, { day, whole, alike });
  const parts = details.map((detail) => ({ detail, amount: partOf(detail, whole, line) }));
  const isTold = parts.every(({ amount }) => amount !== null && amount.currency === whole.currency);
  const sum = parts.reduce((total, { amount }) => total + (amount?.minor ?? 0n), 0n);
  if (details.length > 1 && isTold && sum === whole.minor)
    return parts.flatMap(({ detail, amount }, part) =>
      amount && !isOurs(textAt(detail, 'Refs/EndToEndId'))
        ? [{ ...factsOf(entry, detail, amount, line), booking, part, day }]
        : [],
    );
  // Payments of ours among others that are not told one by one: nobody may guess what the rest is.
  if (details.some((detail) => isOurs(textAt(detail, 'Refs/EndToEndId'))))
    throw new XmlRefused('amount_not_usable', line);
  const only = details.length === 1 ? details[0] : undefined;
  return [{ ...factsOf(entry, only, whole, line), booking, part: 0, day }];
}

/** The bank's own reference; without one the look of the booking, and which of those that look alike it is in its file. */
function referenceOf(
  entry: XmlNode,
  details: readonly XmlNode[],
  { day, whole, alike }: { day: string; whole: Money; alike: Map<string, number> },
): string {
  const own =
    textAt(entry, 'AcctSvcrRef') ||
    (details.length === 1 && details[0] ? ownReference(entry, details[0]) : '');
  if (own !== '') return own.slice(0, 160);
  const texts = details.flatMap((detail) => [textAt(detail, 'Refs/EndToEndId'), ...textsOf(entry, detail)]);
  const look = sha256(JSON.stringify([day, whole.minor.toString(), whole.currency, texts]))
    .toString('hex')
    .slice(0, 40);
  const number = (alike.get(look) ?? 0) + 1;
  alike.set(look, number);
  return `~${look}#${number}`;
}

const DATE = /^\d{4}-\d{2}-\d{2}/;
export const dayOf = (entry: XmlNode): string =>
  DATE.exec(firstText(entry, ['BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm']))?.[0] ?? '1970-01-01';

function partOf(detail: XmlNode, whole: Money, line: number): Money | null {
  const node = [...all(detail, 'Amt'), ...all(detail, 'AmtDtls/TxAmt/Amt')][0];
  return node ? amountOrNull(node, line) : whole;
}

const NOBODY: Payer = { name: '', number: '', scheme: 'iban', bankCode: null };

function factsOf(entry: XmlNode, detail: XmlNode | undefined, amount: Money, line: number) {
  const instructed = detail && all(detail, 'AmtDtls/InstdAmt/Amt')[0];
  const sent = instructed ? amountOrNull(instructed, line) : null;
  return {
    kind: 'came',
    amount,
    sent: sent && !isEqual(sent, amount) ? sent : null,
    payer: detail ? payerOf(detail) : NOBODY,
    texts: textsOf(entry, detail),
  } as const;
}

function payerOf(detail: XmlNode): Payer {
  const number = firstText(detail, [
    'RltdPties/DbtrAcct/Id/IBAN',
    'RltdPties/DbtrAcct/Id/Othr/Id',
  ]).replaceAll(/\s/g, '');
  const bankCode = firstText(detail, [
    'RltdAgts/DbtrAgt/FinInstnId/ClrSysMmbId/MmbId',
    'RltdAgts/DbtrAgt/FinInstnId/BICFI',
    'RltdAgts/DbtrAgt/FinInstnId/BIC',
  ]);
  return {
    name: firstText(detail, ['RltdPties/Dbtr/Pty/Nm', 'RltdPties/Dbtr/Nm']).slice(0, TEXT_MAX),
    number: number.slice(0, 34),
    scheme: /^[A-Z]{2}\d{2}/.test(number) ? 'iban' : 'cn',
    bankCode: bankCode === '' ? null : bankCode.slice(0, 35),
  };
}

const textsOf = (entry: XmlNode, detail: XmlNode | undefined): string[] =>
  [
    ...(detail
      ? [
          ...all(detail, 'RmtInf/Strd/CdtrRefInf/Ref'),
          ...all(detail, 'RmtInf/Strd/CdtrRefInf/CdtrRef'),
          ...all(detail, 'RmtInf/Ustrd'),
          ...all(detail, 'Refs/EndToEndId'),
          ...all(detail, 'AddtlTxInf'),
        ]
      : []),
    ...all(entry, 'AddtlNtryInf'),
  ]
    .map(({ text }) => text.trim().slice(0, TEXT_MAX))
    .filter((text) => text !== '' && text !== 'NOTPROVIDED')
    .slice(0, TEXTS_MAX);

const AMOUNT = /^(\d{1,15})(?:\.(\d{1,5}))?$/;

/** "100.5" EUR as 10050 cents, exactly; more digits than the currency has are refused, unless they are zeros. */
export function amountOf(node: XmlNode | undefined, line: number): Money {
  const currency = node?.attributes['Ccy'] ?? '';
  const match = AMOUNT.exec(node?.text.trim() ?? '');
  if (!match || !isCurrency(currency)) throw new XmlRefused('amount_not_usable', line);
  const digits = CURRENCY_EXPONENT[currency];
  const [, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(digits))) throw new XmlRefused('amount_not_usable', line);
  const amount = money(BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')), currency);
  if (amount.minor <= 0n || amount.minor > MAX_AMOUNT_MINOR) throw new XmlRefused('amount_not_usable', line);
  return amount;
}

/** What is told beside the booked sum, perhaps as zero or in a currency that we do not have: nothing is built on it alone. */
function amountOrNull(node: XmlNode, line: number): Money | null {
  try {
    return amountOf(node, line);
  } catch (error) {
    if (error instanceof XmlRefused) return null;
    throw error;
  }
}
