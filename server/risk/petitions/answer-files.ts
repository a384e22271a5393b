// Files as answers: sent one by one, taken away again, shown to their owner, and opened by whoever decides.
import { ANSWER_FILES_MAX, type PetitionItem, SELF_CHECKED } from '#common/api/petition';
import type { AnswerFileId, CaseId, CustomerId, StaffId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { openPage, removePages, storePages } from '#platform/storage/sealed-pages';
import { cleanUpload, type UploadFault } from '#platform/uploads/clean-upload';
import type { VirusScan } from '#platform/uploads/virus-scan';
import { itemsOf } from './answer-store.ts';
import * as files from './file-store.ts';
import { removeLater } from './forget-answers.ts';
import { isWanted } from './give-item.ts';
import type { AskedItem, Petition } from './petition.ts';
import { type AnswerDeps, fileContext } from './sealed.ts';
import * as store from './store.ts';

type NotWanted = Refusal<'not_found' | 'case_changed_meanwhile'>;
type Sending = {
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly item: PetitionItem;
  readonly bytes: Buffer;
};

/** The item under its petition's lock, while its owner may give it. */
async function lockWanted(
  tx: Tx,
  { caseId, customer, item }: Omit<Sending, 'bytes'>,
): Promise<Result<{ asked: AskedItem; sent: files.AnswerFile[] }, NotWanted>> {
  const petition = await store.lockPetition(tx, caseId);
  if (petition?.customer !== customer) return err({ code: 'not_found' });
  const asked = (await itemsOf(tx, caseId)).find((each) => each.item === item);
  if (!asked || petition.state !== 'asking' || SELF_CHECKED.includes(item) || !isWanted(asked))
    return err({ code: 'case_changed_meanwhile' });
  const sent = (await files.filesOf(tx, caseId)).filter(
    (file) => file.item === item && file.attempt === asked.attempt + 1,
  );
  return ok({ asked, sent });
}

/** Takes a file for the next try at an item: cleaned and sealed before the transaction, in its place by it. */
export async function sendAnswerFile(
  deps: AnswerDeps & { readonly scan: VirusScan },
  { bytes, ...sending }: Sending,
): Promise<Result<void, NotWanted | Refusal<'answer_files_too_many'> | UploadFault>> {
  const { db, clock } = deps;
  const { caseId, customer, item } = sending;
  const room = async (tx: Tx) => {
    const wanted = await lockWanted(tx, sending);
    const isFull = wanted.ok && wanted.value.sent.length >= ANSWER_FILES_MAX;
    return isFull ? err({ code: 'answer_files_too_many', max: ANSWER_FILES_MAX } as const) : wanted;
  };
  // Asked first, so that nobody has files unpacked of whom nothing is wanted.
  const before = await db.transaction(room);
  if (!before.ok) return before;
  const cleaned = await cleanUpload(bytes, deps.scan);
  if (!cleaned.ok) return cleaned;
  const id = newId('att');
  const pages = cleaned.value.length;
  try {
    const wrappedKey = await storePages(deps, { id, context: fileContext(id, customer) }, cleaned.value);
    const done = await db.transaction(async (tx) => {
      const wanted = await room(tx);
      if (!wanted.ok) return wanted;
      const attempt = wanted.value.asked.attempt + 1;
      await files.insertFile(tx, { id, caseId, item, attempt, pages, wrappedKey }, clock.now());
      return ok(undefined);
    });
    if (!done.ok) await removePages(deps, id, pages);
    return done;
  } catch (error) {
    await removePages(deps, id, pages);
    throw error;
  }
}

/** Takes a file away that was not given yet. Answers whose petition it was. */
export function removeAnswerFile(
  { db, clock }: Pick<AnswerDeps, 'db' | 'clock'>,
  { id, customer }: { readonly id: AnswerFileId; readonly customer: CustomerId },
): Promise<Result<CaseId, NotWanted>> {
  return db.transaction(async (tx) => {
    const found = await files.findFile(tx, id);
    if (found?.customer !== customer) return err({ code: 'not_found' });
    const wanted = await lockWanted(tx, found);
    if (!wanted.ok) return wanted;
    const file = wanted.value.sent.find((each) => each.id === id);
    if (!file) return err({ code: 'case_changed_meanwhile' });
    await files.deleteFile(tx, id, clock.now());
    await removeLater(tx, file);
    return ok(found.caseId);
  });
}

/** A page of an own file; null where there is none. */
export async function ownAnswerPage(
  deps: AnswerDeps,
  { id, page, customer }: { readonly id: AnswerFileId; readonly page: number; readonly customer: CustomerId },
): Promise<Buffer | null> {
  const file = await files.findFile(deps.db.read, id);
  return file?.customer === customer ? openAnswerPage(deps, file, page) : null;
}

/** A page of a file whose row somebody has. */
export const openAnswerPage = (
  deps: Pick<AnswerDeps, 'keys' | 'files'>,
  file: files.AnswerFile,
  page: number,
): Promise<Buffer | null> => openPage(deps, { ...file, context: fileContext(file.id, file.customer) }, page);

/**
 * A page for staff, and what is decided by it now: what it was given for, or the appeal against that; null where there is none. What is decided is opened by nobody,
 * and what is not given yet by its owner alone.
 */
export async function answerPageForStaff(
  deps: AnswerDeps,
  { id, page }: { readonly id: AnswerFileId; readonly page: number },
): Promise<{ jpeg: Buffer; petition: Petition; caseId: CaseId } | null> {
  const { read } = deps.db;
  const file = await files.findFile(read, id);
  const given = file && (await store.petitionWithAnswer(read, file));
  const petition = given && (isOpen(given) ? given : await store.openAppealOf(read, given.caseId));
  const jpeg = petition ? await openAnswerPage(deps, file, page) : null;
  return petition && jpeg && { jpeg, petition, caseId: file.caseId };
}
const isOpen = ({ state }: Petition): boolean => state === 'asking' || state === 'reviewing';

/** Writes down that somebody of the staff opened what was written, or a file. */
export const recordPetitionLook = (
  { db, clock }: Pick<AnswerDeps, 'db' | 'clock'>,
  look: { readonly caseId: CaseId; readonly staff: StaffId; readonly file: AnswerFileId | null },
): Promise<void> => files.insertLook(db.read, look, clock.now());

/** Files that a decision rests on and that this member of staff has not opened; of an appeal also what the contested one rests on. */
export async function unopenedBy(
  read: Reader,
  { caseId, contests }: Petition,
  staff: StaffId,
): Promise<AnswerFileId[]> {
  const of = contests ? [contests, caseId] : [caseId];
  const unopened = await Promise.all(of.map((each) => files.unopenedFiles(read, each, staff)));
  return unopened.flat().map(({ id }) => id);
}

/** Whether somebody of the staff has opened everything that a decision rests on, since it was given. */
export const hasOpenedAll = async (read: Reader, petition: Petition, staff: StaffId): Promise<boolean> =>
  (await files.hasRead(read, petition.caseId, staff)) &&
  (await unopenedBy(read, petition, staff)).length === 0;
