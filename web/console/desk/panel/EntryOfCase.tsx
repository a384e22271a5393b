import type { ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { CopyButton } from '#ui/CopyButton.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { entryTitle, PILL_OF, type EntryDetail } from '#web/entry-words.ts';
import { factLine, stationsOf, storyWord, toneState } from '#web/story-words.ts';
import type { ConsoleCase } from '../../session.ts';
import { StatePill } from './StatePill.tsx';

type Props = Pick<ConsoleCase, 'explanation' | 'evidence'> & { entry: EntryDetail };

/** What the case is about: the entry as it stands now, what the customer was told, and how it stood when the case was opened. */
export function EntryOfCase({ entry, explanation: { reason }, evidence }: Props): ReactElement {
  const format = useTimeFormat();
  const amount = formatMoney(fromWire(entry.amount), { locale: format.locale, sign: 'never' });
  const stations = stationsOf(entry);
  return (
    <section>
      <h3>
        <span>
          {entryTitle(entry)} <span className="num">{amount}</span>
        </span>
        <StatePill status={PILL_OF[entry.state] ?? 'completed'} />
      </h3>
      <p className="mb-2.5 flex items-center gap-1 text-ink-3">
        <span className="num">{shortId(entry.id)}</span>
        <CopyButton text={entry.id} what={m.console_entry_id()} />
      </p>
      {reason ? (
        <div className="desk-reason">
          <ReasonCard
            happened={
              <>
                {reason.happened} <code className="text-ink-3">{reason.code}</code>
              </>
            }
            money={reason.money}
            stations={stations}
            next={reason.next}
          />
        </div>
      ) : (
        <WhereTrack stations={stations} />
      )}
      <div className="mt-3.5">
        <Timeline wide items={stepsOf(entry, format)} />
      </div>
      <Evidence entry={entry} evidence={evidence} />
    </section>
  );
}

function stepsOf({ timeline }: EntryDetail, format: ReturnType<typeof useTimeFormat>): TimelineItem[] {
  return timeline.map((step, place) => ({
    key: `${step.at}-${place}`,
    state: toneState(step.tone),
    what: storyWord(step.kind),
    when: formatDeskTime(step.at, format),
    at: step.at,
    fact: factLine(step, format) || undefined,
  }));
}

/** The signed snapshot: what everybody went by when the case began. */
function Evidence({ entry, evidence }: Pick<Props, 'entry' | 'evidence'>): ReactElement {
  const format = useTimeFormat();
  const then = evidence.entry?.state;
  return (
    <p className="mt-2 text-12 text-ink-3">
      {m.console_evidence({ time: formatDeskTime(evidence.takenAt, format) })}
      {then && then !== entry.state ? (
        <>
          {' '}
          <StatePill status={PILL_OF[then] ?? 'completed'} />
        </>
      ) : null}
    </p>
  );
}
