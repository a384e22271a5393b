import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { ConfirmPayee } from './ConfirmPayee.tsx';
import { type Checked, EnterPayee } from './EnterPayee.tsx';
import { beneficiariesQuery } from './queries.ts';

/** A new payee: the fields of that country, what the server makes of them, then the payment password for exactly these. */
export function AddPayee(): ReactElement {
  const query = useQuery(beneficiariesQuery);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [isConfirming, setConfirming] = useState(false);
  useEffect(() => {
    document.title = `${m.abroad_new_title()} · OKPay`;
  }, []);
  if (checked && isConfirming) return <ConfirmPayee checked={checked} onBack={() => setConfirming(false)} />;
  const bar = <AppBar title={m.abroad_new_title()} back={<Link to="/abroad/payees" />} />;
  if (!query.data)
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
    <EnterPayee
      bar={bar}
      offered={query.data.offered}
      filled={checked?.details ?? null}
      onChecked={(next) => {
        setChecked(next);
        setConfirming(true);
      }}
    />
  );
}
