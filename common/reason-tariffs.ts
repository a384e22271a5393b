// Reasons of changed prices, for those who change them; `reasons.ts` is their door.
import { noMoney, reason } from './reason-kinds.ts';

export const TARIFF_REASONS = {
  tariff_unchanged: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  tariff_not_valid: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  tariff_notice_too_short: reason({
    ...noMoney,
    status: 422,
    facts: { days: 'count', firstDay: 'text' },
    remedies: ['correct_input'],
  }),
} as const;
