// What was given for a decision goes when its time is over: words whole, a file's key at once, its bytes right after. What stays is what was
// asked, judged and decided.
import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CaseId, CustomerId } from '#common/id';
import { invariant } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { defineJob, enqueue } from '#platform/jobs';
import { newestMark } from '#platform/keys';
import { removePages, removeStrays } from '#platform/storage/sealed-pages';
import { recurring } from '#platform/timers';
import * as store from './answer-store.ts';
import * as files from './file-store.ts';
import { type AnswerDeps, answerContext, fileContext, sealAnswer } from './sealed.ts';

const REMOVE_PAGES = 'risk.remove_answer_pages';
const removal = z.object({ id: idSchema('att'), pages: z.number().int() });
const KEEP = 'risk.keep_answers';
const nothing = z.object({});
/** Rows of one step; each step is committed, so that a killed run goes on where it was. */
const STEP = 200;

export const removeLater = (tx: Tx, { id, pages }: Pick<files.AnswerFile, 'id' | 'pages'>): Promise<void> =>
  enqueue(tx, REMOVE_PAGES, { id, pages });

async function forgetAnswersOf(tx: Tx, clock: Clock, caseId: CaseId): Promise<void> {
  await store.eraseAnswersOf(tx, caseId);
  for (const file of await files.filesOf(tx, caseId)) {
    await files.deleteFile(tx, file.id, clock.now());
    await removeLater(tx, file);
  }
}

/** Everything that one customer ever gave. */
export async function erasePetitionAnswers(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  for (const caseId of await store.casesWithAnswersOf(tx, customer)) await forgetAnswersOf(tx, clock, caseId);
}

/** Forgets what is over by the spans in `risk.petition_retention`. Answers of how many decisions. */
export async function forgetOldAnswers({ db, clock }: Pick<AnswerDeps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now();
  const spans = await store.retention(db.read);
  const before = {
    undecided: now.subtract({ hours: (spans.get('undecided_days') ?? 0) * 24 }),
    decided: now
      .toZonedDateTimeISO('UTC')
      .subtract({ months: spans.get('decided_months') ?? 0 })
      .toInstant(),
  };
  let forgotten = 0;
  for (;;) {
    const over = await store.casesToForget(db.read, before, STEP);
    if (over.length === 0) return forgotten;
    await db.transaction(async (tx) => {
      for (const caseId of over) await forgetAnswersOf(tx, clock, caseId);
    });
    forgotten += over.length;
  }
}

/** Seals what a version before wrote in the clear. Answers how much it was. */
export async function sealOldAnswers({ db, keys }: Pick<AnswerDeps, 'db' | 'keys'>): Promise<number> {
  let sealed = 0;
  for (;;) {
    const clear = await store.answersInTheClear(db.read, STEP);
    if (clear.length === 0) return sealed;
    await db.transaction(async (tx) => {
      for (const { answer, ...place } of clear)
        await store.sealOldAnswer(tx, place, { clear: answer, sealed: sealAnswer({ keys }, place, answer) });
    });
    sealed += clear.length;
  }
}

/** Seals everything by the newest key: then the older ones can be taken away as far as these rows go. Answers how many were. */
export async function renewAnswerSeals({ db, keys }: Pick<AnswerDeps, 'db' | 'keys'>): Promise<number> {
  const mark = newestMark(keys);
  let renewed = await sealOldAnswers({ db, keys });
  for (;;) {
    const [wrapped, answers] = [
      await files.filesNotWrappedBy(db.read, mark, STEP),
      await store.answersNotSealedBy(db.read, mark, STEP),
    ];
    if (wrapped.length + answers.length === 0) return renewed;
    await db.transaction(async (tx) => {
      for (const { id, customer, wrappedKey } of wrapped) {
        const again = keys.renew(wrappedKey, fileContext(id, customer));
        invariant(again !== null, 'it was wrapped by another key');
        await files.rewrapFile(tx, id, { from: wrappedKey, to: again });
      }
      for (const { sealed, ...place } of answers) {
        const again = keys.renew(sealed, answerContext(place));
        invariant(again !== null, 'it was sealed by another key');
        await store.resealAnswer(tx, place, { from: sealed, to: again });
      }
    });
    renewed += wrapped.length + answers.length;
  }
}

/** Jobs that keep answers sealed and let them go; the first run is at the start of a server. */
export function defineAnswerKeeping(deps: AnswerDeps & { readonly idClock: Clock }): void {
  defineJob(REMOVE_PAGES, removal, ({ id, pages }) => removePages(deps, id, pages));
  defineJob(KEEP, nothing, async () => {
    await renewAnswerSeals(deps);
    await forgetOldAnswers(deps);
    // Ids are made by the real time, whatever the application's clock says.
    const before = deps.idClock.now().subtract({ hours: 24 });
    await removeStrays(deps, { kind: 'att', before, known: (ids) => files.knownFiles(deps.db.read, ids) });
  });
  recurring(KEEP, { every: { minutes: 24 * 60 } }, KEEP);
}
export const keepAnswersNow = (tx: Tx): Promise<void> => enqueue(tx, KEEP, {});
