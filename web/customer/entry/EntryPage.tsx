import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleHelp, FileText, MessageSquare } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Pill } from '#ui/Pill.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { entryQuery } from '../session.ts';
import { EntryReason } from './EntryReason.tsx';
import { signedAmount } from './EntryRow.tsx';
import { EntryDetails, Movements } from './EntryDetails.tsx';
import { entryTitle, PILL_OF, toneOf, type EntryDetail } from '#web/entry-words.ts';
import { factLine, stationsOf, storyWord, toneState } from '#web/story-words.ts';
import { formatTime } from '#common/format';

/** One entry: how much, what state, where the money is, who acts next, what to press, and the whole story below. */
export function EntryPage(): ReactElement {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(entryQuery(id));
  const title = query.data ? entryTitle(query.data) : m.customer_entry();
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  return (
    <PageColumn bar={<AppBar title={title} back={<Link to="/history" />} />}>
      <AsyncView<EntryDetail, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={(error) => (
          <FailedState title={problemIn(error)?.title ?? m.customer_entry_failed()} onRetry={() => void query.refetch()} retrying={query.isFetching}>
            {problemIn(error)?.detail ?? m.customer_entries_failed_text()}
          </FailedState>
        )}
        full={(entry) => <Story entry={entry} />}
      />
    </PageColumn>
  );
}

function Story({ entry }: { entry: EntryDetail }): ReactElement {
  const format = useTimeFormat();
  const pill = PILL_OF[entry.state] ?? 'completed';
  const tone = toneOf(entry);
  return (
    <>
      <section className="grid gap-1.5">
        <div className="flex items-center justify-between gap-3">
          <span className="min-w-0 text-ink-2">{entry.counterparty.detail ? `${entry.counterparty.name} · ${entry.counterparty.detail}` : entry.counterparty.name}</span>
          <Pill status={pill} />
        </div>
        <Amount money={signedAmount(entry)} size="big" tone={tone === 'void' ? undefined : tone} sign={tone === 'void' ? 'never' : 'both'} />
        {entry.note ? <p className="text-ink-2">{m.customer_note({ note: entry.note })}</p> : null}
      </section>
      {entry.reason ? (
        <EntryReason entry={entry} reason={entry.reason} />
      ) : (
        <Card pad>
          <WhereTrack stations={stationsOf(entry)} />
        </Card>
      )}
      <Section title={m.customer_timeline()}>
        <Timeline
          items={entry.timeline.toReversed().map((step, place) => ({
            key: `${step.at}-${step.kind}-${place}`,
            state: toneState(step.tone),
            what: storyWord(step.kind),
            when: formatTime(step.at, format),
            at: step.at,
            fact: factLine(step.facts, format) || undefined,
          }))}
        />
      </Section>
      <EntryDetails entry={entry} />
      <Movements entry={entry} />
      <Section title={m.customer_entry_help_title()}>
        <Card>
          <ListRow icon={<CircleHelp size={20} aria-hidden="true" />} title={m.customer_entry_ask({ what: entryTitle(entry), amount: formatMoney(fromWire(entry.amount), { locale: format.locale }) })} render={<Link to="/help-me" search={{ entry: entry.id }} />} />
          <ListRow icon={<FileText size={20} aria-hidden="true" />} title={m.customer_entry_receipt()} render={<Link to="/receipt/$id" params={{ id: entry.id }} />} />
          {entry.cases.map((one) => (
            <ListRow key={one.id} icon={<MessageSquare size={20} aria-hidden="true" />} title={m.customer_entry_case()} render={<Link to="/help-me/$caseId" params={{ caseId: one.id }} />} />
          ))}
        </Card>
      </Section>
    </>
  );
}
