import { Link } from '@tanstack/react-router';
import { ChevronLeft, PanelRight } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { shortId } from '#common/id';
import * as m from '#messages';
import { IconButton } from '#ui/IconButton.tsx';
import type { QueueKind } from '../../session.ts';

/** Below this width one pane shows at a time, and opening a case is a change of page. Source: the breakpoint `pane`. */
const ONE_PANE = '(max-width: 899px)';

type Props = {
  id: string;
  name: string;
  title: string;
  view: QueueKind;
  onPanel: () => void;
  /** What can be done with the case. */
  children?: ReactNode;
};

export function ConversationHead({ id, name, title, view, onPanel, children }: Props): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (matchMedia(ONE_PANE).matches) heading.current?.focus();
  }, []);
  return (
    <header className="convhead min-h-[57px]">
      <IconButton
        className="pane-back"
        label={m.console_back_to_queue()}
        icon={<ChevronLeft size={22} aria-hidden="true" />}
        render={<Link to="/cases" search={{ view }} />}
      />
      <h2 ref={heading} tabIndex={-1} className="cut" title={`${name} ${title}`}>
        {name}
        <span className="ml-2.5 text-13 font-normal text-ink-2">
          {title} · <span className="num">{shortId(id)}</span>
        </span>
      </h2>
      {children}
      <IconButton
        className="panel-opener"
        label={m.console_customer()}
        icon={<PanelRight aria-hidden="true" />}
        onClick={onPanel}
      />
    </header>
  );
}
