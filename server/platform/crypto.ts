import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Bytes of a token that opens something: 256 bits, far beyond guessing. */
const TOKEN_BYTES = 32;

/** A token for a session, a link or a key, as 43 letters of base64url. Store only its hash. */
export const randomToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
/** What a token made by `randomToken` looks like; anything else need not be looked up. */
export const isTokenShaped = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** A code of decimal digits for people to type, each as likely as the next. */
export const randomDigits = (digits: number): string =>
  Array.from({ length: digits }, () => String(randomInt(10))).join('');

export const sha256 = (value: string | Uint8Array): Buffer => createHash('sha256').update(value).digest();
export const hmacSha256 = (key: Uint8Array, value: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(value).digest();

/** Compares in a time that tells nothing about where two values differ, nor about their lengths. */
export function isSameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}
