import { useCallback, useState, type ReactElement } from 'react';
import type { Lost } from '#common/api/access-help';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { AskWhereTo, type WhereTo } from './AskWhereTo.tsx';
import { AuthLayout } from './AuthLayout.tsx';
import { OpenAccessRequest } from './OpenAccessRequest.tsx';

/** First a code to an address of the account: nobody is asked for help in a stranger's name. */
export function AskForAccess({ lost, onBack }: { lost: Lost; onBack: () => void }): ReactElement {
  const [to, setTo] = useState<WhereTo>({ login: '', by: lost === 'phone' ? 'email' : 'phone' });
  const [isSent, setSent] = useState(false);
  const send = useCallback(async (asked: WhereTo) => {
    await call(api.requestAccessCode, { body: asked });
    setTo(asked);
    setSent(true);
  }, []);
  if (isSent) return <OpenAccessRequest lost={lost} {...to} onOther={() => setSent(false)} />;
  return (
    <AuthLayout title={m.customer_access_prove_title()} lead={m.customer_access_prove_lead()}>
      <AskWhereTo
        start={to}
        label={m.customer_access_by()}
        labels={{ email: m.customer_access_by_email(), phone: m.customer_access_by_phone() }}
        buttons={{ email: m.customer_access_send(), phone: m.customer_access_send() }}
        onSend={send}
      />
      <div className="mt-4">
        <TextLink alone onPress={onBack}>
          {m.customer_access_back()}
        </TextLink>
      </div>
    </AuthLayout>
  );
}
