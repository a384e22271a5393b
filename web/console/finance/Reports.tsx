import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { bankRailQuery } from '../session.ts';
import { OUTCOMES, type Report } from './finance-words.ts';

/** What the bank has said, the newest first, with what was wrong with it; each can be fetched and read anew. */
export function Reports({ reports }: { reports: readonly Report[] }): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="min-w-[820px]">
      <DeskTable
        caption={m.finance_reports()}
        rows={reports}
        keyOf={({ number }) => number}
        columns={[
          {
            key: 'taken',
            head: m.finance_taken(),
            cell: ({ takenAt }) => <span className="num">{formatDeskTime(takenAt, format)}</span>,
          },
          {
            key: 'number',
            head: m.finance_number(),
            cell: ({ number }) => <span className="num">{number}</span>,
          },
          {
            key: 'message',
            head: m.finance_message(),
            cell: ({ message }) => <span className="num">{message}</span>,
          },
          {
            key: 'lines',
            head: m.finance_lines(),
            right: true,
            cell: ({ lines }) => <span className="num">{lines.toLocaleString(format.locale)}</span>,
          },
          {
            key: 'outcome',
            head: m.finance_state(),
            cell: ({ outcome, fault, workedAt }) => (
              <>
                <Pill status={workedAt === null ? 'arriving' : OUTCOMES[outcome].status}>
                  {workedAt === null ? m.finance_working() : OUTCOMES[outcome].word()}
                </Pill>
                {fault ? <code className="ml-2 text-ink-2">{fault}</code> : null}
              </>
            ),
          },
          { key: 'replay', head: '', right: true, cell: ({ number }) => <Replay number={number} /> },
        ]}
      />
    </div>
  );
}

const SAID: Record<OkOf<typeof api.replayReport>['outcome'], () => string> = {
  unchanged: m.finance_replay_unchanged,
  different: m.finance_replay_different,
  taken: m.finance_replay_taken,
  refused: m.finance_replay_refused,
  not_fetched: m.finance_replay_not_fetched,
};

function Replay({ number }: { number: string }): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const { outcome } = await call(api.replayReport, { params: { number }, body: {} });
      toast(SAID[outcome]());
      await queries.invalidateQueries({ queryKey: bankRailQuery.queryKey });
    }, [number, queries, toast]),
  );
  return (
    <Button
      size="small"
      busy={submit.busy}
      aria-label={m.finance_replay_what({ number })}
      onClick={() => void submit.run()}
    >
      {submit.failure ?? m.finance_replay()}
    </Button>
  );
}
