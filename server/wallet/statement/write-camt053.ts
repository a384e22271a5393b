import { setImmediate } from 'node:timers/promises';
import { createCB } from 'xmlbuilder2';
import { decimalText, type Money, money } from '#common/money';
import { localTimes } from './local-time.ts';
import type { Line, StatementHead, StatementWords } from './statement.ts';
import { otherOf } from './write-csv.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
/** Letters of a name and of a remittance text at most. Source: the schema's Max140Text; what is longer would make the file invalid. */
const TEXT_MAX = 140;
/** Letters of what is said of the statement as a whole: Max500Text. */
const INFORMATION_MAX = 500;
/** Lines that are written in one turn of the event loop. */
const TURN_LINES = 50;
/** Who defines the words that say what a line was for. */
const ISSUER = 'OKPay';

/** What XML 1.0 can hold, cut to what the schema takes. Cut by characters, so that no half of one is left. */
function textFor(value: string, max: number): string {
  // oxlint-disable-next-line no-control-regex -- these are the very letters that XML has no way to write
  const clean = value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '');
  // The library takes "&lt;" for something that is escaped already; typed by a person it is four letters.
  return Array.from(clean)
    .slice(0, max)
    .join('')
    .replaceAll(/&(?=(?:lt|gt|amp|apos|quot);)/g, '&amp;');
}

type Xml = ReturnType<typeof createCB>;

/** A camt.053.001.08 statement: strict on the way out, since a bank's or an accountant's program reads it. */
export async function* writeCamt053(
  head: StatementHead,
  lines: AsyncIterable<readonly Line[]>,
  words: StatementWords,
): AsyncGenerator<string> {
  let written: string[] = [];
  const take = (): string => {
    const text = written.join('');
    written = [];
    return text;
  };
  const xml = createCB({ data: (chunk: string) => written.push(chunk), prettyPrint: false });
  const moment = momentsIn(head.period.timeZone);
  beginStatement(xml, head, moment);
  yield take();
  for await (const page of lines) {
    for (const [n, line] of page.entries()) {
      writeEntry(xml, line, { moment, words });
      // A line takes a quarter of a millisecond; others are served in between.
      if (n % TURN_LINES === 0) await setImmediate();
    }
    yield take();
  }
  const information = words.verify({ url: head.verifyUrl, code: head.code });
  leaf(xml, 'AddtlStmtInf', textFor(information, INFORMATION_MAX));
  xml.up().up().up().end();
  yield `${take()}\n`;
}

type With = { readonly moment: ReturnType<typeof momentsIn>; readonly words: StatementWords };

/** Local time with its offset, as ISO 8601 writes a moment. */
function momentsIn(timeZone: string) {
  const local = localTimes(timeZone);
  return (at: Line['at']): { date: string; dateTime: string } => {
    const { date, time, offset } = local(at);
    return { date, dateTime: `${date}T${time}${offset}` };
  };
}

const leaf = (xml: Xml, name: string, text: string): void => void xml.ele(name).txt(text).up();
const amountIn = (xml: Xml, name: string, amount: Money): void =>
  void xml.ele(name, { Ccy: amount.currency }).txt(decimalText(amount)).up();
const sideOf = (direction: Line['direction']): string => (direction === 'in' ? 'CRDT' : 'DBIT');

function beginStatement(xml: Xml, head: StatementHead, moment: With['moment']): void {
  const { id, issuedAt, period, currency, range, holder, figures } = head;
  const issued = moment(issuedAt).dateTime;
  xml.dec({ encoding: 'UTF-8' }).ele(NAMESPACE, 'Document').ele('BkToCstmrStmt').ele('GrpHdr');
  leaf(xml, 'MsgId', id);
  leaf(xml, 'CreDtTm', issued);
  xml.up().ele('Stmt');
  leaf(xml, 'Id', id);
  leaf(xml, 'CreDtTm', issued);
  xml.ele('FrToDt');
  leaf(xml, 'FrDtTm', moment(period.begins).dateTime);
  leaf(xml, 'ToDtTm', moment(period.until.subtract({ seconds: 1 })).dateTime);
  xml.up().ele('Acct').ele('Id').ele('Othr');
  leaf(xml, 'Id', String(range.account));
  xml.up().up();
  leaf(xml, 'Ccy', currency);
  leaf(xml, 'Nm', textFor(`OKPay ${currency}`, TEXT_MAX));
  xml.ele('Ownr');
  leaf(xml, 'Nm', textFor(holder, TEXT_MAX));
  xml.up().up();
  writeBalance(xml, 'OPBD', figures.opening, period.from);
  writeBalance(xml, 'CLBD', figures.closing, period.to);
  writeTotals(xml, head);
}

function writeBalance(xml: Xml, code: 'OPBD' | 'CLBD', amount: Money, day: string): void {
  xml.ele('Bal').ele('Tp').ele('CdOrPrtry');
  leaf(xml, 'Cd', code);
  xml.up().up();
  amountIn(xml, 'Amt', sizeOf(amount));
  leaf(xml, 'CdtDbtInd', amount.minor < 0n ? 'DBIT' : 'CRDT');
  xml.ele('Dt');
  leaf(xml, 'Dt', day);
  xml.up().up();
}

const sizeOf = ({ minor, currency }: Money): Money => money(minor < 0n ? -minor : minor, currency);

function writeTotals(xml: Xml, { figures }: StatementHead): void {
  const countOf = (way: 'in' | 'out'): number =>
    figures.kinds.reduce((sum, { direction, count }) => (direction === way ? sum + count : sum), 0);
  const net = money(figures.in.minor - figures.out.minor, figures.in.currency);
  const both = money(figures.in.minor + figures.out.minor, figures.in.currency);
  xml.ele('TxsSummry').ele('TtlNtries');
  leaf(xml, 'NbOfNtries', String(figures.lines));
  leaf(xml, 'Sum', decimalText(both));
  xml.ele('TtlNetNtry');
  leaf(xml, 'Amt', decimalText(sizeOf(net)));
  leaf(xml, 'CdtDbtInd', net.minor < 0n ? 'DBIT' : 'CRDT');
  xml.up().up().ele('TtlCdtNtries');
  leaf(xml, 'NbOfNtries', String(countOf('in')));
  leaf(xml, 'Sum', decimalText(figures.in));
  xml.up().ele('TtlDbtNtries');
  leaf(xml, 'NbOfNtries', String(countOf('out')));
  leaf(xml, 'Sum', decimalText(figures.out));
  xml.up().up();
}

function writeEntry(xml: Xml, line: Line, { moment, words }: With): void {
  const { date, dateTime } = moment(line.at);
  const other = textFor(otherOf(line), TEXT_MAX);
  xml.ele('Ntry');
  amountIn(xml, 'Amt', line.amount);
  leaf(xml, 'CdtDbtInd', sideOf(line.direction));
  xml.ele('Sts');
  leaf(xml, 'Cd', 'BOOK');
  xml.up().ele('BookgDt');
  leaf(xml, 'DtTm', dateTime);
  xml.up().ele('ValDt');
  leaf(xml, 'Dt', date);
  xml.up();
  leaf(xml, 'AcctSvcrRef', line.reference);
  xml.ele('BkTxCd').ele('Prtry');
  leaf(xml, 'Cd', line.kind);
  leaf(xml, 'Issr', ISSUER);
  xml.up().up().ele('NtryDtls').ele('TxDtls').ele('Refs');
  leaf(xml, 'AcctSvcrRef', line.reference);
  xml.up();
  amountIn(xml, 'Amt', line.amount);
  leaf(xml, 'CdtDbtInd', sideOf(line.direction));
  if (other !== '') {
    xml
      .ele('RltdPties')
      .ele(line.direction === 'in' ? 'Dbtr' : 'Cdtr')
      .ele('Pty');
    leaf(xml, 'Nm', other);
    xml.up().up().up();
  }
  const note = textFor(line.note ?? '', TEXT_MAX);
  if (note.trim() !== '') {
    xml.ele('RmtInf');
    leaf(xml, 'Ustrd', note);
    xml.up();
  }
  xml.up().up();
  leaf(xml, 'AddtlNtryInf', textFor(words.kinds[line.kind], TEXT_MAX));
  xml.up();
}
