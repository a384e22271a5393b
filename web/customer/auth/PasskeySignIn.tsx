import { KeySquare } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useSubmit } from '#web/use-submit.ts';
import type { Me } from '../session.ts';
import { hasPasskeys, signInByPasskey } from './passkey.ts';

/** Signing in without a password: the device looks at who holds it. Not shown where no browser could do it. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }): ReactElement | null {
  const submit = useSubmit(
    useCallback(async () => {
      onSignedIn(await signInByPasskey());
    }, [onSignedIn]),
  );
  if (!hasPasskeys()) return null;
  return (
    <div className="mt-3">
      <Button
        wide
        icon={<KeySquare size={20} aria-hidden="true" />}
        busy={submit.busy}
        busyLabel={m.customer_factor_checking()}
        onClick={() => void submit.run()}
      >
        {m.customer_passkey_sign_in()}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </div>
  );
}
