import { z } from 'zod';
import { route } from './route.ts';
import { inquirySchema, QUESTION_KINDS, REFERENCE_MAX, TRACE_ANSWERS, traceSchema } from './trace.ts';
import { idSchema } from './wire.ts';

const DESK = { staff: ['agent', 'supervisor'] } as const;
const caseId = z.object({ id: idSchema('case') });
const reference = z.string().trim().min(1).max(REFERENCE_MAX);

/** A trace as the desk sees it: as it was when the customer asked, and as it stands now. */
export const staffTraceSchema = z
  .object({
    now: traceSchema,
    findingThen: traceSchema.shape.finding,
    inquiry: inquirySchema,
    /** The answers that can be given in this state. */
    answers: z.array(z.enum(TRACE_ANSWERS)),
    /** The one that what the bank said speaks for; null where it says nothing that decides. */
    suggested: z.enum(TRACE_ANSWERS).nullable(),
    mayAskBank: z.boolean(),
    mayRecall: z.boolean(),
    /** Which of these questions the product writes and sends itself; the others are asked by hand and noted. */
    byMachine: z.array(z.enum(QUESTION_KINDS)),
  })
  .meta({ id: 'StaffTrace' });

export const consoleTraceApi = {
  staffTrace: route({
    method: 'GET',
    path: '/api/v1/staff/traces/:id',
    access: DESK,
    tags: ['Console'],
    summary: 'Money that a customer looks for: what the ledger says, and what was asked',
    params: caseId,
    ok: staffTraceSchema,
  }),
  askAboutTrace: route({
    method: 'POST',
    path: '/api/v1/staff/traces/:id/questions',
    access: DESK,
    tags: ['Console'],
    summary:
      'Ask the bank: with a reference it notes what was asked by hand, without one the product sends the question; the customer is told',
    params: caseId,
    body: z.object({ kind: z.enum(QUESTION_KINDS), reference: reference.optional() }),
    ok: staffTraceSchema,
    errors: ['case_changed_meanwhile'],
  }),
  answerTrace: route({
    method: 'POST',
    path: '/api/v1/staff/traces/:id/answer',
    access: DESK,
    tags: ['Console'],
    summary: 'Say where the money was found; ends the case and tells the customer',
    params: caseId,
    body: z.object({ answer: z.enum(TRACE_ANSWERS) }),
    ok: staffTraceSchema,
    errors: ['case_changed_meanwhile'],
  }),
} as const;
