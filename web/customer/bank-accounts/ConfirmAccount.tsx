import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { bankAccountApi } from '#common/api/bank-account';
import type { Id } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { BackButton } from '../app/BackButton.tsx';
import { ProofSheets } from '../pay/ProofSheets.tsx';
import { useProof } from '../pay/use-proof.ts';
import { bankAccountsQuery, meQuery } from '../session.ts';
import type { Checked } from './EnterAccount.tsx';

/** What the server has read, once more before it counts; then the payment password for exactly these details. */
export function ConfirmAccount({ checked, onBack }: { checked: Checked; onBack: () => void }): ReactElement {
  const { details, seen } = checked;
  const [asking, setAsking] = useState(false);
  const [id] = useState(() => newId('ba'));
  const queries = useQueryClient();
  const router = useRouter();
  const { data: me } = useQuery(meQuery);
  const add = useCallback(
    async (stepUpId: Id<'su'>) => {
      const body = { id, ...details, stepUpId };
      await untilAnswered(() =>
        call(bankAccountApi.addBankAccount, { idempotencyKey: `${id}.${stepUpId}`, body }),
      );
      await queries.invalidateQueries({ queryKey: bankAccountsQuery.queryKey });
      router.history.replace('/me/bank-accounts');
    },
    [details, id, queries, router],
  );
  const toProve = useMemo(() => ({ action: 'payout_details', ...details }) as const, [details]);
  const proving = useProof(toProve, add);
  const label = m.withdrawal_account_add_do();
  return (
    <PageColumn
      tight
      bar={
        <AppBar
          beginHere
          title={m.withdrawal_account_confirm_title()}
          back={<BackButton onClick={onBack} />}
        />
      }
      foot={
        <Dock>
          {me?.hasPaymentPassword === false ? (
            <Button
              variant="primary"
              wide
              render={<Link to="/me/payment-password" search={{ next: '/me/bank-accounts' }} />}
            >
              {m.customer_set_payment_password_first()}
            </Button>
          ) : (
            <Button variant="primary" wide busy={proving.submit.busy} onClick={() => setAsking(true)}>
              {label}
            </Button>
          )}
        </Dock>
      }
    >
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={[
            { label: m.withdrawal_account_currency(), value: details.currency },
            { label: m.withdrawal_account_holder(), value: details.holderName },
            {
              label: m.withdrawal_account_name(),
              value:
                seen.nameMatch === 'match'
                  ? m.withdrawal_account_name_match()
                  : m.withdrawal_account_name_close(),
            },
            { label: m.withdrawal_account_masked(), value: <span className="num">{seen.masked}</span> },
            { label: m.withdrawal_account_cooling(), value: m.withdrawal_account_cooling_value() },
          ]}
        />
      </Card>
      <Banner tone="quiet">{m.withdrawal_accounts_lead()}</Banner>
      <ProofSheets
        open={asking}
        onClose={() => setAsking(false)}
        proving={proving}
        facts={[
          { label: m.withdrawal_account_masked(), value: seen.masked },
          { label: m.withdrawal_account_holder(), value: details.holderName },
        ]}
        label={label}
        busyLabel={m.withdrawal_account_adding()}
      />
    </PageColumn>
  );
}
