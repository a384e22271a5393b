import { Outlet, useParams } from '@tanstack/react-router';
import { MousePointerClick } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { MainPage } from '../app/MainPage.tsx';
import { useWide } from '../app/use-wide.ts';
import { HistoryList } from './HistoryList.tsx';

/** The list and the entry chosen from it: one after the other on a phone, side by side where there is room. */
export function History(): ReactElement {
  const { id } = useParams({ strict: false });
  const wide = useWide();
  useEffect(() => {
    if (id === undefined) document.title = `${m.customer_tab_history()} · OKPay`;
  }, [id]);
  if (!wide && id !== undefined) return <Outlet />;
  const title = m.customer_tab_history();
  if (!wide)
    return (
      <MainPage title={title}>
        <HistoryList />
      </MainPage>
    );
  return (
    <MainPage split title={title}>
      <section className="pane still" aria-label={m.customer_history_list()}>
        <HistoryList />
      </section>
      <div className="pane">{id === undefined ? <Choose /> : <Outlet />}</div>
    </MainPage>
  );
}

const Choose = (): ReactElement => (
  <Card>
    <EmptyState icon={<MousePointerClick size={26} aria-hidden="true" />} title={m.customer_history_choose()}>
      {m.customer_history_choose_text()}
    </EmptyState>
  </Card>
);
