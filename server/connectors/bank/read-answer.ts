// What a bank answers to a question of ours (pacs.028, camt.056): as a pacs.002 or pain.002, or as a camt.029, of any version and read leniently.
import type { BankSaid } from '#common/api/trace';
import { parseId } from '#common/id';
import { firstText, textAt, type XmlNode } from './xml-tree.ts';

/** One thing that a bank says to a question. It moves no money, whatever it says. */
export type BankAnswer = {
  readonly kind: 'answer';
  /** Our question as the bank names it; empty where it names only the payment. */
  readonly question: string;
  readonly payment: string;
  readonly said: BankSaid;
  readonly bankCode: string;
};
/** What one part of a message says before it is known what kind of message it is. */
export type AnswerPart = {
  readonly question: string;
  readonly payment: string;
  readonly status: string;
  readonly cancelStatus: string;
  readonly bankCode: string;
};

/** Letters that are kept of a code and of an id. */
const CODE_MAX = 35;
/** Asked again, a question has the number of that behind it. */
const AGAIN = /-\d$/;
/** The question that an id of a message is of. */
export const questionOf = (messageId: string) => parseId('bq', messageId.replace(AGAIN, ''));
const isQuestion = (text: string): boolean => questionOf(text) !== null;

/** Where banks repeat the id of what they answer. */
const NAMED_IN_PART = [
  'OrgnlGrpInf/OrgnlMsgId',
  'CxlStsId',
  'StsId',
  'RslvdCase/Id',
  'OrgnlPmtInfCxlId',
] as const;
const NAMED_IN_BODY = [
  'OrgnlGrpInfAndSts/OrgnlMsgId',
  'CxlDtls/OrgnlGrpInfAndSts/OrgnlGrpCxlId',
  'CxlDtls/OrgnlGrpInfAndSts/OrgnlMsgId',
  'RslvdCase/Id',
  'CxlDtls/OrgnlPmtInfAndSts/OrgnlPmtInfCxlId',
] as const;
const questionIn = (node: XmlNode, paths: readonly string[]): string =>
  paths
    .map((path) => textAt(node, path))
    .find(isQuestion)
    ?.slice(0, CODE_MAX) ?? '';

export const answerPartOf = (node: XmlNode): AnswerPart => ({
  question: questionIn(node, NAMED_IN_PART),
  payment: firstText(node, ['OrgnlEndToEndId', 'OrgnlInstrId', 'OrgnlTxId']).slice(0, CODE_MAX),
  status: textAt(node, 'TxSts'),
  cancelStatus: textAt(node, 'TxCxlSts'),
  bankCode: firstText(
    node,
    ['StsRsnInf', 'CxlStsRsnInf'].flatMap((path) => [
      `${path}/Rsn/Cd`,
      `${path}/Rsn/Prtry`,
      `${path}/AddtlInf`,
    ]),
  ).slice(0, CODE_MAX),
});

/** What a part says to which question; null where it says nothing that anybody understands. */
export function answerOf(body: XmlNode, part: AnswerPart): BankAnswer | null {
  const { payment, bankCode } = part;
  const question = part.question === '' ? questionIn(body, NAMED_IN_BODY) : part.question;
  const cancelled = body.name === 'RsltnOfInvstgtn';
  const said = cancelled
    ? saidOfRecall(part.cancelStatus === '' ? textAt(body, 'Sts/Conf') : part.cancelStatus, bankCode)
    : saidOfStatus(part.status, bankCode);
  return said && { kind: 'answer', question, payment, said, bankCode };
}

/** A resolution without any part is about the question that it names. */
export const NO_PART: AnswerPart = { question: '', payment: '', status: '', cancelStatus: '', bankCode: '' };

/** Source: ISO 20022 external payment transaction status codes; G003 of gpi: the payee's bank waits for papers. */
const SAID_OF_STATUS: Readonly<Record<string, BankSaid>> = {
  ACCC: 'credited',
  ACSC: 'passed_on',
  ACSP: 'on_its_way',
  ACCP: 'on_its_way',
  ACTC: 'on_its_way',
  ACWC: 'on_its_way',
  ACFC: 'on_its_way',
  ACWP: 'on_its_way',
  PDNG: 'pending',
  RCVD: 'pending',
  RJCT: 'rejected',
  CANC: 'rejected',
};
function saidOfStatus(status: string, code: string): BankSaid | null {
  const said = SAID_OF_STATUS[status] ?? null;
  if (said === 'rejected' && code === 'NOOR') return 'never_seen';
  return said === 'on_its_way' && code === 'G003' ? 'pending' : said;
}

/** Source: ISO 20022 external cancellation status and rejection codes. */
const SAID_OF_RECALL: Readonly<Record<string, BankSaid>> = {
  ACCR: 'recall_granted',
  CNCL: 'recall_granted',
  RJCR: 'recall_refused',
  PDCR: 'recall_pending',
};
function saidOfRecall(status: string, code: string): BankSaid | null {
  const said = SAID_OF_RECALL[status] ?? null;
  if (said !== 'recall_refused') return said;
  return code === 'ARDT' ? 'returned_before' : code === 'NOOR' ? 'never_seen' : said;
}
