import { z } from 'zod';
import { MOVEMENT_PLACES } from './entry-kinds.ts';
import { route } from './route.ts';
import { MESSAGE_MAX } from './support.ts';
import { idSchema, instantSchema, wireMoneySchema } from './wire.ts';

/** Where the money of an entry can be: it is in exactly one of these. `unsure`: nobody may guess, somebody is asked. */
export const TRACE_PLACES = [
  'your_balance',
  'your_balance_held',
  'other_balance',
  'other_balance_held',
  'bank_account',
  'correspondent',
  'card',
  'ewallet',
  'set_aside',
  'okpay',
  'unsure',
] as const;
export type TracePlace = (typeof TRACE_PLACES)[number];

/** What the check says about an entry; each has its sentences in the catalogue. */
export const TRACE_FINDINGS = [
  'arrived_yours',
  'arrived_other',
  'never_left',
  'came_back',
  'in_review',
  'waits_for_file',
  'waits_for_pickup',
  'on_its_way',
  'late',
  'delayed',
  'contested',
  'paid_out',
  'paid_out_late',
  'never_charged',
  'back_on_card',
  'never_paid',
  'back_in_ewallet',
  'back_at_bank',
  'with_okpay',
  'set_aside',
  'unsure',
  'waits_to_go',
  'with_banks',
  'sent_unconfirmed',
  'delivered_abroad',
] as const;
export type TraceFinding = (typeof TRACE_FINDINGS)[number];

/** How far people have got who look for it. */
export const TRACE_STATES = ['looking', 'asked', 'recalling', 'answered'] as const;
export type TraceState = (typeof TRACE_STATES)[number];
/** What came out: it was credited, will be, comes back, went to somebody else and stays there, or the fault was ours. */
export const TRACE_ANSWERS = [
  'credited',
  'on_its_way',
  'coming_back',
  'recall_refused',
  'our_fault',
] as const;
export type TraceAnswer = (typeof TRACE_ANSWERS)[number];
export const REFERENCE_MAX = 80;

/** What a bank is asked: where it is, or to give it back. */
export const QUESTION_KINDS = ['status', 'recall'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];
/** How far a question of the machine has got. `made`: the bank does not have it yet. `pending`: the bank is looking. */
export const QUESTION_STATES = [
  'made',
  'asked',
  'pending',
  'answered',
  'unanswered',
  'refused',
  'closed',
] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];
/** What a bank can say to it; each has its sentence in the catalogue. */
export const BANK_SAID = [
  'credited',
  'passed_on',
  'on_its_way',
  'pending',
  'rejected',
  'never_seen',
  'recall_granted',
  'recall_refused',
  'recall_pending',
  'returned_before',
] as const;
export type BankSaid = (typeof BANK_SAID)[number];

export const bankQuestionSchema = z
  .object({
    kind: z.enum(QUESTION_KINDS),
    state: z.enum(QUESTION_STATES),
    /** Id of the newest message, by which the bank knows it. */
    reference: z.string(),
    /** When we wrote it, when the bank had it, when it was asked once more, and when its silence was too long. */
    madeAt: instantSchema,
    askedAt: instantSchema.nullable(),
    againAt: instantSchema.nullable(),
    givenUpAt: instantSchema.nullable(),
    /** What the bank said, oldest first, with its own code where it gave one. */
    answers: z.array(z.object({ said: z.enum(BANK_SAID), code: z.string().nullable(), at: instantSchema })),
  })
  .meta({ id: 'BankQuestion' });

export const inquirySchema = z
  .object({
    caseId: idSchema('case'),
    state: z.enum(TRACE_STATES),
    openedAt: instantSchema,
    /** When the bank was asked, and under which reference of the bank or of ours. */
    askedAt: instantSchema.nullable(),
    reference: z.string().nullable(),
    recalledAt: instantSchema.nullable(),
    answer: z.enum(TRACE_ANSWERS).nullable(),
    answeredAt: instantSchema.nullable(),
    /** By when there is an answer; null once there is one. */
    dueAt: instantSchema.nullable(),
    /** What the product itself asked the bank, and what the bank says. Empty where people ask by hand. */
    questions: z.array(bankQuestionSchema),
  })
  .meta({ id: 'Inquiry' });

export const traceSchema = z
  .object({
    entryId: z.string(),
    /** The other side as the customer knows it: a masked name, a card’s or an account’s last digits. */
    counterparty: z.string(),
    place: z.enum(TRACE_PLACES),
    finding: z.enum(TRACE_FINDINGS),
    /** What is at that place of it. */
    amount: wireMoneySchema,
    /** Since when it is there, by the ledger; null where nothing was moved. */
    since: instantSchema.nullable(),
    /** Until when it is no reason to worry; null where nothing is awaited. */
    expectedBy: instantSchema.nullable(),
    /** What each place gave (below zero) and got. By currency they add up to nothing. Empty where the ledger moved nothing. */
    sums: z.array(z.object({ place: z.enum(MOVEMENT_PLACES), change: wireMoneySchema })),
    /** Whether people can be sent to look for it now. */
    mayAsk: z.boolean(),
    inquiry: inquirySchema.nullable(),
  })
  .meta({ id: 'Trace' });

/** “It says completed, but nobody got the money.” */
export const traceApi = {
  trace: route({
    method: 'GET',
    path: '/api/v1/entries/:id/trace',
    access: 'customer',
    tags: ['Accounts'],
    summary: 'Where the money of an entry is: one place, what proves it, and what people have found out',
    params: z.object({ id: z.string().max(64) }),
    ok: traceSchema,
    errors: ['not_found'],
  }),
  openTrace: route({
    method: 'POST',
    path: '/api/v1/traces',
    access: 'customer',
    tags: ['Accounts'],
    status: 201,
    idempotent: true,
    summary: 'Send people to look for the money of an entry: opens a case with a clock',
    body: z.object({
      id: idSchema('case'),
      entry: z.string().max(64),
      text: z
        .string()
        .max(MESSAGE_MAX * 2)
        .default(''),
    }),
    ok: traceSchema,
    errors: [
      'not_found',
      'trace_too_early',
      'trace_answered',
      'trace_open',
      'message_empty',
      'message_too_long',
    ],
    rate: { limit: 20, seconds: 3600, by: 'actor' },
  }),
} as const;
