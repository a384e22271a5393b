import { resolveByDeed } from '#cases';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import * as store from './store.ts';

/** Ends what is open about something that was settled by another road. */
export async function endPetitionsAbout(tx: Tx, clock: Clock, subject: string): Promise<void> {
  for (const { caseId } of await store.petitionsAbout(tx, [subject])) {
    const petition = await store.lockPetition(tx, caseId);
    if (petition?.state !== 'asking' && petition?.state !== 'reviewing') continue;
    await store.saveState(tx, caseId, { from: petition.state, to: 'ended', round: petition.round });
    await resolveByDeed(tx, clock, caseId, { by: 'lifted' });
  }
}
