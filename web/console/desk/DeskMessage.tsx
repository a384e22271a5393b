import type { ReactElement } from 'react';
import { formatClock } from '#common/format';
import * as m from '#messages';
import { ChatEvent } from '#ui/ChatEvent.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { Explainer } from '#ui/Explainer.tsx';
import { useTimeFormat } from '#ui/format.ts';
import type { Message } from '#web/conversation.ts';

/** One line of a conversation as staff see it: the customer left, staff right, notes amber. */
export function DeskMessage({ message, readSeq }: { message: Message; readSeq: number }): ReactElement {
  const format = useTimeFormat();
  const time = formatClock(message.sentAt, format.timeZone);
  const who = message.authorName ?? m.console_system();
  switch (message.kind) {
    case 'text':
      return message.author === 'customer' ? (
        <ChatMessage side="theirs" time={time} at={message.sentAt}>{message.text}</ChatMessage>
      ) : (
        <ChatMessage side="mine" from={who} time={`${who} · ${time}`} at={message.sentAt} delivery={message.seq <= readSeq ? 'read' : 'delivered'}>{message.text}</ChatMessage>
      );
    case 'note': return <ChatMessage side="mine" note from={who} time={`${who} · ${time}`} at={message.sentAt}>{message.text}</ChatMessage>;
    case 'explained': return <Explainer replayed source={m.console_customer_has_seen()}>{message.text}</Explainer>;
    case 'opened': return <ChatEvent>{m.console_event_opened({ time })}</ChatEvent>;
    case 'agent_joined': return <ChatEvent>{m.console_event_joined({ name: who, time })}</ChatEvent>;
    case 'resolved':
      return (
        <>
          {message.text ? <ChatMessage side="mine" from={who} time={`${who} · ${time}`} at={message.sentAt}>{message.text}</ChatMessage> : null}
          <ChatEvent>{m.console_event_resolved({ name: who, time })}</ChatEvent>
        </>
      );
    case 'reopened': return <ChatEvent>{m.console_event_reopened({ time })}</ChatEvent>;
    case 'escalated': return <ChatEvent>{m.console_event_escalated({ time })}</ChatEvent>;
    case 'closed': return <ChatEvent>{m.console_event_closed({ time })}</ChatEvent>;
  }
}
