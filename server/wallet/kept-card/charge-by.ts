import { cardText } from '#common/card-scheme';
import { type CustomerId, type KeptCardId, parseId } from '#common/id';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { isPast, type SourceRefusal } from './kept-card.ts';
import { findCard } from './store.ts';

/** What a top-up is charged by: what the acquirer takes, and the kept card if it is one. */
export type Source = { readonly token: string; readonly keptCard: KeptCardId | null };

/** A token of the acquirer's frame is charged as it is; the id of a kept card by what it lies under over there, if it is this customer's. */
export async function sourceOfCharge(
  read: Reader,
  clock: Clock,
  { customer, cardToken }: { customer: CustomerId; cardToken: string },
): Promise<Result<Source, SourceRefusal>> {
  const id = parseId('kc', cardToken);
  if (id === null) return ok({ token: cardToken, keptCard: null });
  const card = await findCard(read, id);
  if (card?.customer !== customer || card.state !== 'kept' || card.vaultId === null || !card.face)
    return err({ code: 'not_found' });
  if (isPast(card.face, clock.now())) return err({ code: 'kept_card_expired', card: cardText(card.face) });
  return ok({ token: card.vaultId, keptCard: id });
}
