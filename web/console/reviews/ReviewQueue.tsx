import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
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
import { goesTo, matchedWords, type PaymentReview } from '#web/review-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { reviewsQuery } from '../session.ts';
import { ReviewDrawer } from './ReviewDrawer.tsx';

/** Payments that a rule held, due first; j, k and Enter go through them. */
export function ReviewQueue(): ReactElement {
  const query = useQuery(reviewsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.console_reviews()} · OKPay`;
  }, []);
  const items = query.data?.items;
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header>
        <h2 className="text-17 font-semibold">{m.console_reviews_title()}</h2>
        <p className="prose mt-1 text-ink-2">{m.console_reviews_lead()}</p>
      </header>
      <AsyncView<PaymentReview[], unknown>
        view={asyncOf<PaymentReview[]>({ ...query, data: items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<ShieldCheck size={26} aria-hidden="true" />} title={m.console_reviews_none()}>
            {m.console_reviews_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.console_reviews_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => <Table items={list} selected={opened} onOpen={({ id }) => setOpened(id)} />}
      />
      <ReviewDrawer review={items?.find(({ id }) => id === opened) ?? null} onClose={() => setOpened(null)} />
    </div>
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
