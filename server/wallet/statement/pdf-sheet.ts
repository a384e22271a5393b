import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Locale } from '#common/locale';
import type { Temporal } from '#platform/clock';

const require = createRequire(import.meta.url);
/** Latin and Chinese in one face, so that figures and words stand on one line. Open Font License. */
const FACES = {
  regular: require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  strong: require.resolve('@expo-google-fonts/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf'),
} as const;
type Face = keyof typeof FACES;

/** Points: twenty millimetres around an A4 sheet. */
export const MARGIN = 56.7;
export const SHEET = { width: 595.28, height: 841.89 } as const;
export const INNER = SHEET.width - 2 * MARGIN;

/** Pages after which words that were set are forgotten: often enough for memory, seldom enough that "2026-11-30" is set once. */
const FORGET_PAGES = 25;

/** The colours of docs/LOOK on white: ink, two quieter inks, hairlines, the accent for the mark alone. */
export const INK = {
  ink: '#10191c',
  quiet: '#4a5659',
  faint: '#667174',
  line: '#d6dcde',
  accent: '#005f6b',
} as const;

/** How a text is set. `width` cuts it there, with a sign that something is missing. */
export type Set = {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly face?: Face;
  readonly colour?: string;
  readonly width?: number;
  readonly align?: 'left' | 'right';
};

/** A document that is drawn page by page and taken away piece by piece. */
export class PdfSheet {
  readonly document: PDFKit.PDFDocument;
  #pieces: Buffer[] = [];
  #pages = 0;

  constructor({ title, locale, at }: { title: string; locale: Locale; at: Temporal.Instant }) {
    // The date is the statement's, so the same statement is the same file for ever.
    const made = new Date(at.epochMilliseconds);
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      lang: locale,
      displayTitle: true,
      info: { Title: title, Author: 'OKPay', Creator: 'OKPay', Producer: 'OKPay', CreationDate: made },
    });
    for (const [face, path] of Object.entries(FACES)) this.document.registerFont(face, path);
    this.document.on('data', (piece: Buffer) => this.#pieces.push(piece));
  }

  addPage(): void {
    this.#pages += 1;
    if (this.#pages % FORGET_PAGES === 0) this.#forgetWords();
    this.document.addPage();
  }

  /** The library keeps how every word was set, for ever; references and sums are all different, so that would be all of a statement. */
  #forgetWords(): void {
    for (const face of Object.keys(FACES)) {
      const { _font: font } = this.document.font(face) as unknown as { _font: { layoutCache: object } };
      font.layoutCache = Object.create(null) as object;
    }
  }

  /** What is ready to leave. */
  *taken(): Generator<Buffer> {
    const pieces = this.#pieces;
    this.#pieces = [];
    if (pieces.length > 0) yield Buffer.concat(pieces);
  }

  /** How wide a text is, as it would be set. */
  widthOf(text: string, { size, face = 'regular' }: Pick<Set, 'size' | 'face'>): number {
    return this.document.font(face).fontSize(size).widthOfString(text);
  }

  text(text: string, { x, y, size, face = 'regular', colour = INK.ink, width, align = 'left' }: Set): void {
    if (text === '') return;
    const shown = width === undefined ? text : this.#cut(text, width, { size, face });
    const left = align === 'right' ? x - this.widthOf(shown, { size, face }) : x;
    this.document.font(face).fontSize(size).fillColor(colour).text(shown, left, y, { lineBreak: false });
  }

  #cut(text: string, width: number, set: Pick<Set, 'size' | 'face'>): string {
    const letters = Array.from(text);
    // No letter of this face is wider than it is high.
    if (letters.length * set.size <= width || this.widthOf(text, set) <= width) return text;
    let [low, high] = [0, letters.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.widthOf(`${letters.slice(0, middle).join('')}…`, set) <= width) low = middle;
      else high = middle - 1;
    }
    return `${letters.slice(0, low).join('').trimEnd()}…`;
  }

  hairline(y: number, { x = MARGIN, width = INNER }: { x?: number; width?: number } = {}): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.5)
      .strokeColor(INK.line)
      .stroke();
  }

  mark(x: number, y: number, size: number): void {
    this.document
      .save()
      .translate(x, y)
      .scale(size / 24)
      .path('M12 2a10 10 0 1 0 10 10h-5.2A4.8 4.8 0 1 1 12 7.2z')
      .fill(INK.accent)
      .roundedRect(14.2, 2.4, 7.4, 7.4, 2)
      .fill(INK.accent)
      .restore();
  }

  /** On every page: how it is checked, which paper it is, which page of how many. */
  foot(verify: string, reference: string, page: string): void {
    const y = SHEET.height - MARGIN;
    this.hairline(y - 6);
    this.text(verify, { x: MARGIN, y, size: 7.5, colour: INK.quiet, width: INNER });
    this.text(reference, { x: MARGIN, y: y + 13, size: 7.5, colour: INK.faint });
    this.text(page, { x: MARGIN + INNER, y: y + 13, size: 7.5, colour: INK.quiet, align: 'right' });
  }
}
