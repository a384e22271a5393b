import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleHelp, FileText, History, MessageSquare, ShieldAlert } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { traceApi } from '#common/api/trace';
import { formatDeadline, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { call } from '#web/call.ts';
import { entryTitle, partyText, type EntryDetail } from '#web/entry-words.ts';
import { stationsOf } from '#web/story-words.ts';
import { findingText, findingTitle, tracePlaceWord, type Trace } from '#web/trace-words.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { entryQuery } from '../session.ts';
import { AskToLook } from './AskToLook.tsx';
import { InquiryPart } from './InquiryPart.tsx';
import { TraceProof } from './TraceProof.tsx';

export const traceQuery = (id: string) =>
  queryOptions({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => call(traceApi.trace, { params: { id }, signal }),
  });

/** “It says completed, but nobody got the money”: the one place where it is, what proves it, and who looks for it. */
export function TracePage(): ReactElement {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(entryQuery(id));
  useEffect(() => {
    document.title = `${m.trace_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.trace_title()} back={<Link to="/entry/$id" params={{ id }} />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={6} />}
        failed={{ title: m.trace_failed(), text: m.trace_failed_text() }}
      >
        {(entry) => <Check entry={entry} />}
      </Loaded>
    </SubPage>
  );
}

function Check({ entry }: { entry: EntryDetail }): ReactElement {
  const query = useQuery(traceQuery(entry.id));
  return (
    <Loaded
      query={query}
      loading={<SkeletonText lines={6} />}
      failed={{ title: m.trace_failed(), text: m.trace_failed_text() }}
    >
      {(trace) => <Found trace={trace} entry={entry} />}
    </Loaded>
  );
}

function Found({ trace, entry }: { trace: Trace; entry: EntryDetail }): ReactElement {
  const format = useTimeFormat();
  const { counterparty: name } = trace;
  const times = [
    trace.since ? m.trace_since({ when: formatTime(trace.since, format) }) : null,
    trace.expectedBy ? m.trace_expected({ when: formatDeadline(trace.expectedBy, format) }) : null,
  ].filter((text) => text !== null);
  return (
    <>
      <section className="grid gap-1.5">
        <p className="text-ink-2">
          {entryTitle(entry)} · {partyText(entry)}
        </p>
        <Amount money={fromWire(trace.amount)} size="big" sign="never" />
      </section>
      <section aria-live="polite">
        <Card pad className="grid gap-4">
          <div className="grid gap-1">
            <h2 className="text-17 font-semibold">{findingTitle(trace.finding)}</h2>
            <p className="prose">{findingText(trace.finding, name)}</p>
          </div>
          <div className="grid gap-1 rounded-control bg-well p-4">
            <p className="text-13 text-ink-3">{m.trace_here()}</p>
            <p className="font-medium">{tracePlaceWord(trace.place, name)}</p>
            {times.length > 0 ? <p className="text-13 text-ink-2">{times.join(' · ')}</p> : null}
            <div className="mt-3">
              <WhereTrack stations={stationsOf(entry)} />
            </div>
          </div>
        </Card>
      </section>
      {trace.inquiry ? <InquiryPart inquiry={trace.inquiry} finding={trace.finding} /> : null}
      {trace.mayAsk ? <AskToLook entryId={entry.id} /> : null}
      <TraceProof trace={trace} />
      <WhatNow trace={trace} entry={entry} />
    </>
  );
}

const ICON = { size: 20, 'aria-hidden': true } as const;

/** The ways on from here; none of them ends. */
function WhatNow({ trace, entry }: { trace: Trace; entry: EntryDetail }): ReactElement {
  const isOwnPayment = entry.kind === 'transfer' && entry.direction === 'out' && entry.state === 'completed';
  return (
    <Section title={m.trace_what_now()}>
      <Card>
        {trace.sums.length > 0 ? (
          <ListRow
            icon={<FileText {...ICON} />}
            title={m.trace_give_receipt()}
            render={<Link to="/receipt/$id" params={{ id: entry.id }} />}
          />
        ) : null}
        {trace.inquiry ? (
          <ListRow
            icon={<MessageSquare {...ICON} />}
            title={m.trace_see_case()}
            render={<Link to="/help-me/$caseId" params={{ caseId: trace.inquiry.caseId }} />}
          />
        ) : null}
        <ListRow
          icon={<History {...ICON} />}
          title={m.trace_see_entry()}
          render={<Link to="/entry/$id" params={{ id: entry.id }} />}
        />
        {isOwnPayment ? (
          <ListRow
            icon={<ShieldAlert {...ICON} />}
            title={m.trace_not_mine()}
            render={<Link to="/entry/$id/not-mine" params={{ id: entry.id }} />}
          />
        ) : null}
        <ListRow
          icon={<CircleHelp {...ICON} />}
          title={m.trace_ask_person()}
          render={<Link to="/help-me" search={{ entry: entry.id }} />}
        />
      </Card>
    </Section>
  );
}
