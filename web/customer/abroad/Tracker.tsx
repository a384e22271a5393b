import type { ReactElement } from 'react';
import { formatDeadline, formatTime, type TimeFormat } from '#common/format';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows, type DefinitionRow } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import type { EntryDetail } from '#web/entry-words.ts';
import { arrivalText, basisText, termsRows } from './abroad-words.ts';
import { Recall } from './Recall.tsx';

type Terms = NonNullable<EntryDetail['crossBorder']>;
type Kind = EntryDetail['timeline'][number]['kind'];

/** Where a transfer abroad is, like a parcel: steps with their times, who acts next and by when, and what was promised beside what became of it. */
export function Tracker({ entry }: { entry: EntryDetail }): ReactElement | null {
  const format = useTimeFormat();
  const terms = entry.crossBorder;
  if (!terms || entry.state === 'failed') return null;
  return (
    <>
      <Section title={m.abroad_track()}>
        <Card pad>
          <Timeline items={stepsOf(entry, format)} />
          <div className="mt-4">
            <DefinitionRows ruled rows={factsOf(entry, terms, format)} />
          </div>
          <Recall entry={entry} />
        </Card>
      </Section>
      <Section title={m.abroad_terms()}>
        <Card className="px-4">
          <DefinitionRows ruled rows={termsRows(terms, format)} />
        </Card>
      </Section>
    </>
  );
}

/** When a step happened first; the story is told newest first. */
const timeOf = ({ timeline }: EntryDetail, ...kinds: Kind[]): string | null =>
  timeline.findLast(({ kind }) => kinds.includes(kind))?.at ?? null;

function stepsOf(entry: EntryDetail, format: TimeFormat): TimelineItem[] {
  const steps: readonly [key: string, what: string, at: string | null][] = [
    ['confirmed', m.abroad_track_confirmed(), timeOf(entry, 'cross_border_requested')],
    ['sent', m.abroad_track_sent(), timeOf(entry, 'cross_border_sent')],
    [
      'there',
      m.abroad_track_there(),
      timeOf(entry, 'cross_border_pending_credit', 'cross_border_pending_documents'),
    ],
    ['delivered', m.abroad_track_delivered(), timeOf(entry, 'cross_border_delivered')],
  ];
  const back = timeOf(entry, 'cross_border_returned', 'cross_border_rejected', 'cross_border_cancelled');
  const all =
    back === null
      ? steps
      : [...steps.filter(([, , at]) => at !== null), ['back', m.abroad_track_back(), back] as const];
  const reached = all.findLastIndex(([, , at]) => at !== null);
  return all
    .map(([key, what, at], place): TimelineItem => ({
      key,
      what,
      when: at === null ? '' : formatTime(at, format),
      at: at ?? undefined,
      state: stateOf({ place, reached, isEnd: key === 'delivered', isBack: key === 'back' }),
    }))
    .toReversed();
}

function stateOf({
  place,
  reached,
  isEnd,
  isBack,
}: {
  place: number;
  reached: number;
  isEnd: boolean;
  isBack: boolean;
}): TimelineItem['state'] {
  if (place > reached) return 'future';
  if (isBack) return 'failed';
  return place === reached && !isEnd ? 'now' : 'done';
}

const ACTORS: Record<NonNullable<EntryDetail['nextActor']>, (() => string) | null> = {
  you: m.abroad_track_next_you,
  okpay: m.abroad_track_next_okpay,
  bank: m.abroad_track_next_bank,
  other_person: m.abroad_track_next_other,
  nobody: null,
};

function factsOf(entry: EntryDetail, terms: Terms, format: TimeFormat): DefinitionRow[] {
  const { nextActor, dueAt } = entry;
  const actor = nextActor && ACTORS[nextActor]?.();
  const arrived = timeOf(entry, 'cross_border_delivered');
  return [
    ...(actor ? [{ label: m.abroad_track_next(), value: actor }] : []),
    ...(actor && dueAt ? [{ label: m.abroad_track_due(), value: formatDeadline(dueAt, format) }] : []),
    {
      label: m.abroad_track_promised(),
      value: `${arrivalText(terms, format)} · ${basisText(terms, format)}`,
    },
    ...(arrived
      ? [
          {
            label: m.abroad_track_actual(),
            value: `${formatTime(arrived, format)} · ${keptText(terms, arrived)}`,
          },
        ]
      : []),
    {
      label: m.abroad_track_uetr(),
      value: (
        <span className="block min-w-0 break-all">
          <span className="num">{terms.uetr}</span>{' '}
          <CopyButton text={terms.uetr} what={m.abroad_track_uetr()} />
        </span>
      ),
    },
  ];
}

const HOUR_MS = 3_600_000;
function keptText({ arrivesFrom, arrivesBy }: Terms, at: string): string {
  const [from, by, then] = [arrivesFrom, arrivesBy, at].map((text) => Date.parse(text));
  if (from === undefined || by === undefined || then === undefined) return '';
  if (then < from) return m.abroad_track_early();
  if (then <= by) return m.abroad_track_kept();
  return m.abroad_track_missed({ late: `${Math.ceil((then - by) / HOUR_MS)} h` });
}
