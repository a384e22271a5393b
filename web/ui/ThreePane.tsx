import type { ReactElement, ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';

export type ThreePaneProps = {
  queue: ReactNode;
  conversation: ReactNode;
  panel: ReactNode;
  queueLabel: string;
  panelLabel: string;
  /** Below 900 one pane shows at a time: the conversation when one is open, else the queue. */
  isOpen: boolean;
  /** Below 1200 the panel is a drawer; give its opener the class `panel-opener`. */
  panelShown: boolean;
  onPanelClose: () => void;
};

/** Queue 324, conversation fluid, panel 392. The conversation's header, log and composer are its direct children. */
export const ThreePane = ({
  queue,
  conversation,
  panel,
  queueLabel,
  panelLabel,
  isOpen,
  panelShown,
  onPanelClose,
}: ThreePaneProps): ReactElement => (
  <div className="threepane" data-open={isOpen}>
    <section className="queue" aria-label={queueLabel}>
      {queue}
    </section>
    <div className="conversation">{conversation}</div>
    <aside className="panel" aria-label={panelLabel}>
      {panel}
    </aside>
    <Dialog open={panelShown} onClose={onPanelClose} title={panelLabel} form="drawer">
      <div className="panel -mx-5">{panel}</div>
    </Dialog>
  </div>
);
