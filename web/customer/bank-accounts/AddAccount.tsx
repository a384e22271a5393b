import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { bankAccountsQuery } from '../session.ts';
import { ConfirmAccount } from './ConfirmAccount.tsx';
import { type Checked, EnterAccount } from './EnterAccount.tsx';

/** A new account: its details, what the server makes of them, then the payment password for exactly these. */
export function AddAccount(): ReactElement {
  const query = useQuery(bankAccountsQuery);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  useEffect(() => {
    document.title = `${m.withdrawal_account_add()} · OKPay`;
  }, []);
  if (checked && isConfirming)
    return <ConfirmAccount checked={checked} onBack={() => setConfirming(false)} />;
  const bar = <AppBar title={m.withdrawal_account_add()} back={<Link to="/me/bank-accounts" />} />;
  const { data } = query;
  if (!data)
    return (
      <PageColumn tight bar={bar}>
        <Loaded
          query={query}
          loading={<SkeletonText lines={5} />}
          failed={{ title: m.withdrawal_accounts_failed(), text: m.withdrawal_accounts_failed_text() }}
        >
          {() => null}
        </Loaded>
      </PageColumn>
    );
  return (
    <EnterAccount
      bar={bar}
      offered={data.offered}
      knownName={data.knownName}
      filled={checked?.details ?? null}
      onChecked={(next) => {
        setChecked(next);
        setConfirming(true);
      }}
    />
  );
}
