import { cardText } from '#common/card-scheme';
import type { CustomerId, KeptCardId } from '#common/id';
import type { CardSource } from '#common/kept-card';
import { err, ok, type Result } from '#common/result';
import type { ChargeSource } from '#connectors';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { isPast, type SourceRefusal } from './kept-card.ts';
import { findCard } from './store.ts';

/** What a top-up is charged by: what the acquirer takes, and the kept card if it is one. */
export type Source = { readonly charged: ChargeSource; readonly keptCard: KeptCardId | null };

/** A token of the acquirer's frame is charged as one; a kept card by what it lies under over there, if it is this customer's. */
export async function sourceOfCharge(
  read: Reader,
  clock: Clock,
  { customer, source }: { customer: CustomerId; source: CardSource },
): Promise<Result<Source, SourceRefusal>> {
  if ('cardToken' in source) return ok({ charged: { token: source.cardToken }, keptCard: null });
  const id = source.keptCardId;
  const card = await findCard(read, id);
  if (card?.customer !== customer || card.state !== 'kept' || card.vaultId === null || !card.face)
    return err({ code: 'not_found' });
  if (isPast(card.face, clock.now())) return err({ code: 'kept_card_expired', card: cardText(card.face) });
  return ok({ charged: { card: card.vaultId }, keptCard: id });
}
