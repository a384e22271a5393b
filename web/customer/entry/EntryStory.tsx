import { Link } from '@tanstack/react-router';
import { CircleHelp, FileText, MapPin, MessageSquare, ShieldAlert } from 'lucide-react';
import { lazy, Suspense, type ReactElement } from 'react';
import { formatMoney, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Pill } from '#ui/Pill.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { entryNoun, partyText, PILL_OF, toneOf, type EntryDetail } from '#web/entry-words.ts';
import { factLine, stationsOf, storyWord, toneState } from '#web/story-words.ts';
import { EntryDetails, Movements } from './EntryDetails.tsx';
import { EntryNews } from './EntryNews.tsx';
import { EntryReason } from './EntryReason.tsx';
import { signedAmount } from './EntryRow.tsx';

/** Loaded with the first entry that has one. */
const Tracker = lazy(async () => ({ default: (await import('../abroad/Tracker.tsx')).Tracker }));

/** How much, what state, where the money is, who acts next, what to press, and the whole story below. */
export function EntryStory({ entry }: { entry: EntryDetail }): ReactElement {
  const format = useTimeFormat();
  const tone = toneOf(entry);
  return (
    <>
      <EntryNews entry={entry} />
      <section className="grid gap-1.5">
        <div className="flex items-center justify-between gap-3">
          <span className="min-w-0 text-ink-2">{partyText(entry)}</span>
          <Pill status={PILL_OF[entry.state] ?? 'completed'} />
        </div>
        <Amount
          money={signedAmount(entry)}
          size="big"
          tone={tone === 'void' ? undefined : tone}
          sign={tone === 'void' ? 'never' : 'both'}
        />
        {entry.note ? <p className="text-ink-2">{m.customer_note({ note: entry.note })}</p> : null}
      </section>
      {entry.reason ? (
        <EntryReason entry={entry} reason={entry.reason} />
      ) : (
        <Card pad>
          <WhereTrack stations={stationsOf(entry)} />
        </Card>
      )}
      {entry.crossBorder ? (
        <Suspense fallback={<SkeletonText lines={6} />}>
          <Tracker entry={entry} />
        </Suspense>
      ) : null}
      <Section title={m.customer_timeline()}>
        <Timeline
          items={entry.timeline.map((step, place) => ({
            key: `${step.at}-${step.kind}-${place}`,
            state: toneState(step.tone),
            what: storyWord(step.kind),
            when: formatTime(step.at, format),
            at: step.at,
            fact: factLine(step, format) || undefined,
          }))}
        />
      </Section>
      <EntryDetails entry={entry} />
      <Movements entry={entry} />
      <StillAQuestion entry={entry} />
    </>
  );
}

/** A withdrawal that is on its way, or has left; what is back need not be disowned. */
const WITHDRAWN = [
  'in_review',
  'requested',
  'in_batch',
  'sent',
  'accepted',
  'checking',
  'conflict',
  'paid',
] as const;
/** Money that left by the owner’s hand, or should have; what came in is nobody’s to disown. */
const isOwnPayment = ({ kind, direction, state }: EntryDetail): boolean =>
  (kind === 'transfer' && direction === 'out' && state === 'completed') ||
  (kind === 'top_up' && state === 'settled') ||
  (kind === 'withdrawal' && WITHDRAWN.some((each) => each === state));

const ICON = { size: 20, 'aria-hidden': true } as const;

/** The ways on from here: a person who sees this entry, proof of it, what was said about it. */
function StillAQuestion({ entry }: { entry: EntryDetail }): ReactElement {
  const { locale } = useTimeFormat();
  const amount = formatMoney(fromWire(entry.amount), { locale });
  return (
    <div className="print:hidden">
      <Section title={m.customer_entry_help_title()}>
        <Card>
          <ListRow
            icon={<CircleHelp {...ICON} />}
            title={m.customer_entry_ask({ what: entryNoun(entry), amount })}
            render={<Link to="/help-me" search={{ entry: entry.id }} />}
          />
          <ListRow
            icon={<MapPin {...ICON} />}
            title={entry.direction === 'out' ? m.trace_link() : m.trace_link_in()}
            render={<Link to="/entry/$id/trace" params={{ id: entry.id }} />}
          />
          <ListRow
            icon={<FileText {...ICON} />}
            title={m.customer_entry_receipt()}
            render={<Link to="/receipt/$id" params={{ id: entry.id }} />}
          />
          {isOwnPayment(entry) ? (
            <ListRow
              icon={<ShieldAlert {...ICON} />}
              title={
                entry.kind === 'withdrawal' ? m.petition_claim_link_withdrawal() : m.petition_claim_link()
              }
              render={<Link to="/entry/$id/not-mine" params={{ id: entry.id }} />}
            />
          ) : null}
          {entry.cases.map((one) => (
            <ListRow
              key={one.id}
              icon={<MessageSquare {...ICON} />}
              title={m.customer_entry_case()}
              render={<Link to="/help-me/$caseId" params={{ caseId: one.id }} />}
            />
          ))}
        </Card>
      </Section>
    </div>
  );
}
