import { z } from 'zod';
import type { CardSource } from '../kept-card.ts';
import { idSchema } from './wire.ts';

/** Either of them, and never both; neither where no card is charged. */
export const cardSourceShape = {
  /** What the acquirer's frame made of a typed card. */
  cardToken: z.string().min(8).max(200).optional(),
  keptCardId: idSchema('kc').optional(),
};
type Sent = z.output<z.ZodObject<typeof cardSourceShape>>;
const count = ({ cardToken, keptCardId }: Sent): number =>
  [cardToken, keptCardId].filter((each) => each !== undefined).length;
/** For `refine` of a body that has the shape. */
export const namesNoTwoCards = (body: Sent): boolean => count(body) <= 1;
export const ONE_CARD = { path: ['cardToken'], error: 'either cardToken or keptCardId' };

/** Of a body that names no two; null where it names none. */
export function cardSourceOf({ cardToken, keptCardId }: Sent): CardSource | null {
  if (keptCardId !== undefined) return { keptCardId };
  return cardToken === undefined ? null : { cardToken };
}

/** A top-up as it is sent: with one of them. */
export const TOP_UP_EXAMPLE = {
  id: 'tu_01JDB8C2QX7Z3W4V5T6R8P9N0M',
  quoteId: 'qt_01JDB8C2QX7Z3W4V5T6R8P9N0M',
  cardToken: 'tok_0123456789',
};
