/** Marks the acquirer's messages among whatever else may be posted to a page. */
export const CHANNEL = 'card-fields';
/** Pixels between which the frame may choose its height: it must not cover the page. */
const HEIGHT_MIN = 120;
const HEIGHT_MAX = 900;
/** Longest token that a frame may give, in characters; ours are a few dozen. */
const TOKEN_MAX = 200;

/** What tells a card from others; the number is not in it. */
export type Card = { readonly brand: string; readonly last4: string };
const BRAND_MAX = 30;

/** What the card frame may tell the page. The number of the card is in none of it. */
export type FrameMessage =
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'valid'; readonly valid: boolean }
  | { readonly type: 'submit' }
  | { readonly type: 'token'; readonly token: string; readonly card: Card | null }
  | { readonly type: 'error' };

/** A message as the browser gives it, and who may speak: the acquirer's origin, from within the frame that we opened. */
type Posted = { readonly origin: string; readonly source: unknown; readonly data: unknown };
type Speaker = { readonly origin: string | null; readonly source: unknown };

/** What was said, if the frame said it in the agreed words; every other page that posts to us is not heard. */
export function heardFromFrame({ origin, source, data }: Posted, speaker: Speaker): FrameMessage | null {
  if (speaker.origin === null || origin !== speaker.origin) return null;
  if (source === null || source === undefined || source !== speaker.source) return null;
  if (typeof data !== 'object' || data === null || !('channel' in data) || !('type' in data)) return null;
  if (data.channel !== CHANNEL) return null;
  if (data.type === 'height' && 'height' in data && typeof data.height === 'number' && data.height > 0)
    return { type: 'height', height: Math.min(HEIGHT_MAX, Math.max(HEIGHT_MIN, data.height)) };
  if (data.type === 'valid') return { type: 'valid', valid: 'valid' in data && data.valid === true };
  if (data.type === 'token' && 'token' in data && typeof data.token === 'string')
    return data.token !== '' && data.token.length <= TOKEN_MAX
      ? { type: 'token', token: data.token, card: cardIn(data) }
      : null;
  if (data.type === 'submit' || data.type === 'error') return { type: data.type };
  return null;
}

function cardIn(data: object): Card | null {
  if (!('brand' in data) || !('last4' in data)) return null;
  const { brand, last4 } = data;
  if (typeof brand !== 'string' || brand === '' || brand.length > BRAND_MAX) return null;
  return typeof last4 === 'string' && /^\d{4}$/.test(last4) ? { brand, last4 } : null;
}
