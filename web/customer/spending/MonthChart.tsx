import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Card } from '#ui/Card.tsx';
import { useLocale } from '#ui/i18n.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { type Bar, MonthBars } from '#ui/MonthBars.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { monthText, shortMonth } from '#web/statement-words.ts';
import { MonthTable } from './MonthTable.tsx';
import type { SpendingFigures, SpendingMonth } from './Spending.tsx';

type Props = { figures: SpendingFigures; place: number; onPlace: (place: number) => void };

/** The months beside each other: bars for money out, ticks for money in; the same figures as a table behind a switch. */
export function MonthChart({ figures, place, onPlace }: Props): ReactElement {
  const locale = useLocale();
  const [shown, setShown] = useState<'picture' | 'table'>('picture');
  const { months, currency } = figures;
  const month = months[place];
  // Hairlines stand at round sums; their minor digits would say nothing.
  const text = (minor: bigint): string => formatMoney({ minor, currency }, { locale }).replace(/\.0+$/, '');
  const bars = months.map((each): Bar => ({
    key: each.from,
    label: shortMonth(each.from, locale),
    value: BigInt(each.out.amount),
    tick: BigInt(each.in.amount),
  }));
  return (
    <>
      <div className="grid grid-cols-[44px_1fr_44px] items-center">
        <Step to={place - 1} way="back" months={months} onPlace={onPlace} />
        <b className="text-center" aria-live="polite">
          {month ? monthText(month.from, locale) : ''}
        </b>
        <Step to={place + 1} way="on" months={months} onPlace={onPlace} />
      </div>
      {month ? <Sums month={month} /> : null}
      <Card pad className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-13 text-ink-2">{m.statement_spending_how()}</p>
          <SegmentedControl
            label={m.statement_spending_shown()}
            value={shown}
            options={[
              { value: 'picture', label: m.statement_spending_picture() },
              { value: 'table', label: m.statement_spending_table() },
            ]}
            onChange={setShown}
          />
        </div>
        {shown === 'picture' ? (
          <MonthBars bars={bars} at={place} alternative={sentence(months, locale)} text={text} />
        ) : (
          <MonthTable months={months} />
        )}
      </Card>
    </>
  );
}

/** What somebody who does not see the picture is told. */
const sentence = (months: readonly SpendingMonth[], locale: 'en' | 'zh-CN'): string =>
  months
    .map(({ from, in: moneyIn, out }) =>
      m.statement_spending_alternative({
        month: monthText(from, locale),
        in: formatMoney(fromWire(moneyIn), { locale }),
        out: formatMoney(fromWire(out), { locale }),
      }),
    )
    .join(locale === 'en' ? ' ' : '');

/** One month back or on; at an end there is nowhere to go. */
function Step({
  to,
  way,
  months,
  onPlace,
}: {
  to: number;
  way: 'back' | 'on';
  months: readonly SpendingMonth[];
  onPlace: (place: number) => void;
}): ReactElement {
  const locale = useLocale();
  const there = months[to];
  if (!there) return <span />;
  const Icon = way === 'back' ? ChevronLeft : ChevronRight;
  return (
    <IconButton
      label={monthText(there.from, locale)}
      icon={<Icon size={22} aria-hidden="true" />}
      onClick={() => onPlace(to)}
    />
  );
}

function Sums({ month }: { month: SpendingMonth }): ReactElement {
  if (month.isArchived) return <p className="prose text-ink-2">{m.statement_spending_archived()}</p>;
  return (
    <dl className="grid grid-cols-2 gap-4">
      <div>
        <dt className="text-13 text-ink-2">{m.statement_out()}</dt>
        <dd>
          <Amount money={fromWire(month.out)} size="title" />
        </dd>
      </div>
      <div>
        <dt className="text-13 text-ink-2">{m.statement_in()}</dt>
        <dd>
          <Amount money={fromWire(month.in)} size="title" />
        </dd>
      </div>
    </dl>
  );
}
