import { z } from 'zod';
import { NAME_MATCHES } from '../bank-account.ts';
import { SUSPENSE_WHYS } from '../bank-money.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema, wireMoneySchema } from './wire.ts';

/** Staff for finance: our money at banks, whose it is, and the files. */
export const FINANCE = { staff: ['finance'] } as const;

const note = z.string().trim().min(1).max(500);
const customer = z.object({ id: idSchema('cus'), name: z.string() });
const nameMatch = z.enum(NAME_MATCHES).nullable();

/** What is proposed for a sum: to whom it goes, or that it goes back. */
export const bankMoneyParameters = z.discriminatedUnion('do', [
  z.object({ do: z.literal('assign'), customer: idSchema('cus') }),
  z.object({ do: z.literal('send_back') }),
]);

export const suspenseItemSchema = z
  .object({
    id: idSchema('bt'),
    state: z.enum(['put_aside', 'sending_back']),
    why: z.enum(SUSPENSE_WHYS),
    amount: wireMoneySchema,
    /** What was sent, where banks on the way kept something. */
    sent: wireMoneySchema.nullable(),
    /** The bank's day, as a date. */
    bookedOn: z.string(),
    since: instantSchema,
    goesBackAt: instantSchema.nullable(),
    /** As it was written, right or nearly so. */
    reference: z.string().nullable(),
    /** Who sent it, as the bank names them; of the account the country and the last four signs. */
    payerName: z.string(),
    payerAccount: z.string().nullable(),
    texts: z.array(z.string()),
    /** Its payer's account is known, and there is one of ours to send it from. */
    canGoBack: z.boolean(),
    /** In whose history it stands already; it can be assigned to nobody else. */
    customer: customer.nullable(),
    suggestions: z.array(
      z.object({
        customer,
        because: z.enum(['near_reference', 'own_account', 'paid_before']),
        /** The payer's name beside the proven one. */
        nameMatch,
      }),
    ),
    proposal: z
      .object({
        id: idSchema('prop'),
        action: z.enum(['assign', 'send_back']),
        customer: customer.nullable(),
        note: z.string(),
        by: z.object({ id: idSchema('stf'), name: z.string() }),
        expiresAt: instantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'SuspenseItem' });

const reportSchema = z.object({
  number: z.string(),
  message: z.string(),
  outcome: z.enum(['taken', 'refused', 'repeated']),
  /** Reason and line, of a refused one. */
  fault: z.string().nullable(),
  lines: z.number().int(),
  bytes: z.string().nullable(),
  takenAt: instantSchema,
  /** Null while some of its lines are to be worked off. */
  workedAt: instantSchema.nullable(),
});

export const consoleFinanceApi = {
  suspense: route({
    method: 'GET',
    path: '/api/v1/staff/suspense',
    access: FINANCE,
    tags: ['Console'],
    summary: 'Money that came by transfer and is in no wallet, the oldest first, with whose it may be',
    ok: z.object({
      items: z.array(suspenseItemSchema),
      totals: z.array(
        z.object({
          currency: currencySchema,
          count: z.number().int(),
          amount: wireMoneySchema,
          oldest: instantSchema,
        }),
      ),
    }),
  }),
  lookUpOwner: route({
    method: 'POST',
    path: '/api/v1/staff/suspense/:id/owner-look-ups',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'A customer by exact mail address, phone, account name or reference, beside the payer of a sum; the look is logged',
    params: z.object({ id: idSchema('bt') }),
    body: z.object({ query: z.string().trim().min(3).max(254) }),
    ok: z.object({ customer, nameMatch }),
    errors: ['not_found'],
    rate: { limit: 60, seconds: 300, by: 'actor' },
  }),
  proposeBankMoney: route({
    method: 'POST',
    path: '/api/v1/staff/suspense/:id/proposals',
    access: FINANCE,
    tags: ['Console'],
    status: 201,
    summary: 'Propose to assign a sum to a customer, or to send it back to its payer; a colleague approves',
    params: z.object({ id: idSchema('bt') }),
    body: z.object({ parameters: bankMoneyParameters, note }),
    ok: z.object({ proposalId: idSchema('prop') }),
    errors: [
      'not_found',
      'suspense_changed',
      'suspense_payer_unknown',
      'suspense_owner_closed',
      'suspense_owner_known',
      'proposal_open',
    ],
  }),
  decideBankMoney: route({
    method: 'POST',
    path: '/api/v1/staff/suspense-proposals/:id/decisions',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Approve what a colleague proposed about a sum, which carries out exactly that, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']) }),
    ok: z.object({ ended: z.boolean() }),
    errors: [
      'not_found',
      'proposal_own',
      'proposal_closed',
      'suspense_changed',
      'suspense_payer_unknown',
      'suspense_owner_closed',
      'suspense_owner_known',
    ],
  }),
  bankRail: route({
    method: 'GET',
    path: '/api/v1/staff/bank-rail',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'The bank: its last word and its age, files in and out, and payouts over which its word and ours disagree',
    ok: z.object({
      /** False where no bank is set up. */
      hasBank: z.boolean(),
      lastReportAt: instantSchema.nullable(),
      /** Nothing was heard for longer than a bank is silent, weekends included. */
      isStale: z.boolean(),
      staleAfterHours: z.number().int(),
      reports: z.array(reportSchema),
      files: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['payouts', 'return']),
          state: z.enum(['ready', 'sent', 'refused', 'booked', 'back']),
          amount: wireMoneySchema,
          payments: z.number().int(),
          madeAt: instantSchema,
          /** How often the bank was asked without a clear answer. */
          asks: z.number().int(),
        }),
      ),
      conflicts: z.array(
        z.object({
          id: idSchema('wd'),
          owner: customer,
          amount: wireMoneySchema,
          since: instantSchema,
          dueAt: instantSchema.nullable(),
          /** Where the money is by our books. */
          ours: z.enum(['held', 'paid', 'back']),
          /** What the bank has booked of it. */
          bank: z.array(
            z.object({ direction: z.enum(['out', 'in']), amount: wireMoneySchema, at: instantSchema }),
          ),
        }),
      ),
    }),
  }),
  replayReport: route({
    method: 'POST',
    path: '/api/v1/staff/bank-reports/:number/replays',
    access: FINANCE,
    tags: ['Console'],
    summary: 'Fetch a file of the bank again: a taken one changes nothing, a refused one is read anew',
    params: z.object({ number: z.string().regex(/^[1-9]\d{0,17}$/) }),
    body: z.object({}),
    ok: z.object({
      /** `unchanged`: it was taken and is the same; `different`: the bank now tells something else under this number, and nothing was done. */
      outcome: z.enum(['unchanged', 'different', 'taken', 'refused', 'not_fetched']),
      fault: z.string().nullable(),
    }),
    errors: ['not_found'],
    rate: { limit: 20, seconds: 300, by: 'actor' },
  }),
} as const;
