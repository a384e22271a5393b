import type { CustomerId } from '#common/id';
import type { Reader } from '#platform/db';
import { answerFilesEver, openAnswerPage } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { filesOfCustomer } from '../identity-proof/file-store.ts';
import { openProofPage } from '../identity-proof/sealed.ts';

/** Bytes of pictures in one copy, the newest first. Older ones are named in it, and shown in the app. */
const BYTES_MAX = 24 * 1024 * 1024;

/** What somebody sent as files, as it is kept: pages as JPEG. */
export async function sentFiles(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys' | 'files'>,
  customer: CustomerId,
): Promise<Record<string, Uint8Array>> {
  const [proofs, answers] = [await filesOfCustomer(read, customer), await answerFilesEver(read, customer)];
  const sent = [
    ...proofs.map((file) => ({ ...file, open: (page: number) => openProofPage(deps, file, page) })),
    ...answers.map((file) => ({ ...file, open: (page: number) => openAnswerPage(deps, file, page) })),
  ].toSorted((a, b) => (a.id.slice(4) < b.id.slice(4) ? 1 : -1));
  const files: Record<string, Uint8Array> = {};
  let bytes = 0;
  for (const { id, pages, open } of sent)
    for (let page = 1; page <= pages; page++) {
      const jpeg = await open(page);
      if (!jpeg) continue;
      bytes += jpeg.length;
      if (bytes > BYTES_MAX) return files;
      files[`files/${id}.${page}.jpg`] = jpeg;
    }
  return files;
}
