import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronLeft, PanelRight } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { MESSAGE_MAX } from '#common/api/support';
import { formatDeadline, formatTime } from '#common/format';
import { parseId, shortId, type CaseId } from '#common/id';
import * as m from '#messages';
import { caseStateWord } from '#web/case-words.ts';
import { Button } from '#ui/Button.tsx';
import { ChatLog } from '#ui/ChatLog.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { useNow } from '#ui/clock.ts';
import { DeskComposer } from '#ui/DeskComposer.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { IconButton } from '#ui/IconButton.tsx';
import { Promises } from '#ui/Promises.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, newId, problemIn } from '#web/call.ts';
import { useConversation, useReadMark } from '#web/conversation.ts';
import { useSubmit } from '#web/use-submit.ts';
import { consoleCaseQuery, staffQuery, type QueueKind } from '../session.ts';
import { DeskMessage } from './DeskMessage.tsx';
import { urgencyOf } from './Queue.tsx';

type Props = { id: string; onPanel: () => void; view: QueueKind };

/** The conversation of one case: what was said, what was promised, answer, note, resolve. */
export function CaseConversation({ id, onPanel, view }: Props): ReactElement {
  const caseId = parseId('case', id);
  const query = useQuery(consoleCaseQuery(id));
  if (caseId === null || query.isError) {
    return <FailedState title={problemIn(query.error)?.title ?? m.console_case_failed()} onRetry={() => void query.refetch()} retrying={query.isFetching}>{problemIn(query.error)?.detail}</FailedState>;
  }
  if (!query.data) return <SkeletonText lines={6} />;
  return <Talk id={caseId} data={query.data} onPanel={onPanel} view={view} />;
}

type Data = NonNullable<ReturnType<typeof useQuery<Awaited<ReturnType<NonNullable<ReturnType<typeof consoleCaseQuery>['queryFn']>>>>>['data']>;

function Talk({ id, data, onPanel, view }: { id: CaseId; data: Data; onPanel: () => void; view: QueueKind }): ReactElement {
  const { case: one, customer } = data;
  const format = useTimeFormat();
  const { data: staff } = useQuery(staffQuery);
  const [text, setText] = useState('');
  const [mode, setMode] = useState<'reply' | 'note' | 'resolve'>('reply');
  const queries = useQueryClient();
  const talk = useConversation({
    caseId: id,
    fetchSince: useCallback((since: number, signal: AbortSignal) => call(api.consoleMessages, { params: { id }, query: { since }, signal }), [id]),
    post: useCallback(({ clientId, text: said, note }) => call(api.answerCase, { params: { id }, body: { clientId, text: said, note } }), [id]),
  });
  useReadMark(talk.lastSeq, useCallback((seq: number) => call(api.readCase, { params: { id }, body: { seq } }), [id]));
  const renew = useCallback(async () => {
    await Promise.all([['console-case', id], ['queue'], ['messages', id]].map((queryKey) => queries.invalidateQueries({ queryKey })));
  }, [id, queries]);
  const take = useSubmit(useCallback(async () => { await call(api.takeCase, { params: { id }, body: {} }); await renew(); }, [id, renew]));
  const [resolution, setResolution] = useState('');
  const resolve = useSubmit(
    useCallback(async () => {
      await call(api.resolveCase, { params: { id }, body: { clientId: newId('msg'), text: resolution } });
      setMode('reply');
      setText('');
      await renew();
    }, [id, renew, resolution]),
  );
  const send = (said: string): void => {
    if (mode === 'resolve') {
      setResolution(said);
      return void Promise.resolve().then(resolve.run);
    }
    talk.send(said, { note: mode === 'note' });
    setText('');
  };
  const over = one.state === 'resolved' || one.state === 'closed';
  const mine = staff !== undefined && staff !== null && one.assigneeName === staff.name;
  return (
    <>
      <CaseHead id={id} title={one.title} name={customer.name} onPanel={onPanel} view={view}>
        {over ? null : mine ? null : (
          <Button variant="tint" busy={take.busy} onClick={() => void take.run()}>
            {one.assigneeName ? m.console_take_over() : m.console_take()}
          </Button>
        )}
      </CaseHead>
      <Standing one={one} failure={take.failure ?? resolve.failure} />
      {talk.isPending ? <SkeletonText lines={4} /> : null}
      <ChatLog>
        {talk.messages.map((message) => (
          <DeskMessage key={message.id} message={message} readSeq={one.readByCustomerSeq} />
        ))}
        {talk.pending.map((message) => (
          <ChatMessage key={message.clientId} side="mine" note={message.note} time={formatTime(new Date(format.now).toISOString(), format)} delivery={message.state} onRetry={() => talk.retry(message.clientId)}>
            {message.text}
          </ChatMessage>
        ))}
      </ChatLog>
      {one.state === 'closed' ? null : (
        <DeskComposer
          value={text}
          onChange={setText}
          onSend={send}
          mode={mode}
          onMode={setMode}
          modes={[{ value: 'reply', label: m.console_reply() }, { value: 'note', label: m.console_note(), note: true }, ...(over ? [] : [{ value: 'resolve' as const, label: m.console_resolve() }])]}
          maxLength={MESSAGE_MAX}
          busy={resolve.busy}
          aside={mode === 'resolve' ? m.console_resolve_hint() : mode === 'note' ? m.console_note_hint() : undefined}
          sendLabel={mode === 'resolve' ? m.console_resolve_send() : mode === 'note' ? m.console_note_save() : m.console_reply_send()}
        />
      )}
    </>
  );
}

function CaseHead({ id, title, name, onPanel, view, children }: { id: CaseId; title: string; name: string; onPanel: () => void; view: QueueKind; children: React.ReactNode }): ReactElement {
  return (
    <header className="flex min-h-[60px] flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-2.5">
      <span className="pane:hidden">
        <IconButton label={m.console_back_to_queue()} icon={<ChevronLeft size={22} aria-hidden="true" />} render={<Link to="/cases" search={{ view }} />} />
      </span>
      <h2 className="text-17">{name}</h2>
      <span className="min-w-0 text-ink-2">
        {title} · <span className="num">{shortId(id)}</span>
      </span>
      <span className="ml-auto flex items-center gap-2">
        {children}
        <span className="panel-opener">
          <IconButton label={m.console_customer()} icon={<PanelRight size={20} aria-hidden="true" />} onClick={onPanel} />
        </span>
      </span>
    </header>
  );
}

function Standing({ one, failure }: { one: Data['case']; failure: string | null }): ReactElement {
  const format = useTimeFormat();
  const now = useNow(30);
  const urgency = urgencyOf(one.dueAt, now);
  return (
    <div className="border-b border-line px-5 py-2">
      <Promises
        items={[
          { key: 'state', state: one.state === 'resolved' || one.state === 'closed' ? 'kept' : 'open', text: one.assigneeName ? `${caseStateWord(one.state)} · ${one.assigneeName}` : caseStateWord(one.state) },
          ...(one.dueAt && one.nextActor === 'okpay' ? [{ key: 'due', state: urgency === 'calm' ? ('open' as const) : urgency, text: m.console_answer_due({ when: formatDeadline(one.dueAt, format) }) }] : []),
          ...(one.escalated ? [{ key: 'escalated', state: 'late' as const, text: m.console_escalated() }] : []),
        ]}
      />
      {failure ? <p className="hint bad" role="alert">{failure}</p> : null}
    </div>
  );
}
