import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { PdfSheet } from './pdf-sheet.ts';
import { drawCover, drawLine, drawTableHead, PAGE, ROW_HEIGHT } from './pdf-parts.ts';
import { localTimes } from './local-time.ts';
import type { Line, StatementHead, StatementWords } from './statement.ts';

/**
 * Paper to read: A4, embedded and subsetted type for both languages, the same bytes each time. Rows have one height, so the number of
 * pages is known before the first is drawn, and each page leaves memory when the next begins.
 */
export async function* writePdf(
  head: StatementHead,
  lines: AsyncIterable<readonly Line[]>,
  words: StatementWords,
): AsyncGenerator<Buffer> {
  const sheet = new PdfSheet({
    title: `OKPay ${words.title} ${head.id}`,
    locale: head.locale,
    at: head.issuedAt,
  });
  const local = localTimes(head.period.timeZone);
  sheet.addPage();
  let y = drawCover(sheet, head, words);
  const pages = pagesFor(head.figures.lines, y);
  let page = 1;
  const foot = (): void =>
    sheet.foot(words.verify({ url: head.verifyUrl, code: head.code }), head.id, words.page({ page, pages }));
  foot();
  y = head.figures.lines === 0 ? y : drawTableHead(sheet, words, y);
  for await (const some of lines)
    for (const line of some) {
      if (y + ROW_HEIGHT > PAGE.bottom) {
        page += 1;
        sheet.addPage();
        foot();
        y = drawTableHead(sheet, words, PAGE.top);
        yield* sheet.taken();
        // Drawing a page takes some milliseconds; others are served in between.
        await setImmediate();
      }
      drawLine(sheet, { line, y, when: local(line.at), words });
      y += ROW_HEIGHT;
    }
  if (page !== pages) throw new Error(`a statement of ${pages} pages has ${page}`);
  const ended = once(sheet.document, 'end');
  sheet.document.end();
  await ended;
  yield* sheet.taken();
}

/** How many pages the rows take: the first has what its cover leaves. */
function pagesFor(lines: number, firstY: number): number {
  const rowsFrom = (y: number): number => Math.max(0, Math.floor((PAGE.bottom - y) / ROW_HEIGHT));
  const left = lines - rowsFrom(firstY + PAGE.tableHead);
  return left <= 0 ? 1 : 1 + Math.ceil(left / rowsFrom(PAGE.top + PAGE.tableHead));
}
