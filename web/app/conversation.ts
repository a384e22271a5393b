import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { messageSchema } from '#common/api/support';
import type { CaseId, MessageId } from '#common/id';
import { newId } from './call.ts';

export type Message = z.output<typeof messageSchema>;
/** What was typed here and is not in the conversation yet. Its id goes along, so that sending twice says it once. */
export type Pending = { clientId: MessageId; text: string; note: boolean; state: 'sending' | 'unsent' };

type Ways = {
  /** Key of the case in this page's cache. */
  caseId: CaseId;
  fetchSince: (since: number, signal: AbortSignal) => Promise<{ items: Message[]; lastSeq: number }>;
  post: (pending: { clientId: MessageId; text: string; note: boolean }) => Promise<Message>;
};
export type Conversation = {
  messages: readonly Message[];
  pending: readonly Pending[];
  lastSeq: number;
  isPending: boolean;
  error: unknown;
  refetch: () => void;
  send: (text: string, options?: { note: boolean }) => void;
  retry: (clientId: MessageId) => void;
};

/** Messages by sequence number: nothing is missed, nothing doubled, whatever came twice or out of order. */
export function merge(known: readonly Message[], more: readonly Message[]): Message[] {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  for (const message of more) bySeq.set(message.seq, message);
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

/** A conversation that follows along: asks for what came after the last known message, and keeps what could not be sent. */
export function useConversation({ caseId, fetchSince, post }: Ways): Conversation {
  const queries = useQueryClient();
  const key = ['messages', caseId];
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      let known = queries.getQueryData<Message[]>(key) ?? [];
      // A long conversation comes in pages.
      for (;;) {
        const { items, lastSeq } = await fetchSince(known.at(-1)?.seq ?? 0, signal);
        known = merge(known, items);
        if (items.length === 0 || (known.at(-1)?.seq ?? 0) >= lastSeq) return known;
      }
    },
  });
  const messages = query.data ?? [];
  const deliver = useCallback(
    async (message: Pick<Pending, 'clientId' | 'text' | 'note'>) => {
      try {
        // Only what the contract knows: how far it got here is nobody else's matter.
        await post({ clientId: message.clientId, text: message.text, note: message.note });
        // A gap before it would be missed if it were added alone: what came in between is fetched with it.
        await queries.invalidateQueries({ queryKey: ['messages', caseId] });
        setPending((all) => all.filter(({ clientId }) => clientId !== message.clientId));
      } catch {
        setPending((all) =>
          all.map((one) => (one.clientId === message.clientId ? { ...one, state: 'unsent' } : one)),
        );
      }
    },
    [caseId, post, queries],
  );
  const send = useCallback(
    (text: string, { note }: { note: boolean } = { note: false }) => {
      const message: Pending = { clientId: newId('msg'), text, note, state: 'sending' };
      setPending((all) => [...all, message]);
      void deliver(message);
    },
    [deliver],
  );
  const retry = useCallback(
    (clientId: MessageId) => {
      const message = pending.find((one) => one.clientId === clientId);
      if (!message) return;
      setPending((all) => all.map((one) => (one.clientId === clientId ? { ...one, state: 'sending' } : one)));
      void deliver(message);
    },
    [deliver, pending],
  );
  return {
    messages,
    pending,
    lastSeq: messages.at(-1)?.seq ?? 0,
    isPending: query.isPending,
    error: query.error,
    refetch: () => void query.refetch(),
    send,
    retry,
  };
}

/** Tells the other side how far this one has read, once per new message and only while the page is looked at. */
export function useReadMark(lastSeq: number, mark: (seq: number) => Promise<unknown>): void {
  const told = useRef(0);
  useEffect(() => {
    const tell = (): void => {
      if (lastSeq <= told.current || document.visibilityState !== 'visible') return;
      told.current = lastSeq;
      void mark(lastSeq).catch(() => {
        told.current = 0; // The next message or look tries again.
      });
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [lastSeq, mark]);
}
