import type { z } from 'zod';
import type { statementFiguresSchema, statementLineSchema } from '#common/api/statement';
import { type Money, toWire } from '#common/money';
import { textOf } from '#platform/clock';
import type { Meant } from './issue-statement.ts';
import type { Figures, KindSum, Line } from './statement.ts';

export const showKind = ({ amount, ...sum }: KindSum) => ({ ...sum, amount: toWire(amount) });

export function showFigures(
  { currency, period }: Pick<Meant, 'currency' | 'period'>,
  { figures, fees }: { figures: Figures; fees: Money },
): z.input<typeof statementFiguresSchema> {
  return {
    currency,
    from: period.from,
    to: period.to,
    timeZone: period.timeZone,
    until: textOf(period.until),
    opening: toWire(figures.opening),
    in: toWire(figures.in),
    out: toWire(figures.out),
    closing: toWire(figures.closing),
    lines: figures.lines,
    kinds: figures.kinds.map(showKind),
    fees: toWire(fees),
  };
}

export const showLine = (line: Line): z.input<typeof statementLineSchema> => ({
  at: textOf(line.at),
  kind: line.kind,
  direction: line.direction,
  amount: toWire(line.amount),
  balance: toWire(line.balance),
  reference: line.reference,
  counterparty: line.counterparty && { ...line.counterparty },
  note: line.note,
});
