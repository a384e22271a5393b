// Reasons of kept cards; `reasons.ts` is their door.
import { noMoney, reason, untouched } from './reason-kinds.ts';

export const CARD_REASONS = {
  kept_cards_too_many: reason({
    ...noMoney,
    status: 409,
    facts: { max: 'count' },
    remedies: ['see_payment_methods'],
  }),
  kept_card_expired: reason({
    ...untouched,
    status: 409,
    facts: { card: 'text' },
    remedies: ['see_payment_methods', 'use_other_card'],
  }),
  kept_card_refused: reason({
    ...noMoney,
    status: 402,
    facts: { card: 'text' },
    remedies: ['see_payment_methods'],
  }),
  kept_card_challenge_expired: reason({
    ...noMoney,
    status: 409,
    facts: { card: 'text' },
    remedies: ['see_payment_methods'],
  }),
  kept_card_unavailable: reason({ ...noMoney, status: 503, facts: {}, remedies: ['see_payment_methods'] }),
} as const;
