import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
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
import { suspenseQuery } from '../session.ts';
import { type SuspenseItem, whyWord } from './finance-words.ts';
import { SuspenseDrawer } from './SuspenseDrawer.tsx';

/** Money that came by transfer and is in no wallet, the oldest first; j, k and Enter go through it. */
export function Suspense(): ReactElement {
  const query = useQuery(suspenseQuery);
  const { locale } = useTimeFormat();
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.finance_suspense()} · OKPay`;
  }, []);
  const items = query.data?.items;
  const totals = query.data?.totals ?? [];
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header>
        <h2 className="text-17 font-semibold">{m.finance_suspense_title()}</h2>
        <p className="prose mt-1 text-ink-2">{m.finance_suspense_lead()}</p>
        {totals.length > 0 ? (
          <p className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
            {totals.map(({ currency, count, amount }) => (
              <span key={currency} className="num">
                <b>{formatMoney(fromWire(amount), { locale })}</b>{' '}
                <span className="text-ink-2">{m.finance_suspense_count({ count })}</span>
              </span>
            ))}
          </p>
        ) : null}
      </header>
      <AsyncView<SuspenseItem[], unknown>
        view={asyncOf<SuspenseItem[]>({ ...query, data: items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<Inbox size={26} aria-hidden="true" />} title={m.finance_suspense_none()}>
            {m.finance_suspense_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.finance_suspense_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
      />
      <SuspenseDrawer item={items?.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
    </div>
  );
}

type TableProps = {
  items: readonly SuspenseItem[];
  selected: string | null;
  onOpen: (item: SuspenseItem) => void;
};
function Table({ items, selected, onOpen }: TableProps): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[860px]">
        <DeskTable
          caption={m.finance_suspense_title()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            {
              key: 'since',
              head: m.finance_since(),
              cell: ({ since }) => <span className="num">{formatDeskTime(since, format)}</span>,
            },
            {
              key: 'payer',
              head: m.finance_payer(),
              cell: ({ payerName, payerAccount }) => (
                <>
                  {payerName || m.finance_payer_unknown()}
                  {payerAccount ? <span className="num block text-ink-3">{payerAccount}</span> : null}
                </>
              ),
            },
            {
              key: 'sum',
              head: m.finance_sum(),
              right: true,
              cell: ({ amount }) => (
                <span className="num">{formatMoney(fromWire(amount), { locale: format.locale })}</span>
              ),
            },
            { key: 'why', head: m.finance_why(), cell: ({ why }) => whyWord(why) },
            {
              key: 'owner',
              head: m.finance_owner(),
              cell: ({ customer, suggestions }) =>
                customer?.name ??
                (suggestions[0] ? m.finance_perhaps({ name: suggestions[0].customer.name }) : '—'),
            },
            { key: 'state', head: m.finance_state(), cell: (item) => <State item={item} /> },
          ]}
        />
      </div>
    </div>
  );
}

function State({ item: { state, proposal } }: { item: SuspenseItem }): ReactElement {
  if (state === 'sending_back') return <Pill status="returned">{m.finance_state_sending_back()}</Pill>;
  return proposal ? (
    <Pill status="your_turn">{m.console_review_second()}</Pill>
  ) : (
    <Pill status="held">{m.console_review_waits()}</Pill>
  );
}
