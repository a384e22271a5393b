import { z } from 'zod';
import { idSchema, instantSchema } from './wire.ts';
import { route } from './route.ts';

/** So many bytes at most, in hex. */
const hex = (max: number) =>
  z
    .string()
    .regex(new RegExp(`^([0-9a-f]{2}){0,${max}}$`))
    .meta({ example: '6f6b706179' });
/** 32 bytes. */
const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' });
const side = z.union([z.strictObject({ digest }), z.strictObject({ salt: hex(10), content: hex(24) })]);

/** Legs of one operation, and steps up a block's tree: bounds for what a stranger may hand in. */
const [LEGS_MAX, STEPS_MAX] = [100, 20];

export const receiptSchema = z
  .strictObject({
    format: z.literal('okpay receipt v1'),
    entry: z.union([
      idSchema('tu'),
      idSchema('tr'),
      idSchema('cb'),
      idSchema('rc'),
      idSchema('fx'),
      idSchema('wd'),
      idSchema('xb'),
      idSchema('bt'),
    ]),
    transfers: z
      .array(
        z.strictObject({
          leaf: hex(81),
          debit: side,
          credit: side,
          rest: digest,
          block: z.int().min(0).max(LEGS_MAX),
          place: z.int().min(0),
          path: z.array(digest).max(STEPS_MAX),
        }),
      )
      .min(1)
      .max(LEGS_MAX),
    blocks: z
      .array(
        z.strictObject({
          head: hex(179),
          keyId: z.string().max(40),
          signature: z
            .string()
            .regex(/^[\w-]{86}$/)
            .meta({ example: 'A'.repeat(86) }),
        }),
      )
      .min(1)
      .max(LEGS_MAX),
  })
  .meta({
    id: 'Receipt',
    description:
      'Proof that an operation stands in the sealed ledger; how to check it: docs/decisions/0013-sealing.md',
  });

export const RECEIPT_FAULTS = ['malformed', 'altered', 'not_signed', 'key_unknown', 'key_revoked'] as const;

export const receiptApi = {
  entryReceipt: route({
    method: 'GET',
    path: '/api/v1/entries/:id/receipt',
    access: 'customer_pending',
    tags: ['Money'],
    summary: 'The receipt of an entry, which anyone can check',
    description:
      'The transfers of the entry, their way into a sealed block, and its signed head. `sealed` carries it; `waiting` names the time to ask again; `nothing` means that no money has moved; `archived` that its ledger rows were moved into the archive, and since when.',
    params: z.object({ id: z.string().max(40) }),
    ok: z.discriminatedUnion('state', [
      z.object({ state: z.literal('sealed'), receipt: receiptSchema }),
      z.object({ state: z.literal('waiting'), askAgainAt: instantSchema }),
      z.object({ state: z.literal('nothing') }),
      z.object({ state: z.literal('archived'), since: instantSchema }),
    ]),
    // Each asks for a whole block's hashes to be made again.
    rate: { limit: 20, seconds: 60, by: 'actor' },
  }),
  checkReceipt: route({
    method: 'POST',
    path: '/api/v1/receipt-checks',
    access: 'public',
    tags: ['Money'],
    summary: 'Check a receipt that somebody was shown',
    description:
      'For machines that cannot check it themselves. Nothing is kept. A receipt without a fault is proved by the keys at `/.well-known/okpay-keys.json`.',
    body: receiptSchema,
    ok: z.object({
      fault: z.enum(RECEIPT_FAULTS).nullable(),
      transfers: z.array(
        z.object({
          seq: z.string(),
          /** 0 single, 1 hold, 2 capture, 3 void, 4 expire, 5 reversal; of a refused one 8 more. */
          kind: z.int(),
          amount: z.string(),
          currency: z.string(),
          debitAccount: z.string(),
          creditAccount: z.string(),
          postedAt: instantSchema,
          sealedAt: instantSchema,
        }),
      ),
    }),
    rate: { limit: 30, seconds: 60, by: 'ip' },
  }),
} as const;
