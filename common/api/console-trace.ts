import { z } from 'zod';
import { route } from './route.ts';
import { inquirySchema, REFERENCE_MAX, TRACE_ANSWERS, traceSchema } from './trace.ts';
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
    mayAskBank: z.boolean(),
    mayRecall: z.boolean(),
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
    summary: 'Note that the bank was asked, with the reference of the question; the customer is told',
    params: caseId,
    body: z.object({ kind: z.enum(['status', 'recall']), reference }),
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
