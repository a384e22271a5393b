import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Globe } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { OnePayee } from './OnePayee.tsx';
import { beneficiariesQuery } from './queries.ts';

/** The book of payees abroad: masked, with what waits, and the way to another one. */
export function Payees(): ReactElement {
  const query = useQuery(beneficiariesQuery);
  useEffect(() => {
    document.title = `${m.abroad_payees()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.abroad_payees()} back={<Link to="/abroad" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={5} />}
        failed={{ title: m.withdrawal_accounts_failed(), text: m.withdrawal_accounts_failed_text() }}
      >
        {({ items, offered }) => (
          <>
            <p className="prose text-ink-2">{m.abroad_payees_lead()}</p>
            {items.length === 0 ? (
              <EmptyState icon={<Globe aria-hidden="true" />} title={m.abroad_empty_title()}>
                {m.abroad_empty_text()}
              </EmptyState>
            ) : (
              <Card>
                {items.map((payee) => (
                  <OnePayee key={payee.id} payee={payee} />
                ))}
              </Card>
            )}
            {offered.length === 0 ? (
              <Banner tone="held">
                <b>{m.abroad_not_offered_title()}</b> {m.abroad_not_offered_text()}
              </Banner>
            ) : (
              <Button variant="primary" wide render={<Link to="/abroad/payees/add" />}>
                {m.abroad_add()}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </SubPage>
  );
}
