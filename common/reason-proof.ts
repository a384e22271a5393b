// The part of the catalogue about proving who one is: files that are sent, and the proof they belong to. `reasons.ts` is its door.
import { noMoney, reason } from './reason-kinds.ts';

const otherFile = { ...noMoney, status: 422, facts: {}, remedies: ['send_other_file'] } as const;

export const FILE_REASONS = {
  file_kind_not_taken: reason(otherFile),
  file_mixed: reason(otherFile),
  file_infected: reason(otherFile),
  file_unreadable: reason(otherFile),
  picture_too_large: reason({ ...otherFile, facts: { maxMegapixels: 'count' } }),
  picture_too_small: reason({ ...otherFile, facts: { min: 'count' } }),
  picture_too_dark: reason(otherFile),
  picture_too_bright: reason(otherFile),
  picture_blurred: reason(otherFile),
  pdf_not_safe: reason(otherFile),
  pdf_locked: reason(otherFile),
  pdf_too_many_pages: reason({ ...otherFile, facts: { max: 'count' } }),
} as const;

export const PROOF_REASONS = {
  // The tier is reached already, or another one comes before it.
  tier_not_open: reason({ ...noMoney, status: 409, facts: {}, remedies: ['see_identity'] }),
  // It was sent, decided or taken back: nothing can be changed in it now.
  proof_not_open: reason({ ...noMoney, status: 409, facts: {}, remedies: ['see_identity'] }),
  proof_incomplete: reason({
    ...noMoney,
    status: 409,
    facts: { left: 'count' },
    remedies: ['correct_input'],
  }),
  proof_answer_not_usable: reason({ ...noMoney, status: 422, facts: {}, remedies: ['correct_input'] }),
  proof_document_expired: reason({
    ...noMoney,
    status: 422,
    facts: {},
    remedies: ['correct_input', 'see_identity'],
  }),
  // Staff: a colleague was faster.
  proof_decided: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  // Staff: nobody decides about what they have not seen.
  proof_not_opened: reason({ ...noMoney, nextActor: 'okpay', status: 409, facts: {}, remedies: ['reload'] }),
  // Staff: the first of two is not the second.
  proof_needs_colleague: reason({
    ...noMoney,
    nextActor: 'okpay',
    status: 403,
    facts: {},
    remedies: ['wait'],
  }),
} as const;
