import type { DataSource } from '#platform/data-export';
import { cardsEver } from './store.ts';

/** Cards of one person in the copy; five are kept at a time. */
const CARDS_MAX = 1_000;

/** Kept cards for the copy of all data of their owner: what is known of them, which is no number. */
export const keptCardData = (): DataSource => async (read, customer) => [
  {
    name: 'kept_cards',
    rows: (await cardsEver(read, customer, CARDS_MAX)).map((card) => ({
      reference: card.id,
      scheme: card.face?.brand ?? null,
      last_digits: card.face?.last4 ?? null,
      expiry: card.face?.expiry ?? null,
      state: card.state,
      not_kept_because: card.failure,
      kept_with: card.topUp,
      since: card.createdAt.toString(),
      ended: card.removedAt?.toString() ?? null,
    })),
  },
];
