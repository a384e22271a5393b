import { useQuery } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDeskTime, formatMoney } from '#common/format';
import { fromWire, type WireMoney } from '#common/money';
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
import { claimsQuery } from '../session.ts';
import { ClaimDrawer } from './ClaimDrawer.tsx';

export type StaffClaim = OkOf<typeof api.openClaims>['items'][number];

/** Payments that their payers have not made, while nobody has decided about them: what is held, and holding more. */
export function ClaimQueue(): ReactElement {
  const query = useQuery(claimsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${m.console_claims()} · OKPay`;
  }, []);
  const items = query.data?.items;
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header>
        <h2 className="text-17 font-semibold">{m.console_claims_title()}</h2>
        <p className="prose mt-1 text-ink-2">{m.console_claims_lead()}</p>
      </header>
      <AsyncView<StaffClaim[], unknown>
        view={asyncOf<StaffClaim[]>({ ...query, data: items }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<HandCoins size={26} aria-hidden="true" />} title={m.console_claims_none()}>
            {m.console_claims_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.console_claims_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => <Table items={list} selected={opened} onOpen={({ caseId }) => setOpened(caseId)} />}
      />
      <ClaimDrawer
        claim={items?.find(({ caseId }) => caseId === opened) ?? null}
        onClose={() => setOpened(null)}
      />
    </div>
  );
}

type TableProps = {
  items: readonly StaffClaim[];
  selected: string | null;
  onOpen: (claim: StaffClaim) => void;
};

function Table({ items, selected, onOpen }: TableProps): ReactElement {
  const format = useTimeFormat();
  const sum = (of: (claim: StaffClaim) => WireMoney) => (claim: StaffClaim) => (
    <span className="num">{formatMoney(fromWire(of(claim)), { locale: format.locale })}</span>
  );
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[820px]">
        <DeskTable
          caption={m.console_claims_title()}
          rows={items}
          keyOf={({ caseId }) => caseId}
          selected={selected}
          onOpen={onOpen}
          columns={[
            {
              key: 'since',
              head: m.console_claim_since(),
              cell: ({ since }) => <span className="num">{formatDeskTime(since, format)}</span>,
            },
            { key: 'payer', head: m.console_claim_payer(), cell: ({ payer }) => payer.name },
            { key: 'payee', head: m.console_claim_payee(), cell: ({ payee }) => payee.name },
            { key: 'sum', head: m.console_review_sum(), right: true, cell: sum(({ amount }) => amount) },
            { key: 'held', head: m.console_claim_held(), right: true, cell: sum(({ held }) => held) },
            {
              key: 'more',
              head: m.console_claim_addable(),
              right: true,
              cell: sum(({ addable }) => addable),
            },
            {
              key: 'state',
              head: m.console_review_state(),
              cell: ({ proposal }) =>
                proposal ? <Pill status="your_turn">{m.console_review_second()}</Pill> : null,
            },
          ]}
        />
      </div>
    </div>
  );
}
