import { createHmac } from 'node:crypto';
import { err, ok, type Result } from '#common/result';
import type { Temporal } from '#platform/clock';
import { isSameSecret } from '#platform/crypto';

/** How far the signature's time may lie from ours, before and after. */
const TOLERANCE_SECONDS = 5 * 60;
/** Signatures that are looked at: a provider that changes its secret signs with both. */
const SIGNATURES_MAX = 4;

export type CallbackRefusal = {
  code: 'signature_missing' | 'signature_wrong' | 'signature_stale' | 'body_unreadable';
};

/** Proves that a provider has sent exactly these bytes, just now: signature, then age. More than one secret while it changes it. */
export function proveNews(
  body: Uint8Array,
  signatureHeader: string | undefined,
  now: Temporal.Instant,
  secret: string | readonly string[],
): Result<void, CallbackRefusal> {
  const signature = parseSignature(signatureHeader);
  if (signature === null) return err({ code: 'signature_missing' });
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isGenuine = secrets.some((each) => {
    const expected = createHmac('sha256', each).update(`${signature.time}.`).update(body).digest('hex');
    return signature.values.some((value) => isSameSecret(value, expected));
  });
  if (!isGenuine) return err({ code: 'signature_wrong' });
  const ageSeconds = now.epochMilliseconds / 1_000 - Number(signature.time);
  return Math.abs(ageSeconds) > TOLERANCE_SECONDS ? err({ code: 'signature_stale' }) : ok(undefined);
}

/** `t=<seconds>,v1=<hex>[,v1=<hex>]`. */
function parseSignature(header: string | undefined): { time: string; values: string[] } | null {
  const parts = (header ?? '').split(',', SIGNATURES_MAX + 1).map((part) => part.trim());
  const time = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  const values = parts.filter((part) => /^v1=[0-9a-f]{64}$/.test(part)).map((part) => part.slice(3));
  return time === undefined || values.length === 0 ? null : { time, values };
}

/** Our own signature over a request, in the same form. */
export function signRequest(secret: string, now: Temporal.Instant, text: string): string {
  const seconds = Math.floor(now.epochMilliseconds / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')}`;
}

/** undefined for text that is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
