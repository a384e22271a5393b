import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Scale } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { consoleReconciliationApi } from '#common/api/console-reconciliation';
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
import { reconciliationQuery } from '../session.ts';
import { CsvLink } from './CsvLink.tsx';
import { RailHealth } from './RailHealth.tsx';
import { accountWord, DAY_STATES, type RailAccount, sumText } from './rail-words.ts';

/** Each rail's days beside our books, and what is open by age. */
export function Reconciliation(): ReactElement {
  const query = useQuery(reconciliationQuery);
  useEffect(() => {
    document.title = `${m.reconciliation_nav()} · OKPay`;
  }, []);
  const accounts = query.data?.accounts;
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header className="grid justify-items-start gap-2">
        <h2 className="text-17 font-semibold">{m.reconciliation_title()}</h2>
        <p className="prose text-ink-2">{m.reconciliation_lead()}</p>
        <CsvLink href={consoleReconciliationApi.exportRailBreaks.path}>
          {m.reconciliation_export_breaks()}
        </CsvLink>
      </header>
      <RailHealth />
      <AsyncView<RailAccount[], unknown>
        view={asyncOf<RailAccount[]>({ ...query, data: accounts }, (list) => list.length === 0)}
        loading={() => <SkeletonText lines={8} />}
        empty={() => (
          <EmptyState icon={<Scale size={26} aria-hidden="true" />} title={m.reconciliation_none()}>
            {m.reconciliation_none_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.reconciliation_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(list) => (
          <>
            {list.map((account) => (
              <Account key={accountWord(account)} account={account} />
            ))}
          </>
        )}
      />
    </div>
  );
}

function Account({ account }: { account: RailAccount }): ReactElement {
  const { count, young, middle, old } = account.breaks;
  return (
    <section className="grid gap-2" aria-label={accountWord(account)}>
      <h3 className="text-15 font-semibold">{accountWord(account)}</h3>
      <p className="num flex flex-wrap gap-x-4 gap-y-1 text-ink-2">
        {count === 0 ? (
          m.reconciliation_breaks_none()
        ) : (
          <>
            <b className="text-ink-1">{m.reconciliation_breaks({ count })}</b>
            <span>{m.reconciliation_young({ count: young })}</span>
            <span>{m.reconciliation_middle({ count: middle })}</span>
            <span>{m.reconciliation_old({ count: old })}</span>
          </>
        )}
      </p>
      <Days account={account} />
    </section>
  );
}

function Days({ account }: { account: RailAccount }): ReactElement {
  const { locale } = useTimeFormat();
  const navigate = useNavigate();
  const sum = (amount: RailAccount['days'][number]['ours']): ReactElement => (
    <span className="num">{sumText(amount, locale)}</span>
  );
  return (
    <div className="overflow-x-auto">
      <div className="min-w-[720px]">
        <DeskTable
          caption={accountWord(account)}
          rows={account.days}
          keyOf={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/reconciliation/$id', params: { id } })}
          columns={[
            {
              key: 'day',
              head: m.reconciliation_day(),
              cell: ({ day }) => <span className="num">{day}</span>,
            },
            {
              key: 'state',
              head: m.reconciliation_state(),
              cell: ({ state }) => <Pill status={DAY_STATES[state].status}>{DAY_STATES[state].word()}</Pill>,
            },
            {
              key: 'theirs',
              head: m.reconciliation_theirs(),
              right: true,
              cell: ({ theirs }) => sum(theirs),
            },
            { key: 'ours', head: m.reconciliation_ours(), right: true, cell: ({ ours }) => sum(ours) },
            {
              key: 'difference',
              head: m.reconciliation_difference(),
              right: true,
              cell: ({ difference }) => sum(difference),
            },
            {
              key: 'open',
              head: m.reconciliation_open(),
              right: true,
              cell: ({ unexplained }) => <span className="num">{unexplained}</span>,
            },
          ]}
        />
      </div>
    </div>
  );
}
