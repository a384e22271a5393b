import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime } from '#common/format';
import { renderReason } from '#common/reason-text';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Equation } from '#ui/Equation.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call, problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { railDayQuery } from '../session.ts';
import { CsvLink } from './CsvLink.tsx';
import { DayLines } from './DayLines.tsx';
import { OpenLines } from './OpenLines.tsx';
import { accountWord, type Day, DAY_STATES, sumText } from './rail-words.ts';

/** One day of a rail: its figures, what is open, and both sides next to each other. */
export function RailDay(): ReactElement {
  const { id } = useParams({ from: '/desk/reconciliation/$id' });
  const query = useInfiniteQuery(railDayQuery(id));
  const [first] = query.data?.pages ?? [];
  useEffect(() => {
    document.title = `${m.reconciliation_nav()} · OKPay`;
  }, []);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <p>
        <Link to="/reconciliation" className="link alone">
          {m.reconciliation_back()}
        </Link>
      </p>
      <AsyncView<Day, unknown>
        view={asyncOf<Day>({ ...query, data: first }, () => false)}
        loading={() => <SkeletonText lines={10} />}
        empty={() => null}
        failed={(error) => (
          <FailedState
            title={m.reconciliation_day_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(day) => (
          <>
            <Head day={day} />
            {day.state === 'closed' ? null : <OpenLines day={day} />}
            <DayLines lines={query.data?.pages.flatMap(({ lines }) => lines) ?? []} />
            {query.hasNextPage ? (
              <div>
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {m.reconciliation_more()}
                </Button>
              </div>
            ) : null}
          </>
        )}
      />
    </div>
  );
}

function Head({ day }: { day: Day }): ReactElement {
  const { locale } = useTimeFormat();
  const figure = (amount: Day['timing']): ReactElement => (
    <span className="num">{sumText(amount, locale)}</span>
  );
  const { status, word } = DAY_STATES[day.state];
  return (
    <header className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-17 font-semibold">
          {m.reconciliation_day_title({ account: accountWord(day), day: day.day })}
        </h2>
        <Pill status={status}>{word()}</Pill>
        <CsvLink href={api.exportRailDay.path.replace(':id', day.id)}>
          {m.reconciliation_export_day()}
        </CsvLink>
      </div>
      <p className="text-ink-2">{m.reconciliation_opening({ amount: sumText(day.theirsOpening, locale) })}</p>
      <Equation
        terms={[
          { key: 'ours', label: m.reconciliation_ours(), amount: figure(day.oursClosing) },
          { key: 'timing', label: m.reconciliation_timing(), amount: figure(day.timing), operator: '−' },
          {
            key: 'explained',
            label: m.reconciliation_explained(),
            amount: figure(day.explained),
            operator: '−',
          },
          {
            key: 'unexplained',
            label: m.reconciliation_unexplained(),
            amount: figure(day.unexplained),
            operator: '−',
          },
          {
            key: 'theirs',
            label: m.reconciliation_theirs(),
            amount: figure(day.theirsClosing),
            operator: '=',
          },
        ]}
      />
      {day.closed ? <Closed closed={day.closed} /> : <Close day={day} />}
    </header>
  );
}

function Closed({ closed: { by, at, digest } }: { closed: NonNullable<Day['closed']> }): ReactElement {
  const format = useTimeFormat();
  return (
    <p className="prose text-ink-2">
      {m.reconciliation_closed_by({ name: by.name, when: formatDeskTime(at, format) })}{' '}
      <span className="num break-all">{m.reconciliation_digest({ digest: digest.slice(0, 16) })}</span>
    </p>
  );
}

function Close({ day: { id, refusal } }: { day: Day }): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const format = useTimeFormat();
  const [isTried, setTried] = useState(false);
  const submit = useSubmit(
    useCallback(async () => {
      setTried(true);
      await call(api.closeRailDay, { params: { id }, body: {} });
      toast(m.reconciliation_closed_toast());
      await queries.invalidateQueries();
    }, [id, queries, toast]),
  );
  const text =
    refusal &&
    renderReason(refusal, format.locale, {
      timeZone: format.timeZone,
      now: new Date(format.now).toISOString(),
    });
  return (
    <div className="grid justify-items-start gap-2">
      {text ? (
        <div className="prose">
          <p className="font-semibold">{text.title}</p>
          <p className="text-ink-2">
            {text.happened} {text.next}
          </p>
        </div>
      ) : (
        <p className="prose text-ink-2">{m.reconciliation_close_hint()}</p>
      )}
      {refusal ? null : (
        <Button
          variant="primary"
          busy={submit.busy}
          busyLabel={m.reconciliation_closing()}
          onClick={() => void submit.run()}
        >
          {m.reconciliation_close()}
        </Button>
      )}
      {isTried ? <Hint error={submit.failure} /> : null}
    </div>
  );
}
