import { useQuery } from '@tanstack/react-query';
import { HandCoins } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { consoleReconciliationApi } from '#common/api/console-reconciliation';
import { formatDeskTime } from '#common/format';
import { shortId } from '#common/id';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { ScrollAcross } from '#ui/ScrollAcross.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { debtsQuery } from '../session.ts';
import { CsvLink } from './CsvLink.tsx';
import { type Debt, sumText } from './rail-words.ts';

/** What customers owe, the oldest first, with where it is from. */
export function Debts(): ReactElement {
  const query = useQuery(debtsQuery);
  const { locale } = useTimeFormat();
  useEffect(() => {
    document.title = `${m.reconciliation_debt_nav()} · OKPay`;
  }, []);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header className="grid justify-items-start gap-2">
        <h2 className="text-17 font-semibold">{m.reconciliation_debt_title()}</h2>
        <p className="prose text-ink-2">{m.reconciliation_debt_lead()}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-1">
          {(query.data?.totals ?? []).map(({ owed, count }) => (
            <span key={owed.currency} className="num">
              <b>{sumText(owed, locale)}</b>{' '}
              <span className="text-ink-2">{m.reconciliation_debt_count({ count })}</span>
            </span>
          ))}
        </p>
        <CsvLink href={consoleReconciliationApi.exportDebts.path}>{m.reconciliation_debt_export()}</CsvLink>
      </header>
      <AsyncView<Debt[], unknown>
        view={asyncOf<Debt[]>({ ...query, data: query.data?.debts }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <EmptyState icon={<HandCoins size={26} aria-hidden="true" />} title={m.reconciliation_debt_none()}>
            {m.reconciliation_debt_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.reconciliation_debt_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => (
          <>
            <Table debts={list} />
            {query.data?.debtsLeft ? (
              <p className="prose text-ink-2">
                {m.reconciliation_debt_left({ count: query.data.debtsLeft })}
              </p>
            ) : null}
          </>
        )}
      />
    </div>
  );
}

function Table({ debts }: { debts: readonly Debt[] }): ReactElement {
  const format = useTimeFormat();
  const sum = (amount: Debt['owed']): ReactElement => (
    <span className="num">{sumText(amount, format.locale)}</span>
  );
  return (
    <ScrollAcross label={m.reconciliation_debt_title()}>
      <div className="min-w-[900px]">
        <DeskTable
          caption={m.reconciliation_debt_title()}
          rows={debts}
          keyOf={({ id }) => id}
          columns={[
            {
              key: 'customer',
              head: m.reconciliation_debt_customer(),
              cell: ({ customer }) => customer.name,
            },
            {
              key: 'origin',
              head: m.reconciliation_debt_origin(),
              cell: ({ id, topUp }) => (
                <span className="num">
                  {shortId(id)} <span className="block text-ink-3">{shortId(topUp)}</span>
                </span>
              ),
            },
            {
              key: 'since',
              head: m.reconciliation_debt_since(),
              cell: ({ openedAt, ageDays }) => (
                <span className="num">
                  {formatDeskTime(openedAt, format)}
                  <span className="block text-ink-3">
                    {m.reconciliation_debt_age_days({ count: ageDays })}
                  </span>
                </span>
              ),
            },
            { key: 'owed', head: m.reconciliation_debt_owed(), right: true, cell: ({ owed }) => sum(owed) },
            {
              key: 'paid',
              head: m.reconciliation_debt_paid(),
              right: true,
              cell: ({ collected }) => sum(collected),
            },
            {
              key: 'collects',
              head: m.reconciliation_debt_collects(),
              cell: ({ collectsFrom }) => <span className="num">{formatDeskTime(collectsFrom, format)}</span>,
            },
            {
              key: 'state',
              head: m.reconciliation_state(),
              cell: ({ isPaused }) =>
                isPaused ? (
                  <Pill status="paused">{m.reconciliation_debt_paused()}</Pill>
                ) : (
                  <Pill status="arriving">{m.reconciliation_debt_running()}</Pill>
                ),
            },
          ]}
        />
      </div>
    </ScrollAcross>
  );
}
