import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { useNow } from '#ui/clock.ts';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';

/** Sends the link or code once more, and says how long to wait before the next time. */
export function SendAgain({ purpose }: { purpose: 'email' | 'phone' }): ReactElement {
  const [sent, setSent] = useState<{ to: string; againAfter: string } | null>(null);
  const now = useNow(1);
  const submit = useSubmit(
    useCallback(async () => {
      const answer = await call(api.resendVerification, { body: { purpose } });
      setSent({ to: answer.sentTo, againAfter: answer.againAfter });
    }, [purpose]),
  );
  const wait = sent ? Math.ceil((Date.parse(sent.againAfter) - now) / 1000) : 0;
  return (
    <div className="text-13" aria-live="polite">
      {sent && wait > 0 ? (
        <span className="text-ink-2">{m.customer_send_again_wait({ to: sent.to, seconds: wait })}</span>
      ) : (
        <TextLink alone onPress={() => void submit.run()}>
          {purpose === 'email' ? m.customer_send_again_email() : m.customer_send_again_phone()}
        </TextLink>
      )}
      {submit.failure ? <p className="hint bad">{submit.failure}</p> : null}
    </div>
  );
}
