import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { fromWire, type Currency } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useLocale } from '#ui/i18n.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { monthText } from '#web/statement-words.ts';
import type { Months } from './Statements.tsx';

type Wallet = Months['items'][number];
/** Months that are shown before somebody asks for more. */
const FIRST = 12;

/** One row a month, with what stood on the wallet at its end. */
export function MonthRows({
  wallet: { currency, months },
  among,
}: {
  wallet: Wallet;
  among: readonly Currency[];
}): ReactElement {
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const shown = all ? months : months.slice(0, FIRST);
  return (
    <Section title={m.statement_by_month()}>
      <Card>
        {shown.map(({ from, to, isOver, closing }) => (
          <ListRow
            key={from}
            title={monthText(from, locale)}
            sub={isOver ? m.statement_closing() : m.statement_month_runs()}
            tail={
              closing ? (
                <Amount money={fromWire(closing)} size="row" among={among} />
              ) : (
                <span className="text-13 text-ink-3">{m.statement_archived()}</span>
              )
            }
            render={<Link to="/statement" search={{ currency, from, to }} />}
          />
        ))}
      </Card>
      {shown.length < months.length ? (
        <div className="mt-3">
          <Button wide onClick={() => setAll(true)}>
            {m.statement_months_more({ count: months.length - shown.length })}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}
