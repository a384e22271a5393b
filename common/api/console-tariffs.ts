import { z } from 'zod';
import { TARIFF_KINDS } from '#common/tariff';
import { FINANCE } from './console-finance.ts';
import { route } from './route.ts';
import { currencySchema, idSchema, instantSchema } from './wire.ts';

const minor = z
  .string()
  .regex(/^\d{1,15}$/)
  .nullable();
/** Above this a fee or a mark-up is a slip of the finger: 10 %. */
const BASIS_POINTS_MAX = 1_000;
const basisPoints = z.number().int().min(0).max(BASIS_POINTS_MAX).nullable();
export const tariffPricesSchema = z.object({
  feeBasisPoints: basisPoints,
  markupBasisPoints: basisPoints,
  feeMinor: minor,
  /** What a bank on the way takes; prices that were proposed before there was such a part have none. */
  correspondentFeeMinor: minor.default(null),
  minimumMinor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .nullable()
    .meta({ example: '100' }),
});

const version = z.object({
  version: z.number().int(),
  prices: tariffPricesSchema,
  validFrom: instantSchema,
  /** Who proposed and who approved it; null of what came with the installation. */
  by: z.object({ proposed: z.string(), approved: z.string(), note: z.string() }).nullable(),
});

export const tariffSchema = z
  .object({
    kind: z.enum(TARIFF_KINDS),
    /** A currency, or a pair of two. */
    key: z.string(),
    /** In which its sums are. */
    currency: currencySchema,
    inForce: version,
    /** Announced, the next one first. */
    upcoming: z.array(version),
    /** What was in force before, the newest first. */
    earlier: z.array(version),
    proposal: z
      .object({
        id: idSchema('prop'),
        prices: tariffPricesSchema,
        validFrom: instantSchema,
        note: z.string(),
        by: z.object({ id: idSchema('stf'), name: z.string() }),
        expiresAt: instantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'Tariff' });

export const consoleTariffApi = {
  tariffs: route({
    method: 'GET',
    path: '/api/v1/staff/tariffs',
    access: FINANCE,
    tags: ['Console'],
    summary: 'Every price: in force, announced, earlier, and what waits for a colleague',
    ok: z.object({
      items: z.array(tariffSchema),
      noticeDays: z.number().int(),
      /** In which zone a day begins. */
      timeZone: z.string(),
    }),
  }),
  proposeTariff: route({
    method: 'POST',
    path: '/api/v1/staff/tariff-proposals',
    access: FINANCE,
    tags: ['Console'],
    status: 201,
    summary: 'Propose another price from a day on; a colleague approves',
    description:
      'What is dearer needs notice. Quotes that were given keep their price, and every operation names the version that it was priced by.',
    body: z.object({
      kind: z.enum(TARIFF_KINDS),
      key: z
        .string()
        .regex(/^[A-Z]{3}(-[A-Z]{3})?$/)
        .meta({ example: 'EUR' }),
      prices: tariffPricesSchema,
      /** The first day, as a date. */
      validFrom: z.iso.date().meta({ example: '2027-03-01' }),
      note: z.string().trim().min(1).max(500),
    }),
    ok: z.object({ proposalId: idSchema('prop') }),
    errors: ['not_found', 'tariff_unchanged', 'tariff_not_valid', 'tariff_notice_too_short', 'proposal_open'],
  }),
  decideTariff: route({
    method: 'POST',
    path: '/api/v1/staff/tariff-proposals/:id/decisions',
    access: FINANCE,
    tags: ['Console'],
    summary:
      'Approve a price that a colleague proposed, which announces exactly that, or reject it; or take the own one back',
    params: z.object({ id: idSchema('prop') }),
    body: z.object({ decision: z.enum(['approve', 'reject', 'withdraw']) }),
    ok: z.object({ announced: z.boolean() }),
    errors: [
      'not_found',
      'proposal_own',
      'proposal_closed',
      'tariff_unchanged',
      'tariff_not_valid',
      'tariff_notice_too_short',
    ],
  }),
} as const;
