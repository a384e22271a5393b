import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { type Source, sourceLook, sourceWord, whyWord } from './rate-words.ts';

export function SourceCards({ sources }: { sources: readonly Source[] }): ReactElement {
  return (
    <section className="grid gap-2" aria-label={m.rates_sources()}>
      <h3 className="text-15 font-semibold">{m.rates_sources()}</h3>
      {sources.length === 0 && <p className="prose text-ink-2">{m.rates_no_source()}</p>}
      <div className="grid gap-4 pane:grid-cols-2">
        {sources.map((source) => (
          <One key={source.name} source={source} />
        ))}
      </div>
    </section>
  );
}

function One({ source }: { source: Source }): ReactElement {
  const format = useTimeFormat();
  const { name, askedAt, answeredAt, newestDay, failing } = source;
  const { status, word } = sourceLook(source);
  const at = (time: string | null): ReactElement => (
    <span className="num">{time ? formatDeskTime(time, format) : m.rates_never()}</span>
  );
  return (
    <div className="card grid content-start gap-2 p-4">
      <h4 className="flex flex-wrap items-center justify-between gap-2 font-semibold">
        <span className="min-w-0 break-words">{sourceWord(name)}</span>
        <Pill status={status}>{word}</Pill>
      </h4>
      <DefinitionRows
        tight
        rows={[
          { label: m.rates_asked(), value: at(askedAt) },
          { label: m.rates_answered(), value: at(answeredAt) },
          {
            label: m.rates_newest(),
            value: <span className="num">{newestDay ?? m.rates_never()}</span>,
          },
        ]}
      />
      {failing && (
        <p className="prose text-ink-2">
          {m.rates_failing({
            why: whyWord(failing.why),
            times: failing.times,
            since: formatDeskTime(failing.since, format),
          })}
        </p>
      )}
    </div>
  );
}
