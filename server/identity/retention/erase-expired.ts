import { z } from 'zod';
import { eraseConversations } from '#cases';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { erasePetitionAnswers, eraseScreening } from '#risk';
import { defineJob } from '#platform/jobs';
import { recurring } from '#platform/timers';
import { type Eraser, type HandedErasers, type Retained, standInFor } from './retention.ts';
import * as store from './store.ts';

type Deps = { readonly db: Db; readonly clock: Clock; readonly erasers: HandedErasers };

const JOB = 'identity.erase_expired';
/** People of whom one sort is erased in one run; the rest waits for the next hour. */
const BATCH = 500;
const payload = z.object({});

/** Data go by a schedule that runs, whoever remembers it or not. */
export function defineRetention(deps: Deps): void {
  defineJob(JOB, payload, () => eraseExpired(deps));
  recurring(JOB, { every: { minutes: 60 } }, JOB);
}

/** Erases what has been kept long enough after an account was closed, each person and sort in a transaction with its record. */
export async function eraseExpired(deps: Deps): Promise<void> {
  const { db, clock } = deps;
  const now = clock.now();
  const erasers = allErasers(deps);
  for (const { what, days } of await store.retentionRules(db.read)) {
    const closedBefore = now.subtract({ hours: days * 24 });
    for (const customer of await store.dueForErasure(db.read, what, { closedBefore, limit: BATCH }))
      await db.transaction(async (tx) => {
        if (await store.insertErasure(tx, customer, { what, at: now })) await erasers[what](tx, customer);
      });
  }
}

const allErasers = ({ erasers, clock }: Deps): Readonly<Record<Retained, Eraser>> => ({
  ...erasers,
  security_events: store.eraseSecurityEvents,
  // What was asked and answered beside the conversation is a part of it.
  conversations: async (tx, customer) => {
    await eraseConversations(tx, customer);
    await erasePetitionAnswers(tx, clock, customer);
  },
  addresses: (tx, customer) => store.pseudonymise(tx, customer, standInFor(customer)),
  closure_record: store.eraseRecord,
  screening: (tx, customer) => eraseScreening(tx, customer, 'decided otherwise'),
  screening_confirmed: (tx, customer) => eraseScreening(tx, customer, 'confirmed'),
});
