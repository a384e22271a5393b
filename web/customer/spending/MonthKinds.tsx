import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { fromWire, type Currency } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Section } from '#ui/Section.tsx';
import { KIND_WORDS } from '#web/statement-words.ts';
import type { SpendingMonth } from './Spending.tsx';

/** Percent of the largest, as whole numbers: a bar is never drawn without length. */
const shareOf = (part: string, most: string): number =>
  Math.max(1, Number((BigInt(part) * 100n) / (BigInt(most) || 1n)));

/** One month by kind, the largest first, each with a bar as long as its part of the largest. */
export function MonthKinds({
  month: { kinds, from, to },
  currency,
}: {
  month: SpendingMonth;
  currency: Currency;
}): ReactElement {
  const [way, setWay] = useState<'in' | 'out'>('out');
  const shown = kinds.filter(({ direction }) => direction === way);
  const most = shown[0]?.amount.amount ?? '1';
  return (
    <Section
      title={m.statement_head_by_kind()}
      aside={
        <SegmentedControl
          label={m.customer_filter_direction()}
          value={way}
          options={[
            { value: 'out', label: m.statement_out() },
            { value: 'in', label: m.statement_in() },
          ]}
          onChange={setWay}
        />
      }
    >
      <Card>
        {shown.length === 0 ? (
          <p className="px-4 py-5 text-ink-2">
            {way === 'out' ? m.statement_spending_no_out() : m.statement_spending_no_in()}
          </p>
        ) : (
          <ul className="kindbars">
            {shown.map(({ kind, count, amount }) => (
              <li key={kind}>
                <span className="flex items-baseline justify-between gap-3">
                  <span className="font-medium">
                    {KIND_WORDS[kind]()}
                    <span className="ml-2 text-13 font-normal text-ink-3">
                      {m.statement_lines_count({ count })}
                    </span>
                  </span>
                  <Amount money={fromWire(amount)} />
                </span>
                <span className="bar" aria-hidden="true">
                  <i style={{ width: `${shareOf(amount.amount, most)}%` }} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <div className="mt-3">
        <Button wide render={<Link to="/statement" search={{ currency, from, to }} />}>
          {m.statement_open_month()}
        </Button>
      </div>
    </Section>
  );
}
