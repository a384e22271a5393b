import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { QueuePage } from '../QueuePage.tsx';
import { suspenseQuery } from '../session.ts';
import { type SuspenseItem, whyWord } from './finance-words.ts';
import { SuspenseDrawer } from './SuspenseDrawer.tsx';

/** Money that came by transfer and is in no wallet, the oldest first; j, k and Enter go through it. */
export function Suspense(): ReactElement {
  const query = useQuery(suspenseQuery);
  const { locale } = useTimeFormat();
  const [opened, setOpened] = useState<string | null>(null);
  const items = query.data?.items;
  const totals = query.data?.totals ?? [];
  return (
    <QueuePage
      query={query}
      icon={Inbox}
      words={{
        name: m.finance_suspense(),
        title: m.finance_suspense_title(),
        lead: m.finance_suspense_lead(),
        none: m.finance_suspense_none(),
        noneText: m.finance_suspense_none_text(),
        failed: m.finance_suspense_failed(),
      }}
      above={
        totals.length > 0 ? (
          <p className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
            {totals.map(({ currency, count, amount }) => (
              <span key={currency} className="num">
                <b>{formatMoney(fromWire(amount), { locale })}</b>{' '}
                <span className="text-ink-2">{m.finance_suspense_count({ count })}</span>
              </span>
            ))}
          </p>
        ) : null
      }
      full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
    >
      <SuspenseDrawer item={items?.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
    </QueuePage>
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
