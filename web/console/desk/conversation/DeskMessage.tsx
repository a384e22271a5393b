import type { ReactElement } from 'react';
import { formatClock } from '#common/format';
import { unreachable } from '#common/result';
import * as m from '#messages';
import { ChatEvent } from '#ui/ChatEvent.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { Explainer } from '#ui/Explainer.tsx';
import { useTimeFormat } from '#ui/format.ts';
import type { Message } from '#web/conversation.ts';
import { decidedLine } from '#web/petition-words.ts';
import { tracedLine, traceStepLine } from '#web/trace-words.ts';

type Props = {
  message: Message;
  customerName: string;
  /** How far the customer has read. */
  readSeq: number;
};

/** Who did it: the author, or whom the event names; what nobody did, the system did. */
function doerOf({ authorName, facts }: Message): string {
  const named = facts['name'];
  return authorName ?? (typeof named === 'string' ? named : m.console_system());
}

/** One line of a conversation as staff see it: the customer at the left, staff at the right, notes amber. */
export function DeskMessage({ message, customerName, readSeq }: Props): ReactElement {
  const { timeZone } = useTimeFormat();
  const time = formatClock(message.sentAt, timeZone);
  const name = doerOf(message);
  switch (message.kind) {
    case 'text':
      return message.author === 'customer' ? (
        <ChatMessage side="theirs" from={customerName} time={time} at={message.sentAt}>
          {message.text}
        </ChatMessage>
      ) : (
        <Said message={message} time={time} readSeq={readSeq} />
      );
    case 'note':
      return (
        <ChatMessage side="mine" note from={name} time={`${name} · ${time}`} at={message.sentAt}>
          {message.text}
        </ChatMessage>
      );
    case 'explained':
      return (
        <Explainer replayed source={m.console_customer_has_seen()}>
          {message.text.split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Explainer>
      );
    case 'resolved':
      return (
        <>
          {message.text ? <Said message={message} time={time} readSeq={readSeq} /> : null}
          <ChatEvent>{resolvedLine(message, name, time)}</ChatEvent>
        </>
      );
    case 'asked':
      return <ChatEvent>{m.petition_event_asked_desk({ time })}</ChatEvent>;
    case 'given':
      return <ChatEvent>{m.petition_event_given_desk({ time })}</ChatEvent>;
    case 'progress':
      return <ChatEvent>{`${traceStepLine(message.facts) ?? ''} ${time}`}</ChatEvent>;
    case 'opened':
      return <ChatEvent>{m.console_event_opened({ time })}</ChatEvent>;
    case 'agent_joined':
      return <ChatEvent>{m.console_event_joined({ name, time })}</ChatEvent>;
    case 'reopened':
      return <ChatEvent>{m.console_event_reopened({ time })}</ChatEvent>;
    case 'escalated':
      return <ChatEvent>{m.console_event_escalated({ time })}</ChatEvent>;
    case 'closed':
      return <ChatEvent>{m.console_event_closed({ time })}</ChatEvent>;
    default:
      return unreachable(message.kind);
  }
}

function resolvedLine({ facts }: Message, name: string, time: string): string {
  const decided = decidedLine(facts);
  if (decided) return m.petition_event_decided({ ...decided, time });
  const traced = tracedLine(facts, time);
  if (traced) return traced;
  return facts['by'] === 'lifted'
    ? m.petition_event_lifted({ time })
    : m.console_event_resolved({ name, time });
}

/** What one of us said to the customer. */
function Said({ message, time, readSeq }: { message: Message; time: string; readSeq: number }): ReactElement {
  const name = doerOf(message);
  return (
    <ChatMessage
      side="mine"
      from={name}
      time={`${name} · ${time}`}
      at={message.sentAt}
      delivery={message.seq <= readSeq ? 'read' : 'delivered'}
    >
      {message.text}
    </ChatMessage>
  );
}
