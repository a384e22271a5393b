import { eraseConversations } from '#cases';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { erasePetitionAnswers, eraseScreening } from '#risk';
import { type Eraser, type HandedErasers, type Retained, standInFor } from './retention.ts';
import * as store from './store.ts';

export type RetentionDeps = { readonly db: Db; readonly clock: Clock; readonly erasers: HandedErasers };

/** How each sort of data is erased, by this room or another. */
export const allErasers = ({ erasers, clock }: RetentionDeps): Readonly<Record<Retained, Eraser>> => ({
  ...erasers,
  security_events: store.eraseSecurityEvents,
  // What was asked and answered beside the conversation is a part of it.
  conversations: async (tx, customer) => {
    await eraseConversations(tx, customer);
    await erasePetitionAnswers(tx, clock, customer);
  },
  // Where somebody was paid out to is as long of use as the name.
  addresses: async (tx, customer) => {
    await store.pseudonymise(tx, customer, standInFor(customer));
    await erasers.bankAccounts(tx, customer);
  },
  closure_record: store.eraseRecord,
  screening: (tx, customer) => eraseScreening(tx, customer, 'decided otherwise'),
  screening_confirmed: (tx, customer) => eraseScreening(tx, customer, 'confirmed'),
});
