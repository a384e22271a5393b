// What a bank reports: pain.002 (what it thinks of payments), camt.054 and camt.053 (what it booked), pacs.002 and camt.029 (what it answers to a
// question of ours), in every version that is in use. Read leniently, since what banks publish breaks their own schemas in places; what is about money is read exactly or the whole is refused.
import { err, ok, type Result } from '#common/result';
import { answerOf, type AnswerPart, answerPartOf, NO_PART, questionOf } from './read-answer.ts';
import { passedOver, readEntry } from './read-entry.ts';
import { readStatementEntry, readStatementHead } from './read-statement.ts';
import type { Given, Said } from './said.ts';
import {
  all,
  firstText,
  type Piece,
  readXml,
  textAt,
  type XmlNode,
  XmlRefused,
  type XmlRefusal,
} from './xml-tree.ts';

/** With the line of the file in which it begins. */
export type Line = { readonly said: Said; readonly line: number };
export type BankReport = {
  readonly message: 'pain.002' | 'camt.054' | 'camt.053' | 'pacs.002' | 'camt.029';
  /** Where the entries begin of which nothing could be written down, the first of them. */
  readonly passedOver: readonly number[];
};
export type EntryFault = 'amount_not_usable' | 'account_not_ours' | 'currency_not_of_account';
export type ReportRefusal =
  | XmlRefusal
  | { readonly code: 'not_a_report' | 'too_many' | EntryFault; readonly line: number };

/** Things that one report may say, and bookings beside them; a file of so many is split by its bank. */
const LINES_MAX = 1_000_000;
/** Entries that were passed over and are named: of more it is enough to know that there are. */
const PASSED_OVER_MAX = 20;

const MESSAGES = {
  CstmrPmtStsRpt: 'pain.002',
  BkToCstmrDbtCdtNtfctn: 'camt.054',
  BkToCstmrStmt: 'camt.053',
  FIToFIPmtStsRpt: 'pacs.002',
  RsltnOfInvstgtn: 'camt.029',
} as const;
const isMessage = (name: string): name is keyof typeof MESSAGES => Object.hasOwn(MESSAGES, name);
/** What repeats without end in any of them. */
const PIECES = new Set(['Ntry', 'TxInfAndSts']);

/**
 * Reads a report as it comes and hands over what it says, or says what is wrong with it. It is known to be whole only at the end: until then
 * nothing that was handed over may have any effect.
 */
export async function readReport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  given: Given,
  take: (lines: readonly Line[]) => Promise<void>,
): Promise<Result<BankReport, ReportRefusal>> {
  const counts = { words: 0, bookings: 0 };
  let payments = 0;
  const over = createPassedOver(given);
  /** Bookings without any reference of the bank that look alike, by their look. */
  const alike = new Map<string, number>();
  /** Bookings of statements, by the bank's reference. */
  const told = new Map<string, number>();
  const hand = async (lines: readonly Line[]): Promise<void> => {
    // A statement tells most bookings as two things: what becomes of them, and that they stand there.
    for (const { said, line } of lines)
      if (++counts[said.kind === 'entry' ? 'bookings' : 'words'] > LINES_MAX)
        throw new XmlRefused('too_many', line);
    if (lines.length > 0) await take(lines);
  };
  const partsOf = (pieces: readonly Piece[]): Part[] =>
    pieces.flatMap(({ node, line }) => {
      if (node.name !== 'TxInfAndSts') return [];
      if (++payments > LINES_MAX) throw new XmlRefused('too_many', line);
      return [{ part: answerPartOf(node), line }];
    });
  try {
    /** Statuses of single payments name their file before: it is filled in when it is known. */
    const held: Part[] = [];
    const tree = await readXml(chunks, {
      pieces: PIECES,
      take: async (pieces) => {
        held.push(...partsOf(pieces));
        const entries = pieces.filter(({ node }) => node.name === 'Ntry').filter(over.isGood);
        const lines = (read: (piece: Piece) => Said[]): Line[] =>
          entries.flatMap((piece) => read(piece).map((said) => ({ said, line: piece.line })));
        // What moves money stands together, and so does what is only compared: each is worked off many at a time.
        await hand(lines((piece) => readEntry(piece, given, alike)));
        await hand(lines((piece) => readStatementEntry(piece, given, told)));
      },
    });
    if (!tree.ok) return tree;
    const body = tree.value.children[0];
    if (!body || !isMessage(body.name)) return err({ code: 'not_a_report', line: 1 });
    if (body.name === 'BkToCstmrStmt') await hand(all(body, 'Stmt').flatMap((each) => headOf(each, given)));
    const isSaid = body.name === 'FIToFIPmtStsRpt' || body.name === 'RsltnOfInvstgtn';
    if (isSaid) await hand(answersIn(body, held));
    if (body.name === 'CstmrPmtStsRpt') await hand(wordsIn(body, held, payments));
    return ok({ message: MESSAGES[body.name], passedOver: over.lines() });
  } catch (error) {
    if (error instanceof XmlRefused && isFault(error)) return err({ code: error.code, line: error.line });
    throw error;
  }
}

/** Keeps which entries were passed over. A file of nothing but other currencies is not this account's. */
function createPassedOver(given: Given) {
  const lines: number[] = [];
  let [good, strange] = [0, 0];
  return {
    isGood: (piece: Piece): boolean => {
      const why = passedOver(piece, given);
      if (why === null) good++;
      else if (lines.length < PASSED_OVER_MAX) lines.push(piece.line);
      if (why === 'other_currency' && strange === 0) strange = piece.line;
      return why === null;
    },
    lines: (): readonly number[] => {
      if (good === 0 && strange > 0) throw new XmlRefused('currency_not_of_account', strange);
      return lines;
    },
  };
}

const headOf = (statement: XmlNode, given: Given): Line[] =>
  readStatementHead(statement, given).map((said) => ({ said, line: 0 }));

const FAULTS: readonly string[] = [
  'amount_not_usable',
  'account_not_ours',
  'currency_not_of_account',
  'too_many',
] satisfies (EntryFault | 'too_many')[];
const isFault = (error: XmlRefused): error is XmlRefused<EntryFault | 'too_many'> =>
  FAULTS.includes(error.code);

/** Of the external status codes those that say no, and those that say that it goes on; the rest (received, pending) says nothing yet. */
const NO = new Set(['RJCT', 'CANC']);
const YES = new Set(['ACCP', 'ACTC', 'ACSP', 'ACWC', 'ACSC', 'ACCC', 'ACFC', 'ACWP']);
const verdictOf = (status: string): 'accepted' | 'rejected' | null =>
  NO.has(status) ? 'rejected' : YES.has(status) ? 'accepted' : null;
const codeIn = (node: XmlNode): string =>
  firstText(node, ['StsRsnInf/Rsn/Cd', 'StsRsnInf/Rsn/Prtry', 'StsRsnInf/AddtlInf']);

/** One part of a message about single payments, with the line that it begins in. */
type Part = { readonly part: AnswerPart; readonly line: number };

/** A word about a single payment; which file it was in stands elsewhere. */
function statusOf({ part: { payment, status, bankCode }, line }: Part): Line[] {
  const kind = verdictOf(status);
  return kind && payment !== '' ? [{ said: { kind, file: '', payment, bankCode }, line }] : [];
}

/** What is said to questions; a resolution that names nothing but the question is said as a whole. */
function answersIn(body: XmlNode, parts: readonly Part[]): Line[] {
  const all: readonly Part[] = parts.length > 0 ? parts : [{ part: NO_PART, line: 0 }];
  return all.flatMap(({ part, line }) => {
    const said = answerOf(body, part);
    return said && said.question + said.payment !== '' ? [{ said, line }] : [];
  });
}

/** A status report answers a question where it names it; what is said so decides nothing about a payment. */
function wordsIn(body: XmlNode, parts: readonly Part[], payments: number): Line[] {
  const isAnswer = questionOf(textAt(body, 'OrgnlGrpInfAndSts/OrgnlMsgId')) !== null;
  if (isAnswer) return answersIn(body, parts);
  const answers = parts.filter(({ part }) => part.question !== '');
  const words = parts.filter(({ part }) => part.question === '').flatMap(statusOf);
  return [...(answers.length > 0 ? answersIn(body, answers) : []), ...statuses(body, words, payments)];
}

/** A word about the whole file or a block of it counts for all payments in it; about a single one only for that. */
function statuses(body: XmlNode, single: readonly Line[], payments: number): Line[] {
  const groups = all(body, 'OrgnlGrpInfAndSts');
  const file = groups.map((group) => textAt(group, 'OrgnlMsgId')).find((id) => id !== '') ?? '';
  const lines = single.map(({ said, line }): Line => ({
    said: 'file' in said ? { ...said, file } : said,
    line,
  }));
  const whole = [
    ...groups.map((group) => ({ node: group, status: textAt(group, 'GrpSts') })),
    ...all(body, 'OrgnlPmtInfAndSts').map((block) => ({ node: block, status: textAt(block, 'PmtInfSts') })),
  ];
  for (const { node, status } of whole) {
    const kind = verdictOf(status);
    // A yes to the whole beside a word about single ones says nothing of those.
    if (kind === 'rejected' || (kind === 'accepted' && payments === 0))
      lines.push({ said: { kind, file, payment: null, bankCode: codeIn(node) }, line: 0 });
  }
  return lines;
}
