import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { caseStateWord } from '#web/case-words.ts';
import type { ConsoleCase } from '../../session.ts';

/** What this customer asked before, and what is still open. */
export function PastCases({ cases }: { cases: ConsoleCase['customer']['pastCases'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <section>
      <h3>
        {m.console_past_cases()}
        <span className="font-normal text-ink-3">{cases.length}</span>
      </h3>
      {cases.length === 0 ? <p className="text-ink-2">{m.console_none()}</p> : null}
      <ul className="grid gap-1">
        {cases.map((one) => (
          <li key={one.id} className="flex items-baseline justify-between gap-3">
            <Link
              to="/cases/$id"
              params={{ id: one.id }}
              search={{ view: 'all' }}
              className="link alone min-w-0"
            >
              {one.title}
            </Link>
            <span className="flex-none text-ink-3">
              <span className="num">{formatDeskTime(one.openedAt, format)}</span> · {caseStateWord(one.state)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
