import { useQuery } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDeskTime, formatMoney } from '#common/format';
import { fromWire, type WireMoney } from '#common/money';
import * as m from '#messages';
import { DeskTable } from '#ui/DeskTable.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { QueuePage } from '../QueuePage.tsx';
import { claimsQuery } from '../session.ts';
import { ClaimDrawer } from './ClaimDrawer.tsx';

export type StaffClaim = OkOf<typeof api.openClaims>['items'][number];

/** Payments that their payers have not made, while nobody has decided about them: what is held, and holding more. */
export function ClaimQueue(): ReactElement {
  const query = useQuery(claimsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const items = query.data?.items;
  return (
    <QueuePage
      query={query}
      icon={HandCoins}
      words={{
        name: m.console_claims(),
        title: m.console_claims_title(),
        lead: m.console_claims_lead(),
        none: m.console_claims_none(),
        noneText: m.console_claims_none_text(),
        failed: m.console_claims_failed(),
      }}
      full={(list) => <Table items={list} selected={opened} onOpen={({ caseId }) => setOpened(caseId)} />}
    >
      <ClaimDrawer
        claim={items?.find(({ caseId }) => caseId === opened) ?? null}
        onClose={() => setOpened(null)}
      />
    </QueuePage>
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
