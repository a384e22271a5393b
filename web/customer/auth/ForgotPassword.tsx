import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { call } from '#web/call.ts';
import { AskWhereTo, type WhereTo } from './AskWhereTo.tsx';
import { AuthLayout } from './AuthLayout.tsx';
import { NothingCame } from './NothingCame.tsx';
import { ResetByCode } from './ResetByCode.tsx';

/** A way back in for who forgot the password. Nothing on it tells whether somebody has an account. */
export function ForgotPassword(): ReactElement {
  const [to, setTo] = useState<WhereTo>({ login: '', by: 'email' });
  const [isSent, setSent] = useState(false);
  const send = useCallback(async (asked: WhereTo) => {
    await call(api.requestReset, { body: asked });
    setTo(asked);
    setSent(true);
  }, []);
  const again = (): void => setSent(false);
  if (isSent && to.by === 'phone') return <ResetByCode login={to.login} onOther={again} />;
  if (isSent) return <Sent login={to.login} onOther={again} />;
  return (
    <AuthLayout title={m.customer_forgot_title()} lead={m.customer_forgot_lead()}>
      <AskWhereTo
        start={to}
        label={m.customer_forgot_by()}
        labels={{ email: m.customer_forgot_by_email(), phone: m.customer_forgot_by_phone() }}
        buttons={{ email: m.customer_forgot_send_email(), phone: m.customer_forgot_send_phone() }}
        onSend={send}
      />
    </AuthLayout>
  );
}

const Sent = ({ login, onOther }: { login: string; onOther: () => void }): ReactElement => (
  <AuthLayout
    title={m.customer_forgot_sent_email_title()}
    lead={m.customer_forgot_sent_email_lead({ login })}
  >
    <NothingCame by="mail" onOther={onOther} />
  </AuthLayout>
);
