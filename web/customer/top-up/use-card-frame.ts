import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { api } from '#common/api/customer';
import { unreachable } from '#common/result';
import { call } from '#web/call.ts';
import { type Card, CHANNEL, heardFromFrame } from './frame-message.ts';

/** Longest wait for the frame's answer, in milliseconds. */
const PATIENCE_MILLIS = 12_000;
/** Height before the frame has said its own, in pixels. */
const FIRST_HEIGHT = 340;

/** A card that was typed into the frame: what it is charged by, and what tells it from others. */
export type TypedCard = { token: string; card: Card | null };
export type CardFrame = {
  url: string | null;
  /** The frame could not be opened; the sentence is the server's. */
  error: unknown;
  retry: () => void;
  ref: RefObject<HTMLIFrameElement | null>;
  height: number;
  valid: boolean;
  /** Asks the frame to turn what was typed into a token; null when it shows an error of its own. */
  tokenize: () => Promise<TypedCard | null>;
};

/** One session of card fields for as long as the page is open. */
function useFieldsSession(enabled: boolean) {
  const theme = document.documentElement.dataset['theme'];
  return useQuery({
    queryKey: ['card-fields'],
    enabled,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: () =>
      call(api.openCardFields, { body: { theme: theme === 'light' || theme === 'dark' ? theme : 'system' } }),
  });
}

/** The acquirer's card fields in a frame of another origin. We see whether they are complete, and a token; never the number. */
export function useCardFrame(onSubmit: () => void, isWanted = true): CardFrame {
  const ref = useRef<HTMLIFrameElement | null>(null);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const [valid, setValid] = useState(false);
  const answer = useRef<((typed: TypedCard | null) => void) | null>(null);
  const session = useFieldsSession(isWanted);
  const origin = session.data?.origin ?? null;
  useEffect(() => {
    const hear = (event: MessageEvent<unknown>): void => {
      const message = heardFromFrame(event, { origin, source: ref.current?.contentWindow });
      switch (message?.type) {
        case 'height':
          return setHeight(message.height);
        case 'valid':
          return setValid(message.valid);
        case 'submit':
          return onSubmit();
        case 'token':
          return answer.current?.({ token: message.token, card: message.card });
        case 'error':
          return answer.current?.(null);
        case undefined:
          return;
        default:
          return unreachable(message);
      }
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [origin, onSubmit]);
  const tokenize = useCallback(
    () =>
      new Promise<TypedCard | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), PATIENCE_MILLIS);
        answer.current = (typed) => {
          clearTimeout(timer);
          answer.current = null;
          resolve(typed);
        };
        ref.current?.contentWindow?.postMessage(
          { channel: CHANNEL, type: 'tokenize', requestId: crypto.randomUUID() },
          origin ?? '',
        );
      }),
    [origin],
  );
  return {
    url: session.data?.url ?? null,
    error: session.error,
    retry: () => void session.refetch(),
    ref,
    height,
    valid,
    tokenize,
  };
}
