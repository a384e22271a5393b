import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type Result } from '#common/result';
import { Temporal } from '#platform/clock';
import { isSameSecret } from '#platform/crypto';
import { type ChargeOutcome, chargeSchema, outcomeOf } from './charge.ts';

/** How far the signature's time may lie from ours, before and after. */
const TOLERANCE_SECONDS = 5 * 60;
/** Signatures that are looked at: an acquirer that changes its secret signs with both. */
const SIGNATURES_MAX = 4;

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
export type CallbackRefusal = {
  code: 'signature_missing' | 'signature_wrong' | 'signature_stale' | 'body_unreadable';
};

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
  const signature = parseSignature(signatureHeader);
  if (signature === null) return err({ code: 'signature_missing' });
  const body = Buffer.from(rawBody);
  const secrets = typeof keys.callbackSecret === 'string' ? [keys.callbackSecret] : keys.callbackSecret;
  const isGenuine = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(`${signature.time}.`).update(body).digest('hex');
    return signature.values.some((value) => isSameSecret(value, expected));
  });
  if (!isGenuine) return err({ code: 'signature_wrong' });
  const ageSeconds = now.epochMilliseconds / 1_000 - Number(signature.time);
  if (Math.abs(ageSeconds) > TOLERANCE_SECONDS) return err({ code: 'signature_stale' });
  return readBody(body, keys.challengeOrigin);
}

/** `t=<seconds>,v1=<hex>[,v1=<hex>]`. */
function parseSignature(header: string | undefined): { time: string; values: string[] } | null {
  const parts = (header ?? '').split(',', SIGNATURES_MAX + 1).map((part) => part.trim());
  const time = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  const values = parts.filter((part) => /^v1=[0-9a-f]{64}$/.test(part)).map((part) => part.slice(3));
  return time === undefined || values.length === 0 ? null : { time, values };
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
