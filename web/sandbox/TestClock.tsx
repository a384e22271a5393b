import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { now, useNow } from '#ui/clock.ts';
import { Hint } from '#ui/Field.tsx';
import { useLocale } from '#ui/i18n.ts';
import { call } from '#web/call.ts';
import { failureText } from './failure-text.ts';
import { Looked } from './Looked.tsx';
import { Part } from './Part.tsx';
import { clockQuery, keepTime } from './queries.ts';
import { spanText } from './span-text.ts';

const HOUR = 3_600;
const STEPS = [
  { seconds: HOUR, label: m.sandbox_clock_hour },
  { seconds: 24 * HOUR, label: m.sandbox_clock_day },
  { seconds: 72 * HOUR, label: m.sandbox_clock_three_days },
] as const;

/** The hour of the sandbox. It can be moved on, never back. */
export function TestClock(): ReactElement {
  const query = useQuery(clockQuery);
  return (
    <Part title={m.sandbox_clock_title()}>
      <Looked query={query}>{({ aheadSeconds }) => <Face aheadSeconds={aheadSeconds} />}</Looked>
    </Part>
  );
}

function Face({ aheadSeconds }: { aheadSeconds: number }): ReactElement {
  const locale = useLocale();
  useNow(1); // Draws anew every second; a move is shown at once, so the time is read here.
  const moment = new Date(now());
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(moment);
  return (
    <div className="px-4 pb-5 column:px-5">
      <p className="num text-32 font-semibold">
        {new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', hourCycle: 'h23' }).format(moment)}
      </p>
      <p className="text-ink-2">
        {aheadSeconds === 0
          ? m.sandbox_clock_real({ date })
          : m.sandbox_clock_ahead({ date, span: spanText(aheadSeconds, locale) })}
      </p>
      <Moves />
      <p className="prose mt-3 text-ink-2">{m.sandbox_clock_hint()}</p>
      <p className="prose mt-2 text-ink-2">{m.sandbox_clock_forward()}</p>
    </div>
  );
}

function Moves(): ReactElement {
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (advanceSeconds: number) => call(api.moveSandboxClock, { body: { advanceSeconds } }),
    onSuccess: (moved) => {
      queries.setQueryData(clockQuery.queryKey, keepTime(moved));
      return queries.invalidateQueries();
    },
  });
  return (
    <>
      <div className="mt-3 grid max-w-[380px] grid-cols-3 gap-2">
        {STEPS.map(({ seconds, label }) => (
          <Button
            key={seconds}
            busy={move.isPending && move.variables === seconds}
            className="px-1!"
            onClick={() => {
              if (!move.isPending) move.mutate(seconds);
            }}
          >
            {label()}
          </Button>
        ))}
      </div>
      <Hint error={move.error ? failureText(move.error) : null} />
    </>
  );
}
