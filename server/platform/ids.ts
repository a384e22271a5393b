import { createHash, randomUUIDv7 } from 'node:crypto';
import { type Id, idFromUuid, type IdKind } from '#common/id';

/** A new UUIDv7: unguessable, and later ones sort after earlier ones of the same process. */
export const newUuid = (): string => randomUUIDv7();

/** A new business id in its wire form, e.g. `tr_01J9…`. */
export const newId = <Kind extends IdKind>(kind: Kind): Id<Kind> => idFromUuid(kind, newUuid());

/**
 * The UUID (version 8, RFC 9562 §5.8) that belongs to a list of names, the same for ever: what is derived twice is written once.
 * Each name is preceded by its length, so that ('a', 'bc') and ('ab', 'c') differ.
 */
export function deriveUuid(...names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${Buffer.byteLength(name)}:`).update(name);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
