import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { goesTo, matchedWords, type PaymentReview } from '#web/review-words.ts';
import { QueuePage } from '../QueuePage.tsx';
import { reviewsQuery } from '../session.ts';
import { ReviewDrawer } from './ReviewDrawer.tsx';

/** Payments that a rule held, due first; j, k and Enter go through them. */
export function ReviewQueue(): ReactElement {
  const query = useQuery(reviewsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const items = query.data?.items;
  return (
    <QueuePage
      query={query}
      icon={ShieldCheck}
      words={{
        name: m.console_reviews(),
        title: m.console_reviews_title(),
        lead: m.console_reviews_lead(),
        none: m.console_reviews_none(),
        noneText: m.console_reviews_none_text(),
        failed: m.console_reviews_failed(),
      }}
      full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
    >
      <ReviewDrawer review={items?.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
    </QueuePage>
  );
}

function Table({
  items,
  selected,
  onOpen,
}: {
  items: readonly PaymentReview[];
  selected: string | null;
  onOpen: (review: PaymentReview) => void;
}): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[820px]">
        <DeskTable
          caption={m.console_reviews_title()}
          rows={items}
          keyOf={({ id }) => id}
          selected={selected}
          onOpen={onOpen}
          columns={[
            {
              key: 'due',
              head: m.console_review_due(),
              cell: ({ dueAt }) => <span className="num">{formatDeskTime(dueAt, format)}</span>,
            },
            { key: 'payer', head: m.console_review_payer(), cell: ({ payer }) => payer.name },
            { key: 'payee', head: m.console_review_payee(), cell: goesTo },
            {
              key: 'sum',
              head: m.console_review_sum(),
              right: true,
              cell: ({ amount }) => (
                <span className="num">{formatMoney(fromWire(amount), { locale: format.locale })}</span>
              ),
            },
            {
              key: 'rules',
              head: m.console_review_rules(),
              cell: (review) => matchedWords(review, format.locale),
            },
            {
              key: 'state',
              head: m.console_review_state(),
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
