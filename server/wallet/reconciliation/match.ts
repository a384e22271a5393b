import type { RailItemId } from '#common/id';
import type { MatchRule } from '#common/reconciliation';
import { Temporal } from '#platform/clock';
import { bookedByRule } from './book-own.ts';
import type { RailItem } from './rail.ts';

export type Line = Pick<RailItem, 'id' | 'side' | 'day' | 'amountMinor' | 'refs' | 'code'>;
export type Found = {
  readonly rule: Exclude<MatchRule, 'by_hand'>;
  readonly lines: readonly RailItemId[];
};

/** Days between two lines of one sum without any common reference that may still be the same. */
const SAME_SUM_DAYS = 3;
/** Ids that we give: a line that names one is about that and nothing else. */
const OURS = /^(?:wd|rt|tu|cb|bk|pb)_/;

/**
 * Brings open lines of both sides together, by rules in their order: one with one that names the same; all that name the same, where their
 * sums agree (a batch, a booking and what takes it back); the only two of one sum within days. What is found always agrees. Pure.
 */
export function matchLines(open: readonly Line[]): Found[] {
  const left = new Map(open.map((line) => [line.id, line]));
  const found: Found[] = [];
  const take = (rule: Found['rule'], lines: readonly Line[]): void => {
    for (const { id } of lines) left.delete(id);
    found.push({ rule, lines: lines.map(({ id }) => id) });
  };
  const byRef = indexByRef(open);
  for (const line of open.filter(({ side }) => side === 'ours')) {
    const partner = partnerOf(line, byRef, left);
    if (partner) take('reference', [line, partner]);
  }
  for (const group of groupsOf([...left.values()])) if (agrees(group)) take('several', group);
  for (const pair of pairsOfOneSum([...left.values()])) take('same_sum', pair);
  return found;
}

function indexByRef(lines: readonly Line[]): Map<string, Line[]> {
  const index = new Map<string, Line[]>();
  for (const line of lines)
    for (const ref of line.refs) {
      const known = index.get(ref);
      if (known) known.push(line);
      else index.set(ref, [line]);
    }
  return index;
}

/** The one of the other side with the same sum that shares most references; of those the nearest day. */
function partnerOf(
  line: Line,
  byRef: ReadonlyMap<string, readonly Line[]>,
  left: ReadonlyMap<RailItemId, Line>,
): Line | null {
  const shared = new Map<Line, number>();
  for (const ref of line.refs)
    for (const other of byRef.get(ref) ?? [])
      if (other.side !== line.side && other.amountMinor === line.amountMinor && left.has(other.id))
        shared.set(other, (shared.get(other) ?? 0) + 1);
  const [best] = [...shared].toSorted(
    ([a, n], [b, k]) => k - n || daysBetween(a, line) - daysBetween(b, line) || (a.id < b.id ? -1 : 1),
  );
  return best?.[0] ?? null;
}

const daysBetween = (a: Line, b: Line): number =>
  Math.abs(Temporal.PlainDate.from(a.day).until(Temporal.PlainDate.from(b.day)).days);

/** Lines that name the same, directly or by others of them. */
function groupsOf(lines: readonly Line[]): Line[][] {
  const byRef = indexByRef(lines);
  const seen = new Set<Line>();
  const groups: Line[][] = [];
  for (const first of lines) {
    if (seen.has(first)) continue;
    const group: Line[] = [];
    const next = [first];
    seen.add(first);
    for (let line = next.pop(); line !== undefined; line = next.pop()) {
      group.push(line);
      for (const other of line.refs.flatMap((ref) => byRef.get(ref) ?? []))
        if (!seen.has(other)) {
          seen.add(other);
          next.push(other);
        }
    }
    groups.push(group);
  }
  return groups;
}

/** Whether lines make the same sum on both sides; one line alone never does. */
export function agrees(lines: readonly Pick<Line, 'side' | 'amountMinor'>[]): boolean {
  return lines.length > 1 && differenceOf(lines) === 0n;
}

/** Ours less theirs. */
export const differenceOf = (lines: readonly Pick<Line, 'side' | 'amountMinor'>[]): bigint =>
  lines.reduce((sum, { side, amountMinor }) => (side === 'ours' ? sum + amountMinor : sum - amountMinor), 0n);

/**
 * Where each side has exactly one line of a sum within days, and theirs names nothing of ours: nobody else could be meant. What a rule books by
 * itself is never what we posted before.
 */
function pairsOfOneSum(lines: readonly Line[]): [Line, Line][] {
  const bySum = new Map<bigint, { ours: Line[]; theirs: Line[] }>();
  for (const line of lines.filter((each) => bookedByRule(each) === null)) {
    const sums = bySum.get(line.amountMinor) ?? { ours: [], theirs: [] };
    sums[line.side].push(line);
    bySum.set(line.amountMinor, sums);
  }
  return [...bySum.values()].flatMap(({ ours, theirs }): [Line, Line][] => {
    const [our, their] = [ours[0], theirs[0]];
    if (!our || !their || ours.length > 1 || theirs.length > 1) return [];
    if (their.refs.some((ref) => OURS.test(ref)) || daysBetween(our, their) > SAME_SUM_DAYS) return [];
    return [[our, their]];
  });
}
