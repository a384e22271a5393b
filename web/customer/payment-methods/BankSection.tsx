import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Landmark } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { OneAccount } from '../bank-accounts/OneAccount.tsx';
import { bankAccountsQuery } from '../session.ts';

/** The accounts that payouts go to: masked, with what waits, and the way to another one. */
export function BankSection(): ReactElement {
  const query = useQuery(bankAccountsQuery);
  return (
    <Section title={m.withdrawal_accounts_title()}>
      <div className="grid gap-4">
        <Loaded
          query={query}
          loading={<SkeletonText lines={5} />}
          failed={{ title: m.withdrawal_accounts_failed(), text: m.withdrawal_accounts_failed_text() }}
        >
          {({ items, offered }) => (
            <>
              <p className="prose text-ink-2">{m.withdrawal_accounts_lead()}</p>
              {items.length === 0 ? (
                <EmptyState icon={<Landmark aria-hidden="true" />} title={m.withdrawal_accounts_empty()} />
              ) : (
                <Card>
                  {items.map((account) => (
                    <OneAccount key={account.id} account={account} />
                  ))}
                </Card>
              )}
              {offered.length === 0 ? (
                <Banner tone="held">
                  <b>{m.withdrawal_paused_title()}</b> {m.withdrawal_paused_text()}
                </Banner>
              ) : (
                <Button wide render={<Link to="/me/bank-accounts/add" />}>
                  {m.withdrawal_account_add()}
                </Button>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  );
}
