// What an archived part says of itself: a small signed file beside its rows, and the same text in ledger.archived_part.
import { z } from 'zod';
import { canonicalJson } from '#common/canonical-json';
import { isSignedBy, type PublishedKey } from '#common/signature';
import { partSchema } from '#platform/backup/parts';
import { sha256 } from '#platform/crypto';
import type { SigningKeys } from '#platform/signing-keys';

const PURPOSE = 'okpay journal archive v1';
const wholeNumber = z.string().regex(/^\d{1,19}$/);
const chain = z.string().regex(/^([0-9a-f]{64})?$/);
const manifestSchema = z.strictObject({
  format: z.literal(PURPOSE),
  part: z.int().min(0),
  /** The file of its rows: its name, its sizes, its SHA-256. */
  file: partSchema,
  rows: wholeNumber,
  refused: wholeNumber,
  accounts: wholeNumber,
  /** Chains of SHA-256 over the rows, over what stays of each, over where they leave each account; empty without rows. */
  rowsHash: chain,
  idsHash: chain,
  carriedHash: chain,
  /** The block that sealed its newest row. */
  block: z.strictObject({ number: wholeNumber, hash: chain }).nullable(),
  /** SHA-256 of the manifest of the part before. */
  previous: chain,
  archivedAt: z.iso.datetime(),
  keyId: z.string(),
  signature: z.string(),
});
export type Manifest = z.output<typeof manifestSchema>;

const signedPart = (manifest: Manifest): string => canonicalJson({ ...manifest, signature: undefined });

/** The text of a manifest, signed. */
export function signedManifest(
  content: Omit<Manifest, 'format' | 'keyId' | 'signature'>,
  signingKeys: Pick<SigningKeys, 'sign' | 'current'>,
): string {
  const manifest: Manifest = { format: PURPOSE, ...content, keyId: signingKeys.current, signature: '' };
  const { signature } = signingKeys.sign(PURPOSE, signedPart(manifest));
  return `${JSON.stringify({ ...manifest, signature }, null, 2)}\n`;
}

/** Reads a manifest; null when the text is none. Whether it is genuine tells `manifestFault`. */
export function readManifest(text: string): Manifest | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  return manifestSchema.safeParse(given).data ?? null;
}

/** What the manifest of the next part names as the one before it. */
export const digestOf = (text: string): string => sha256(text).toString('hex');

/**
 * Why a manifest proves nothing; null when it does. A key that was stolen later may have written it: then only the rows in the file do,
 * which are proved by their blocks; `rowsAreRead` says that they are compared.
 */
export async function manifestFault(
  manifest: Manifest,
  keys: readonly PublishedKey[],
  { rowsAreRead }: { rowsAreRead: boolean },
): Promise<string | null> {
  const key = keys.find(({ id }) => id === manifest.keyId);
  if (!key) return `its key ${manifest.keyId} is not among the keys`;
  if (key.revokedAt !== null && !rowsAreRead)
    return `its key ${manifest.keyId} was reported stolen; with --archive its rows are proved by their blocks`;
  const { signature } = manifest;
  return (await isSignedBy(key, { purpose: PURPOSE, text: signedPart(manifest), signature }))
    ? null
    : 'it was changed after it was signed';
}
