import { useQuery } from '@tanstack/react-query';
import { UserSearch } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import type { ScreeningMatch } from '#web/screening-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { screeningQuery, type ScreeningView } from '../session.ts';
import { Lists } from './Lists.tsx';
import { MatchPane } from './MatchPane.tsx';

type Shown = ScreeningView | 'lists';

/** Customers who are like somebody on a sanctions list, what was decided, and the lists themselves. */
export function ScreeningDesk(): ReactElement {
  const [shown, setShown] = useState<Shown>('open');
  useEffect(() => {
    document.title = `${m.console_screening()} · OKPay`;
  }, []);
  return (
    <div className="grid h-full content-start gap-5 overflow-y-auto p-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h2 className="text-17 font-semibold">{m.console_screening()}</h2>
        <SegmentedControl<Shown>
          label={m.console_screening_views()}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'open', label: m.console_screening_open() },
            { value: 'decided', label: m.console_screening_decided() },
            { value: 'lists', label: m.console_screening_lists() },
          ]}
        />
      </div>
      {shown === 'lists' ? <Lists /> : <Matches key={shown} view={shown} />}
    </div>
  );
}

function Matches({ view }: { view: ScreeningView }): ReactElement {
  const query = useQuery(screeningQuery(view));
  const [openedId, setOpenedId] = useState<string | null>(null);
  return (
    <AsyncView<ScreeningMatch[], unknown>
      view={asyncOf<ScreeningMatch[]>({ ...query, data: query.data?.items }, (items) => items.length === 0)}
      loading={() => <SkeletonText lines={6} />}
      empty={() => (
        <EmptyState
          icon={<UserSearch size={26} aria-hidden="true" />}
          title={view === 'open' ? m.console_screening_none() : m.console_screening_none_decided()}
        >
          {m.console_screening_none_text()}
        </EmptyState>
      )}
      failed={(error) => (
        <FailedState
          title={m.console_screening_failed()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        >
          {problemIn(error)?.detail || m.common_no_answer()}
        </FailedState>
      )}
      full={(items) => {
        const opened = items.find(({ id }) => id === openedId) ?? null;
        return (
          <div className="grid items-start gap-6 min-[1200px]:grid-cols-[minmax(0,1fr)_minmax(0,1.15fr)]">
            <Table items={items} selected={opened?.id} onOpen={({ id }) => setOpenedId(id)} />
            {opened ? (
              <MatchPane key={opened.id} match={opened} onDone={() => setOpenedId(null)} />
            ) : (
              <p className="prose text-ink-2">{m.console_screening_choose()}</p>
            )}
          </div>
        );
      }}
    />
  );
}

function Table({
  items,
  selected,
  onOpen,
}: {
  items: readonly ScreeningMatch[];
  selected: string | undefined;
  onOpen: (row: ScreeningMatch) => void;
}): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[480px]">
        <DeskTable
          caption={m.console_screening()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            {
              key: 'score',
              head: m.console_screening_score(),
              right: true,
              cell: ({ score }) => <strong>{score}</strong>,
            },
            { key: 'who', head: m.console_customer(), cell: ({ customer }) => customer.name },
            { key: 'listed', head: m.console_screening_listed(), cell: ({ compared }) => compared.name },
            {
              key: 'due',
              head: m.console_screening_since(),
              cell: ({ openedAt }) => <span className="num">{formatDeskTime(openedAt, format)}</span>,
            },
            { key: 'state', head: m.console_restriction_state(), cell: (row) => <State row={row} /> },
          ]}
        />
      </div>
    </div>
  );
}

function State({ row: { state, proposal, isFaded } }: { row: ScreeningMatch }): ReactElement {
  if (proposal) return <Pill status="your_turn">{m.console_restriction_waits()}</Pill>;
  if (state === 'cleared') return <Pill status="completed">{m.console_screening_state_cleared()}</Pill>;
  if (state === 'confirmed') return <Pill status="failed">{m.console_screening_state_confirmed()}</Pill>;
  if (state === 'gone') return <Pill status="cancelled">{m.console_screening_state_gone()}</Pill>;
  return isFaded ? (
    <Pill status="expired">{m.console_screening_state_faded()}</Pill>
  ) : (
    <Pill status="checking">{m.console_screening_state_open()}</Pill>
  );
}
