import { z } from 'zod';
import { CURRENCIES, type Currency, money, type Money } from '#common/money';
import type { NotKnown, NotTaken } from '../provider-call.ts';

/** Why an e-wallet did not pay. */
export const EWALLET_DECLINES = [
  'refused_by_payer',
  'insufficient_funds',
  'account_declined',
  /** Its owner did not answer in time, or we gave it up before. */
  'expired',
  'cancelled',
] as const;
export type EwalletDecline = (typeof EWALLET_DECLINES)[number];

/** A payment in the e-wallet's record. Amounts are its word: compare them with ours before money is credited. */
export type EwalletPayment = {
  id: string;
  reference: string;
  amount: Money;
  refunded: Money;
  /** As its owner knows the account; null until it is chosen. */
  account: string | null;
};

/**
 * What became of a payment. `unavailable`: nothing was asked of its owner, since the e-wallet did not get the request or said so.
 * `unknown`: it may have been; ask by `find`, never guess. The others are the e-wallet's own word.
 */
export type EwalletOutcome =
  | { kind: 'paid'; payment: EwalletPayment }
  | { kind: 'declined'; code: EwalletDecline; payment: EwalletPayment | null }
  | { kind: 'awaits_approval'; url: string; payment: EwalletPayment }
  | { kind: 'processing'; payment: EwalletPayment }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown | 'answer_mismatch' | 'reference_reused' };

const minor = z.string().regex(/^\d{1,18}$/);
export const paymentSchema = z.object({
  id: z.string().min(1).max(200),
  reference: z.string().max(64),
  status: z.enum(['awaits_approval', 'processing', 'paid', 'declined']),
  amount: minor,
  currency: z.enum(CURRENCIES as readonly [Currency, ...Currency[]]),
  decline_code: z.string().max(60).nullable(),
  approval_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable(),
  account: z.string().max(60).nullable(),
  refunded: minor,
});
export type WirePayment = z.infer<typeof paymentSchema>;

const isDecline = (text: string | null): text is EwalletDecline =>
  EWALLET_DECLINES.some((code) => code === text);

/** Reads the e-wallet's word. Its page must live on `pageOrigin`: customers are sent nowhere else. */
export function outcomeOf(wire: WirePayment, pageOrigin: string): EwalletOutcome {
  const of = (text: string): Money => money(BigInt(text), wire.currency);
  const { id, reference, account } = wire;
  const payment = { id, reference, account, amount: of(wire.amount), refunded: of(wire.refunded) };
  switch (wire.status) {
    case 'paid':
    case 'processing':
      return { kind: wire.status, payment };
    case 'declined': {
      // A code that we do not know yet is a refusal without a reason that we could tell.
      const code = isDecline(wire.decline_code) ? wire.decline_code : 'account_declined';
      return { kind: 'declined', code, payment };
    }
    case 'awaits_approval':
      if (wire.approval_url === null || new URL(wire.approval_url).origin !== pageOrigin)
        return { kind: 'unknown', cause: 'answer_unreadable' };
      return { kind: 'awaits_approval', url: wire.approval_url, payment };
  }
}
