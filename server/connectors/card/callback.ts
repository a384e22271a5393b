import { z } from 'zod';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { type CallbackRefusal, parseJson, proveNews } from '../signed-news.ts';
import { type ChargeOutcome, chargeSchema, outcomeOf } from './charge.ts';

export const CARD_EVENT_TYPES = [
  'charge.processing',
  'charge.succeeded',
  'charge.declined',
  'charge.refunded',
  'charge.charged_back',
] as const;
export type CardEventType = (typeof CARD_EVENT_TYPES)[number];

/** News from the acquirer, proven to be its own. It may come late, twice or out of order: a reason to ask, not a fact to book. */
export type CardCallback = {
  /** The same for every delivery of this event. */
  id: string;
  type: CardEventType;
  createdAt: Temporal.Instant;
  reference: string;
  outcome: ChargeOutcome;
};
/** An event of a kind that we do not know is answered as heard, else it would come for ever. */
export type IgnoredCallback = { id: string; type: 'ignored' };

const envelopeSchema = z.object({ id: z.string().min(1).max(200), type: z.string().max(60) });
const bodySchema = z.object({
  id: z.string(),
  type: z.enum(CARD_EVENT_TYPES),
  created: z.iso.datetime(),
  charge: chargeSchema,
});

type Keys = { callbackSecret: string | readonly string[]; challengeOrigin: string };

/** Checks signature, then age, then form, over the bytes as they came. */
export function readCallback(
  rawBody: string | Uint8Array,
  signatureHeader: string | undefined,
  now: Temporal.Instant,
  keys: Keys,
): Result<CardCallback | IgnoredCallback, CallbackRefusal> {
  const body = Buffer.from(rawBody);
  const proven = proveNews(body, signatureHeader, now, keys.callbackSecret);
  if (!proven.ok) return proven;
  return readBody(body, keys.challengeOrigin);
}

function readBody(
  body: Buffer,
  challengeOrigin: string,
): Result<CardCallback | IgnoredCallback, CallbackRefusal> {
  const parsed = parseJson(body.toString('utf8'));
  const envelope = envelopeSchema.safeParse(parsed);
  if (!envelope.success) return err({ code: 'body_unreadable' });
  if (!CARD_EVENT_TYPES.some((type) => type === envelope.data.type))
    return ok({ id: envelope.data.id, type: 'ignored' });
  const event = bodySchema.safeParse(parsed);
  if (!event.success) return err({ code: 'body_unreadable' });
  const { id, type, created, charge } = event.data;
  return ok({
    id,
    type,
    createdAt: Temporal.Instant.from(created),
    reference: charge.reference,
    outcome: outcomeOf(charge, challengeOrigin),
  });
}
