// Envelope encryption: each thing has a key of its own, which lies beside its row wrapped by the installation's newest key. A new
// installation key re-wraps small keys, not files; a row without its key is a file that nobody can open any more.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring } from '#platform/keys';

const KEY_BYTES = 32;
const IV_BYTES = 12; // NIST SP 800-38D §8.2: 96 bits.
const TAG_BYTES = 16;
const FORMAT = Buffer.from('okpay1');

/** A new data key, wrapped. `context` names whose it is and must be given again. */
export function newDataKey(keys: Keyring, context: string): { key: Buffer; wrapped: string } {
  const key = randomBytes(KEY_BYTES);
  return { key, wrapped: keys.encrypt(key.toString('base64url'), context) };
}

/** Throws when the wrapping key is not here or the context is another one. */
export const unwrapKey = (keys: Keyring, wrapped: string, context: string): Buffer =>
  Buffer.from(keys.decrypt(wrapped, context), 'base64url');

/** AES-256-GCM. `label` is bound to the bytes, so that one file cannot be put in another's place. */
export function sealBytes(key: Buffer, plain: Uint8Array, label: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(label));
  return Buffer.concat([FORMAT, iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when a bit was changed, or the key or the label is another one. */
export function openBytes(key: Buffer, sealed: Buffer, label: string): Buffer {
  const from = FORMAT.length;
  if (!sealed.subarray(0, from).equals(FORMAT)) throw new Error('not sealed in a way that is known');
  const iv = sealed.subarray(from, from + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(label));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const body = sealed.subarray(from + IV_BYTES, sealed.length - TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]);
}
