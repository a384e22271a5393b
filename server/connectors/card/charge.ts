import { z } from 'zod';
import { CURRENCIES, type Currency, money, type Money } from '#common/money';
import type { NotKnown, NotTaken } from '../provider-call.ts';

/** What a card's bank or the acquirer says no with. */
export const DECLINE_CODES = [
  'insufficient_funds',
  'do_not_honor',
  'expired_card',
  'incorrect_cvc',
  'invalid_number',
  'limit_exceeded',
  'authentication_failed',
  'card_not_supported',
  /** Given up by us before it ended. */
  'cancelled',
  /** The token was used or has expired: the card must be entered anew. */
  'token_invalid',
] as const;
export type DeclineCode = (typeof DECLINE_CODES)[number];
const isDeclineCode = (text: string): text is DeclineCode => DECLINE_CODES.some((code) => code === text);

/** What we may know of a card. `expiry` is `MM/YY`. */
export type CardFace = { brand: string; last4: string; expiry: string };

/** A charge in the acquirer's record. Amounts are the acquirer's word: compare them with ours before money is credited. */
export type CardCharge = {
  id: string;
  reference: string;
  amount: Money;
  card: CardFace;
  /** All refunds so far, and all that banks took back so far. */
  refunded: Money;
  chargedBack: Money;
  /** Where the acquirer keeps the card, if it was to and does. */
  kept: VaultEntry | null;
};

/** A card at the acquirer: what it is charged by again, and what is the same for the same number. Neither is of use without our key. */
export type VaultEntry = { id: string; fingerprint: string };

/**
 * What became of a charge. `unavailable`: nothing was taken from the card, since the acquirer did not get the request or said
 * so. `unknown`: it may have been; ask by `find`, never guess. The others are the acquirer's own word.
 */
export type ChargeOutcome =
  | { kind: 'succeeded'; charge: CardCharge }
  | { kind: 'declined'; code: DeclineCode; charge: CardCharge | null }
  | { kind: 'requires_challenge'; url: string; charge: CardCharge }
  | { kind: 'processing'; charge: CardCharge }
  | { kind: 'unavailable'; cause: NotTaken }
  | { kind: 'unknown'; cause: NotKnown | 'answer_mismatch' | 'reference_reused' };

const minor = z.string().regex(/^\d{1,18}$/);
export const chargeSchema = z.object({
  id: z.string().min(1).max(200),
  reference: z.string().max(64),
  status: z.enum(['succeeded', 'declined', 'requires_challenge', 'processing']),
  amount: minor,
  currency: z.enum(CURRENCIES as readonly [Currency, ...Currency[]]),
  decline_code: z.string().max(60).nullable(),
  challenge_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable(),
  card: z.object({
    brand: z.string().max(20),
    last4: z.string().regex(/^\d{4}$/),
    expiry: z.string().regex(/^\d\d\/\d\d$/),
  }),
  refunded: minor,
  charged_back: minor,
  kept_card: z.object({ id: z.string().min(1).max(100), fingerprint: z.string().min(8).max(100) }).nullish(),
});
export type WireCharge = z.infer<typeof chargeSchema>;

function readCharge(wire: WireCharge): CardCharge {
  const of = (text: string): Money => money(BigInt(text), wire.currency);
  return {
    id: wire.id,
    reference: wire.reference,
    amount: of(wire.amount),
    card: wire.card,
    refunded: of(wire.refunded),
    chargedBack: of(wire.charged_back),
    kept: wire.kept_card ?? null,
  };
}

/** Reads the acquirer's word. A challenge must live on `challengeOrigin`: customers are sent nowhere else. */
export function outcomeOf(wire: WireCharge, challengeOrigin: string): ChargeOutcome {
  const charge = readCharge(wire);
  switch (wire.status) {
    case 'succeeded':
    case 'processing':
      return { kind: wire.status, charge };
    case 'declined':
      // A code that we do not know yet is a refusal without a reason that we could tell.
      return {
        kind: 'declined',
        code:
          wire.decline_code !== null && isDeclineCode(wire.decline_code) ? wire.decline_code : 'do_not_honor',
        charge,
      };
    case 'requires_challenge':
      if (wire.challenge_url === null || new URL(wire.challenge_url).origin !== challengeOrigin)
        return { kind: 'unknown', cause: 'answer_unreadable' };
      return { kind: 'requires_challenge', url: wire.challenge_url, charge };
  }
}
