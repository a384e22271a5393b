import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { MainPage } from '../app/MainPage.tsx';
import { currenciesOf, EntryRow } from '../entry/EntryRow.tsx';
import { caseStateWord } from '#web/case-words.ts';
import { Explanation } from './Explanation.tsx';
import { SearchHelp } from './SearchHelp.tsx';
import { NotLoaded } from '../app/NotLoaded.tsx';
import { AskAPerson } from './AskAPerson.tsx';
import { SubPage } from '../app/SubPage.tsx';

type Case = OkOf<typeof api.case>;

/** Help starts from what is on the screen: the entry's own reason first, then answers, then a person. */
export function HelpStart(): ReactElement {
  const { entry } = useSearch({ strict: false });
  useEffect(() => {
    document.title = `${m.customer_tab_help()} · OKPay`;
  }, []);
  if (entry) {
    return (
      <SubPage
        bar={<AppBar title={m.customer_tab_help()} back={<Link to="/entry/$id" params={{ id: entry }} />} />}
      >
        <AboutEntry id={entry} />
        <AskAPerson entryId={entry} />
      </SubPage>
    );
  }
  return (
    <MainPage split title={m.customer_tab_help()}>
      <div className="pane">
        <SearchHelp />
      </div>
      <div className="pane">
        <RecentEntries />
        <AskAPerson entryId={null} />
        <Cases />
      </div>
    </MainPage>
  );
}

/** The answer that needs nobody: from the real state of this entry. */
function AboutEntry({ id }: { id: string }): ReactElement {
  const format = useTimeFormat();
  const query = useQuery({
    queryKey: ['explanation', id, format.locale],
    queryFn: ({ signal }) => call(api.explain, { query: { entry: id }, signal }),
  });
  if (query.isPending) return <SkeletonText lines={5} />;
  if (query.isError) {
    return (
      <NotLoaded
        error={query.error}
        title={m.customer_entry_failed()}
        text={m.customer_entries_failed_text()}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }
  return <Explanation explanation={query.data} entryId={id} />;
}

/** Most questions are about one of the latest entries: asking from there needs no explaining. */
function RecentEntries(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['entries', 'help'],
    queryFn: ({ signal }) => call(api.entries, { query: { limit: 3 }, signal }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={m.customer_help_about_which()}>
      <Card>
        {data.items.map((entry) => (
          <EntryRow key={entry.id} entry={entry} dated to="help" among={currenciesOf(data.items)} />
        ))}
      </Card>
    </Section>
  );
}

function Cases(): ReactElement | null {
  const format = useTimeFormat();
  const { data } = useQuery({
    queryKey: ['cases'],
    queryFn: ({ signal }) => call(api.cases, { query: { limit: 20 }, signal }),
  });
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
