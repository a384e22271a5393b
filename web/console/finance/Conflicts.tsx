import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { conflictsQuery } from '../session.ts';
import { ConflictDrawer } from './ConflictDrawer.tsx';
import { type ConflictItem, kindWord, oursPlace } from './conflict-words.ts';

/** Payouts and transfers abroad over which a bank and we disagree, the oldest first; j, k and Enter go through them. */
export function Conflicts(): ReactElement {
  const query = useQuery(conflictsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.conflict_nav()} · OKPay`;
  }, []);
  const items = query.data?.items;
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header>
        <h2 className="text-17 font-semibold">{m.conflict_title()}</h2>
        <p className="prose mt-1 text-ink-2">{m.conflict_lead()}</p>
      </header>
      <AsyncView<ConflictItem[], unknown>
        view={asyncOf<ConflictItem[]>({ ...query, data: items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<Scale size={26} aria-hidden="true" />} title={m.conflict_none()}>
            {m.conflict_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.conflict_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
      />
      <ConflictDrawer
        id={items?.find(({ id }) => id === opened)?.id ?? null}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}

type TableProps = {
  items: readonly ConflictItem[];
  selected: string | null;
  onOpen: (item: ConflictItem) => void;
};
function Table({ items, selected, onOpen }: TableProps): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[860px]">
        <DeskTable
          caption={m.conflict_title()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            {
              key: 'since',
              head: m.conflict_since(),
              cell: ({ since }) => <span className="num">{formatDeskTime(since, format)}</span>,
            },
            {
              key: 'payment',
              head: m.conflict_payment(),
              cell: ({ id, kind }) => (
                <>
                  {kindWord(kind)}
                  <span className="num block text-ink-3">{shortId(id)}</span>
                </>
              ),
            },
            { key: 'owner', head: m.finance_owner(), cell: ({ owner }) => owner.name },
            {
              key: 'sum',
              head: m.conflict_gets(),
              right: true,
              cell: ({ amount }) => (
                <span className="num">{formatMoney(fromWire(amount), { locale: format.locale })}</span>
              ),
            },
            { key: 'ours', head: m.conflict_ours(), cell: ({ ours }) => oursPlace(ours) },
            {
              key: 'due',
              head: m.console_review_due(),
              cell: ({ dueAt }) => <span className="num">{dueAt ? formatDeskTime(dueAt, format) : '—'}</span>,
            },
            {
              key: 'state',
              head: m.finance_state(),
              cell: ({ proposal }) =>
                proposal ? (
                  <Pill status="your_turn">{m.console_review_second()}</Pill>
                ) : (
                  <Pill status="held">{m.console_review_waits()}</Pill>
                ),
            },
          ]}
        />
      </div>
    </div>
  );
}
