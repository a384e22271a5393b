import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FileWarning } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { DeskTable } from '#ui/DeskTable.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call, problemIn } from '#web/call.ts';
import { refusalWord, type ScreeningList, sourceWord } from '#web/screening-words.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SCREENING_KEY, screeningListsQuery } from '../session.ts';

type Answer = OkOf<typeof api.screeningLists>;
/** Digits of a hash by which two versions are told apart. */
const HASH_SHOWN = 12;

/** Versions of the lists: which are in force, which were refused and why, and how far everybody is screened. */
export function Lists(): ReactElement {
  const query = useQuery(screeningListsQuery);
  return (
    <section className="grid gap-4">
      <Load />
      <AsyncView<Answer, unknown>
        view={asyncOf<Answer>(query, ({ items }) => items.length === 0)}
        loading={() => <SkeletonText lines={5} />}
        empty={() => (
          <EmptyState
            icon={<FileWarning size={26} aria-hidden="true" />}
            title={m.console_screening_no_lists()}
          >
            {m.console_screening_no_lists_text()}
          </EmptyState>
        )}
        failed={(error) => (
          <FailedState
            title={m.console_screening_lists_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={(answer) => (
          <>
            <Progress answer={answer} />
            <Versions items={answer.items} />
          </>
        )}
      />
    </section>
  );
}

function Load(): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.loadScreeningLists, { body: {} });
      toast(m.console_screening_load_done());
      await queries.invalidateQueries({ queryKey: SCREENING_KEY });
    }, [queries, toast]),
  );
  return (
    <div className="grid justify-items-start gap-2">
      <p className="prose text-ink-2">{m.console_screening_lists_lead()}</p>
      <Button busy={submit.busy} busyLabel={m.console_proposal_busy()} onClick={() => void submit.run()}>
        {m.console_screening_load()}
      </Button>
      <Hint error={submit.failure} />
    </div>
  );
}

function Progress({ answer: { threshold, run } }: { answer: Answer }): ReactElement {
  const format = useTimeFormat();
  return (
    <p className="text-ink-2">
      {m.console_screening_threshold({ threshold })}
      {run
        ? ` ${
            run.finishedAt
              ? m.console_screening_walked({
                  screened: run.screened,
                  found: run.found,
                  at: formatDeskTime(run.finishedAt, format),
                })
              : m.console_screening_walking({ screened: run.screened, found: run.found })
          }`
        : ''}
    </p>
  );
}

function Versions({ items }: { items: readonly ScreeningList[] }): ReactElement {
  const format = useTimeFormat();
  const [openedId, setOpenedId] = useState<string | null>(null);
  const opened = items.find(({ id }) => id === openedId);
  return (
    <div className="grid gap-4">
      <div className="overflow-x-auto">
        <div className="min-w-[880px]">
          <DeskTable
            caption={m.console_screening_lists()}
            rows={items}
            keyOf={({ id }) => id}
            selected={openedId}
            onOpen={({ id }) => setOpenedId(id === openedId ? null : id)}
            columns={[
              { key: 'source', head: m.console_screening_source(), cell: ({ source }) => sourceWord(source) },
              { key: 'state', head: m.console_restriction_state(), cell: (row) => <State row={row} /> },
              {
                key: 'at',
                head: m.console_screening_loaded(),
                cell: ({ loadedAt }) => <span className="num">{formatDeskTime(loadedAt, format)}</span>,
              },
              {
                key: 'by',
                head: m.console_screening_loaded_by(),
                cell: ({ loadedBy }) => loadedBy?.name ?? m.console_screening_by_clock(),
              },
              {
                key: 'entries',
                head: m.console_screening_entries(),
                right: true,
                cell: ({ entries }) => entries,
              },
              { key: 'names', head: m.console_screening_names(), right: true, cell: ({ names }) => names },
              {
                key: 'hash',
                head: m.console_screening_hash(),
                cell: ({ hash }) => <code className="num">{hash.slice(0, HASH_SHOWN)}</code>,
              },
              {
                key: 'why',
                head: m.console_screening_refused_why(),
                cell: ({ refusal }) => <Refusal refusal={refusal} />,
              },
            ]}
          />
        </div>
      </div>
      {opened ? (
        <DefinitionRows
          well
          rows={[
            { label: m.console_screening_files(), value: opened.files.join(' · ') },
            {
              label: m.console_screening_hash(),
              value: <code className="num break-all">{opened.hash}</code>,
            },
          ]}
        />
      ) : null}
    </div>
  );
}

function State({ row: { state } }: { row: ScreeningList }): ReactElement {
  if (state === 'current') return <Pill status="completed">{m.console_screening_list_current()}</Pill>;
  if (state === 'refused') return <Pill status="failed">{m.console_screening_list_refused()}</Pill>;
  return <Pill status="expired">{m.console_screening_list_superseded()}</Pill>;
}

function Refusal({ refusal }: { refusal: ScreeningList['refusal'] }): ReactElement | null {
  if (!refusal) return null;
  const { reason, file, line } = refusal;
  const where = file === null ? null : line === null ? file : m.console_screening_line({ file, line });
  return (
    <>
      {refusalWord(reason)}
      {where === null ? null : <span className="block text-ink-3">{where}</span>}
    </>
  );
}
