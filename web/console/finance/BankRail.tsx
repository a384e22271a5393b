import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Landmark } from 'lucide-react';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Banner } from '#ui/Banner.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { bankRailQuery } from '../session.ts';
import { FILE_STATES, oursWord, type Rail } from './finance-words.ts';
import { Reports } from './Reports.tsx';

/** The bank: its last word, the files in and out, and payouts over which its word and ours disagree. */
export function BankRail(): ReactElement {
  const query = useQuery(bankRailQuery);
  useEffect(() => {
    document.title = `${m.finance_rail()} · OKPay`;
  }, []);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <AsyncView<Rail, unknown>
        view={asyncOf<Rail>(query, ({ hasBank }) => !hasBank)}
        loading={() => <SkeletonText lines={8} />}
        empty={() => (
          <EmptyState icon={<Landmark size={26} aria-hidden="true" />} title={m.finance_no_bank()}>
            {m.finance_no_bank_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.finance_rail_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(rail) => <Full rail={rail} />}
      />
    </div>
  );
}

function Full({ rail }: { rail: Rail }): ReactElement {
  const format = useTimeFormat();
  const { lastReportAt, isStale, staleAfterHours } = rail;
  return (
    <>
      <header className="grid gap-3">
        <h2 className="text-17 font-semibold">{m.finance_rail_title()}</h2>
        <p className="prose text-ink-2">
          {lastReportAt
            ? m.finance_last({ when: formatDeskTime(lastReportAt, format) })
            : m.finance_last_never()}
        </p>
        {isStale ? <Banner tone="danger">{m.finance_stale({ hours: staleAfterHours })}</Banner> : null}
      </header>
      <Part
        title={m.finance_conflicts()}
        empty={rail.conflicts.length === 0 ? m.finance_conflicts_none() : null}
      >
        <Conflicts conflicts={rail.conflicts} />
      </Part>
      <Part title={m.finance_reports()} empty={rail.reports.length === 0 ? m.finance_reports_none() : null}>
        <Reports reports={rail.reports} />
      </Part>
      <Part title={m.finance_files()} empty={rail.files.length === 0 ? m.finance_files_none() : null}>
        <Files files={rail.files} />
      </Part>
    </>
  );
}

const Part = ({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string | null;
  children: ReactNode;
}): ReactElement => (
  <section className="grid gap-2">
    <h3 className="text-15 font-semibold">{title}</h3>
    {empty === null ? (
      <div className="overflow-x-auto">{children}</div>
    ) : (
      <p className="text-ink-2">{empty}</p>
    )}
  </section>
);

/** Each leads to the queue, where it is ended. */
function Conflicts({ conflicts }: { conflicts: Rail['conflicts'] }): ReactElement {
  const format = useTimeFormat();
  const navigate = useNavigate();
  const text = (amount: Rail['conflicts'][number]['amount']): string =>
    formatMoney(fromWire(amount), { locale: format.locale });
  return (
    <div className="min-w-[820px]">
      <DeskTable
        caption={m.finance_conflicts()}
        rows={conflicts}
        keyOf={({ id }) => id}
        onOpen={() => void navigate({ to: '/conflicts' })}
        columns={[
          {
            key: 'id',
            head: m.finance_payout(),
            cell: ({ id }) => <span className="num">{shortId(id)}</span>,
          },
          { key: 'owner', head: m.finance_owner(), cell: ({ owner }) => owner.name },
          {
            key: 'sum',
            head: m.finance_sum(),
            right: true,
            cell: ({ amount }) => <span className="num">{text(amount)}</span>,
          },
          { key: 'ours', head: m.finance_ours(), cell: ({ ours }) => oursWord(ours) },
          {
            key: 'bank',
            head: m.finance_bank_says(),
            cell: ({ bank }) =>
              bank.length === 0
                ? m.finance_bank_nothing()
                : bank.map(({ direction, amount, at }, place) => (
                    <span key={place} className="num block">
                      {direction === 'out'
                        ? m.finance_bank_out({ amount: text(amount), when: formatDeskTime(at, format) })
                        : m.finance_bank_in({ amount: text(amount), when: formatDeskTime(at, format) })}
                    </span>
                  )),
          },
          {
            key: 'due',
            head: m.console_review_due(),
            cell: ({ dueAt }) => <span className="num">{dueAt ? formatDeskTime(dueAt, format) : '—'}</span>,
          },
        ]}
      />
    </div>
  );
}

function Files({ files }: { files: Rail['files'] }): ReactElement {
  const format = useTimeFormat();
  return (
    <div className="min-w-[720px]">
      <DeskTable
        caption={m.finance_files()}
        rows={files}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'made',
            head: m.finance_made(),
            cell: ({ madeAt }) => <span className="num">{formatDeskTime(madeAt, format)}</span>,
          },
          { key: 'id', head: m.finance_file(), cell: ({ id }) => <span className="num">{shortId(id)}</span> },
          {
            key: 'kind',
            head: m.finance_kind(),
            cell: ({ kind, payments }) =>
              kind === 'return' ? m.finance_kind_return() : m.finance_kind_payouts({ count: payments }),
          },
          {
            key: 'sum',
            head: m.finance_sum(),
            right: true,
            cell: ({ amount }) => (
              <span className="num">{formatMoney(fromWire(amount), { locale: format.locale })}</span>
            ),
          },
          {
            key: 'state',
            head: m.finance_state(),
            cell: ({ state, asks }) => (
              <>
                <Pill status={FILE_STATES[state].status}>{FILE_STATES[state].word()}</Pill>
                {asks > 0 ? <span className="ml-2 text-ink-2">{m.finance_asks({ count: asks })}</span> : null}
              </>
            ),
          },
        ]}
      />
    </div>
  );
}
