import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { PETITION_KINDS } from '#common/api/petition';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';
import { call, problemIn } from '#web/call.ts';
import { useConversation, useReadMark, type Conversation } from '#web/conversation.ts';
import { staffQuery, type ConsoleCase, type QueueKind, type Staff } from '../../session.ts';
import { AccessRequest } from '../access/AccessRequest.tsx';
import { PetitionPart } from '../petition/PetitionPart.tsx';
import { TracePart } from '../trace/TracePart.tsx';
import { Answer } from './Answer.tsx';
import { ConversationHead } from './ConversationHead.tsx';
import { ResolveDialog } from './ResolveDialog.tsx';
import { Standing } from './Standing.tsx';
import { TalkLog } from './TalkLog.tsx';

type Props = { id: CaseId; data: ConsoleCase; onPanel: () => void; view: QueueKind };

/** The conversation of one case: what was said, what was promised; take, answer, note, resolve. */
export function Talk({ id, data, onPanel, view }: Props): ReactElement {
  const { case: one, customer } = data;
  const { data: staff } = useQuery(staffQuery);
  const [resolving, setResolving] = useState(false);
  const renew = useRenew(id);
  const talk = useTalk(id, renew);
  const take = useMutation({
    mutationFn: () => call(api.takeCase, { params: { id }, body: {} }),
    onSettled: renew,
  });
  const open = one.state !== 'resolved' && one.state !== 'closed';
  const taking = open && staff ? takingWord(data, staff) : null;
  useOwnList({ data, staff, view });
  return (
    <>
      <ConversationHead id={id} name={customer.name} title={one.title} view={view} onPanel={onPanel}>
        {taking ? (
          <Button variant="tint" busy={take.isPending} onClick={() => take.mutate()}>
            {taking}
          </Button>
        ) : null}
        {open && !one.awaitsDecision ? (
          <Button variant={taking ? 'line' : 'tint'} onClick={() => setResolving(true)}>
            {m.console_resolve()}
          </Button>
        ) : null}
      </ConversationHead>
      <Standing one={one} />
      {one.kind === 'account_access' ? <AccessRequest id={id} open={open} /> : null}
      {PETITION_KINDS.some((kind) => kind === one.kind) ? (
        <section
          aria-label={m.petition_desk_title()}
          className="max-h-[60%] shrink-0 has-[[data-open-file]]:max-h-[85%] overflow-y-auto border-b border-line bg-surface px-5 py-4"
        >
          <PetitionPart id={id} />
        </section>
      ) : null}
      {one.kind === 'trace' ? (
        <section
          aria-label={m.trace_desk_title()}
          className="max-h-[60%] shrink-0 overflow-y-auto border-b border-line bg-surface px-5 py-4"
        >
          <TracePart id={id} />
        </section>
      ) : null}
      {take.error ? (
        <div className="border-b border-line bg-surface px-5 pb-2">
          <Hint error={problemIn(take.error)?.detail || m.common_no_answer()} />
        </div>
      ) : null}
      <TalkLog talk={talk} customerName={customer.name} readSeq={one.readByCustomerSeq} />
      <Answer id={id} data={data} isMine={data.assigneeId === staff?.id} onSend={talk.send} />
      <ResolveDialog
        id={id}
        name={customer.name}
        title={one.title}
        open={resolving}
        onClose={() => setResolving(false)}
        onChanged={renew}
      />
    </>
  );
}

/** A case that has become one's own has left the list of open ones; the list that it stands in now is shown. */
function useOwnList({
  data: { assigneeId, case: one },
  staff,
  view,
}: {
  data: ConsoleCase;
  staff: Staff | null | undefined;
  view: QueueKind;
}): void {
  const navigate = useNavigate();
  const isElsewhere = view === 'open' && assigneeId === staff?.id && !one.escalated && one.state !== 'closed';
  useEffect(() => {
    if (isElsewhere)
      void navigate({ to: '/cases/$id', params: { id: one.id }, search: { view: 'mine' }, replace: true });
  }, [isElsewhere, navigate, one.id]);
}

/** What taking the case would be called, or null where the server would refuse: it is one's own, or a colleague keeps the promise. */
function takingWord({ assigneeId, case: one }: ConsoleCase, staff: Staff): string | null {
  if (assigneeId === null) return m.console_take();
  if (assigneeId === staff.id) return null;
  return staff.role === 'supervisor' || one.escalated ? m.console_take_over() : null;
}

function useTalk(id: CaseId, renew: () => Promise<void>): Conversation {
  const talk = useConversation({
    caseId: id,
    fetchSince: useCallback(
      (since: number, signal: AbortSignal) =>
        call(api.consoleMessages, { params: { id }, query: { since }, signal }),
      [id],
    ),
    post: useCallback(
      async (body) => {
        const said = await call(api.answerCase, { params: { id }, body });
        void renew(); // An answer takes the case, reopens it, keeps its promise.
        return said;
      },
      [id, renew],
    ),
  });
  useReadMark(
    talk.lastSeq,
    useCallback((seq: number) => call(api.readCase, { params: { id }, body: { seq } }), [id]),
  );
  return talk;
}

function useRenew(id: CaseId): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    const keys = [['console-case', id], ['queue'], ['messages', id]];
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  }, [id, queries]);
}
