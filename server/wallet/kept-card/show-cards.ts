import type { z } from 'zod';
import type { keptCardSchema } from '#common/api/kept-card';
import { cardText } from '#common/card-scheme';
import { type Refusal, wireReason, type WireReason } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import { isPast, type KeepingFailure, type KeptCard } from './kept-card.ts';

export type WireCard = z.input<typeof keptCardSchema>;

/** A card as its owner sees it: never what it is charged by. */
export const cardShown = (card: KeptCard, now: Temporal.Instant): WireCard => ({
  id: card.id,
  state: card.state,
  card: card.face && { brand: card.face.brand, last4: card.face.last4 },
  expiry: card.face?.expiry ?? null,
  isExpired: card.face !== null && isPast(card.face, now),
  isDefault: card.isDefault,
  createdAt: card.createdAt.toString(),
  nextActor: card.state === 'challenged' ? 'you' : card.state === 'asked' ? 'okpay' : null,
  dueAt: card.dueAt?.toString() ?? null,
  challengeUrl: card.challengeUrl,
  reason: card.failure && reasonOf(card.failure, card),
  replaces: card.replaces,
});

const reasonOf = (code: KeepingFailure, { face }: KeptCard): WireReason =>
  wireReason({ code, card: face ? cardText(face) : '••••' } as Refusal);
