import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signature may be, and how far ahead, in milliseconds. */
const TOLERANCE_MILLIS = 5 * 60_000;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over `<seconds>.<text>`. */
export function sign(secret: string, millis: number, text: string): string {
  const seconds = Math.floor(millis / 1_000);
  return `t=${seconds},v1=${macOf(secret, seconds, text)}`;
}

/** Whether the one who holds the secret has signed exactly this text, just now. */
export function isSigned(secret: string, millis: number, text: string, signature: string): boolean {
  const [, seconds, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (seconds === undefined || mac === undefined) return false;
  if (Math.abs(millis - Number(seconds) * 1_000) > TOLERANCE_MILLIS) return false;
  return timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(macOf(secret, Number(seconds), text), 'hex'));
}

const macOf = (secret: string, seconds: number, text: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex');
