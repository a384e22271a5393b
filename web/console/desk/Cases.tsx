import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { ThreePane } from '#ui/ThreePane.tsx';
import type { QueueKind } from '../session.ts';
import { CaseConversation } from './CaseConversation.tsx';
import { CustomerPanel } from './CustomerPanel.tsx';
import { Queue } from './Queue.tsx';

/** Queue, conversation and customer on one screen. */
export function Cases(): ReactElement {
  const { id } = useParams({ strict: false });
  const { view = 'open' }: { view?: QueueKind | undefined } = useSearch({ strict: false });
  const [panelShown, setPanelShown] = useState(false);
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${m.console_cases()} · OKPay`;
  }, []);
  const show = (next: QueueKind): void => void navigate(id ? { to: '/cases/$id', params: { id }, search: { view: next } } : { to: '/cases', search: { view: next } });
  return (
    <ThreePane
      queueLabel={m.console_cases()}
      panelLabel={m.console_customer()}
      isOpen={id !== undefined}
      panelShown={panelShown}
      onPanelClose={() => setPanelShown(false)}
      queue={<Queue view={view} onView={show} selected={id} />}
      conversation={id ? <CaseConversation key={id} id={id} onPanel={() => setPanelShown(true)} view={view} /> : <p className="m-auto text-ink-2">{m.console_choose_case()}</p>}
      panel={id ? <CustomerPanel caseId={id} /> : null}
    />
  );
}
