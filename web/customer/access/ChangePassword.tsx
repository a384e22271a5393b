import { useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { NewPassword } from '../auth/NewPassword.tsx';
import { meQuery } from '../session.ts';
import { useProven } from './use-proven.tsx';

/** A new sign-in password, after a proof of who it is. */
export function ChangePassword(): ReactElement {
  const { data: me } = useQuery(meQuery);
  const [password, setPassword] = useState('');
  const { run, sheet } = useProven();
  const router = useRouter();
  const toast = useToast();
  useEffect(() => {
    document.title = `${m.customer_password_change()} · OKPay`;
  }, []);
  const submit = useSubmit(
    useCallback(async () => {
      const changed = await run(async () => {
        await call(api.changePassword, { body: { password } });
        return true;
      });
      if (!changed) return;
      toast(m.customer_password_changed());
      router.history.push('/me');
    }, [password, router, run, toast]),
  );
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_password_change()} back={<Link to="/me" />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_saving()}
            unavailable={password === '' ? m.customer_forgot_save_missing() : null}
            onClick={() => void submit.run()}
          >
            {m.customer_forgot_save()}
          </Button>
        </Dock>
      }
    >
      <p className="prose text-ink-2">{m.customer_password_change_about()}</p>
      <NewPassword
        label={m.customer_new_password()}
        value={password}
        onChange={setPassword}
        context={me ? [me.name, me.email, me.phone, me.handle ?? ''] : []}
        error={submit.failure}
      />
      {sheet}
    </PageColumn>
  );
}
