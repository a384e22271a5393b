import type { Acquirer, Charge, Refund, VaultCard } from './books.ts';

/** A charge as the API and the callbacks show it. */
export function chargeView({ books, publicUrl }: Acquirer, charge: Charge) {
  return {
    id: charge.id,
    reference: charge.reference,
    status: charge.status,
    amount: charge.amount,
    currency: charge.currency,
    decline_code: charge.declineCode,
    challenge_url: charge.status === 'requires_challenge' ? `${publicUrl}/challenge/${charge.id}` : null,
    card: charge.card,
    kept_card: keptView(books.keptBy(charge.id)),
    refunded: books.refundedOf(charge.id).toString(),
    charged_back: books.chargedBackOf(charge.id).toString(),
    created: charge.createdAt,
  };
}

const keptView = (card: VaultCard | undefined) =>
  card === undefined ? null : { id: card.id, fingerprint: card.fingerprint };

export const refundView = (refund: Refund, currency: string) => ({
  id: refund.id,
  charge: refund.chargeId,
  status: 'succeeded' as const,
  amount: refund.amount,
  currency,
  reference: refund.reference,
  created: refund.createdAt,
});
