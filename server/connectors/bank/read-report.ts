// What a bank reports: pain.002 (what it thinks of payments), camt.054 and camt.053 (what it booked), in every version that is in use. Read
// leniently, since what banks publish breaks their own schemas in places; what is about money is read exactly or the whole is refused.
import { CURRENCY_EXPONENT, isCurrency, money, type Money } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { all, firstText, readXml, textAt, type XmlNode, type XmlRefusal } from './xml-tree.ts';

/** One thing that a report says. `file` and `payment` are the ids that we gave. */
export type Said =
  | {
      readonly kind: 'accepted' | 'rejected';
      readonly file: string;
      readonly payment: string | null;
      readonly bankCode: string;
    }
  | {
      readonly kind: 'booked' | 'returned';
      readonly payment: string;
      readonly amount: Money;
      /** The bank's own reference of this booking: the same in a notification and in the statement. */
      readonly entry: string;
      readonly bankCode: string;
    };
export type BankReport = { readonly message: string; readonly said: readonly Said[] };
export type ReportRefusal =
  | XmlRefusal
  | { readonly code: 'not_a_report' | 'amount_not_usable'; readonly line: number };

class Refused extends Error {
  readonly code: 'amount_not_usable';
  constructor() {
    super('amount_not_usable');
    this.code = 'amount_not_usable';
  }
}

/** Whether an id is one that we gave to a payment: of other business on the account nothing is read. */
export type IsOurs = (payment: string) => boolean;

/** Reads a report as a whole, or says what is wrong with it. */
export function readReport(xml: string, isOurs: IsOurs): Result<BankReport, ReportRefusal> {
  const tree = readXml(xml);
  if (!tree.ok) return tree;
  const [body] = tree.value.children;
  try {
    switch (body?.name) {
      case 'CstmrPmtStsRpt':
        return ok({ message: 'pain.002', said: statuses(body) });
      case 'BkToCstmrDbtCdtNtfctn':
        return ok({
          message: 'camt.054',
          said: all(body, 'Ntfctn/Ntry').flatMap((entry) => bookings(entry, isOurs)),
        });
      case 'BkToCstmrStmt':
        return ok({
          message: 'camt.053',
          said: all(body, 'Stmt/Ntry').flatMap((entry) => bookings(entry, isOurs)),
        });
      default:
        return err({ code: 'not_a_report', line: 1 });
    }
  } catch (error) {
    if (error instanceof Refused) return err({ code: error.code, line: 0 });
    throw error;
  }
}

/** Of the external status codes those that say no, and those that say that it goes on; the rest (received, pending) says nothing yet. */
const NO = new Set(['RJCT', 'CANC']);
const YES = new Set(['ACCP', 'ACTC', 'ACSP', 'ACWC', 'ACSC', 'ACCC', 'ACFC', 'ACWP']);
const verdictOf = (status: string): 'accepted' | 'rejected' | null =>
  NO.has(status) ? 'rejected' : YES.has(status) ? 'accepted' : null;
const codeIn = (node: XmlNode): string =>
  firstText(node, ['StsRsnInf/Rsn/Cd', 'StsRsnInf/Rsn/Prtry', 'StsRsnInf/AddtlInf']);

/** A word about the whole file or a block of it counts for all payments in it; about a single one only for that. */
function statuses(body: XmlNode): Said[] {
  const said: Said[] = [];
  const groups = all(body, 'OrgnlGrpInfAndSts');
  const file = groups.map((group) => textAt(group, 'OrgnlMsgId')).find((id) => id !== '') ?? '';
  const payments = all(body, 'OrgnlPmtInfAndSts/TxInfAndSts');
  for (const payment of payments) {
    const kind = verdictOf(textAt(payment, 'TxSts'));
    const id = textAt(payment, 'OrgnlEndToEndId');
    if (kind && id !== '') said.push({ kind, file, payment: id, bankCode: codeIn(payment) });
  }
  const whole = [
    ...groups.map((group) => ({ node: group, status: textAt(group, 'GrpSts') })),
    ...all(body, 'OrgnlPmtInfAndSts').map((block) => ({ node: block, status: textAt(block, 'PmtInfSts') })),
  ];
  for (const { node, status } of whole) {
    const kind = verdictOf(status);
    // A yes to the whole beside a word about single ones says nothing of those.
    if (kind === 'rejected' || (kind === 'accepted' && payments.length === 0))
      said.push({ kind, file, payment: null, bankCode: codeIn(node) });
  }
  return said;
}

function bookings(entry: XmlNode, isOurs: IsOurs): Said[] {
  const status = firstText(entry, ['Sts/Cd', 'Sts/Prtry', 'Sts']);
  if (status !== 'BOOK') return []; // Pending and announced ones are booked later, or never.
  const side = textAt(entry, 'CdtDbtInd');
  const isReversal = textAt(entry, 'RvslInd') === 'true';
  const details = all(entry, 'NtryDtls/TxDtls');
  return details.flatMap((detail): Said[] => {
    const payment = textAt(detail, 'Refs/EndToEndId');
    if (!isOurs(payment)) return [];
    const amountNode = [...all(detail, 'Amt'), ...all(detail, 'AmtDtls/TxAmt/Amt'), ...all(entry, 'Amt')][0];
    const amount = amountOf(amountNode);
    const direction = firstText(detail, ['CdtDbtInd']) || side;
    const own =
      textAt(detail, 'Refs/AcctSvcrRef') || textAt(entry, 'AcctSvcrRef') || textAt(entry, 'NtryRef');
    // One booking may hold several payments: each is known by both.
    const reference = own === '' ? `${direction}:${payment}` : `${own}:${payment}`;
    const isOut = (direction === 'DBIT') !== isReversal;
    const bankCode = firstText(detail, [
      'RtrInf/Rsn/Cd',
      'RtrInf/Rsn/Prtry',
      'RtrInf/AddtlInf',
      'AddtlTxInf',
    ]);
    return [
      {
        kind: isOut ? 'booked' : 'returned',
        payment,
        amount,
        entry: `${isOut ? 'out' : 'in'}:${reference}`,
        bankCode,
      },
    ];
  });
}

const AMOUNT = /^(\d{1,15})(?:\.(\d{1,5}))?$/;

/** "100.5" EUR as 10050 cents, exactly; more digits than the currency has are refused, unless they are zeros. */
function amountOf(node: XmlNode | undefined): Money {
  const currency = node?.attributes['Ccy'] ?? '';
  const match = AMOUNT.exec(node?.text.trim() ?? '');
  if (!match || !isCurrency(currency)) throw new Refused();
  const digits = CURRENCY_EXPONENT[currency];
  const [, whole = '', fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(digits))) throw new Refused();
  const amount = money(BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0')), currency);
  if (amount.minor <= 0n) throw new Refused();
  return amount;
}
