import type { ReactElement } from 'react';
import { dayKey, formatDayHeading } from '#common/format';
import { Card } from '#ui/Card.tsx';
import { DayHeading } from '#ui/DayHeading.tsx';
import { useTimeFormat } from '#ui/format.ts';
import type { EntrySummary } from '#web/entry-words.ts';
import type { HistoryFilters } from '../history/filters.ts';
import { currenciesOf, EntryRow } from './EntryRow.tsx';

type Props = {
  items: readonly EntrySummary[];
  filters?: HistoryFilters | undefined;
  hidden?: boolean | undefined;
};

/** Entries, newest first, under the day they were made on. */
export function EntryDays({ items, filters, hidden }: Props): ReactElement {
  const format = useTimeFormat();
  const days = Map.groupBy(items, ({ createdAt }) => dayKey(createdAt, format.timeZone));
  const among = currenciesOf(items);
  return (
    <Card>
      {[...days].map(([day, entries]) => (
        <section key={day}>
          <DayHeading>{formatDayHeading(entries[0]?.createdAt ?? day, format)}</DayHeading>
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} among={among} filters={filters} hidden={hidden} />
          ))}
        </section>
      ))}
    </Card>
  );
}
