// What was sent is deleted when its time is over: its key at once, its bytes right after. What stays is that there was a proof, who
// decided and when.
import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CustomerId, ProofFileId, ProofId } from '#common/id';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { defineJob, enqueue } from '#platform/jobs';
import { removePages, removeStrays } from '#platform/storage/sealed-pages';
import { recurring, unschedule } from '#platform/timers';
import type { IdentityDeps } from '../deps.ts';
import { deleteFile, filesOf, knownFiles } from './file-store.ts';
import { forgetNotes } from './review-store.ts';
import { renewSeals } from './sealed.ts';
import * as store from './store.ts';
import { applyTier, reviewKey, validityKey } from './watch-proofs.ts';

const REMOVE_PAGES = 'identity.remove_pages';
const removal = z.object({ id: idSchema('doc'), pages: z.number().int() });
const DAILY = 'identity.forget_proofs';
const nothing = z.object({});
/** Proofs that one run deletes at most in one step. */
const STEP = 100;

export const removeLater = (tx: Tx, id: ProofFileId, pages: number): Promise<void> =>
  enqueue(tx, REMOVE_PAGES, { id, pages });

/** Deletes all that was written and sent for a proof. */
export async function forgetProof(tx: Tx, clock: Clock, id: ProofId): Promise<void> {
  const now = clock.now();
  await store.deleteAnswers(tx, id);
  await forgetNotes(tx, id);
  for (const file of await filesOf(tx, id)) {
    await deleteFile(tx, file.id, now);
    await removeLater(tx, file.id, file.pages);
  }
  await store.changeProof(tx, id, { forgottenAt: now }, now);
}

/** When an account closes: nothing goes on, and what must be kept begins its time. */
export async function endProofs(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  const now = clock.now();
  for (const id of await store.openProofs(tx, customer)) {
    await store.changeProof(tx, id, { state: 'ended' }, now);
    await unschedule(tx, reviewKey(id));
  }
  for (const { id, validUntil, pastAt } of await store.proofsOf(tx, customer)) {
    if (!validUntil || pastAt) continue;
    await store.changeProof(tx, id, { pastAt: now }, now);
    await unschedule(tx, validityKey(id));
  }
  await applyTier(tx, clock, customer);
}

/** Deletes what is over by the spans in `identity.proof_retention`; an open proof that nobody goes on with is ended first. */
export async function forgetWhatIsOver({ db, clock }: Pick<IdentityDeps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now();
  const spans = await store.retention(db.read);
  const daysAgo = (what: string) => now.subtract({ hours: (spans.get(what) ?? 0) * 24 });
  const before = {
    idleBefore: daysAgo('idle_proof_days'),
    endedBefore: daysAgo('ended_proof_days'),
    pastBefore: now
      .toZonedDateTimeISO('UTC')
      .subtract({ months: spans.get('past_proof_months') ?? 0 })
      .toInstant(),
  };
  let forgotten = 0;
  for (;;) {
    const over = await store.proofsToForget(db.read, before, STEP);
    if (over.length === 0) return forgotten;
    await db.transaction(async (tx) => {
      for (const { id, state } of over) {
        if (state === 'collecting' || state === 'needs_input')
          await store.changeProof(tx, id, { state: 'ended' }, now);
        await forgetProof(tx, clock, id);
      }
    });
    forgotten += over.length;
  }
}

/** Pages without a row, when nobody is writing them any more. */
export const removeStrayPages = ({
  db,
  authenticatorClock: realClock,
  files,
}: Pick<IdentityDeps, 'db' | 'authenticatorClock' | 'files'>): Promise<number> =>
  removeStrays(
    { files },
    {
      kind: 'doc',
      before: realClock.now().subtract({ hours: 24 }),
      known: (ids) => knownFiles(db.read, ids),
    },
  );

export function defineForgetting(deps: IdentityDeps): void {
  defineJob(REMOVE_PAGES, removal, ({ id, pages }) => removePages(deps, id, pages));
  defineJob(DAILY, nothing, async () => {
    await forgetWhatIsOver(deps);
    await removeStrayPages(deps);
    await renewSeals(deps);
  });
  recurring(DAILY, { every: { minutes: 24 * 60 } }, DAILY);
}
