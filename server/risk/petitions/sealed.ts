// What is given for a decision, sealed: words by the installation's key, each file by a key of its own, both bound to their place.
import type { AnswerFileId, CaseId, CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Db, Reader } from '#platform/db';
import type { Keyring } from '#platform/keys';
import type { BlobStore } from '#platform/storage/blob-store';
import * as files from './file-store.ts';
import { type AnswerPlace, answersEver, type GivenAnswer, itemsOf } from './answer-store.ts';
import type { AskedItem } from './petition.ts';

/** What answers are kept with. */
export type AnswerDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly keys: Keyring;
  readonly files: BlobStore;
};
type Keys = Pick<AnswerDeps, 'keys'>;

export const answerContext = ({ caseId, item, attempt }: AnswerPlace): string =>
  `petition ${caseId} ${item} ${attempt}`;
export const fileContext = (id: AnswerFileId, customer: CustomerId): string =>
  `petition-file ${id} ${customer}`;

export const sealAnswer = ({ keys }: Keys, place: AnswerPlace, text: string): string =>
  keys.encrypt(text, answerContext(place));

/** What was written; of a version that did not seal yet, what a job has still to seal. */
export const openAnswer = (
  { keys }: Keys,
  place: AnswerPlace,
  { sealed, answer }: { readonly sealed: string | null; readonly answer: string | null },
): string | null => (sealed === null ? answer : keys.decrypt(sealed, answerContext(place)));

type Sent = Pick<files.AnswerFile, 'id' | 'pages'>;
export type OpenedItem = Omit<AskedItem, 'sealed'> & {
  /** Sent with the last try, and for the next one, which is not given yet. */
  readonly files: readonly Sent[];
  readonly draft: readonly Sent[];
};

/** What is asked for and was given, opened, in its order. */
export async function openItems(read: Reader, keys: Keys, caseId: CaseId): Promise<OpenedItem[]> {
  const [items, sent] = await Promise.all([itemsOf(read, caseId), files.filesOf(read, caseId)]);
  return items.map(({ sealed, ...asked }) => {
    const { item, attempt } = asked;
    const of = (tried: number): Sent[] =>
      sent
        .filter((file) => file.item === item && file.attempt === tried)
        .map(({ id, pages }) => ({ id, pages }));
    const answer = openAnswer(keys, { caseId, item, attempt }, { sealed, answer: asked.answer });
    return { ...asked, answer, files: of(attempt), draft: of(attempt + 1) };
  });
}

/** Everything that a customer answered, opened, and which files were sent with it. */
export async function petitionAnswersEver(
  read: Reader,
  keys: Keys,
  customer: CustomerId,
): Promise<(Omit<GivenAnswer, 'sealed'> & { readonly files: readonly AnswerFileId[] })[]> {
  const answers = await answersEver(read, customer);
  const cases = [...new Set(answers.map(({ caseId }) => caseId))];
  const sent = (await Promise.all(cases.map((caseId) => files.filesOf(read, caseId)))).flat();
  return answers.map(({ sealed, ...given }) => ({
    ...given,
    answer: openAnswer(keys, given, { sealed, answer: given.answer }),
    files: sent
      .filter(
        ({ caseId, item, attempt }) =>
          caseId === given.caseId && item === given.item && attempt === given.attempt,
      )
      .map(({ id }) => id),
  }));
}
