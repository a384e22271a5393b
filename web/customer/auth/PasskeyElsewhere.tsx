import type { ReactElement } from 'react';
import * as m from '#messages';
import { TextLink } from '#ui/TextLink.tsx';

/** Browsers make passkeys for a host name only; where there is one, this leads to the same page there. */
export function PasskeyElsewhere({ host }: { host: string | null }): ReactElement {
  if (host === null || host === location.hostname)
    return (
      <p className="hint">{host === null ? m.customer_passkey_no_host() : m.customer_passkey_no_browser()}</p>
    );
  const there = new URL(location.href);
  there.hostname = host;
  return (
    <p className="hint">
      <span>
        {m.customer_passkey_other_host()}{' '}
        <TextLink href={there.href}>{m.customer_passkey_go_there({ host: there.host })}</TextLink>
      </span>
    </p>
  );
}
