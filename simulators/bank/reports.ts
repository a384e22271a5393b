import { decimalOf } from './payments.ts';

export type Booking = {
  reference: string;
  endToEndId: string;
  direction: 'DBIT' | 'CRDT';
  minor: string;
  currency: string;
  day: string;
  returnCode: string | null;
  /** Of money from outside: who sent it, what they wrote, and what they sent where banks on the way took their fees. */
  from?: Sender;
  /** Of what the bank does by itself: the sub-family of its transaction code. */
  subFamily?: string;
  /** It takes back the booking of this reference. */
  reverses?: string;
};
export type Sender = {
  name: string;
  account: string;
  bank: string | null;
  text: string;
  isStructured: boolean;
  sent: string | null;
};
export type Verdict = { endToEndId: string; status: 'ACSP' | 'RJCT'; code: string | null };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const NS = 'urn:iso:std:iso:20022:tech:xsd:';
const document = (message: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${NS}${message}">${body}</Document>\n`;

export type Head = { id: string; at: string };

/** What this bank thinks of the payments of a file. */
export function pain002({ id, at }: Head, file: string, verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(
    ({ endToEndId, status, code }) =>
      `<TxInfAndSts><OrgnlEndToEndId>${escaped(endToEndId)}</OrgnlEndToEndId><TxSts>${status}</TxSts>${
        code === null ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>`
      }</TxInfAndSts>`,
  );
  return document(
    'pain.002.001.10',
    `<CstmrPmtStsRpt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${escaped(file)}</OrgnlMsgId>` +
      `<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${escaped(file)}</OrgnlPmtInfId>` +
      `${rows.join('')}</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`,
  );
}

type AnswerAbout = { question: string; payment: string };
const reasonOf = (tag: string, code: string | null): string =>
  code === null ? '' : `<${tag}><Rsn><Cd>${code}</Cd></Rsn></${tag}>`;

/** What this bank answers to a pacs.028: how a payment stands by its books. */
export const statusReport = (
  { id, at }: Head,
  { question, payment }: AnswerAbout,
  { status, code }: { status: string; code: string | null },
): string =>
  document(
    'pain.002.001.10',
    `<CstmrPmtStsRpt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${escaped(question)}</OrgnlMsgId>` +
      `<OrgnlMsgNmId>pacs.028.001.03</OrgnlMsgNmId></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>${escaped(question)}</OrgnlPmtInfId>` +
      `<TxInfAndSts><OrgnlEndToEndId>${escaped(payment)}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reasonOf('StsRsnInf', code)}</TxInfAndSts>` +
      `</OrgnlPmtInfAndSts></CstmrPmtStsRpt>`,
  );

/** What becomes of a request to give back. */
export function camt029(
  { id, at }: Head,
  { question, payment }: AnswerAbout,
  { status, code }: { status: 'CNCL' | 'RJCR' | 'PDCR'; code: string | null },
): string {
  const party = (name: string): string => `<Agt><FinInstnId><Nm>${name}</Nm></FinInstnId></Agt>`;
  return document(
    'camt.029.001.09',
    `<RsltnOfInvstgtn><Assgnmt><Id>${id}</Id><Assgnr>${party('Bank')}</Assgnr><Assgne>${party('OKPay')}</Assgne><CreDtTm>${at}</CreDtTm></Assgnmt>` +
      `<Sts><Conf>${status}</Conf></Sts><CxlDtls><TxInfAndSts><CxlStsId>${escaped(question)}</CxlStsId>` +
      `<OrgnlEndToEndId>${escaped(payment)}</OrgnlEndToEndId><TxCxlSts>${status === 'CNCL' ? 'ACCR' : status}</TxCxlSts>` +
      `${reasonOf('CxlStsRsnInf', code)}</TxInfAndSts></CxlDtls></RsltnOfInvstgtn>`,
  );
}

const account = (number: string): string =>
  /^[A-Z]{2}/.test(number) ? `<IBAN>${number}</IBAN>` : `<Othr><Id>${escaped(number)}</Id></Othr>`;

/** A sum from outside: what was instructed, between whom, and the text, where the standard has them. */
function outside(
  { name, account: number, bank, text, isStructured, sent }: Sender,
  currency: string,
): string {
  const instructed =
    sent === null
      ? ''
      : `<AmtDtls><InstdAmt><Amt Ccy="${currency}">${decimalOf(BigInt(sent), currency)}</Amt></InstdAmt></AmtDtls>`;
  const dbtr = name === '' ? '' : `<Dbtr><Pty><Nm>${escaped(name)}</Nm></Pty></Dbtr>`;
  const from = number === '' ? '' : `<DbtrAcct><Id>${account(number)}</Id></DbtrAcct>`;
  const parties = dbtr + from === '' ? '' : `<RltdPties>${dbtr}${from}</RltdPties>`;
  const agent =
    bank === null
      ? ''
      : `<RltdAgts><DbtrAgt><FinInstnId><ClrSysMmbId><MmbId>${escaped(bank)}</MmbId></ClrSysMmbId></FinInstnId></DbtrAgt></RltdAgts>`;
  const strd = `<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${escaped(text)}</Ref></CdtrRefInf></Strd>`;
  const info =
    text === '' ? '' : `<RmtInf>${isStructured ? strd : `<Ustrd>${escaped(text)}</Ustrd>`}</RmtInf>`;
  return instructed + parties + agent + info;
}

function entry({
  reference,
  endToEndId,
  direction,
  minor,
  currency,
  day,
  returnCode,
  from,
  subFamily,
  reverses,
}: Booking): string {
  const amount = `<Amt Ccy="${currency}">${decimalOf(BigInt(minor), currency)}</Amt>`;
  const family =
    subFamily === undefined ? '<Cd>ICDT</Cd><SubFmlyCd>ESCT' : `<Cd>MDOP</Cd><SubFmlyCd>${subFamily}`;
  const reversal = reverses === undefined ? '' : '<RvslInd>true</RvslInd>';
  const back = returnCode === null ? '' : `<RtrInf><Rsn><Cd>${returnCode}</Cd></Rsn></RtrInf>`;
  return (
    `<Ntry>${amount}<CdtDbtInd>${direction}</CdtDbtInd>${reversal}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>` +
    `<AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly>${family}</SubFmlyCd></Fmly></Domn></BkTxCd>` +
    `<NtryDtls><TxDtls><Refs><AcctSvcrRef>${reverses ?? reference}</AcctSvcrRef><EndToEndId>${escaped(endToEndId)}</EndToEndId></Refs>` +
    `${amount}<CdtDbtInd>${direction}</CdtDbtInd>${from ? outside(from, currency) : ''}${back}</TxDtls></NtryDtls></Ntry>`
  );
}

/** What was booked just now. */
export const camt054 = ({ id, at }: Head, number: string, bookings: readonly Booking[]): string =>
  document(
    'camt.054.001.08',
    `<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr><Ntfctn><Id>${id}</Id><CreDtTm>${at}</CreDtTm>` +
      `<Acct><Id>${account(number)}</Id></Acct>${bookings.map(entry).join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn>`,
  );

type Day = { day: string; currency: string; opening: bigint; closing: bigint };
const balance = (code: string, minor: bigint, { day, currency }: Day): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${decimalOf(minor < 0n ? -minor : minor, currency)}</Amt>` +
  `<CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;

/** The statement of a day. */
export const camt053 = ({ id, at }: Head, number: string, day: Day, bookings: readonly Booking[]): string =>
  document(
    'camt.053.001.08',
    `<BkToCstmrStmt><GrpHdr><MsgId>${id}</MsgId><CreDtTm>${at}</CreDtTm></GrpHdr><Stmt><Id>${id}</Id><CreDtTm>${at}</CreDtTm>` +
      `<Acct><Id>${account(number)}</Id></Acct>${balance('OPBD', day.opening, day)}${balance('CLBD', day.closing, day)}` +
      `${bookings.map(entry).join('')}</Stmt></BkToCstmrStmt>`,
  );
