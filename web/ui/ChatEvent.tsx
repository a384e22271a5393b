import type { ReactElement, ReactNode } from 'react';

/** What happened to the conversation, between hairlines: 周青 10:07 接入，等待 3 分 52 秒 */
export const ChatEvent = ({ children }: { children: ReactNode }): ReactElement => (
  <div className="event">
    <span>{children}</span>
  </div>
);
