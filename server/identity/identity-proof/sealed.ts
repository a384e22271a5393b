// What customers write and send, sealed: answers by the installation's key, each file by a key of its own. What is sealed is bound to
// its place, so that nobody can move one person's into another's.
import type { CustomerId, ProofFileId, ProofId } from '#common/id';
import type { ProofItem } from '#common/identity-proof';
import { invariant } from '#common/result';
import type { Reader } from '#platform/db';
import { newestMark } from '#platform/keys';
import { openPage, type PageStore, storePages } from '#platform/storage/sealed-pages';
import type { CleanPage } from '#platform/uploads/image';
import type { IdentityDeps } from '../deps.ts';
import * as files from './file-store.ts';
import type { ProofAnswer } from './proof.ts';
import { answersOf, resealAnswer } from './store.ts';

const answerContext = (proof: ProofId, item: ProofItem): string => `proof ${proof} ${item}`;
const noteContext = (proof: ProofId, item: ProofItem): string => `proof-note ${proof} ${item}`;
const fileContext = (id: ProofFileId, customer: CustomerId): string => `proof-file ${id} ${customer}`;

type Keys = Pick<IdentityDeps, 'keys'>;
export const sealAnswer = ({ keys }: Keys, proof: ProofId, item: ProofItem, value: string): string =>
  keys.encrypt(value, answerContext(proof, item));
export const openAnswer = ({ keys }: Keys, proof: ProofId, item: ProofItem, sealed: string): string =>
  keys.decrypt(sealed, answerContext(proof, item));
export const sealNote = ({ keys }: Keys, proof: ProofId, item: ProofItem, note: string): string =>
  keys.encrypt(note, noteContext(proof, item));
export const openNote = ({ keys }: Keys, proof: ProofId, item: ProofItem, sealed: string | null): string =>
  sealed === null ? '' : keys.decrypt(sealed, noteContext(proof, item));

export async function openAnswers(read: Reader, keys: Keys, proof: ProofId): Promise<ProofAnswer[]> {
  return (await answersOf(read, proof)).map(({ item, sealed, fileId, pages, state }) => ({
    item,
    value: sealed === null ? null : openAnswer(keys, proof, item, sealed),
    file: fileId === null ? null : { id: fileId, pages: pages ?? 0 },
    state,
  }));
}

/** Writes the pages, sealed by a new key. Answers the key, wrapped, for the file's row. */
export const storeProofPages = (
  store: PageStore,
  { id, customer }: { id: ProofFileId; customer: CustomerId },
  pages: readonly CleanPage[],
): Promise<string> => storePages(store, { id, context: fileContext(id, customer) }, pages);

/** A page as JPEG; null if there is no such page, or its file was taken away. */
export const openProofPage = (
  store: PageStore,
  file: files.ProofFile,
  page: number,
): Promise<Buffer | null> => openPage(store, { ...file, context: fileContext(file.id, file.customer) }, page);

/** Rows sealed anew in one step; each is a change of its own, so that a killed run goes on where it was. */
const STEP = 200;

/** Seals everything by the newest key: then the older ones can be taken away as far as these rows go. Answers how many were. */
export async function renewSeals({ db, keys }: Pick<IdentityDeps, 'db' | 'keys'>): Promise<number> {
  const mark = newestMark(keys);
  let renewed = 0;
  for (;;) {
    const [wrapped, sealed, notes] = [
      await files.filesNotWrappedBy(db.read, mark, STEP),
      await files.answersNotSealedBy(db.read, mark, STEP),
      await files.notesNotSealedBy(db.read, mark, STEP),
    ];
    const found = wrapped.length + sealed.length + notes.length;
    if (found === 0) return renewed;
    const anew = (box: string, context: string): string => {
      const again = keys.renew(box, context);
      invariant(again !== null, 'it was sealed by another key');
      return again;
    };
    await db.transaction(async (tx) => {
      for (const { id, customer, wrappedKey } of wrapped)
        await files.rewrapFile(tx, id, wrappedKey, anew(wrappedKey, fileContext(id, customer)));
      for (const { proof, item, sealed: box } of sealed)
        await resealAnswer(tx, proof, item, box, anew(box, answerContext(proof, item)));
      for (const note of notes)
        await files.resealNote(tx, note, anew(note.sealed, noteContext(note.proof, note.item)));
    });
    renewed += found;
  }
}
