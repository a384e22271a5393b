import { Worker } from 'node:worker_threads';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { CleanPage } from './image.ts';
import { lookAtPdf, type UnsafePdf } from './pdf-look.ts';

/** Pages of one document. A statement that proves an address has one to three. */
const PDF_PAGES_MAX = 5;
/** Milliseconds in which all pages are drawn, or the document is refused. */
const DRAWING_MS = 20_000;
/** Megabytes of the thread's own heap; PDFium's memory is bounded by WebAssembly. */
const HEAP_MEGABYTES = 256;

export type PdfToDraw = { readonly bytes: Uint8Array; readonly pagesMax: number };
export type DrawnPdf =
  | { readonly pages: readonly CleanPage[] }
  | { readonly fault: 'unreadable' | 'too_many_pages' };
export type PdfFault = UnsafePdf | Refusal<'file_unreadable' | 'pdf_too_many_pages'>;

/** One document is drawn at a time: each may take as much memory as a hundred requests. */
let last: Promise<unknown> = Promise.resolve();

/** A PDF as pictures of its pages. */
export async function cleanPdf(bytes: Buffer): Promise<Result<readonly CleanPage[], PdfFault>> {
  const seen = lookAtPdf(bytes);
  if (!seen.ok) return seen;
  const drawing = last.then(() => drawInThread({ bytes, pagesMax: PDF_PAGES_MAX }));
  last = drawing;
  const drawn = await drawing;
  if ('fault' in drawn)
    return err(
      drawn.fault === 'unreadable'
        ? { code: 'file_unreadable' }
        : { code: 'pdf_too_many_pages', max: PDF_PAGES_MAX },
    );
  return ok(drawn.pages.map((page) => ({ ...page, jpeg: Buffer.from(page.jpeg) })));
}

function drawInThread(toDraw: PdfToDraw): Promise<DrawnPdf> {
  return new Promise((resolve) => {
    const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
      workerData: toDraw,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
      env: {},
    });
    const end = (drawn: DrawnPdf): void => {
      clearTimeout(tooLong);
      resolve(drawn);
      void thread.terminate();
    };
    const tooLong = setTimeout(() => end({ fault: 'unreadable' }), DRAWING_MS);
    thread.once('message', (drawn: DrawnPdf) => end(drawn));
    thread.once('error', () => end({ fault: 'unreadable' }));
    thread.once('exit', () => end({ fault: 'unreadable' }));
  });
}
