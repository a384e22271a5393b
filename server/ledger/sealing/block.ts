import { Temporal } from '#platform/clock';
import type { LeafType } from './leaf.ts';
import { sha256Of, tagOf } from './leaf.ts';

/** What the signature of a block says: this hash, under this name. */
export const BLOCK_PURPOSE = 'okpay ledger block v1';
/** Rows of one block: a receipt's path has at most 12 steps, and no process is kept from its requests for long. */
export const BLOCK_LEAVES_MAX = 4_096;
/** A block's own tag; rows have 1 to 3. */
const BLOCK_TYPE = 0x42;
export const NO_BLOCK_BEFORE: Buffer = Buffer.alloc(32);

/** A range of numbers, both ends within, and how many rows stand in it. Empty when `last` is one less than `first`. */
export type Range = { readonly first: bigint; readonly last: bigint; readonly count: number };
export type Ranges = Readonly<Record<LeafType, Range>>;
export const SEALED_TYPES = ['transfer', 'account', 'flag_change'] as const satisfies readonly LeafType[];

export type Block = {
  readonly number: bigint;
  readonly ranges: Ranges;
  readonly previousHash: Buffer;
  readonly merkleRoot: Buffer;
  readonly salt: Buffer;
  /** `leavesText` of its leaves. */
  readonly leaves: Buffer;
  readonly sealedAt: Temporal.Instant;
  readonly hash: Buffer;
  readonly keyId: string;
  readonly signature: string;
};
export type Head = Omit<Block, 'hash' | 'keyId' | 'signature'>;

const EPOCH = Temporal.Instant.from('2000-01-01T00:00:00Z');
/** A time as the database sends it: microseconds since 2000-01-01T00:00:00Z. */
export const microsOf = (at: Temporal.Instant): bigint =>
  (at.epochNanoseconds - EPOCH.epochNanoseconds) / 1_000n;
/** A digest over what names the rows, so that a name that `verify` tells is as good as the signature. */
export const leavesDigest = ({ salt, leaves }: Pick<Block, 'salt' | 'leaves'>): Buffer =>
  sha256Of(Buffer.of(4), salt, leaves);

/** The bytes that the hash of a block covers; `ledger.block_head` makes the same. */
export function headBytes(head: Head): Buffer {
  const numbers = [
    head.number,
    ...SEALED_TYPES.flatMap((type) => [head.ranges[type].first, head.ranges[type].last]),
  ];
  const bytes = Buffer.alloc(numbers.length * 8 + SEALED_TYPES.length * 4);
  let at = 0;
  for (const number of numbers) at = bytes.writeBigInt64BE(number, at);
  for (const type of SEALED_TYPES) at = bytes.writeInt32BE(head.ranges[type].count, at);
  const sealedAt = Buffer.alloc(8);
  sealedAt.writeBigInt64BE(microsOf(head.sealedAt));
  return Buffer.concat([
    tagOf(BLOCK_TYPE),
    bytes,
    head.previousHash,
    head.merkleRoot,
    leavesDigest(head),
    sealedAt,
  ]);
}
export const hashOf = (head: Head): Buffer => sha256Of(headBytes(head));
