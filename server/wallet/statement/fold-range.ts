import { createHash } from 'node:crypto';
import { add, money, zero } from '#common/money';
import { invariant } from '#common/result';
import { type LineRange, linesOf, type StatementLine } from '#ledger';
import { textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { Figures, KindSum } from './statement.ts';

export type Moving = StatementLine & { readonly effect: 'in' | 'out' };
/** A hold reserves and a release frees; only the others move the balance. */
export const isMoving = (line: StatementLine): line is Moving => line.effect !== 'neither';

/** One line as the digest of a statement covers it. */
export const digestText = ({
  seq,
  transfer,
  postedAt,
  code,
  effect,
  amount,
  balanceAfter,
}: StatementLine): string =>
  `${seq} ${transfer} ${textOf(postedAt)} ${code} ${effect} ${amount.minor} ${balanceAfter.minor}\n`;

/** Adds up a range in one pass and takes the digest of its lines. That they lead from the opening to the closing balance is checked each time. */
export async function foldRange(
  read: Reader,
  range: LineRange,
): Promise<{ figures: Figures; linesDigest: string }> {
  const { currency } = range.opening;
  const sums = new Map<string, KindSum>();
  const digest = createHash('sha256');
  let lines = 0;
  for await (const page of linesOf(read, range, 'newest_first')) {
    const moving = page.filter(isMoving);
    lines += moving.length;
    for (const { code: kind, effect: direction, amount } of moving) {
      const known = sums.get(`${kind} ${direction}`) ?? { kind, direction, count: 0, amount: zero(currency) };
      sums.set(`${kind} ${direction}`, {
        ...known,
        count: known.count + 1,
        amount: add(known.amount, amount),
      });
    }
    digest.update(moving.map(digestText).join(''));
  }
  const kinds = [...sums.values()].toSorted(bySize);
  const sumOf = (way: 'in' | 'out'): bigint =>
    kinds.reduce((sum, { direction, amount }) => (direction === way ? sum + amount.minor : sum), 0n);
  const [moneyIn, moneyOut] = [money(sumOf('in'), currency), money(sumOf('out'), currency)];
  const { opening, closing } = range;
  invariant(opening.minor + moneyIn.minor - moneyOut.minor === closing.minor, 'a statement adds up');
  return {
    figures: { opening, in: moneyIn, out: moneyOut, closing, lines, kinds },
    linesDigest: digest.digest('hex'),
  };
}

/** Money in before money out, the largest sum first. */
const bySize = (a: KindSum, b: KindSum): number =>
  a.direction === b.direction
    ? Number(b.amount.minor > a.amount.minor) - Number(b.amount.minor < a.amount.minor)
    : a.direction === 'in'
      ? -1
      : 1;
