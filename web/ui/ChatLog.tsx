import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';

/** Pixels from the end within which a reader is following, so that a new message may scroll. */
const FOLLOWING_PX = 120;

/**
 * The conversation, oldest first. New messages are read aloud, and scrolled to unless the reader has gone up to read older ones.
 * `last` is the id of the newest message.
 */
export function ChatLog({ last, children }: { last: string; children: ReactNode }): ReactElement {
  const ref = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const log = ref.current;
    if (log && following.current) log.scrollTo({ top: log.scrollHeight });
  }, [last]);
  return (
    <div
      ref={ref}
      className="thread"
      role="log"
      aria-live="polite"
      aria-label={m.common_chat_log()}
      // Scrolling by keyboard needs the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: log }) => {
        following.current = log.scrollHeight - log.scrollTop - log.clientHeight < FOLLOWING_PX;
      }}
    >
      {children}
    </div>
  );
}
