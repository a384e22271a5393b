import { type Acquirer, type Card, type Charge, newId } from './books.ts';
import { isPast, readExpiry } from './pages/card-number.ts';

/** What a charge takes money from: a card typed a moment ago, once, or one in the vault. */
export type Source = {
  id: string;
  sessionId: string;
  origin: string;
  card: Card;
  behaviour: string;
  isExpired: boolean;
};

/** Null where nothing may be charged by this. What is named as a token is looked for among the tokens alone. */
export function sourceOf(acquirer: Acquirer, named: { token?: string; card?: string }): Source | null {
  if (named.token !== undefined) return tokenOf(acquirer, named.token);
  return named.card === undefined ? null : keptOf(acquirer, named.card);
}

function keptOf({ books, clock }: Acquirer, id: string): Source | null {
  const kept = books.vault.get(id);
  const origin = kept && books.sessions.get(kept.sessionId)?.origin;
  if (kept === undefined || origin === undefined) return null;
  const expiry = readExpiry(kept.card.expiry);
  const isExpired = expiry !== null && isPast(expiry, new Date(clock.millis()));
  const { sessionId, card, behaviour } = kept;
  return { id, sessionId, origin, card, behaviour, isExpired };
}

function tokenOf({ books, clock }: Acquirer, id: string): Source | null {
  const token = books.tokens.get(id);
  const session = token && books.sessions.get(token.sessionId);
  if (token === undefined || session === undefined) return null;
  if (clock.millis() > token.expiresAt || books.chargeOfToken.has(id)) return null;
  const { sessionId, card, behaviour } = token;
  return { id, sessionId, origin: session.origin, card, behaviour, isExpired: false };
}

/** Puts the card of a charge that succeeds into the vault, where that was asked for. */
export async function keepCard({ books }: Acquirer, charge: Charge): Promise<void> {
  const token = books.tokens.get(charge.tokenId);
  if (charge.keep !== true || token === undefined) return;
  if (books.keptBy(charge.id) !== undefined) return;
  await books.write({
    kind: 'kept',
    card: {
      id: newId('card'),
      chargeId: charge.id,
      sessionId: token.sessionId,
      card: token.card,
      behaviour: token.behaviour,
      fingerprint: token.fingerprint,
    },
  });
}

/** Removes a card for ever; as often as it is asked for. */
export async function forgetCard({ books }: Acquirer, id: string): Promise<void> {
  if (books.vault.has(id)) await books.write({ kind: 'forgotten', cardId: id });
}
