import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import { fromWire, type Money } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { entryTitle, PILL_OF, toneOf, type EntrySummary } from '#web/entry-words.ts';
import { StatePill } from './StatePill.tsx';

/** What else happened with this customer's money lately. */
export function RecentEntries({ entries }: { entries: readonly EntrySummary[] }): ReactElement {
  return (
    <section>
      <h3>{m.console_recent()}</h3>
      {entries.length === 0 ? <p className="text-ink-2">{m.console_none()}</p> : null}
      <ul className="grid gap-2">
        {entries.map((entry) => (
          <OneEntry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function signed({ amount, direction }: EntrySummary): Money {
  const { minor, currency } = fromWire(amount);
  return { minor: direction === 'out' ? -minor : minor, currency };
}

function OneEntry({ entry }: { entry: EntrySummary }): ReactElement {
  const format = useTimeFormat();
  const status = PILL_OF[entry.state];
  const title = entryTitle(entry);
  const tone = toneOf(entry);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      <span className="cut" title={title}>
        {title}
      </span>
      <span className="text-right">
        <Amount size="plain" money={signed(entry)} sign={tone === 'void' ? 'never' : 'both'} tone={tone} />
      </span>
      <span className="num text-12 text-ink-3">{formatDeskTime(entry.createdAt, format)}</span>
      <span className="justify-self-end">{status ? <StatePill status={status} /> : null}</span>
    </li>
  );
}
