import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';

/** Ends this device's session; nothing of the person stays in memory. */
export function SignOut(): ReactElement {
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.signOut);
      queries.clear();
      queries.setQueryData(meQuery.queryKey, null);
      router.history.push('/sign-in');
    }, [queries, router]),
  );
  return (
    <div>
      <Button wide busy={submit.busy} busyLabel={m.customer_signing_out()} onClick={() => void submit.run()}>
        {m.customer_sign_out()}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </div>
  );
}
