import { z } from 'zod';
import { idSchema, instantSchema } from './wire.ts';

/** Why an account is restricted, as staff names it. What of it the owner reads is `TOLD_WHY`. */
export const RESTRICTION_REASONS = [
  'owner_asked',
  'owner_disowned',
  'owner_closes',
  'account_closed',
  'owner_told_us',
  'suspected_takeover',
  'too_many_failures',
  'document_expired',
  'debt_unpaid',
  'data_inconsistent',
  'unusual_payments',
  'reported_by_others',
  'sanctions_review',
  'legal_order',
] as const;
export type RestrictionReason = (typeof RESTRICTION_REASONS)[number];

/** What the owner is told as the reason. */
export const TOLD_WHY = [
  'owner_asked',
  'owner_disowned',
  'owner_closes',
  'owner_told_us',
  'suspected_takeover',
  'too_many_failures',
  'document_expired',
  'debt_unpaid',
  'data_inconsistent',
  'payments_review',
  'not_told',
] as const;
export type ToldWhy = (typeof TOLD_WHY)[number];

/** What can be blocked. */
export const BLOCKABLE = ['receive', 'top_up', 'transfer', 'withdraw'] as const;

/** On which ground staff lifts a restriction. */
export const LIFT_GROUNDS = ['identity_checked', 'explained', 'order_ended', 'our_mistake'] as const;
export type LiftGround = (typeof LIFT_GROUNDS)[number];

/** A restriction as its owner may know it. */
export const toldRestrictionSchema = z
  .object({
    why: z.enum(TOLD_WHY),
    blocked: z.array(z.enum(BLOCKABLE)),
    since: instantSchema,
    nextActor: z.enum(['you', 'okpay']),
    /** By when we decide; null where the owner decides, and where we may not tell. */
    dueAt: instantSchema.nullable(),
    /** We promised an earlier time and missed it. */
    isLate: z.boolean(),
    /** `itself`: at once, when the owner has done what it was imposed for. */
    liftedBy: z.enum(['owner', 'review', 'itself']),
    /** The request to lift it that is open or was decided last; null where nobody asked. */
    request: z
      .object({ caseId: idSchema('case'), state: z.enum(['asking', 'reviewing', 'decided', 'ended']) })
      .nullable(),
  })
  .meta({ id: 'ToldRestriction' });
export type ToldRestriction = z.input<typeof toldRestrictionSchema>;
