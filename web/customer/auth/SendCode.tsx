import { useCallback, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { useNow } from '#ui/clock.ts';
import { TextLink } from '#ui/TextLink.tsx';
import { useSubmit } from '#web/use-submit.ts';

export type Sent = { sentTo: string; againAfter: string };

/** Sends a link or code at a press, says where it went, and how long to wait before the next one. */
export function SendCode({
  send,
  label,
  first = null,
}: {
  /** Null when nothing was sent after all. */
  send: () => Promise<Sent | null>;
  /** What the press does: 发送验证码 */
  label: string;
  /** What was sent before this was shown. */
  first?: Sent | null;
}): ReactElement {
  const [sent, setSent] = useState<Sent | null>(first);
  const now = useNow(1);
  const submit = useSubmit(
    useCallback(async () => {
      const next = await send();
      if (next) setSent(next);
    }, [send]),
  );
  const wait = sent ? Math.ceil((Date.parse(sent.againAfter) - now) / 1000) : 0;
  return (
    <div className="text-13" aria-live="polite">
      {sent && wait > 0 ? (
        <span className="text-ink-2">{m.customer_send_again_wait({ to: sent.sentTo, seconds: wait })}</span>
      ) : (
        <TextLink alone onPress={() => void submit.run()}>
          {label}
        </TextLink>
      )}
      {submit.failure ? <p className="hint bad">{submit.failure}</p> : null}
    </div>
  );
}
