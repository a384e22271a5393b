import { Info } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { classes } from './as.ts';

export type ExplainerProps = {
  children: ReactNode;
  /** The buttons that fix it, inside the card. */
  actions?: ReactNode;
  /** Where it comes from: 自动说明，依据这笔提现的实时状态 */
  source?: ReactNode;
  /** The agent's view of what the customer was told: dashed, small, without buttons. */
  replayed?: boolean | undefined;
};

/** An automatic answer in the conversation. It is always labelled as automatic. */
export function Explainer({
  children,
  actions,
  source = m.common_chat_automatic(),
  replayed = false,
}: ExplainerProps): ReactElement {
  if (replayed) {
    return (
      <div className="msg theirs seen-before">
        <div className="bubble">
          <span className="tag">
            <Info size={14} aria-hidden="true" />
            {source}
          </span>
          {children}
        </div>
      </div>
    );
  }
  return (
    <div className={classes('msg theirs explain')}>
      <div className="bubble">
        <div className="said">
          {children}
          {actions ? <div className="acts">{actions}</div> : null}
        </div>
        <div className="source">
          <Info size={14} aria-hidden="true" />
          {source}
        </div>
      </div>
    </div>
  );
}
