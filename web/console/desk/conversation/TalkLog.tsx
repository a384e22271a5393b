import { Fragment, type ReactElement } from 'react';
import { dayKey, formatClock, formatDayHeading } from '#common/format';
import * as m from '#messages';
import { ChatEvent } from '#ui/ChatEvent.tsx';
import { ChatLog } from '#ui/ChatLog.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import type { Conversation } from '#web/conversation.ts';
import { DeskMessage } from './DeskMessage.tsx';

type Props = { talk: Conversation; customerName: string; readSeq: number };

/** All that was said, by day, and below it what is on its way or could not be sent. */
export function TalkLog({ talk, customerName, readSeq }: Props): ReactElement {
  const { messages, pending, error, isPending } = talk;
  if (error !== null && messages.length === 0) {
    return (
      <div className="grow">
        <FailedState title={m.console_messages_failed()} onRetry={talk.refetch}>
          {m.common_no_answer()}
        </FailedState>
      </div>
    );
  }
  return (
    <ChatLog>
      {isPending ? <SkeletonText lines={4} /> : null}
      <Days talk={talk} customerName={customerName} readSeq={readSeq} />
      {pending.map(({ clientId, note, state, text }) => (
        <Unsent key={clientId} note={note} state={state} text={text} onRetry={() => talk.retry(clientId)} />
      ))}
    </ChatLog>
  );
}

function Days({ talk: { messages }, customerName, readSeq }: Props): ReactElement {
  const format = useTimeFormat();
  const dayOf = (at: string): string => dayKey(at, format.timeZone);
  return (
    <>
      {messages.map((message, place) => {
        const before = messages[place - 1];
        const isFirstOfDay = !before || dayOf(before.sentAt) !== dayOf(message.sentAt);
        return (
          <Fragment key={message.id}>
            {isFirstOfDay ? <ChatEvent>{formatDayHeading(message.sentAt, format)}</ChatEvent> : null}
            <DeskMessage message={message} customerName={customerName} readSeq={readSeq} />
          </Fragment>
        );
      })}
    </>
  );
}

type UnsentProps = { note: boolean; state: 'sending' | 'unsent'; text: string; onRetry: () => void };

function Unsent({ note, state, text, onRetry }: UnsentProps): ReactElement {
  const { now, timeZone } = useTimeFormat();
  return (
    <ChatMessage side="mine" note={note} time={formatClock(now, timeZone)} delivery={state} onRetry={onRetry}>
      {text}
    </ChatMessage>
  );
}
