import type { SideOfRow, TransferRow } from './leaf.ts';

/** Smallest number of a kind that says "was refused": it moved nothing. */
export const REFUSED = 8;
/** Kinds that change what is posted: single, capture, reversal. A hold and its release change what is reserved. */
export const MOVES = new Set([0, 2, 5]);

export type Touch = SideOfRow & { readonly seq: bigint };
/** The touches of accounts by a row, and by how much each balance moved. */
export const touchesOf = (row: TransferRow): { touch: Touch; by: bigint }[] => {
  if (row.kind >= REFUSED) return [];
  const moved = MOVES.has(row.kind) ? row.amount : 0n;
  return [
    { touch: { ...row.debit, seq: row.seq }, by: -moved },
    { touch: { ...row.credit, seq: row.seq }, by: moved },
  ];
};

/** Rows from before that are needed to judge these: the first touch of each account names the one before it. */
export function rowsBefore(rows: readonly TransferRow[]): bigint[] {
  const seen = new Set<bigint>();
  const wanted = new Set<bigint>();
  for (const { touch } of rows.flatMap(touchesOf)) {
    if (!seen.has(touch.account) && touch.prev !== 0n) wanted.add(touch.prev);
    seen.add(touch.account);
  }
  return [...wanted];
}

/** What is wrong with a row, in words for the log and for `verify`; null when every row follows from the one before it on its accounts. */
export function firstBreak(rows: readonly TransferRow[], before: readonly Touch[]): string | null {
  const newest = new Map<bigint, Touch>();
  const known = new Map<string, Touch>();
  for (const touch of before) known.set(`${touch.account}/${touch.seq}`, touch);
  for (const { touch, by } of rows.flatMap(touchesOf)) {
    const last = newest.get(touch.account) ?? known.get(`${touch.account}/${touch.prev}`);
    const found = breakOf(touch, by, last);
    if (found) return `transfer ${touch.seq} on account ${touch.account}: ${found}`;
    newest.set(touch.account, touch);
  }
  return null;
}

export function breakOf(touch: Touch, by: bigint, last: Touch | undefined): string | null {
  if (!last && touch.prev !== 0n) return `transfer ${touch.prev}, which it follows, is not there`;
  if (touch.prev !== (last?.seq ?? 0n)) return `it follows ${touch.prev}, but ${last?.seq} came before it`;
  if (touch.version !== (last?.version ?? 0n) + 1n)
    return `version ${touch.version} after ${last?.version ?? 0n}`;
  if (touch.after !== (last?.after ?? 0n) + by)
    return `balance ${touch.after}, but ${last?.after ?? 0n} and ${by} make ${(last?.after ?? 0n) + by}`;
  return null;
}
