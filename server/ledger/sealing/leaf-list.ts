// Which rows a block sealed, in about six bytes each: the distance of its number from the one before (LEB128), four bytes of its leaf.
import { type Range, SEALED_TYPES, type Ranges } from './block.ts';
import type { Leaf, LeafType } from './leaf.ts';

/** Bytes of a leaf's hash that are kept to recognise it. The root tells that something is wrong; these only tell where. */
const MARK_BYTES = 4;

export type ListedLeaf = { readonly type: LeafType; readonly number: bigint; readonly mark: Buffer };

export const markOf = ({ hash }: Pick<Leaf, 'hash'>): Buffer => hash.subarray(0, MARK_BYTES);

/** The leaves stand by type, and by number within it. */
export function listOf(
  leaves: readonly Leaf[],
  ranges: Readonly<Record<LeafType, { first: bigint }>>,
): Buffer {
  const parts: Buffer[] = [];
  let [type, before] = [leaves[0]?.type, 0n];
  if (type) before = ranges[type].first;
  for (const leaf of leaves) {
    if (leaf.type !== type) before = ranges[leaf.type].first;
    type = leaf.type;
    parts.push(leb128(leaf.number - before), markOf(leaf));
    before = leaf.number;
  }
  return Buffer.concat(parts);
}

function leb128(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return Buffer.of(...bytes, Number(rest));
    bytes.push(Number(rest & 127n) | 128);
  }
}

/** Reads a list again; null when it is none. */
export function readList(list: Buffer, ranges: Ranges): ListedLeaf[] | null {
  const found: ListedLeaf[] = [];
  let at = 0;
  for (const type of SEALED_TYPES) {
    const { first, count }: Range = ranges[type];
    let number = first;
    for (let nth = 0; nth < count; nth += 1) {
      let [distance, shift, byte] = [0n, 0n, 128];
      while (byte & 128) {
        byte = list[at++] ?? 0;
        distance |= BigInt(byte & 127) << shift;
        shift += 7n;
      }
      number += distance;
      const mark = list.subarray(at, (at += MARK_BYTES));
      if (at > list.length) return null;
      found.push({ type, number, mark });
    }
  }
  return at === list.length ? found : null;
}
