import { ChevronRight } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { drawAs, type Render } from './as.ts';

export type TalkPageProps = { bar: ReactNode; subject?: ReactNode; children: ReactNode; composer: ReactNode };

/** A conversation on a page of its own: it fills the window, the log scrolls, the composer stays. */
export const TalkPage = ({ bar, subject, children, composer }: TalkPageProps): ReactElement => (
  <div className="page talk">
    {bar}
    {subject}
    <main id="main" tabIndex={-1}>
      {children}
    </main>
    {composer}
  </div>
);

/** What the conversation is about, under the bar: 关于 提现 ¥2,000.00 · 已退回 */
export function SubjectRow({
  icon,
  children,
  render,
}: {
  icon: ReactElement;
  children: ReactNode;
  render: Render;
}): ReactElement {
  const content = (
    <>
      {icon}
      <span className="cut">{children}</span>
      <ChevronRight size={18} aria-hidden="true" />
    </>
  );
  return drawAs(render, 'a', { className: 'subject', children: content });
}
