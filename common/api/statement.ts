import { z } from 'zod';
import { STATEMENT_CODE, STATEMENT_FORMAT, STATEMENT_FORMS, STATEMENT_KINDS } from '#common/statement';
import { route } from './route.ts';
import { entrySummarySchema } from './wallet.ts';
import {
  currencySchema,
  idSchema,
  instantSchema,
  localeSchema,
  pageOf,
  pageQuery,
  wireMoneySchema,
} from './wire.ts';

const daySchema = z.iso
  .date()
  .meta({ description: 'A day in the customer’s time zone', example: '2026-11-01' });
/** Wallet and period. Left out: the base currency, the month that runs. */
const period = {
  currency: currencySchema.optional(),
  from: daySchema.optional(),
  to: daySchema.optional().meta({ description: 'The last day that is in it' }),
};

const kindSumSchema = z.object({
  kind: z.enum(STATEMENT_KINDS),
  direction: z.enum(['in', 'out']),
  count: z.int(),
  amount: wireMoneySchema,
});

export const statementFiguresSchema = z
  .object({
    currency: currencySchema,
    from: daySchema,
    to: daySchema,
    timeZone: z.string(),
    /** The moment up to which it counts: the end of its last day, or now if that is not over. */
    until: instantSchema,
    opening: wireMoneySchema,
    in: wireMoneySchema,
    out: wireMoneySchema,
    /** Opening, and in, less out. */
    closing: wireMoneySchema,
    lines: z.int(),
    kinds: z.array(kindSumSchema),
    /** Fees of entries in the period, however they were paid; those taken from the balance stand among the kinds too. */
    fees: wireMoneySchema,
  })
  .meta({ id: 'StatementFigures' });

export const statementLineSchema = z
  .object({
    at: instantSchema,
    kind: z.enum(STATEMENT_KINDS),
    direction: z.enum(['in', 'out']),
    amount: wireMoneySchema,
    balance: wireMoneySchema,
    /** The entry that it belongs to. */
    reference: z.string(),
    counterparty: entrySummarySchema.shape.counterparty.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'StatementLine' });

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' });
const code = z.string().regex(STATEMENT_CODE).meta({ example: '7K3M-0QXA-9D4T-V2RB' });
const minor = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .meta({ example: '1230' });

/** What we say of a statement that we issued, signed: whoever has it can tell whether a file or a printed sheet is ours. */
export const statementPaperSchema = z
  .strictObject({
    format: z.literal(STATEMENT_FORMAT),
    statement: idSchema('st'),
    code,
    /** The owner as strangers may know them. */
    holder: z.string(),
    /** The ledger’s number of the account. */
    account: z.string(),
    currency: currencySchema,
    from: daySchema,
    to: daySchema,
    timeZone: z.string(),
    opening: minor,
    in: minor,
    out: minor,
    closing: minor,
    lines: z.int(),
    /** Over the lines, newest first; docs/decisions/0025-statements.md tells each byte. */
    linesDigest: digest,
    issuedAt: instantSchema,
    /** Files of it that were made, each with what tells whether one is as it was. */
    files: z.array(
      z.object({ form: z.enum(STATEMENT_FORMS), language: localeSchema, bytes: z.int(), sha256: digest }),
    ),
    keyId: z.string(),
    signature: z.string(),
  })
  .meta({ id: 'StatementPaper' });
export type StatementPaper = z.output<typeof statementPaperSchema>;

const tags = ['Statements'];
export const statementApi = {
  statementMonths: route({
    method: 'GET',
    path: '/api/v1/statement-months',
    access: 'customer_pending',
    tags,
    summary: 'The months of each wallet, newest first, with what stood on it at the end of each',
    ok: z.object({
      timeZone: z.string(),
      items: z.array(
        z.object({
          currency: currencySchema,
          months: z.array(
            z.object({
              from: daySchema,
              to: daySchema,
              /** The month that runs is not over yet. */
              isOver: z.boolean(),
              /** Null where its lines are in the archive. */
              closing: wireMoneySchema.nullable(),
            }),
          ),
        }),
      ),
    }),
  }),
  statementFigures: route({
    method: 'GET',
    path: '/api/v1/statement-figures',
    access: 'customer_pending',
    tags,
    summary: 'Opening balance, money in and out by kind, fees and closing balance of a wallet in a period',
    query: z.object(period),
    ok: statementFiguresSchema,
    errors: ['statement_archived'],
    rate: { limit: 120, seconds: 60, by: 'actor' },
  }),
  statementLines: route({
    method: 'GET',
    path: '/api/v1/statement-lines',
    access: 'customer_pending',
    tags,
    summary: 'The lines of a wallet in a period, newest first, each with the balance after it',
    query: z.object({ ...period, ...pageQuery }),
    ok: pageOf(statementLineSchema),
    errors: ['statement_archived'],
    rate: { limit: 120, seconds: 60, by: 'actor' },
  }),
  issueStatement: route({
    method: 'POST',
    path: '/api/v1/statements',
    access: 'customer',
    tags,
    status: 201,
    summary: 'Issue a statement: fixed for ever, with a code by which anybody can check it',
    description:
      'Asks for a fresh proof of who it is, as the copy of all data does. That it was issued is a security event.',
    body: z.object(period),
    ok: z.object({ id: idSchema('st'), code, figures: statementFiguresSchema }),
    errors: ['access_proof_required', 'statement_archived'],
    rate: { limit: 60, seconds: 3_600, by: 'actor' },
  }),
  statementFile: route({
    method: 'GET',
    path: '/api/v1/statements/:id/file',
    access: 'customer',
    tags,
    summary: 'An issued statement as a file: PDF, CSV, camt.053.001.08 or a journal for hledger',
    params: z.object({ id: z.string().max(40) }),
    query: z.object({ form: z.enum(STATEMENT_FORMS).default('pdf'), language: localeSchema.optional() }),
    ok: null,
    status: 200,
    produces: 'application/octet-stream',
    errors: ['statement_archived'],
    rate: { limit: 60, seconds: 3_600, by: 'actor' },
  }),
  statementPaper: route({
    method: 'GET',
    path: '/api/v1/statements/:id',
    access: 'customer',
    tags,
    summary: 'What we say of an issued statement and its files, signed',
    params: z.object({ id: z.string().max(40) }),
    ok: statementPaperSchema,
  }),
  checkStatement: route({
    method: 'POST',
    path: '/api/v1/statement-checks',
    access: 'public',
    tags,
    summary: 'Ask whether a statement that somebody was shown is ours',
    description:
      'By the code printed on it, or by the SHA-256 of the file. Answers the signed paper; nothing is kept.',
    body: z.object({ mark: z.string().max(80) }),
    ok: statementPaperSchema,
    errors: ['not_found'],
    // Guessing eighty bits is hopeless at any rate; this keeps the answer cheap.
    rate: { limit: 30, seconds: 60, by: 'ip' },
  }),
  spending: route({
    method: 'GET',
    path: '/api/v1/spending',
    access: 'customer_pending',
    tags,
    summary: 'Money in and out of a wallet by month and kind: the sums of the monthly statements',
    query: z.object({
      currency: currencySchema.optional(),
      months: z.coerce.number().int().min(1).max(24).default(6),
    }),
    ok: z.object({
      currency: currencySchema,
      timeZone: z.string(),
      /** Wallets that have had money, to choose from. */
      currencies: z.array(currencySchema),
      months: z.array(
        z.object({
          from: daySchema,
          to: daySchema,
          isOver: z.boolean(),
          /** The lines are in the archive, so nothing is known here. */
          isArchived: z.boolean(),
          in: wireMoneySchema,
          out: wireMoneySchema,
          kinds: z.array(kindSumSchema),
        }),
      ),
    }),
    rate: { limit: 60, seconds: 60, by: 'actor' },
  }),
} as const;
