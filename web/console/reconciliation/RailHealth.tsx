import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { railHealthQuery } from '../session.ts';
import { FAULTS, type Health, railWord } from './rail-words.ts';

/** When each rail was heard last, and what waits for its word. The days below stand on their own if this cannot be loaded. */
export function RailHealth(): ReactElement | null {
  const { data, isError } = useQuery(railHealthQuery);
  if (isError) return null;
  return (
    <section className="grid gap-2" aria-label={m.reconciliation_health()}>
      <h3 className="text-15 font-semibold">{m.reconciliation_health()}</h3>
      {data ? (
        <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,320px),1fr))] gap-4">
          {data.rails.map((health) => (
            <One key={health.rail} health={health} />
          ))}
        </div>
      ) : (
        <SkeletonText lines={6} />
      )}
    </section>
  );
}

/** Days that a rail has told in a way that nobody can book by: whole reports that wait for a right one. */
function Refused({ refused }: { refused: Health['refused'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="mt-3 grid gap-1 border-t border-line pt-3 text-13">
      <p className="text-ink-2">{m.reconciliation_refused_text()}</p>
      <ul className="grid gap-1">
        {refused.map(({ day, currency, line, fault, at }) => (
          <li key={`${day} ${currency}`} className="num">
            {m.reconciliation_refused_one({
              day,
              currency,
              where: line === 0 ? m.reconciliation_refused_head() : m.reconciliation_refused_line({ line }),
              fault: FAULTS[fault](),
            })}{' '}
            <span className="text-ink-2">{formatDeskTime(at, format)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function One({ health }: { health: Health }): ReactElement {
  const format = useTimeFormat();
  const { rail, lastInAt, lastOutAt, lastStatedDay, unknown, refusedFiles, waitingFiles, openBreaks } =
    health;
  const { refused } = health;
  const at = (time: string | null): ReactElement => (
    <span className="num">{time ? formatDeskTime(time, format) : m.reconciliation_never()}</span>
  );
  const count = (n: number): ReactElement => (
    <span className="num">{n === 0 ? m.reconciliation_nothing() : n}</span>
  );
  const isBank = rail === 'rail:bank';
  return (
    <div className="card p-4">
      <h4 className="mb-2 font-semibold">{railWord(rail)}</h4>
      <DefinitionRows
        tight
        rows={[
          { label: m.reconciliation_heard(), value: at(lastInAt) },
          ...(isBank ? [{ label: m.reconciliation_sent(), value: at(lastOutAt) }] : []),
          {
            label: m.reconciliation_stated(),
            value: <span className="num">{lastStatedDay ?? m.reconciliation_never()}</span>,
          },
          {
            label: m.reconciliation_unknown(),
            value: unknown.oldest
              ? m.reconciliation_unknown_some({
                  count: unknown.count,
                  when: formatDeskTime(unknown.oldest, format),
                })
              : m.reconciliation_nothing(),
          },
          { label: m.reconciliation_refused(), value: count(refusedFiles) },
          ...(isBank ? [{ label: m.reconciliation_waiting(), value: count(waitingFiles) }] : []),
          { label: m.reconciliation_open_lines(), value: count(openBreaks) },
        ]}
      />
      {refused.length === 0 ? null : <Refused refused={refused} />}
    </div>
  );
}
