import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { MESSAGE_MAX } from '#common/api/support';
import { formatClock } from '#common/format';
import { parseId, type CaseId } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { ChatLog } from '#ui/ChatLog.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { Composer } from '#ui/Composer.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { useConversation, useReadMark } from '#web/conversation.ts';
import { CaseMessage } from './CaseMessage.tsx';
import { KeepRecord } from './KeepRecord.tsx';
import { CaseState, Subject } from './CaseHead.tsx';
import { NotLoaded } from '../app/NotLoaded.tsx';
import { TalkPage } from '#ui/TalkPage.tsx';
import { SubPage } from '../app/SubPage.tsx';

type Case = OkOf<typeof api.case>;

/** A conversation with its state: who is next, by when; live on both sides; its record to keep. */
export function CasePage(): ReactElement {
  const { caseId = '' } = useParams({ strict: false });
  const id = parseId('case', caseId);
  const query = useQuery({
    queryKey: ['case', caseId],
    enabled: id !== null,
    queryFn: ({ signal }) => call(api.case, { params: { id: caseId }, signal }),
  });
  useEffect(() => {
    document.title = `${query.data?.title ?? m.customer_tab_help()} · OKPay`;
  }, [query.data?.title]);
  const bar = (
    <AppBar
      title={m.customer_case_title()}
      back={<Link to="/help-me" />}
      actions={id && query.data ? <KeepRecord id={id} /> : null}
    />
  );
  if (id === null || query.isError) {
    return (
      <SubPage bar={bar}>
        <NotLoaded
          error={query.error}
          title={m.customer_case_failed()}
          text={m.common_no_answer()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      </SubPage>
    );
  }
  if (!query.data)
    return (
      <SubPage bar={bar}>
        <SkeletonText lines={4} />
      </SubPage>
    );
  return <Talk id={id} one={query.data} bar={bar} />;
}

function Talk({ id, one, bar }: { id: CaseId; one: Case; bar: ReactElement }): ReactElement {
  const format = useTimeFormat();
  const [text, setText] = useState('');
  const talk = useConversation({
    caseId: id,
    fetchSince: useCallback(
      (since: number, signal: AbortSignal) =>
        call(api.caseMessages, { params: { id }, query: { since }, signal }),
      [id],
    ),
    post: useCallback(
      ({ clientId, text: said }) => call(api.postMessage, { params: { id }, body: { clientId, text: said } }),
      [id],
    ),
  });
  useReadMark(
    talk.lastSeq,
    useCallback((seq: number) => call(api.readMessages, { params: { id }, body: { seq } }), [id]),
  );
  const closed = one.state === 'closed';
  const foot = closed ? (
    <div className="dock">
      <Button
        variant="primary"
        wide
        render={<Link to="/help-me" {...(one.subjectId ? { search: { entry: one.subjectId } } : {})} />}
      >
        {m.customer_case_new()}
      </Button>
    </div>
  ) : (
    <Composer
      value={text}
      onChange={setText}
      maxLength={MESSAGE_MAX}
      label={m.customer_case_write()}
      onSend={(said) => {
        talk.send(said);
        setText('');
      }}
    />
  );
  return (
    <TalkPage bar={bar} subject={<Subject one={one} />} composer={foot}>
      <CaseState one={one} />
      {talk.isPending ? <SkeletonText lines={4} /> : null}
      {talk.error ? (
        <FailedState title={m.customer_case_failed()} onRetry={talk.refetch}>
          {m.common_no_answer()}
        </FailedState>
      ) : null}
      <ChatLog>
        {talk.messages.map((message) => (
          <CaseMessage
            key={message.id}
            message={message}
            entryId={one.subjectId}
            readSeq={one.readByStaffSeq}
          />
        ))}
        {talk.pending.map((message) => (
          <ChatMessage
            key={message.clientId}
            side="mine"
            time={formatClock(new Date(format.now).toISOString(), format.timeZone)}
            delivery={message.state}
            onRetry={() => talk.retry(message.clientId)}
          >
            {message.text}
          </ChatMessage>
        ))}
      </ChatLog>
    </TalkPage>
  );
}
