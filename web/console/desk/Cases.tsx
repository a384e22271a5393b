import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { ThreePane } from '#ui/ThreePane.tsx';
import { rowOf, type QueueKind } from '../session.ts';
import { Conversation } from './conversation/Conversation.tsx';
import { CustomerPanel } from './panel/CustomerPanel.tsx';
import { Queue } from './Queue.tsx';

/** Queue, conversation and customer on one screen. */
export function Cases(): ReactElement {
  const { id } = useParams({ strict: false });
  const { view = 'open' }: { view?: QueueKind | undefined } = useSearch({ strict: false });
  const [panelOf, setPanelOf] = useState<string | null>(null);
  const navigate = useNavigate();
  const row = rowOf(useQueryClient(), id ?? '');
  useEffect(() => {
    const name = row ? `${row.customerName} · ` : '';
    document.title = `${name}${m.console_cases()} · OKPay`;
  }, [row]);
  const show = (next: QueueKind): void => {
    const search = { view: next };
    void navigate(id ? { to: '/cases/$id', params: { id }, search } : { to: '/cases', search });
  };
  return (
    <ThreePane
      queueLabel={m.console_cases()}
      panelLabel={m.console_customer()}
      isOpen={id !== undefined}
      panelShown={id !== undefined && panelOf === id}
      onPanelClose={() => setPanelOf(null)}
      queue={<Queue view={view} onView={show} selected={id} />}
      conversation={
        id ? (
          <Conversation key={id} id={id} onPanel={() => setPanelOf(id)} view={view} />
        ) : (
          <p className="m-auto text-ink-2">{m.console_choose_case()}</p>
        )
      }
      panel={id ? <CustomerPanel key={id} caseId={id} /> : null}
    />
  );
}
