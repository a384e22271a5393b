import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import {
  blockedWords,
  kindWord,
  nothingDueWord,
  reasonWord,
  type StaffRestriction,
} from '#web/restriction-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { restrictionsQuery } from '../session.ts';
import { FindCustomer } from './FindCustomer.tsx';
import { RestrictionDrawer } from './RestrictionDrawer.tsx';

/** The desk of staff for risk: who is looked up and restricted, and what is in force, due first. */
export function RiskDesk(): ReactElement {
  const query = useQuery(restrictionsQuery);
  const [opened, setOpened] = useState<StaffRestriction | null>(null);
  useEffect(() => {
    document.title = `${m.console_restrictions()} · OKPay`;
  }, []);
  const shown = query.data?.items.find(({ id }) => id === opened?.id) ?? opened;
  return (
    <div className="grid h-full content-start gap-8 overflow-y-auto p-6">
      <FindCustomer onOpen={setOpened} />
      <section className="grid gap-3">
        <h2 className="text-17 font-semibold">{m.console_restrictions_in_force()}</h2>
        <AsyncView<StaffRestriction[], unknown>
          view={asyncOf<StaffRestriction[]>(
            { ...query, data: query.data?.items },
            (items) => items.length === 0,
          )}
          loading={() => <SkeletonText lines={6} />}
          empty={() => (
            <EmptyState
              icon={<ShieldCheck size={26} aria-hidden="true" />}
              title={m.console_restrictions_none()}
            >
              {m.console_restrictions_none_text()}
            </EmptyState>
          )}
          failed={(error) => (
            <FailedState
              title={m.console_restrictions_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            >
              {problemIn(error)?.detail || m.common_no_answer()}
            </FailedState>
          )}
          full={(items) => <Table items={items} selected={opened?.id} onOpen={setOpened} />}
        />
      </section>
      <RestrictionDrawer restriction={shown} onClose={() => setOpened(null)} />
    </div>
  );
}

function Table({
  items,
  selected,
  onOpen,
}: {
  items: readonly StaffRestriction[];
  selected: string | undefined;
  onOpen: (row: StaffRestriction) => void;
}): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[880px]">
        <DeskTable
          caption={m.console_restrictions_in_force()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            { key: 'who', head: m.console_customer(), cell: ({ customer }) => customer.name },
            { key: 'kind', head: m.console_restriction_kind(), cell: ({ kind }) => kindWord(kind) },
            { key: 'why', head: m.console_restriction_reason(), cell: ({ reason }) => reasonWord(reason) },
            {
              key: 'what',
              head: m.console_restriction_blocked(),
              cell: ({ blocked }) => blockedWords(blocked, format.locale),
            },
            {
              key: 'since',
              head: m.console_restriction_since(),
              cell: ({ since }) => <span className="num">{formatDeskTime(since, format)}</span>,
            },
            {
              key: 'due',
              head: m.console_restriction_due(),
              cell: ({ dueAt, kind }) =>
                dueAt ? <span className="num">{formatDeskTime(dueAt, format)}</span> : nothingDueWord(kind),
            },
            { key: 'state', head: m.console_restriction_state(), cell: (row) => <State row={row} /> },
          ]}
        />
      </div>
    </div>
  );
}

function State({ row: { proposal, isLate, kind } }: { row: StaffRestriction }): ReactElement {
  if (proposal) return <Pill status="your_turn">{m.console_restriction_waits()}</Pill>;
  if (isLate) return <Pill status="failed">{m.console_restriction_late()}</Pill>;
  return (
    <Pill status="held">
      {kind === 'self_frozen' ? m.console_restriction_owners() : m.console_restriction_ours()}
    </Pill>
  );
}
