import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { api } from '#common/api/index';
import { call } from '#web/call.ts';

/** Marks the acquirer's messages among whatever else may be posted to a page. */
const CHANNEL = 'card-fields';
/** Longest wait for the frame's answer, in milliseconds. */
const PATIENCE_MILLIS = 12_000;
/** Height before the frame has said its own, in pixels. */
const FIRST_HEIGHT = 340;

export type CardFrame = {
  url: string | null;
  /** The frame could not be opened; the sentence is the server's. */
  error: unknown;
  retry: () => void;
  ref: RefObject<HTMLIFrameElement | null>;
  height: number;
  valid: boolean;
  /** Asks the frame to turn what was typed into a token; null when it shows an error of its own. */
  tokenize: () => Promise<string | null>;
};

type FromFrame = {
  channel?: unknown;
  type?: unknown;
  height?: unknown;
  valid?: unknown;
  token?: unknown;
  requestId?: unknown;
};

/** The acquirer's card fields in a frame of another origin. We see whether they are complete, and a token; never the number. */
export function useCardFrame(onSubmit: () => void): CardFrame {
  const ref = useRef<HTMLIFrameElement | null>(null);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const [valid, setValid] = useState(false);
  const answer = useRef<((token: string | null) => void) | null>(null);
  const theme = document.documentElement.dataset['theme'];
  const session = useQuery({
    queryKey: ['card-fields'],
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: () =>
      call(api.openCardFields, { body: { theme: theme === 'light' || theme === 'dark' ? theme : 'system' } }),
  });
  const origin = session.data?.origin ?? null;
  useEffect(() => {
    const hear = (event: MessageEvent<unknown>): void => {
      if (event.origin !== origin || event.source !== ref.current?.contentWindow) return;
      const message = event.data as FromFrame;
      if (message.channel !== CHANNEL) return;
      if (message.type === 'height' && typeof message.height === 'number')
        setHeight(Math.min(900, Math.max(120, message.height)));
      if (message.type === 'valid') setValid(message.valid === true);
      if (message.type === 'submit') onSubmit();
      if (message.type === 'token' && typeof message.token === 'string') answer.current?.(message.token);
      if (message.type === 'error') answer.current?.(null);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, [origin, onSubmit]);
  const tokenize = useCallback(
    () =>
      new Promise<string | null>((resolve) => {
        const timer = setTimeout(() => resolve(null), PATIENCE_MILLIS);
        answer.current = (token) => {
          clearTimeout(timer);
          answer.current = null;
          resolve(token);
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
