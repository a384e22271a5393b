/**
 * Signatures that anyone can check with the keys at `/.well-known/okpay-keys.json`: Ed25519 (RFC 8032) over the name of the purpose,
 * a line break and the text, all UTF-8. The purpose keeps a signature of one kind of paper from standing under another.
 */
export type PublishedKey = {
  readonly id: string;
  readonly algorithm: 'Ed25519';
  /** The 32 bytes of the public key in base64url. */
  readonly publicKey: string;
  readonly validFrom: string;
  /** Set when the key may have been stolen: then nothing that it ever signed proves anything. */
  readonly revokedAt: string | null;
  /** Why it was revoked, in the operator's words. */
  readonly revocationReason: string | null;
};

export const signedText = (purpose: string, text: string): string => `${purpose}\n${text}`;

/** Bytes of base64url text, or null unless it is the one way to write them: a spare bit that is set would be another text for the same bytes. */
export function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
    return base64UrlOfBytes(bytes) === text ? bytes : null;
  } catch {
    return null; // A length that base64 does not have.
  }
}

export const base64UrlOfBytes = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Whether this key signed this text for this purpose. */
export async function isSignedBy(
  key: PublishedKey,
  { purpose, text, signature }: { purpose: string; text: string; signature: string },
): Promise<boolean> {
  const [publicKey, bytes] = [bytesOfBase64Url(key.publicKey), bytesOfBase64Url(signature)];
  if (publicKey === null || publicKey.length !== 32 || bytes === null) return false;
  const imported = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return crypto.subtle.verify(
    'Ed25519',
    imported,
    bytes,
    new TextEncoder().encode(signedText(purpose, text)),
  );
}

/** SHA-256 as 64 hexadecimal digits. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
