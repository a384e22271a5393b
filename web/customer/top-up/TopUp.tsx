import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Landmark, WalletMinimal } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { ConfirmTopUp } from './ConfirmTopUp.tsx';
import { EnterTopUp } from './EnterTopUp.tsx';
import { useTopUpForm } from './use-top-up-form.ts';

/** Top up by card: how much, then the quote with the card fields, then the answer on the entry's page. Beneath it the other ways. */
export function TopUp(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const form = useTopUpForm('card_top_up');
  useEffect(() => {
    document.title = `${m.customer_top_up()} · OKPay`;
  }, []);
  if (form.quote)
    return (
      <ConfirmTopUp
        quote={form.quote}
        onBack={form.forget}
        onRefresh={form.submit.run}
        refreshing={form.submit.busy}
        refreshFailure={form.submit.failure}
      />
    );
  const search = form.chosen ? { currency: form.chosen } : {};
  return (
    <EnterTopUp form={form} title={m.customer_top_up_by_card()}>
      <Banner tone="quiet">{m.customer_top_up_card_stays()}</Banner>
      {site?.bankTransfers || site?.ewallet ? (
        <Card>
          {site.ewallet ? (
            <ListRow
              icon={<WalletMinimal size={20} aria-hidden="true" />}
              title={m.ewallet_row()}
              sub={m.ewallet_row_text({ name: site.ewallet })}
              render={<Link to="/top-up/ewallet" search={search} />}
            />
          ) : null}
          {site.bankTransfers ? (
            <ListRow
              icon={<Landmark size={20} aria-hidden="true" />}
              title={m.transfer_in_by_bank()}
              sub={m.transfer_in_by_bank_text()}
              render={<Link to="/top-up/bank" search={search} />}
            />
          ) : null}
        </Card>
      ) : null}
    </EnterTopUp>
  );
}
