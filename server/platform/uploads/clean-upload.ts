import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { isMixed, kindOfFile } from './file-kind.ts';
import { type CleanPage, cleanImage, type ImageFault } from './image.ts';
import { cleanPdf, type PdfFault } from './pdf.ts';
import type { VirusScan } from './virus-scan.ts';

export type UploadFault =
  | Refusal<'file_kind_not_taken' | 'file_mixed' | 'file_infected'>
  | ImageFault
  | PdfFault;

/**
 * What somebody sent, as pictures of ours: a photo as one page, a PDF as its pages. Nothing of the bytes that came is kept, so nothing
 * that hides in them is. The kind is told by the bytes; names and types that came along are not asked.
 */
export async function cleanUpload(
  bytes: Buffer,
  scan: VirusScan,
): Promise<Result<readonly CleanPage[], UploadFault>> {
  const kind = kindOfFile(bytes);
  if (kind === null) return err({ code: 'file_kind_not_taken' });
  if (isMixed(kind, bytes)) return err({ code: 'file_mixed' });
  if ((await scan(bytes)) === 'infected') return err({ code: 'file_infected' });
  if (kind === 'pdf') return cleanPdf(bytes);
  const page = await cleanImage(bytes);
  return page.ok ? ok([page.value]) : page;
}
