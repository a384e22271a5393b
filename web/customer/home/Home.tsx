import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Download, Eye, EyeOff, KeyRound, List, TriangleAlert } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonRows, SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { MainTabs } from '../app/MainTabs.tsx';
import { asyncOf } from '#web/use-async.ts';
import { EntryRow } from '../entry/EntryRow.tsx';
import { accountsQuery, meQuery } from '../session.ts';
import { Balances, OtherBalances, type Accounts } from './Balances.tsx';
import { NeedsYou } from './NeedsYou.tsx';

/** Entries on the first screen; the rest is one tap away. */
const RECENT = 5;
const HIDDEN_KEY = 'okpay_hide_amounts';

function useHidden(): [boolean, () => void] {
  const [hidden, setHidden] = useState(() => {
    try {
      return localStorage.getItem(HIDDEN_KEY) === '1';
    } catch {
      return false;
    }
  });
  const toggle = (): void => {
    setHidden(!hidden);
    try {
      localStorage.setItem(HIDDEN_KEY, hidden ? '0' : '1');
    } catch {
      // Without storage the choice holds for this visit.
    }
  };
  return [hidden, toggle];
}

/** Balance, what needs the person, the two things to do, the latest entries. */
export function Home(): ReactElement {
  const accounts = useQuery(accountsQuery);
  const { data: me } = useQuery(meQuery);
  const recent = useQuery({ queryKey: ['entries', 'recent'], queryFn: ({ signal }) => call(api.entries, { query: { limit: RECENT }, signal }) });
  const [hidden, toggleHidden] = useHidden();
  useEffect(() => {
    document.title = `${m.customer_tab_home()} · OKPay`;
  }, []);
  const eye = <IconButton label={hidden ? m.customer_show_amounts() : m.customer_hide_amounts()} aria-pressed={hidden} onClick={toggleHidden} icon={hidden ? <EyeOff size={22} aria-hidden="true" /> : <Eye size={22} aria-hidden="true" />} />;
  return (
    <PageColumn bar={<AppBar brand title={m.customer_home_heading()} actions={eye} />} foot={<MainTabs />}>
      <AsyncView<Accounts, unknown>
        view={asyncOf(accounts)}
        loading={() => <SkeletonText lines={3} />}
        empty={() => null}
        failed={() => <FailedState title={m.customer_balance_failed()} onRetry={() => void accounts.refetch()} retrying={accounts.isFetching}>{m.customer_balance_failed_text()}</FailedState>}
        full={(value) => <Balances accounts={value} hidden={hidden} />}
      />
      <div className="grid grid-cols-2 gap-3">
        <Button variant="primary" icon={<ArrowUpRight size={20} aria-hidden="true" />} render={<Link to="/pay" />}>{m.customer_pay()}</Button>
        <Button variant="tint" icon={<Download size={20} aria-hidden="true" />} render={<Link to="/top-up" />}>{m.customer_top_up()}</Button>
      </div>
      {me && !(me.emailVerified && me.phoneVerified) ? <Todo icon={<TriangleAlert size={20} aria-hidden="true" />} title={m.customer_todo_verify()} sub={m.customer_todo_verify_sub()} to="/verify" /> : null}
      {me?.emailVerified && me.phoneVerified && !me.hasPaymentPassword ? <Todo icon={<KeyRound size={20} aria-hidden="true" />} title={m.customer_todo_payment_password()} sub={m.customer_todo_payment_password_sub()} to="/me/payment-password" /> : null}
      {accounts.data ? <NeedsYou accounts={accounts.data} /> : null}
      <Section title={m.customer_recent()} aside={<TextLink render={<Link to="/history" />}>{m.customer_all_entries()}</TextLink>}>
        <AsyncView
          view={asyncOf(recent, (page) => page.items.length === 0)}
          loading={() => <SkeletonRows />}
          empty={() => <Card><EmptyState icon={<List size={26} aria-hidden="true" />} title={m.customer_no_entries()} action={<Button size="small" render={<Link to="/top-up" />}>{m.customer_top_up_by_card()}</Button>}>{m.customer_no_entries_text()}</EmptyState></Card>}
          failed={() => <Card><FailedState title={m.customer_entries_failed()} onRetry={() => void recent.refetch()} retrying={recent.isFetching}>{m.customer_entries_failed_text()}</FailedState></Card>}
          full={(page) => <Card>{page.items.map((entry) => <EntryRow key={entry.id} entry={entry} dated />)}</Card>}
        />
      </Section>
      {accounts.data ? <OtherBalances accounts={accounts.data} hidden={hidden} /> : null}
    </PageColumn>
  );
}

const Todo = ({ icon, title, sub, to }: { icon: ReactElement; title: string; sub: string; to: '/verify' | '/me/payment-password' }): ReactElement => (
  <Section title={m.customer_needs_you()}>
    <Card>
      <ListRow icon={icon} tone="pending" title={title} sub={sub} render={<Link to={to} />} />
    </Card>
  </Section>
);
