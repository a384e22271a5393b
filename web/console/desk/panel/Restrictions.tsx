import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { blockedWords, toldWord } from '#web/restriction-words.ts';
import type { ConsoleCase } from '../../session.ts';

/** What is blocked, as the customer reads it: who speaks with the customer knows no more. Nothing where nothing is. */
export function Restrictions({
  restrictions,
}: {
  restrictions: ConsoleCase['customer']['restrictions'];
}): ReactElement | null {
  const format = useTimeFormat();
  if (restrictions.length === 0) return null;
  return (
    <section>
      <h3>{m.console_panel_restrictions()}</h3>
      <ul className="grid gap-2">
        {restrictions.map(({ why, blocked, since, dueAt }) => (
          <li key={`${why} ${since}`} className="grid gap-0.5">
            <span className="font-medium text-held">{toldWord(why)}</span>
            <span className="text-ink-2">{blockedWords(blocked, format.locale)}</span>
            <span className="num text-12 text-ink-3">
              {formatDeskTime(since, format)}
              {dueAt ? ` · ${m.console_panel_due({ when: formatDeskTime(dueAt, format) })}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
