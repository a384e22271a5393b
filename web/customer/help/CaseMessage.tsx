import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatClock } from '#common/format';
import * as m from '#messages';
import { ChatEvent } from '#ui/ChatEvent.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { Explainer } from '#ui/Explainer.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { TextLink } from '#ui/TextLink.tsx';
import { Link } from '@tanstack/react-router';
import type { Message } from '#web/conversation.ts';
import { entryQuery } from '../session.ts';
import { entryNoun } from '#web/entry-words.ts';
import { decidedLine } from '#web/petition-words.ts';
import { tracedLine, traceStepLine } from '#web/trace-words.ts';

/** One line of a conversation as the customer sees it. */
export function CaseMessage({
  message,
  entryId,
  readSeq,
}: {
  message: Message;
  entryId: string | null;
  readSeq: number;
}): ReactElement | null {
  const format = useTimeFormat();
  const time = formatClock(message.sentAt, format.timeZone);
  const who = message.authorName ?? m.customer_case_agent();
  switch (message.kind) {
    case 'text':
      return (
        <ChatMessage
          side={message.author === 'customer' ? 'mine' : 'theirs'}
          from={message.author === 'customer' ? undefined : who}
          time={message.author === 'staff' ? `${who} · ${time}` : time}
          at={message.sentAt}
          delivery={
            message.author === 'customer' ? (message.seq <= readSeq ? 'read' : 'delivered') : undefined
          }
        >
          {message.text}
        </ChatMessage>
      );
    case 'explained':
      return (
        <Explainer
          source={m.customer_case_automatic()}
          actions={entryId ? <EntryLink id={entryId} /> : undefined}
        >
          {(message.text ?? '').split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Explainer>
      );
    case 'opened':
      return <ChatEvent>{m.customer_case_event_opened({ time })}</ChatEvent>;
    case 'agent_joined':
      return <ChatEvent>{m.customer_case_event_joined({ name: who, time })}</ChatEvent>;
    case 'resolved':
      return (
        <>
          {message.text ? (
            <ChatMessage side="theirs" from={who} time={`${who} · ${time}`} at={message.sentAt}>
              {message.text}
            </ChatMessage>
          ) : null}
          <ChatEvent>{resolvedLine(message, who, time)}</ChatEvent>
        </>
      );
    case 'reopened':
      return <ChatEvent>{m.customer_case_event_reopened({ time })}</ChatEvent>;
    case 'escalated':
      return <ChatEvent>{m.customer_case_event_escalated({ time })}</ChatEvent>;
    case 'closed':
      return <ChatEvent>{m.customer_case_event_closed({ time })}</ChatEvent>;
    case 'asked':
      return <ChatEvent>{m.petition_event_asked({ time })}</ChatEvent>;
    case 'given':
      return <ChatEvent>{m.petition_event_given({ time })}</ChatEvent>;
    case 'progress': {
      const line = traceStepLine(message.facts);
      return line ? <ChatEvent>{`${line} ${time}`}</ChatEvent> : null;
    }
    case 'note':
      return null; // Notes of staff never travel here; if one did, it would still not be drawn.
  }
}

/** By what it ended: a decision, another way, its owner, or a person's words. */
function resolvedLine({ facts }: Message, name: string, time: string): string {
  const decided = decidedLine(facts);
  if (decided) return m.petition_event_decided({ ...decided, time });
  const traced = tracedLine(facts, time);
  if (traced) return traced;
  if (facts['by'] === 'lifted') return m.petition_event_lifted({ time });
  return facts['by'] === 'withdrawn'
    ? m.customer_case_event_withdrawn({ time })
    : m.customer_case_event_resolved({ name, time });
}

function EntryLink({ id }: { id: string }): ReactElement | null {
  const { data } = useQuery(entryQuery(id));
  if (!data) return null;
  return (
    <TextLink alone render={<Link to="/entry/$id" params={{ id }} />}>
      {m.customer_case_see_entry({ what: entryNoun(data) })}
    </TextLink>
  );
}
