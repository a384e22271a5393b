import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { beneficiaryApi } from '#common/api/beneficiary';
import type { Id } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dock } from '#ui/Dock.tsx';
import { useLocale } from '#ui/i18n.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { BackButton } from '../app/BackButton.tsx';
import { ProofSheets } from '../pay/ProofSheets.tsx';
import { useProof } from '../pay/use-proof.ts';
import { meQuery } from '../session.ts';
import { countryName } from './abroad-words.ts';
import type { Checked } from './EnterPayee.tsx';
import { beneficiariesQuery } from './queries.ts';

/** What the server has read, once more before it counts; then the payment password for exactly these details. */
export function ConfirmPayee({ checked, onBack }: { checked: Checked; onBack: () => void }): ReactElement {
  const { details, seen } = checked;
  const locale = useLocale();
  const [asking, setAsking] = useState(false);
  const [id] = useState(() => newId('bf'));
  const queries = useQueryClient();
  const router = useRouter();
  const { data: me } = useQuery(meQuery);
  const add = useCallback(
    async (stepUpId: Id<'su'>) => {
      const body = { id, ...details, stepUpId };
      await untilAnswered(() =>
        call(beneficiaryApi.addBeneficiary, { idempotencyKey: `${id}.${stepUpId}`, body }),
      );
      await queries.invalidateQueries({ queryKey: beneficiariesQuery.queryKey });
      router.history.replace('/abroad/payees');
    },
    [details, id, queries, router],
  );
  const toProve = useMemo(() => ({ action: 'beneficiary_details', ...details }) as const, [details]);
  const proving = useProof(toProve, add);
  const label = m.abroad_new_save();
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.abroad_new_check()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock>
          {me?.hasPaymentPassword === false ? (
            <Button
              variant="primary"
              wide
              render={<Link to="/me/payment-password" search={{ next: '/abroad/payees' }} />}
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
            { label: m.abroad_new_name(), value: details.name },
            { label: m.abroad_new_country(), value: countryName(details.country, locale) },
            { label: m.abroad_quote_bank(), value: details.bankName },
            { label: m.withdrawal_account_masked(), value: <span className="num">{seen.masked}</span> },
            { label: m.withdrawal_account_currency(), value: seen.currency },
          ]}
        />
      </Card>
      <Banner tone="quiet">{m.abroad_new_wait()}</Banner>
      <ProofSheets
        open={asking}
        onClose={() => setAsking(false)}
        proving={proving}
        facts={[
          { label: m.abroad_new_name(), value: details.name },
          { label: m.withdrawal_account_masked(), value: seen.masked },
        ]}
        label={label}
        busyLabel={m.withdrawal_account_adding()}
      />
    </PageColumn>
  );
}
