import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';
import { AuthLayout } from './AuthLayout.tsx';

/** Where the mail's link leads. The token stands behind the #, so that no log sees it; opening the page changes nothing, the button does. */
export function ConfirmEmail(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      setConfirmed((await call(api.verifyEmail, { body: { token } })).email);
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    }, [token, queries]),
  );
  if (confirmed !== null) {
    return (
      <AuthLayout
        title={m.customer_email_confirmed_title()}
        lead={m.customer_email_confirmed_lead({ email: confirmed })}
      >
        <Button variant="primary" wide render={<Link to="/verify" />}>
          {m.customer_email_confirmed_next()}
        </Button>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout
      title={m.customer_email_confirm_title()}
      lead={submit.failure ?? m.customer_email_confirm_lead()}
    >
      {submit.failure ? (
        <Button variant="primary" wide render={<Link to="/verify" />}>
          {m.customer_email_confirm_new_link()}
        </Button>
      ) : (
        <Button
          variant="primary"
          wide
          busy={submit.busy}
          busyLabel={m.customer_verify_checking()}
          unavailable={token === '' ? m.customer_email_confirm_no_token() : null}
          onClick={() => void submit.run()}
        >
          {m.customer_email_confirm_button()}
        </Button>
      )}
    </AuthLayout>
  );
}
