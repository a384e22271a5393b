import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { entryTitle } from '#web/entry-words.ts';
import { Loaded } from '../app/Loaded.tsx';
import { useWide } from '../app/use-wide.ts';
import { useFilters } from '../history/use-filters.ts';
import { entryQuery } from '../session.ts';
import { EntryStory } from './EntryStory.tsx';
import { useBankReturn } from './use-bank-return.ts';

/** One entry: a page of its own on a phone, the right side of the history where there is room. */
export function EntryPage(): ReactElement {
  const { id = '' } = useParams({ strict: false });
  const filters = useFilters();
  const wide = useWide();
  const query = useQuery(entryQuery(id));
  useBankReturn(id);
  const title = query.data ? entryTitle(query.data) : m.customer_entry();
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  const story = (
    <Loaded
      query={query}
      loading={<SkeletonText lines={6} />}
      failed={{ title: m.customer_entry_failed(), text: m.customer_entries_failed_text() }}
    >
      {(entry) => <EntryStory key={entry.id} entry={entry} />}
    </Loaded>
  );
  if (!wide)
    return (
      <PageColumn bar={<AppBar title={title} back={<Link to="/history" search={filters} />} />}>
        {story}
      </PageColumn>
    );
  return (
    <>
      <h2 className="-mb-4 text-20 font-semibold">{title}</h2>
      {story}
    </>
  );
}
