import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { BookOpen, MessageSquare, Search } from 'lucide-react';
import { useDeferredValue, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { call, problemIn } from '#web/call.ts';
import { MainTabs } from '../app/MainTabs.tsx';
import { EntryRow } from '../entry/EntryRow.tsx';
import { caseStateWord } from '#web/case-words.ts';
import { Explanation } from './Explanation.tsx';
import { OpenCase } from './OpenCase.tsx';

type Case = OkOf<typeof api.case>;

/** Help starts from what is on the screen: the entry's own reason first, then answers, then a person. */
export function HelpStart(): ReactElement {
  const { entry } = useSearch({ strict: false });
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    document.title = `${m.customer_tab_help()} · OKPay`;
  }, []);
  const bar = <AppBar title={m.customer_tab_help()} {...(entry ? { back: <Link to="/entry/$id" params={{ id: entry }} /> } : {})} />;
  return (
    <PageColumn bar={bar} {...(entry ? {} : { foot: <MainTabs /> })}>
      {entry ? <AboutEntry id={entry} /> : <SearchHelp />}
      {entry ? null : <RecentEntries />}
      {asking ? (
        <OpenCase entryId={entry ?? null} onCancel={() => setAsking(false)} />
      ) : (
        <Section title={m.customer_help_person_title()}>
          <Card pad>
            <p className="prose mb-4 text-ink-2">{entry ? m.customer_help_person_entry() : m.customer_help_person()}</p>
            <Button variant={entry ? 'line' : 'primary'} icon={<MessageSquare size={20} aria-hidden="true" />} onClick={() => setAsking(true)}>
              {m.customer_help_talk()}
            </Button>
          </Card>
        </Section>
      )}
      {entry ? null : <Cases />}
    </PageColumn>
  );
}

/** The answer that needs nobody: from the real state of this entry. */
function AboutEntry({ id }: { id: string }): ReactElement {
  const format = useTimeFormat();
  const query = useQuery({ queryKey: ['explanation', id, format.locale], queryFn: ({ signal }) => call(api.explain, { query: { entry: id }, signal }) });
  if (query.isPending) return <SkeletonText lines={5} />;
  if (query.isError) {
    return (
      <Card>
        <FailedState title={problemIn(query.error)?.title ?? m.customer_entry_failed()} onRetry={() => void query.refetch()} retrying={query.isFetching}>
          {problemIn(query.error)?.detail ?? m.customer_entries_failed_text()}
        </FailedState>
      </Card>
    );
  }
  return <Explanation explanation={query.data} entryId={id} />;
}

function SearchHelp(): ReactElement {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const { locale } = useTimeFormat();
  const { data, isSuccess } = useQuery({ queryKey: ['help-search', asked, locale], staleTime: 60_000, placeholderData: keepPreviousData, queryFn: ({ signal }) => call(api.searchHelp, { query: { q: asked, locale, limit: 5 }, signal }) });
  const items = data?.items ?? [];
  return (
    <section className="grid gap-3" aria-label={m.customer_help_search()}>
      <TextInput icon={<Search size={20} aria-hidden="true" />} type="search" aria-label={m.customer_help_search()} placeholder={m.customer_help_search_hint()} value={text} maxLength={120} onChange={(event) => setText(event.target.value)} />
      <Card>
        {items.map((article) => (
          <ListRow key={article.slug} icon={<BookOpen size={20} aria-hidden="true" />} title={article.title} sub={asked === '' ? undefined : article.excerpt} render={<a href={`/help/${article.slug}`}>{article.title}</a>} />
        ))}
        {isSuccess && items.length === 0 ? <p className="prose p-4 text-ink-2">{m.customer_help_nothing()}</p> : null}
      </Card>
    </section>
  );
}

/** Most questions are about one of the latest entries: asking from there needs no explaining. */
function RecentEntries(): ReactElement | null {
  const { data } = useQuery({ queryKey: ['entries', 'help'], queryFn: ({ signal }) => call(api.entries, { query: { limit: 3 }, signal }) });
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={m.customer_help_about_which()}>
      <Card>
        {data.items.map((entry) => (
          <EntryRow key={entry.id} entry={entry} dated to="help" />
        ))}
      </Card>
    </Section>
  );
}

function Cases(): ReactElement | null {
  const format = useTimeFormat();
  const { data } = useQuery({ queryKey: ['cases'], queryFn: ({ signal }) => call(api.cases, { query: { limit: 20 }, signal }) });
  if (!data || data.items.length === 0) return null;
  const unread = (one: Case): boolean => one.lastSeq > one.readByCustomerSeq;
  return (
    <Section title={m.customer_help_cases()}>
      <Card>
        {data.items.map((one) => (
          <ListRow
            key={one.id}
            icon={<MessageSquare size={20} aria-hidden="true" />}
            tone={unread(one) ? 'pending' : undefined}
            title={one.title}
            sub={`${caseStateWord(one.state)} · ${formatTime(one.updatedAt, format)}`}
            tail={unread(one) ? <span className="count late">{m.customer_help_new()}</span> : undefined}
            render={<Link to="/help-me/$caseId" params={{ caseId: one.id }} />}
          />
        ))}
      </Card>
    </Section>
  );
}
