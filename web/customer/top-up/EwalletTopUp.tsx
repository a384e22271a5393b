import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { WalletMinimal } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { ConfirmEwallet } from './ConfirmEwallet.tsx';
import { EnterTopUp } from './EnterTopUp.tsx';
import { useTopUpForm } from './use-top-up-form.ts';

/** Top up from another company's e-wallet: how much, the quote, then its own page; the answer stands on the entry. */
export function EwalletTopUp(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const form = useTopUpForm('ewallet_top_up');
  useEffect(() => {
    document.title = `${m.ewallet_title()} · OKPay`;
  }, []);
  if (!site?.ewallet)
    return (
      <SubPage bar={<AppBar title={m.ewallet_title()} back={<Link to="/top-up" />} />}>
        {site ? <NotOffered /> : <SkeletonText lines={4} />}
      </SubPage>
    );
  if (form.quote)
    return (
      <ConfirmEwallet
        name={site.ewallet}
        quote={form.quote}
        onBack={form.forget}
        onRefresh={form.submit.run}
        refreshing={form.submit.busy}
        refreshFailure={form.submit.failure}
      />
    );
  return (
    <EnterTopUp form={form} title={m.ewallet_title()} back="/top-up">
      <Banner tone="quiet">{m.ewallet_stays({ name: site.ewallet })}</Banner>
    </EnterTopUp>
  );
}

const NotOffered = (): ReactElement => (
  <EmptyState
    icon={<WalletMinimal size={26} aria-hidden="true" />}
    title={m.ewallet_none()}
    action={<Button render={<Link to="/top-up" />}>{m.customer_top_up_by_card()}</Button>}
  >
    {m.transfer_in_none_text()}
  </EmptyState>
);
