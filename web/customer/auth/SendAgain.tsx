import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { call } from '#web/call.ts';
import { SendCode } from './SendCode.tsx';

/** Sends the link or code that proves an address once more. */
export function SendAgain({ purpose }: { purpose: 'email' | 'phone' }): ReactElement {
  const send = useCallback(() => call(api.resendVerification, { body: { purpose } }), [purpose]);
  return (
    <SendCode
      send={send}
      label={purpose === 'email' ? m.customer_send_again_email() : m.customer_send_again_phone()}
    />
  );
}
