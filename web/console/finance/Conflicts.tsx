import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { QueuePage } from '../QueuePage.tsx';
import { conflictsQuery } from '../session.ts';
import { ConflictDrawer } from './ConflictDrawer.tsx';
import { type ConflictItem, kindWord, oursPlace } from './conflict-words.ts';

/** Payouts and transfers abroad over which a bank and we disagree, the oldest first; j, k and Enter go through them. */
export function Conflicts(): ReactElement {
  const query = useQuery(conflictsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const items = query.data?.items;
  return (
    <QueuePage
      query={query}
      icon={Scale}
      words={{
        name: m.conflict_nav(),
        title: m.conflict_title(),
        lead: m.conflict_lead(),
        none: m.conflict_none(),
        noneText: m.conflict_none_text(),
        failed: m.conflict_failed(),
      }}
      full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
    >
      <ConflictDrawer
        id={items?.find(({ id }) => id === opened)?.id ?? null}
        onClose={() => setOpened(null)}
      />
    </QueuePage>
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
