import { isCurrency, money, type Money, CURRENCY_EXPONENT } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { all, firstText, readXml, textAt, type XmlNode, type XmlRefusal } from '../bank/xml-tree.ts';

/** What a correspondent can say of one payment, by the id that we gave it. */
export type CorrespondentWord =
  | { readonly kind: 'accepted'; readonly payment: string; readonly amount: Money | null }
  /** The bank of the account has it and waits: for its own work, or for papers of the payee. Source: gpi codes G002 and G003. */
  | {
      readonly kind: 'pending';
      readonly payment: string;
      readonly waitsFor: 'credit' | 'documents';
      readonly amount: Money | null;
    }
  | { readonly kind: 'credited'; readonly payment: string; readonly amount: Money | null }
  | { readonly kind: 'rejected'; readonly payment: string; readonly bankCode: string }
  | {
      readonly kind: 'returned';
      readonly payment: string;
      /** The bank's own reference of the return. */
      readonly reference: string;
      readonly amount: Money;
      readonly bankCode: string;
    }
  | {
      readonly kind: 'recall_accepted' | 'recall_refused';
      readonly payment: string;
      readonly bankCode: string;
    };
export type MessageFault =
  | XmlRefusal['code']
  | 'not_a_message'
  | 'names_no_payment'
  | 'amount_not_usable'
  | 'status_not_known';
export type ReadMessage = { readonly message: string; readonly words: readonly CorrespondentWord[] };

const NO = ['RJCT', 'CANC'];
const CREDITED = ['ACCC'];
const YES = ['ACCP', 'ACTC', 'ACSP', 'ACWC', 'ACSC', 'ACFC', 'RCVD', 'PDNG'];
const WAITS_FOR: Readonly<Record<string, 'credit' | 'documents'>> = { G002: 'credit', G003: 'documents' };
/** Letters of a code that is kept. */
const CODE_MAX = 35;
const nothing = { pieces: new Set<string>(), take: async () => undefined };

class Unusable extends Error {
  readonly code: MessageFault;
  constructor(code: MessageFault) {
    super(code);
    this.code = code;
  }
}

/** Reads a pacs.002, pacs.004 or camt.029 of any version, leniently: what is understood counts, and the rest is no reason to refuse. */
export async function readCorrespondentMessage(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Result<ReadMessage, { readonly code: MessageFault }>> {
  const tree = await readXml(chunks, nothing);
  if (!tree.ok) return err({ code: tree.error.code });
  const body = tree.value.children[0];
  try {
    switch (body?.name) {
      case 'FIToFIPmtStsRpt':
        return ok({ message: 'pacs.002', words: all(body, 'TxInfAndSts').map(statusOf) });
      case 'PmtRtr':
        return ok({ message: 'pacs.004', words: all(body, 'TxInf').map(returnOf) });
      case 'RsltnOfInvstgtn':
        return ok({ message: 'camt.029', words: all(body, 'CxlDtls/TxInfAndSts').map(resolutionOf) });
      default:
        return err({ code: 'not_a_message' });
    }
  } catch (error) {
    if (error instanceof Unusable) return err({ code: error.code });
    throw error;
  }
}

function paymentOf(node: XmlNode): string {
  const id = firstText(node, ['OrgnlEndToEndId', 'OrgnlInstrId', 'OrgnlTxId']);
  if (id === '') throw new Unusable('names_no_payment');
  return id;
}
const codeIn = (node: XmlNode, path: string): string =>
  firstText(node, [`${path}/Rsn/Cd`, `${path}/Rsn/Prtry`, `${path}/AddtlInf`]).slice(0, CODE_MAX);

function amountIn(node: XmlNode, path: string): Money | null {
  const found = all(node, path)[0];
  if (!found) return null;
  const currency = found.attributes['Ccy'] ?? '';
  const match = /^(\d{1,15})(?:\.(\d{0,5}))?$/.exec(found.text.trim());
  if (!match || !isCurrency(currency)) throw new Unusable('amount_not_usable');
  const [, whole = '', fraction = ''] = match;
  const exponent = CURRENCY_EXPONENT[currency];
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (/[1-9]/.test(fraction.slice(exponent))) throw new Unusable('amount_not_usable');
  return money(BigInt(whole + kept), currency);
}

function statusOf(node: XmlNode): CorrespondentWord {
  const [payment, status] = [paymentOf(node), textAt(node, 'TxSts')];
  const bankCode = codeIn(node, 'StsRsnInf');
  if (NO.includes(status)) return { kind: 'rejected', payment, bankCode };
  const amount = amountIn(node, 'OrgnlTxRef/IntrBkSttlmAmt');
  if (CREDITED.includes(status)) return { kind: 'credited', payment, amount };
  const waitsFor = WAITS_FOR[bankCode];
  if (waitsFor) return { kind: 'pending', payment, waitsFor, amount };
  if (YES.includes(status)) return { kind: 'accepted', payment, amount };
  throw new Unusable('status_not_known');
}

function returnOf(node: XmlNode): CorrespondentWord {
  const amount = amountIn(node, 'RtrdIntrBkSttlmAmt');
  const reference = firstText(node, ['RtrId', 'ClrSysRef']);
  if (!amount || amount.minor <= 0n || reference === '') throw new Unusable('amount_not_usable');
  return {
    kind: 'returned',
    payment: paymentOf(node),
    reference,
    amount,
    bankCode: codeIn(node, 'RtrRsnInf'),
  };
}

const ACCEPTED = ['ACCR'];
function resolutionOf(node: XmlNode): CorrespondentWord {
  const [payment, status] = [paymentOf(node), textAt(node, 'TxCxlSts')];
  if (status === 'PDCR') throw new Unusable('status_not_known');
  const bankCode = codeIn(node, 'CxlStsRsnInf');
  return { kind: ACCEPTED.includes(status) ? 'recall_accepted' : 'recall_refused', payment, bankCode };
}
