// Draws the pages of a PDF, in a thread that is ended with whatever it does. PDFium runs as WebAssembly: a fault in it reaches its own
// memory and nothing else.
import { parentPort, workerData } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { pageToJpeg } from './image.ts';
import type { DrawnPdf, PdfToDraw } from './pdf.ts';

/** Dots an inch of what is drawn, and pixels of its longer side at most. */
const DOTS_PER_INCH = 150;
const POINTS_PER_INCH = 72;
const SIDE_MAX = 2_200;

async function draw({ bytes, pagesMax }: PdfToDraw): Promise<DrawnPdf> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const count = document.getPageCount();
  if (count < 1 || count > pagesMax) return { fault: count < 1 ? 'unreadable' : 'too_many_pages' };
  const pages = [];
  for (const page of document.pages()) {
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const side = Math.max(originalWidth, originalHeight, 1);
    const scale = Math.min(DOTS_PER_INCH / POINTS_PER_INCH, SIDE_MAX / side);
    // oxlint-disable-next-line no-await-in-loop -- one page's pixels at a time
    const { data, width, height } = await page.render({ scale, render: 'bitmap' });
    // oxlint-disable-next-line no-await-in-loop
    pages.push(await pageToJpeg({ data, width, height }));
  }
  return { pages };
}

const toDraw = workerData as PdfToDraw;
draw(toDraw).then(
  (drawn) => parentPort?.postMessage(drawn),
  () => parentPort?.postMessage({ fault: 'unreadable' } satisfies DrawnPdf),
);
