import { z } from 'zod';
import { route } from './route.ts';
import { instantSchema } from './wire.ts';

/** What can be asked; the words are in common/security-questions.ts. Nothing that a register or a profile page tells. */
export const SECURITY_QUESTIONS = [
  'first_teacher',
  'childhood_street',
  'childhood_friend',
  'first_job_place',
  'first_concert',
  'first_journey_alone',
  'favourite_childhood_book',
  'childhood_hiding_place',
  'first_dish_cooked',
  'lost_thing',
  'childhood_dream_job',
  'grandparents_village',
] as const;
export type SecurityQuestion = (typeof SECURITY_QUESTIONS)[number];

/** How many a customer chooses. */
export const QUESTIONS_CHOSEN = 3;
/** Characters of an answer at least and at most; two Chinese characters say as much as a word. */
export const ANSWER_MIN = 3;
export const ANSWER_MAX = 80;
/** UTF-16 units taken in, so that a long one is judged by its characters, with a reason. */
const ANSWER_INPUT_MAX = 400;

const answers = (min: number) =>
  z
    .array(z.object({ question: z.enum(SECURITY_QUESTIONS), answer: z.string().max(ANSWER_INPUT_MAX) }))
    .min(min)
    .max(QUESTIONS_CHOSEN)
    .refine((all) => new Set(all.map(({ question }) => question)).size === all.length, {
      error: 'a question stands there twice',
    })
    .meta({
      example: SECURITY_QUESTIONS.slice(0, QUESTIONS_CHOSEN).map((question, at) => ({
        question,
        answer: ['Miss Harper', 'Quarry Lane', 'Little Wei'][at] ?? '',
      })),
    });
const stateSchema = z.object({
  questions: z
    .array(z.enum(SECURITY_QUESTIONS))
    .meta({ description: 'Those that were chosen; none where none are set' }),
  setAt: instantSchema.nullable(),
});

/** Served only where the operator asks security questions (OKPAY_SECURITY_QUESTIONS). */
export const securityQuestionApi = {
  securityQuestions: route({
    method: 'GET',
    path: '/api/v1/security-questions',
    access: 'customer',
    tags: ['Account'],
    summary: 'Which security questions the person has chosen; never the answers',
    ok: stateSchema,
  }),
  setSecurityQuestions: route({
    method: 'PUT',
    path: '/api/v1/security-questions',
    access: 'customer',
    tags: ['Account'],
    summary: 'Choose three security questions and answer them, after a proof of who you are; earlier ones go',
    body: z.object({ answers: answers(QUESTIONS_CHOSEN) }),
    ok: stateSchema,
    errors: ['access_proof_required', 'security_answer_not_usable'],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
  removeSecurityQuestions: route({
    method: 'DELETE',
    path: '/api/v1/security-questions',
    access: 'customer',
    tags: ['Account'],
    summary: 'Take the security questions and their answers away',
    ok: stateSchema,
    errors: ['access_proof_required'],
  }),
  answerSecurityQuestions: route({
    method: 'POST',
    path: '/api/v1/access-requests/answers',
    access: 'public',
    tags: ['Account'],
    status: 202,
    summary: 'Answer security questions, beside the proofs of a request for the way back in',
    description:
      'By the token of the page on which the request was opened. Answers the same, after the same work, whether or not the account has any questions and whether or not the answers are right: those who decide see it.',
    body: z.object({ token: z.string().min(10).max(200), answers: answers(1) }),
    ok: z.object({ received: z.literal(true) }),
    errors: ['link_not_valid', 'case_closed'],
    rate: { limit: 60, seconds: 300, by: 'ip' },
  }),
} as const;
