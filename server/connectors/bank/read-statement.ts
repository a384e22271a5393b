// A statement (camt.053) as what our books are compared with: every booking, also of what the bank does by itself, and the balances around them.
import type { Currency } from '#common/money';
import { sha256 } from '#platform/crypto';
import { amountOf, currencyOfAccount, dayOf, isBooked, isZero } from './read-entry.ts';
import type { Given, StatementEntry, StatementHead } from './said.ts';
import { codeOf } from './transaction-code.ts';
import { all, firstText, type Piece, textAt, type XmlNode, XmlRefused } from './xml-tree.ts';

/** References that are kept of one booking: a batch holds some thousand payments, each with up to three. */
const REFS_MAX = 6_000;
const REF_LETTERS_MAX = 60;

/** The day that a statement is about: the one of its closing balance. */
function statementDay(statement: XmlNode): string {
  const closing = balanceIn(statement, CLOSING);
  const day = closing === null ? '' : firstText(closing, ['Dt/Dt', 'Dt/DtTm', 'Dt']);
  return day.slice(0, 10) || textAt(statement, 'CreDtTm').slice(0, 10);
}

const OPENING = ['OPBD', 'PRCD'];
const CLOSING = ['CLBD'];
const balanceIn = (statement: XmlNode, codes: readonly string[]): XmlNode | null =>
  codes
    .map((code) => all(statement, 'Bal').find((each) => textAt(each, 'Tp/CdOrPrtry/Cd') === code))
    .find((each) => each !== undefined) ?? null;

/** Nothing of what is no statement, and nothing of what is not booked yet. */
export function readStatementEntry(
  { node: entry, within, line }: Piece,
  given: Given,
  told: Map<string, number>,
): StatementEntry[] {
  if (within.name !== 'Stmt' || !isBooked(entry)) return [];
  const amount = amountOf(all(entry, 'Amt')[0], line);
  const currency = currencyOfAccount(within, given, line);
  if (currency !== null && amount.currency !== currency)
    throw new XmlRefused('currency_not_of_account', line);
  const direction = textAt(entry, 'CdtDbtInd') === 'CRDT' ? 'in' : 'out';
  const day = statementDay(within) || dayOf(entry);
  const own = (textAt(entry, 'AcctSvcrRef') || textAt(entry, 'NtryRef')).slice(0, REF_LETTERS_MAX);
  const booking = own === '' ? lookOf(entry, direction) : own;
  // Many banks number the entries of each statement anew: only their own reference says that two statements tell the same booking.
  const bookedOn = textAt(entry, 'AcctSvcrRef') === '' && own !== '' ? day : dayOf(entry);
  const at = `${amount.currency} ${bookedOn} ${booking}`;
  const number = (told.get(at) ?? 0) + 1;
  told.set(at, number);
  return [
    {
      kind: 'entry',
      day,
      bookedOn,
      booking: number === 1 ? booking : `${booking}#${number}`,
      amount,
      direction,
      code: codeOf(entry),
      isReversal: ['true', '1'].includes(textAt(entry, 'RvslInd')),
      refs: [...new Set([...(own === '' ? [] : [own]), ...refsOf(entry, given)])].slice(0, REFS_MAX),
    },
  ];
}

/** Without any reference a booking is known by its look. */
const lookOf = (entry: XmlNode, direction: string): string =>
  `~${sha256(
    JSON.stringify([
      dayOf(entry),
      textAt(entry, 'Amt'),
      direction,
      codeOf(entry),
      namesIn(entry, [...BANKS, ...GIVEN]),
    ]),
  )
    .toString('hex')
    .slice(0, 40)}`;

/** What banks and their clearing call a payment. */
const BANKS = ['AcctSvcrRef', 'TxId', 'ClrSysRef'];
/** What whoever gave it to a bank called it: free text of strangers, unless it is an id of ours. */
const GIVEN = ['EndToEndId', 'InstrId', 'PmtInfId', 'MsgId'];

const namesIn = (entry: XmlNode, names: readonly string[]): string[] =>
  [...all(entry, 'NtryDtls/TxDtls/Refs'), ...all(entry, 'NtryDtls/Btch')]
    .flatMap((place) => names.map((name) => textAt(place, name).slice(0, REF_LETTERS_MAX)))
    .filter((ref) => ref !== '' && ref !== 'NOTPROVIDED');

/** By what our books can know it. What payers wrote stays where their payment is kept. */
const refsOf = (entry: XmlNode, { isOurs, isFile }: Given): string[] => [
  ...namesIn(entry, BANKS),
  ...namesIn(entry, GIVEN).filter((ref) => isOurs(ref) || isFile(ref)),
];

/** One without both balances of a day (a list within it, a page of several) proves nothing, and is none. */
export function readStatementHead(statement: XmlNode, given: Given): StatementHead[] {
  const currency = currencyOfAccount(statement, given, 0);
  const [opening, closing] = [balanceIn(statement, OPENING), balanceIn(statement, CLOSING)];
  if (currency === null || opening === null || closing === null) return [];
  const [openingMinor, closingMinor] = [signed(opening, currency), signed(closing, currency)];
  if (openingMinor === null || closingMinor === null) return [];
  return [{ kind: 'statement', currency, day: statementDay(statement), openingMinor, closingMinor }];
}

/** A balance may be zero, which a booking never is. Null of one in another currency than the account's: some banks tell those too. */
function signed(balance: XmlNode, currency: Currency): bigint | null {
  const node = all(balance, 'Amt')[0];
  if (node?.attributes['Ccy'] !== currency) return null;
  if (isZero(node)) return 0n;
  const { minor } = amountOf(node, 0);
  return textAt(balance, 'CdtDbtInd') === 'DBIT' ? -minor : minor;
}
