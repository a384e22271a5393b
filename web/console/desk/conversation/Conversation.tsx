import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { parseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { caseQuery, rowOf, type QueueKind } from '../../session.ts';
import { ConversationHead } from './ConversationHead.tsx';
import { Talk } from './Talk.tsx';

type Props = { id: string; onPanel: () => void; view: QueueKind };

/** One case as it is talked about. Until it has come, its head stands as the queue knows it. */
export function Conversation({ id, onPanel, view }: Props): ReactElement {
  const caseId = parseId('case', id);
  const query = useQuery({ ...caseQuery(id), enabled: caseId !== null });
  const row = rowOf(useQueryClient(), id);
  if (caseId !== null && query.data)
    return <Talk id={caseId} data={query.data} onPanel={onPanel} view={view} />;
  if (caseId === null || query.isError) {
    const problem = problemIn(query.error);
    return (
      <FailedState
        title={problem?.title || m.console_case_failed()}
        onRetry={caseId === null || problem?.status === 404 ? undefined : () => void query.refetch()}
        retrying={query.isFetching}
        action={<Button render={<Link to="/cases" search={{ view }} />}>{m.console_back_to_queue()}</Button>}
      >
        {caseId === null ? m.console_case_no_such() : problem?.detail || m.common_no_answer()}
      </FailedState>
    );
  }
  return (
    <>
      <ConversationHead
        id={id}
        name={row?.customerName ?? ''}
        title={row?.case.title ?? ''}
        view={view}
        onPanel={onPanel}
      />
      <div className="min-h-[33px] border-b border-line bg-surface" />
      <div className="grow p-5">
        <SkeletonText lines={4} />
      </div>
    </>
  );
}
