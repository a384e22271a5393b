import { readQuestion, textsOf } from '../shared/question.ts';

/** What is asked of this bank: to pay somebody, to ask for a payment back, or to say how one stands, or how such a request does. */
export type Asked = {
  kind: 'payment' | 'recall' | 'status' | 'recall_status';
  /** The message's own id. */
  id: string;
  payment: string;
  uetr: string;
  amount: string;
  currency: string;
  account: string;
  ground: string;
};

const DIGITS: Record<string, number> = { JPY: 0, KWD: 3 };
export const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;
export function minorOf(amount: string, currency: string): bigint | null {
  const match = /^(\d{1,15})(?:\.(\d{0,5}))?$/.exec(amount);
  const digits = digitsOf(currency);
  if (!match || (match[2] ?? '').length > digits) return null;
  return BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(digits, '0'));
}
export function decimalOf(minor: bigint, currency: string): string {
  const digits = digitsOf(currency);
  const text = minor.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Reads a pacs.008 with one payment, or a camt.056 or pacs.028 about one; null of anything else. */
export function readAsked(xml: string): Asked | null {
  const texts = textsOf(xml);
  if (!texts) return null;
  const at = (path: string): string => texts.get(`Document/${path}`) ?? '';
  const pay = 'FIToFICstmrCdtTrf/CdtTrfTxInf';
  if (at(`${pay}/PmtId/EndToEndId`) !== '' && at('FIToFICstmrCdtTrf/GrpHdr/NbOfTxs') === '1')
    return {
      kind: 'payment',
      id: at('FIToFICstmrCdtTrf/GrpHdr/MsgId'),
      payment: at(`${pay}/PmtId/EndToEndId`),
      uetr: at(`${pay}/PmtId/UETR`),
      amount: at(`${pay}/IntrBkSttlmAmt`),
      currency: texts.get(`Document/${pay}/IntrBkSttlmAmt@Ccy`) ?? '',
      account: at(`${pay}/CdtrAcct/Id/IBAN`) || at(`${pay}/CdtrAcct/Id/Othr/Id`),
      ground: '',
    };
  const cancel = 'FIToFIPmtCxlReq/Undrlyg/TxInf';
  if (at(`${cancel}/OrgnlEndToEndId`) === '') return statusAsked(xml);
  return {
    kind: 'recall',
    id: at('FIToFIPmtCxlReq/Assgnmt/Id'),
    payment: at(`${cancel}/OrgnlEndToEndId`),
    uetr: at(`${cancel}/OrgnlUETR`),
    amount: at(`${cancel}/OrgnlIntrBkSttlmAmt`),
    currency: texts.get(`Document/${cancel}/OrgnlIntrBkSttlmAmt@Ccy`) ?? '',
    account: '',
    ground: at(`${cancel}/CxlRsnInf/Rsn/Cd`),
  };
}

function statusAsked(xml: string): Asked | null {
  const question = readQuestion(xml);
  if (!question) return null;
  const { id, payment, original, originalName } = question;
  const isOfRecall = originalName.startsWith('camt.056');
  const nothing = { uetr: '', amount: '', currency: '', account: '' };
  return { kind: isOfRecall ? 'recall_status' : 'status', id, payment, ...nothing, ground: original };
}

const NS = 'urn:iso:std:iso:20022:tech:xsd:';
const document = (message: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NS}${message}">${body}</Document>\n`;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const sum = (tag: string, minor: string, currency: string): string =>
  `<${tag} Ccy="${currency}">${decimalOf(BigInt(minor), currency)}</${tag}>`;
const reasonOf = (tag: string, code: string | null): string =>
  code === null
    ? ''
    : /^G\d{3}$/.test(code)
      ? `<${tag}><Rsn><Prtry>${code}</Prtry></Rsn></${tag}>`
      : `<${tag}><Rsn><Cd>${code}</Cd></Rsn></${tag}>`;

export type Head = { id: string; at: string };
export type About = { payment: string; uetr: string; minor: string; currency: string };

/** How a payment stands. */
export const pacs002 = (
  { id, at }: Head,
  { payment, uetr, minor, currency }: About,
  { status, code, question }: { status: string; code: string | null; question?: string },
): string =>
  document(
    'pacs.002.001.10',
    `<FIToFIPmtStsRpt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr><TxInfAndSts>` +
      (question === undefined
        ? ''
        : `<OrgnlGrpInf><OrgnlMsgId>${escaped(question)}</OrgnlMsgId><OrgnlMsgNmId>pacs.028.001.03</OrgnlMsgNmId></OrgnlGrpInf>`) +
      `<OrgnlEndToEndId>${escaped(payment)}</OrgnlEndToEndId>${uetr === '' ? '' : `<OrgnlUETR>${escaped(uetr)}</OrgnlUETR>`}<TxSts>${status}</TxSts>` +
      `${reasonOf('StsRsnInf', code)}${currency === '' ? '' : `<OrgnlTxRef>${sum('IntrBkSttlmAmt', minor, currency)}</OrgnlTxRef>`}</TxInfAndSts></FIToFIPmtStsRpt>`,
  );

/** It comes back. */
export const pacs004 = (
  { id, at }: Head,
  { payment, uetr, minor, currency }: About,
  { code, reference }: { code: string; reference: string },
): string =>
  document(
    'pacs.004.001.09',
    `<PmtRtr><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm><NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>INDA</SttlmMtd></SttlmInf></GrpHdr>` +
      `<TxInf><RtrId>${reference}</RtrId><OrgnlEndToEndId>${escaped(payment)}</OrgnlEndToEndId><OrgnlUETR>${escaped(uetr)}</OrgnlUETR>` +
      `${sum('RtrdIntrBkSttlmAmt', minor, currency)}<IntrBkSttlmDt>${at.slice(0, 10)}</IntrBkSttlmDt>` +
      `${reasonOf('RtrRsnInf', code)}</TxInf></PmtRtr>`,
  );

/** What became of a request to have it back. */
export const camt029 = (
  { id, at }: Head,
  { payment, uetr }: About,
  { isGranted, code, recall }: { isGranted: boolean; code: string | null; recall: string },
): string =>
  document(
    'camt.029.001.09',
    `<RsltnOfInvstgtn><Assgnmt><Id>${id}</Id><Assgnr><Agt><FinInstnId><Nm>Correspondent</Nm></FinInstnId></Agt></Assgnr>` +
      `<Assgne><Agt><FinInstnId><Nm>OKPay</Nm></FinInstnId></Agt></Assgne><CreDtTm>${at}</CreDtTm></Assgnmt>` +
      `<Sts><Conf>${isGranted ? 'CNCL' : 'RJCR'}</Conf></Sts><CxlDtls><TxInfAndSts><CxlStsId>${escaped(recall)}</CxlStsId>` +
      `<OrgnlEndToEndId>${escaped(payment)}</OrgnlEndToEndId><OrgnlUETR>${escaped(uetr)}</OrgnlUETR>` +
      `<TxCxlSts>${isGranted ? 'ACCR' : 'RJCR'}</TxCxlSts>${reasonOf('CxlStsRsnInf', code)}</TxInfAndSts></CxlDtls></RsltnOfInvstgtn>`,
  );
