import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  ArrowLeftRight,
  ArrowUpRight,
  Download,
  Globe,
  Landmark,
  QrCode,
  ScanLine,
  Search,
} from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { MainPage } from '../app/MainPage.tsx';
import { useWide } from '../app/use-wide.ts';
import { accountsQuery, meQuery } from '../session.ts';
import { Balances, OtherBalances } from './Balances.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { Recent } from './Recent.tsx';
import { useHidden } from './use-hidden.ts';

/** Balance, the things to do, what needs the person, the latest entries; side by side where there is room. */
export function Home(): ReactElement {
  const accounts = useQuery(accountsQuery);
  const { data: me } = useQuery(meQuery);
  const [hidden, toggleHidden] = useHidden();
  const wide = useWide();
  useEffect(() => {
    document.title = `${m.customer_tab_home()} · OKPay`;
  }, []);
  const search = (
    <IconButton
      label={m.customer_history_search()}
      icon={<Search size={22} aria-hidden="true" />}
      render={<Link to="/history" />}
    />
  );
  const others = accounts.data ? <OtherBalances accounts={accounts.data} hidden={hidden} /> : null;
  return (
    <MainPage split brand title={m.customer_home_heading()} actions={wide ? null : search}>
      <div className="pane">
        <RestrictedBanner />
        <Loaded
          query={accounts}
          loading={<SkeletonText lines={3} />}
          failed={{ title: m.customer_balance_failed(), text: m.customer_balance_failed_text() }}
        >
          {(value) => <Balances accounts={value} hidden={hidden} onToggle={toggleHidden} />}
        </Loaded>
        <div className="grid grid-cols-3 gap-2">
          <Button
            variant="primary"
            className="px-1"
            icon={<ArrowUpRight size={18} aria-hidden="true" />}
            render={<Link to="/pay" />}
          >
            {m.customer_pay()}
          </Button>
          <Button
            variant="tint"
            className="px-1"
            icon={<ScanLine size={18} aria-hidden="true" />}
            render={<Link to="/scan" />}
          >
            {m.persons_scan()}
          </Button>
          <Button
            variant="tint"
            className="px-1"
            icon={<QrCode size={18} aria-hidden="true" />}
            render={<Link to="/code" />}
          >
            {m.persons_receive()}
          </Button>
          <Button
            variant="tint"
            className="px-1"
            icon={<Download size={18} aria-hidden="true" />}
            render={<Link to="/top-up" />}
          >
            {m.customer_top_up()}
          </Button>
          <Button
            variant="tint"
            className="px-1"
            icon={<ArrowLeftRight size={18} aria-hidden="true" />}
            render={<Link to="/exchange" />}
          >
            {m.exchange_home()}
          </Button>
          <Button
            variant="tint"
            className="px-1"
            icon={<Landmark size={18} aria-hidden="true" />}
            render={<Link to="/withdraw" />}
          >
            {m.withdrawal_home()}
          </Button>
          <Button
            variant="tint"
            className="col-span-3"
            icon={<Globe size={18} aria-hidden="true" />}
            render={<Link to="/abroad" />}
          >
            {m.abroad_title()}
          </Button>
        </div>
        <NeedsYou me={me ?? null} accounts={accounts.data ?? null} hidden={hidden} />
        {wide ? others : null}
      </div>
      <div className="pane">
        <Recent hidden={hidden} />
        {wide ? null : others}
      </div>
    </MainPage>
  );
}
