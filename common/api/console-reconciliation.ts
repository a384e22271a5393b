import { z } from 'zod';
import {
  BREAK_KINDS,
  EXPLANATIONS,
  MATCH_RULES,
  RAIL_BOOKING_ACCOUNTS,
  RAILS,
  REPORT_FAULTS,
} from '../reconciliation.ts';
import { FINANCE } from './console-finance.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema, reasonSchema, wireMoneySchema } from './wire.ts';

const note = z.string().trim().min(1).max(500);
const staff = z.object({ id: idSchema('stf'), name: z.string() });
/** `bank-EUR-2026-12-02`: rail, currency, day. */
export const railDayId = z.string().regex(/^(?:bank|card|ewallet)-[A-Z]{3}-\d{4}-\d{2}-\d{2}$/);
const params = z.object({ id: railDayId });
const line = idSchema('ri');

/** What is proposed for lines without another side. */
export const railLineParameters = z.discriminatedUnion('do', [
  z.object({ do: z.literal('match'), lines: z.array(line).min(1).max(200) }),
  z.object({ do: z.literal('explain'), line, why: z.enum(EXPLANATIONS) }),
  z.object({ do: z.literal('book'), line, account: z.enum(RAIL_BOOKING_ACCOUNTS) }),
]);

const breaks = z.object({
  count: z.number().int(),
  /** Ours less theirs. */
  difference: wireMoneySchema,
  /** By age in bank days: up to one, up to five, older. */
  young: z.number().int(),
  middle: z.number().int(),
  old: z.number().int(),
});

export const railLineSchema = z
  .object({
    id: line,
    side: z.enum(['theirs', 'ours']),
    /** The rail's day, as a date. */
    day: z.string(),
    /** Above zero: the account grew. */
    amount: wireMoneySchema,
    code: z.string(),
    /** Its own reference, or the business operation of ours. */
    reference: z.string(),
    /** Lines of one match share it; null while open. */
    match: z.string().nullable(),
    rule: z.enum(MATCH_RULES).nullable(),
    kind: z.enum(BREAK_KINDS).nullable(),
    explanation: z.enum(EXPLANATIONS).nullable(),
    /** Of an open line: bank days that it is old, who acts next and by when. */
    ageDays: z.number().int().nullable(),
    nextActor: z.enum(['okpay', 'bank']).nullable(),
    dueOn: z.string().nullable(),
    proposal: z
      .object({
        id: idSchema('prop'),
        parameters: railLineParameters,
        note: z.string(),
        by: staff,
        expiresAt: instantSchema,
        /** What it is about, as it stands now: whoever approves decides by these. */
        lines: z.array(
          z.object({
            id: line,
            side: z.enum(['theirs', 'ours']),
            day: z.string(),
            amount: wireMoneySchema,
            code: z.string(),
            reference: z.string(),
            /** Without another side until now; a proposal about one that has it cannot be carried out. */
            isOpen: z.boolean(),
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'RailLine' });

const dayState = z.enum(['open', 'ready', 'closed']);

export const consoleReconciliationApi = {
  reconciliation: route({
    method: 'GET',
    path: '/api/v1/staff/reconciliation',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Each rail and currency: its latest days with their state and difference, and open breaks by age',
    ok: z.object({
      accounts: z.array(
        z.object({
          rail: z.enum(RAILS),
          currency: currencySchema,
          breaks,
          days: z.array(
            z.object({
              id: railDayId,
              day: z.string(),
              state: dayState,
              theirs: wireMoneySchema,
              ours: wireMoneySchema,
              unexplained: z.number().int(),
              difference: wireMoneySchema,
            }),
          ),
        }),
      ),
    }),
  }),
  reconciliationDay: route({
    method: 'GET',
    path: '/api/v1/staff/reconciliation-days/:id',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'A day of a rail with both sides: balances, lines, what belongs together and by which rule, and what is open',
    params,
    query: z.object({ after: line.optional() }),
    ok: z.object({
      id: railDayId,
      rail: z.enum(RAILS),
      currency: currencySchema,
      day: z.string(),
      state: dayState,
      theirsOpening: wireMoneySchema,
      theirsClosing: wireMoneySchema,
      oursClosing: wireMoneySchema,
      timing: wireMoneySchema,
      explained: wireMoneySchema,
      unexplained: wireMoneySchema,
      /** Why it cannot be closed now. */
      refusal: reasonSchema.nullable(),
      closed: z.object({ by: staff, at: instantSchema, digest: z.string() }).nullable(),
      /** What is open up to this day, the oldest first; how many more there are, which the export has. */
      breaks: z.array(railLineSchema),
      breaksLeft: z.number().int(),
      lines: z.array(railLineSchema),
      next: line.nullable(),
    }),
    errors: ['not_found'],
  }),
  proposeRailLines: route({
    method: 'POST',
    path: '/api/v1/staff/reconciliation-proposals',
    access: FINANCE,
    tags: ['Console'],
    status: 201,
    summary: 'Propose to match lines, to explain one, or to book one; a colleague approves',
    body: z.object({ parameters: railLineParameters, note }),
    ok: z.object({ proposalId: idSchema('prop') }),
    errors: ['not_found', 'rail_line_changed', 'rail_lines_differ', 'proposal_open'],
  }),
  decideRailLines: route({
    method: 'POST',
    path: '/api/v1/staff/reconciliation-proposals/:id/decisions',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Approve what a colleague proposed about lines, which carries out exactly that, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']) }),
    ok: z.object({ ended: z.boolean() }),
    errors: ['not_found', 'proposal_own', 'proposal_closed', 'rail_line_changed', 'rail_lines_differ'],
  }),
  closeRailDay: route({
    method: 'POST',
    path: '/api/v1/staff/reconciliation-days/:id/closings',
    access: FINANCE,
    tags: ['Console'],
    summary: 'Close a day of a rail, for ever; refused while anything of it is unexplained',
    params,
    body: z.object({}),
    ok: z.object({ digest: z.string() }),
    errors: [
      'not_found',
      'rail_day_unexplained',
      'rail_day_before_open',
      'rail_day_not_over',
      'rail_day_differs',
      'rail_day_gap',
      'rail_day_closed',
    ],
  }),
  railHealth: route({
    method: 'GET',
    path: '/api/v1/staff/rails',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Each rail: when it was last heard, what went to it last, its last stated day, and what waits with an unknown outcome',
    ok: z.object({
      rails: z.array(
        z.object({
          rail: z.enum(RAILS),
          /** The last file or settlement that it gave us, and the last file that it took. */
          lastInAt: instantSchema.nullable(),
          lastOutAt: instantSchema.nullable(),
          lastStatedDay: z.string().nullable(),
          /** Operations of which nobody knows yet whether the rail did them. */
          unknown: z.object({ count: z.number().int(), oldest: instantSchema.nullable() }),
          /** Files that were refused and not read anew, and files that wait to be sent. */
          refusedFiles: z.number().int(),
          /** Reports about days that were refused whole and not told as they were since; the line counts from one, 0 is the head. */
          refused: z.array(
            z.object({
              day: z.string(),
              currency: currencySchema,
              line: z.number().int(),
              fault: z.enum(REPORT_FAULTS),
              at: instantSchema,
            }),
          ),
          waitingFiles: z.number().int(),
          openBreaks: z.number().int(),
        }),
      ),
    }),
  }),
  customerDebts: route({
    method: 'GET',
    path: '/api/v1/staff/debts',
    access: FINANCE,
    tags: ['Console'],
    summary: 'What customers owe since a bank took money back, the oldest first; the looks are logged',
    ok: z.object({
      totals: z.array(z.object({ owed: wireMoneySchema, count: z.number().int() })),
      debts: z.array(
        z.object({
          /** The chargeback that it is from, and the top-up that was taken back. */
          id: idSchema('cb'),
          topUp: idSchema('tu'),
          customer: z.object({ id: idSchema('cus'), name: z.string() }),
          incurred: wireMoneySchema,
          collected: wireMoneySchema,
          owed: wireMoneySchema,
          openedAt: instantSchema,
          /** The end of the notice: nothing is collected before. */
          collectsFrom: instantSchema,
          ageDays: z.number().int(),
          isPaused: z.boolean(),
        }),
      ),
      /** How many more there are, which the export has. */
      debtsLeft: z.number().int(),
    }),
  }),
  exportRailDay: route({
    method: 'GET',
    path: '/api/v1/staff/reconciliation-days/:id/export',
    access: FINANCE,
    tags: ['Console'],
    summary: 'All lines of a day of a rail with their matches, as CSV',
    params,
    ok: null,
    produces: 'text/csv',
    errors: ['not_found'],
  }),
  exportRailBreaks: route({
    method: 'GET',
    path: '/api/v1/staff/reconciliation-breaks/export',
    access: FINANCE,
    tags: ['Console'],
    summary: 'What is open on all rails, the oldest first, as CSV',
    ok: null,
    produces: 'text/csv',
  }),
  exportDebts: route({
    method: 'GET',
    path: '/api/v1/staff/debts/export',
    access: FINANCE,
    tags: ['Console'],
    summary: 'What customers owe, as CSV; the looks are logged',
    ok: null,
    produces: 'text/csv',
  }),
} as const;
