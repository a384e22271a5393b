import { Lock } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { unreachable } from '#common/result';
import * as m from '#messages';
import { classes } from './as.ts';

/** How far a message of one's own has come. */
export type Delivery = 'sending' | 'delivered' | 'read' | 'unsent';

export type ChatMessageProps = {
  side: 'mine' | 'theirs';
  /** Who speaks, for ears; 你 when it is the reader. */
  from?: string | undefined;
  time: string;
  at?: string | undefined;
  delivery?: Delivery | undefined;
  onRetry?: (() => void) | undefined;
  /** Internal note: amber, lock, 客户看不到. */
  note?: boolean | undefined;
  children: ReactNode;
};

function deliveryWord(delivery: Delivery): string {
  switch (delivery) {
    case 'sending':
      return m.common_chat_sending();
    case 'delivered':
      return m.common_chat_delivered();
    case 'read':
      return m.common_chat_read();
    case 'unsent':
      return m.common_chat_unsent();
    default:
      return unreachable(delivery);
  }
}

/** One message: mine at the right on the accent's tint, theirs at the left on the surface. Line breaks of the writer are kept. */
export function ChatMessage({
  side,
  from,
  time,
  at,
  delivery,
  onRetry,
  note,
  children,
}: ChatMessageProps): ReactElement {
  const unsent = delivery === 'unsent';
  return (
    <div className={classes('msg', side, note && 'note')}>
      <div className="bubble">
        {note ? (
          <span className="tag">
            <Lock size={13} aria-hidden="true" />
            {m.common_chat_note()}
          </span>
        ) : (
          <span className="sr">{from ?? (side === 'mine' ? m.common_chat_you() : '')}: </span>
        )}
        {children}
      </div>
      <span className={classes('meta', unsent && 'danger')}>
        <time dateTime={at}>{time}</time>
        {delivery ? <span>· {deliveryWord(delivery)}</span> : null}
        {unsent && onRetry ? (
          <>
            <span aria-hidden="true">·</span>
            <button type="button" className="link inherit" onClick={onRetry}>
              {m.common_retry()}
            </button>
          </>
        ) : null}
      </span>
    </div>
  );
}
