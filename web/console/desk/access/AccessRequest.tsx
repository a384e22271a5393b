import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { staffQuery } from '../../session.ts';
import { AccessFacts } from './AccessFacts.tsx';
import { CheckIdentity } from './CheckIdentity.tsx';
import { DecideAccess } from './DecideAccess.tsx';
import { ProposeAccess } from './ProposeAccess.tsx';
import type { AccessCase } from './access-case.ts';

/** The way back in for somebody who cannot sign in: what was looked at, what is proposed, who decides. */
export function AccessRequest({ id, open }: { id: CaseId; open: boolean }): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['access-case', id],
    queryFn: ({ signal }) => call(api.accessCase, { params: { id }, signal }),
  });
  const renew = useCallback(
    async (shown?: AccessCase) => {
      if (shown) queries.setQueryData(['access-case', id], shown);
      const keys = [['access-case', id], ['console-case', id], ['queue'], ['messages', id]];
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    [id, queries],
  );
  const { data } = query;
  return (
    <section
      aria-label={m.console_access_title()}
      className="max-h-[60%] shrink-0 overflow-y-auto border-b border-line bg-surface px-5 py-4"
    >
      {data ? (
        <>
          <AccessFacts data={data} open={open} />
          {open && staff ? <Next id={id} data={data} staff={staff} onDone={renew} /> : null}
        </>
      ) : query.isError ? (
        <FailedState
          title={m.console_access_load_failed()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <SkeletonText lines={3} />
      )}
    </section>
  );
}

type NextProps = {
  id: CaseId;
  data: AccessCase;
  staff: { id: string; role: string };
  onDone: (shown?: AccessCase) => Promise<void>;
};

/** What can be done now: one thing after the other. */
function Next({ id, data, staff, onDone }: NextProps): ReactElement {
  const waiting = data.proposals.find(({ decision }) => decision === null);
  if (waiting)
    return staff.role === 'supervisor' && waiting.staffId !== staff.id ? (
      <DecideAccess id={id} proposal={waiting} onDone={onDone} />
    ) : (
      <p className="mt-3 text-13 text-ink-2">{m.console_access_waits()}</p>
    );
  const isPassed = data.checks.at(-1)?.passed === true;
  return (
    <div className="mt-4 grid gap-5 panel:grid-cols-2">
      <CheckIdentity id={id} onDone={onDone} />
      {isPassed ? <ProposeAccess id={id} data={data} onDone={onDone} /> : null}
    </div>
  );
}
