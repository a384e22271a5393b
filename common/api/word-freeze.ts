import { z } from 'zod';
import { CHECK_METHODS } from './access-help.ts';
import { toldRestrictionSchema } from './restriction.ts';
import { route } from './route.ts';
import { caseId } from './support.ts';

/** How it was looked that it is the owner who asks. Who writes in the own conversation is signed in. */
export const WORD_CHECKS = ['signed_in_here', ...CHECK_METHODS] as const;
export type WordCheck = (typeof WORD_CHECKS)[number];
const NOTE_MAX = 500;

/** An agent freezes on the customer's word. */
export const wordFreezeApi = {
  freezeOnWord: route({
    method: 'POST',
    path: '/api/v1/staff/cases/:id/account-freezes',
    access: { staff: ['agent', 'supervisor'] },
    tags: ['Console'],
    status: 201,
    summary:
      'Freeze the customer’s account on the customer’s word, with how it was looked who asks; everybody is signed out',
    params: caseId,
    body: z.object({ method: z.enum(WORD_CHECKS), note: z.string().trim().min(1).max(NOTE_MAX) }),
    ok: z.object({ restrictions: z.array(toldRestrictionSchema) }),
    errors: ['restriction_stands'],
    rate: { limit: 30, seconds: 300, by: 'actor' },
  }),
} as const;
