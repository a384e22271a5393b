import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import * as m from '#messages';

/** Pixels from the end within which a reader is following, so that a new message may scroll. */
const FOLLOWING_PX = 120;

/**
 * The conversation, oldest first, in a box that scrolls. What is added is read aloud, and scrolled to unless the reader has gone up to
 * read older messages.
 */
export function ChatLog({ children }: { children: ReactNode }): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const thread = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const log = box.current;
    const content = thread.current;
    if (!log || !content) return undefined;
    // New messages, late fonts and pictures all make the thread grow.
    const observer = new ResizeObserver(() => {
      if (following.current) log.scrollTo({ top: log.scrollHeight });
    });
    observer.observe(content);
    observer.observe(log);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      className="log"
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
      <div ref={thread} className="thread">
        {children}
      </div>
    </div>
  );
}
