// Seals a stream with a passphrase, piece by piece, so that a backup can lie where others can read. The construction is STREAM
// (Hoang, Reyhanitabar, Rogaway, Vizár 2015): AES-256-GCM per piece, the nonce counts the pieces and marks the last one, so pieces
// can be neither exchanged nor left out, and a cut end is seen.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { OperatorError } from '../operator-error.ts';

export type SealingKey = Buffer;

/** Plain bytes of a piece. */
const PIECE_BYTES = 256 * 1024;
const TAG_BYTES = 16;
/** Of the 12 bytes of a nonce: 7 by chance per stream, 4 count, 1 says whether it is the last. */
const PREFIX_BYTES = 7;
/** Source: RFC 7914 §2; 64 MiB and about 0.2 s, once per backup. */
const SCRYPT = { N: 65_536, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

export const newSalt = (): string => randomBytes(16).toString('base64url');

/** The key that belongs to a passphrase; the salt is no secret and stands in the manifest. */
export const sealingKey = (passphrase: string, salt: string): SealingKey =>
  scryptSync(passphrase, Buffer.from(salt, 'base64url'), 32, SCRYPT);

function nonceOf(prefix: Buffer, piece: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(piece, PREFIX_BYTES);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** `name` is bound in: a sealed part cannot be given out for another one. */
export async function* seal(
  source: AsyncIterable<Buffer>,
  key: SealingKey,
  name: string,
): AsyncGenerator<Buffer> {
  const prefix = randomBytes(PREFIX_BYTES);
  yield prefix;
  let number = 0;
  for await (const { piece, isLast } of piecesOf(source, PIECE_BYTES)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, number, isLast), {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(Buffer.from(name));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/** Throws when the key is another, or anything was changed, moved or cut off. */
export async function* unseal(
  source: AsyncIterable<Buffer>,
  key: SealingKey,
  name: string,
): AsyncGenerator<Buffer> {
  let prefix: Buffer | undefined;
  let number = 0;
  for await (const { piece, isLast } of piecesOf(source, PIECE_BYTES + TAG_BYTES, PREFIX_BYTES)) {
    if (!prefix) {
      prefix = piece;
      continue;
    }
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(prefix, number, isLast), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(name));
    try {
      decipher.setAuthTag(piece.subarray(-TAG_BYTES));
      yield Buffer.concat([decipher.update(piece.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (error) {
      throw new OperatorError(
        `${name} does not open: the passphrase is another one, or the file was changed`,
        {
          cause: error,
        },
      );
    }
    number += 1;
  }
  if (number === 0) throw new OperatorError(`${name} is cut off`);
}

/** Pieces of a length, the first of another one if asked; the last one, which may be empty, is marked. */
async function* piecesOf(
  source: AsyncIterable<Buffer>,
  length: number,
  first = length,
): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let kept: Buffer[] = [];
  let bytes = 0;
  let wanted = first;
  for await (const chunk of source) {
    kept.push(chunk);
    bytes += chunk.length;
    // One byte more than a piece must be there: otherwise it may be the last.
    while (bytes > wanted) {
      const whole = Buffer.concat(kept);
      yield { piece: whole.subarray(0, wanted), isLast: false };
      kept = [whole.subarray(wanted)];
      bytes -= wanted;
      wanted = length;
    }
  }
  yield { piece: Buffer.concat(kept), isLast: true };
}
