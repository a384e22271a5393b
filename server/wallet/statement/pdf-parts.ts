import { formatCount, formatMoney } from '#common/format';
import type { Locale } from '#common/locale';
import { INK, INNER, MARGIN, type PdfSheet, SHEET } from './pdf-sheet.ts';
import { localTimes } from './local-time.ts';
import type { KindSum, Line, StatementHead, StatementWords } from './statement.ts';
import { otherOf } from './write-csv.ts';

/** Points: where rows may stand, and how high the head of the table is. */
export const PAGE = { top: MARGIN, bottom: SHEET.height - MARGIN - 16, tableHead: 22 } as const;
/** Two lines of text: who and how much, then what it was and its reference. */
export const ROW_HEIGHT = 29;

const RIGHT = MARGIN + INNER;
/** Left edges of the columns that begin left, right edges of the figures. */
const AT = { when: MARGIN, what: MARGIN + 68, in: RIGHT - 168, out: RIGHT - 84, balance: RIGHT } as const;
const WHAT_WIDTH = AT.in - 84 - AT.what;

/** The first page down to its table: whose it is, of when, what it adds up to, and by kind. Answers where it ends. */
export function drawCover(sheet: PdfSheet, head: StatementHead, words: StatementWords): number {
  sheet.mark(MARGIN, MARGIN - 3, 20);
  sheet.text('OKPay', { x: MARGIN + 26, y: MARGIN - 3, size: 14, face: 'strong' });
  sheet.text(words.title, { x: RIGHT, y: MARGIN - 3, size: 14, face: 'strong', align: 'right' });
  sheet.hairline(MARGIN + 24);
  let y = drawFacts(sheet, head, words, MARGIN + 34);
  y = drawEquation(sheet, head, words, y + 14);
  return drawKinds(sheet, head, words, y + 12) + 12;
}

function drawFacts(sheet: PdfSheet, head: StatementHead, words: StatementWords, top: number): number {
  const { date, time, offset } = localTimes(head.period.timeZone)(head.issuedAt);
  const issued = words.zoned({ when: `${date} ${time.slice(0, 5)}`, zone: `UTC${offset}` });
  const facts: readonly (readonly [string, string])[] = [
    [words.head.holder, head.holder],
    [words.head.period, words.period(head.period)],
    [words.head.account, String(head.range.account)],
    [words.head.issued, issued],
    [words.head.currency, head.currency],
    [words.head.number, head.id],
    [words.head.lines, formatCount(head.figures.lines, head.locale)],
    [words.head.code, head.code],
  ];
  const half = INNER / 2;
  facts.forEach(([label, value], place) => {
    const x = MARGIN + (place % 2) * half;
    const y = top + Math.floor(place / 2) * 17;
    sheet.text(label, { x, y: y + 0.5, size: 8.5, colour: INK.faint, width: 64 });
    sheet.text(value, { x: x + 68, y, size: 9, width: half - 78 });
  });
  return top + Math.ceil(facts.length / 2) * 17;
}

/** Figures that add up are shown adding up. */
function drawEquation(sheet: PdfSheet, head: StatementHead, words: StatementWords, top: number): number {
  const { opening, in: moneyIn, out, closing } = head.figures;
  const terms = [
    { label: words.opening, amount: opening, sign: '' },
    { label: words.moneyIn, amount: moneyIn, sign: '+' },
    { label: words.moneyOut, amount: out, sign: '−' },
    { label: words.closing, amount: closing, sign: '=' },
  ];
  const width = INNER / terms.length;
  const texts = terms.map(({ amount }) => formatMoney(amount, { locale: head.locale }));
  const widest = Math.max(...texts.map((text) => sheet.widthOf(text, { size: 14, face: 'strong' })));
  // Large sums are set smaller rather than cut.
  const size = Math.min(14, (14 * (width - 22)) / widest);
  sheet.hairline(top);
  terms.forEach(({ label, sign }, place) => {
    const x = MARGIN + place * width;
    sheet.text(sign, { x, y: top + 26, size: 11, colour: INK.faint });
    sheet.text(label, {
      x: x + (sign ? 13 : 0),
      y: top + 9,
      size: 8.5,
      colour: INK.faint,
      width: width - 20,
    });
    sheet.text(texts[place] ?? '', { x: x + (sign ? 13 : 0), y: top + 23, size, face: 'strong' });
  });
  sheet.hairline(top + 50);
  return top + 50;
}

function drawKinds(sheet: PdfSheet, head: StatementHead, words: StatementWords, top: number): number {
  const { locale, figures, fees } = head;
  if (figures.lines === 0) {
    sheet.text(words.none, { x: MARGIN, y: top + 2, size: 9.5, colour: INK.quiet });
    return top + 18;
  }
  let y = top;
  sheet.text(words.head.byKind, { x: MARGIN, y, size: 10, face: 'strong' });
  y += 19;
  for (const sum of figures.kinds) {
    drawKind(sheet, { sum, y, locale, words });
    y += 15;
  }
  sheet.text(words.fees, { x: MARGIN, y, size: 9, colour: INK.quiet, width: INNER - 120 });
  sheet.text(formatMoney(fees, { locale }), { x: RIGHT, y, size: 9, colour: INK.quiet, align: 'right' });
  return y + 15;
}

type Kind = { sum: KindSum; y: number; locale: Locale; words: StatementWords };
function drawKind(sheet: PdfSheet, { sum, y, locale, words }: Kind): void {
  const { kind, direction, count, amount } = sum;
  sheet.text(words.kinds[kind], { x: MARGIN, y, size: 9, width: 200 });
  const side = direction === 'in' ? words.moneyIn : words.moneyOut;
  sheet.text(side, { x: MARGIN + 210, y, size: 9, colour: INK.quiet, width: 100 });
  sheet.text(formatCount(count, locale), { x: AT.out - 10, y, size: 9, colour: INK.quiet, align: 'right' });
  sheet.text(formatMoney(amount, { locale }), { x: RIGHT, y, size: 9, align: 'right' });
}

/** Repeated on every page. */
export function drawTableHead(sheet: PdfSheet, { columns }: StatementWords, top: number): number {
  const set = { y: top, size: 8.5, colour: INK.faint } as const;
  sheet.text(columns.date, { ...set, x: AT.when });
  sheet.text(columns.other, { ...set, x: AT.what });
  sheet.text(columns.in, { ...set, x: AT.in, align: 'right' });
  sheet.text(columns.out, { ...set, x: AT.out, align: 'right' });
  sheet.text(columns.balance, { ...set, x: AT.balance, align: 'right' });
  sheet.hairline(top + PAGE.tableHead - 5);
  return top + PAGE.tableHead;
}

type Row = { line: Line; y: number; when: { date: string; time: string }; words: StatementWords };
export function drawLine(sheet: PdfSheet, { line, y, when, words }: Row): void {
  const kind = words.kinds[line.kind];
  const other = otherOf(line);
  const figure = { y, size: 9, align: 'right' } as const;
  // Grouped alike in both languages; the currency stands in the head.
  const figureOf = (amount: Line['amount']): string => formatMoney(amount, { locale: 'en' });
  sheet.text(when.date, { x: AT.when, y, size: 9 });
  sheet.text(when.time, { x: AT.when, y: y + 12.5, size: 7.5, colour: INK.faint });
  sheet.text(other === '' ? kind : other, { x: AT.what, y, size: 9, width: WHAT_WIDTH });
  const below = [other === '' ? '' : kind, line.note ?? '', line.reference].filter((part) => part !== '');
  sheet.text(below.join(' · '), {
    x: AT.what,
    y: y + 12.5,
    size: 7.5,
    colour: INK.faint,
    width: RIGHT - AT.what,
  });
  const at = line.direction === 'in' ? AT.in : AT.out;
  sheet.text(figureOf(line.amount), { ...figure, x: at });
  sheet.text(figureOf(line.balance), { ...figure, x: AT.balance });
  sheet.hairline(y + ROW_HEIGHT - 2.5);
}
