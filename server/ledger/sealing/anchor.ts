// An anchor is the newest block's head as a small signed file, to be kept where the database's owner cannot reach it: a cut-off end is
// otherwise invisible from within.
import { z } from 'zod';
import { canonicalJson } from '#common/canonical-json';
import { isSignedBy, type PublishedKey } from '#common/signature';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import type { LeafType } from './leaf.ts';
import { newestBlock } from './store.ts';

const ANCHOR_PURPOSE = 'okpay ledger anchor v1';
const wholeNumber = z.string().regex(/^\d{1,19}$/);
const anchorFile = z.strictObject({
  format: z.literal(ANCHOR_PURPOSE),
  block: wholeNumber,
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  lastSeq: wholeNumber,
  lastAccount: wholeNumber,
  lastFlagChange: wholeNumber,
  sealedAt: z.iso.datetime(),
  exportedAt: z.iso.datetime(),
  keyId: z.string(),
  signature: z.string(),
});
type AnchorFile = z.output<typeof anchorFile>;

export type Anchor = {
  readonly number: bigint;
  readonly hash: string;
  readonly last: Readonly<Record<LeafType, bigint>>;
  readonly file: AnchorFile;
};

const signedPart = (file: AnchorFile): string => canonicalJson({ ...file, signature: undefined });

/** The newest head, signed; null while nothing is sealed. The text is what goes into the file. */
export async function exportAnchor(
  read: Reader,
  { clock, signingKeys }: { clock: Clock; signingKeys: SigningKeys },
): Promise<{ text: string; block: bigint } | null> {
  const newest = await newestBlock(read);
  if (!newest) return null;
  const file: AnchorFile = {
    format: ANCHOR_PURPOSE,
    block: newest.number.toString(),
    hash: newest.hash.toString('hex'),
    lastSeq: newest.ranges.transfer.last.toString(),
    lastAccount: newest.ranges.account.last.toString(),
    lastFlagChange: newest.ranges.flag_change.last.toString(),
    sealedAt: newest.sealedAt.toString(),
    exportedAt: clock.now().toString(),
    keyId: signingKeys.current,
    signature: '',
  };
  const { signature } = signingKeys.sign(ANCHOR_PURPOSE, signedPart(file));
  return { text: `${JSON.stringify({ ...file, signature }, null, 2)}\n`, block: newest.number };
}

/** Reads an anchor's file; null when it is none. Whether it is genuine tells `anchorFault`. */
export function readAnchor(text: string): Anchor | null {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = anchorFile.safeParse(given);
  if (!parsed.success) return null;
  const { block, hash, lastSeq, lastAccount, lastFlagChange } = parsed.data;
  return {
    number: BigInt(block),
    hash,
    last: { transfer: BigInt(lastSeq), account: BigInt(lastAccount), flag_change: BigInt(lastFlagChange) },
    file: parsed.data,
  };
}

/** Why an anchor proves nothing; null when it does. A key that was stolen later may have written it. */
export async function anchorFault({ file }: Anchor, keys: readonly PublishedKey[]): Promise<string | null> {
  const key = keys.find(({ id }) => id === file.keyId);
  if (!key) return `its key ${file.keyId} is not among the keys`;
  if (key.revokedAt !== null) return `its key ${file.keyId} was reported stolen`;
  const { signature } = file;
  return (await isSignedBy(key, { purpose: ANCHOR_PURPOSE, text: signedPart(file), signature }))
    ? null
    : 'it was changed after it was signed';
}
