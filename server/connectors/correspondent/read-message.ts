import { isCurrency, money, type Money, CURRENCY_EXPONENT } from '#common/money';
import { err, ok, type Result } from '#common/result';
import { answerOf, answerPartOf, type BankAnswer, NO_PART } from '../bank/read-answer.ts';
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
/** A part of a message that was not understood, and whose it is where it says so. */
export type PartFault = { readonly code: MessageFault; readonly payment: string };
export type ReadMessage = {
  readonly message: string;
  readonly words: readonly CorrespondentWord[];
  /** What of it may answer a question of ours. */
  readonly answers: readonly BankAnswer[];
  readonly faults: readonly PartFault[];
};

const NO = ['RJCT', 'CANC'];
const CREDITED = ['ACCC'];
const YES = ['ACCP', 'ACTC', 'ACSP', 'ACWC', 'ACSC', 'ACFC', 'RCVD', 'PDNG'];
const WAITS_FOR: Readonly<Record<string, 'credit' | 'documents'>> = { G002: 'credit', G003: 'documents' };
/** Letters of a code that is kept. */
const CODE_MAX = 35;
/** Letters of a reference that is kept; one of the standard has thirty-five. */
const REFERENCE_MAX = 200;
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
  switch (body?.name) {
    case 'FIToFIPmtStsRpt':
      return partsOf('pacs.002', all(body, 'TxInfAndSts'), {
        answerIn: (part) => answerOf(body, answerPartOf(part)),
        // What names a question of ours answers that, and decides nothing about the payment: no money moves by it.
        wordOf: (part, answer) => (answer && answer.question !== '' ? null : statusOf(part)),
      });
    case 'PmtRtr':
      return partsOf('pacs.004', all(body, 'TxInf'), { answerIn: () => null, wordOf: returnOf });
    case 'RsltnOfInvstgtn': {
      const read = partsOf('camt.029', all(body, 'CxlDtls/TxInfAndSts'), {
        answerIn: (part) => answerOf(body, answerPartOf(part)),
        wordOf: resolutionOf,
      });
      const whole = answerOf(body, NO_PART);
      const isWhole = read.ok && read.value.answers.length === 0 && whole !== null && whole.question !== '';
      return isWhole ? ok({ ...read.value, answers: [whole] }) : read;
    }
    default:
      return err({ code: 'not_a_message' });
  }
}

type Reading = {
  readonly answerIn: (part: XmlNode) => BankAnswer | null;
  readonly wordOf: (part: XmlNode, answer: BankAnswer | null) => CorrespondentWord | null;
};

/** Each part by itself: one that is not understood keeps none of the others back. A message of nothing else is refused. */
function partsOf(
  message: string,
  parts: readonly XmlNode[],
  { answerIn, wordOf }: Reading,
): Result<ReadMessage, { readonly code: MessageFault }> {
  const words: CorrespondentWord[] = [];
  const answers: BankAnswer[] = [];
  const faults: PartFault[] = [];
  for (const part of parts)
    try {
      const answer = answerIn(part);
      const word = wordOf(part, answer);
      if (word) words.push(word);
      if (answer) answers.push(answer);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      faults.push({ code: error.code, payment: nameOf(part) });
    }
  const [first] = faults;
  return first && faults.length === parts.length
    ? err({ code: first.code })
    : ok({ message, words, answers, faults });
}

const nameOf = (node: XmlNode): string =>
  firstText(node, ['OrgnlEndToEndId', 'OrgnlInstrId', 'OrgnlTxId']).slice(0, CODE_MAX);
function paymentOf(node: XmlNode): string {
  const id = nameOf(node);
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
  const reference = firstText(node, ['RtrId', 'ClrSysRef']).slice(0, REFERENCE_MAX);
  if (!amount || amount.minor <= 0n || reference === '') throw new Unusable('amount_not_usable');
  return {
    kind: 'returned',
    payment: paymentOf(node),
    reference,
    amount,
    bankCode: codeIn(node, 'RtrRsnInf'),
  };
}

/** What a bank says of a request to give back. Source: ISO 20022 external cancellation status codes. */
const RESOLVED: Readonly<Record<string, 'recall_accepted' | 'recall_refused'>> = {
  ACCR: 'recall_accepted',
  RJCR: 'recall_refused',
};
/** Null: it is being looked at, so nothing is decided yet. */
function resolutionOf(node: XmlNode): CorrespondentWord | null {
  const [payment, status] = [paymentOf(node), textAt(node, 'TxCxlSts')];
  if (status === 'PDCR') return null;
  // A word that we do not know is no refusal: nobody is told that a bank keeps money which it may give back.
  const kind = RESOLVED[status];
  if (!kind) throw new Unusable('status_not_known');
  return { kind, payment, bankCode: codeIn(node, 'CxlStsRsnInf') };
}
