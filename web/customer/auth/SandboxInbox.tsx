import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { siteQuery } from './AuthLayout.tsx';

/** Where a sandbox keeps what was sent: nothing leaves it. */
export function SandboxInbox({ to }: { to: string }): ReactElement | null {
  const { data: site } = useQuery(siteQuery);
  if (!site?.sandbox) return null;
  return (
    <p className="text-13 text-ink-3">
      {m.customer_verify_sandbox()}{' '}
      <a className="link" href={`/sandbox?to=${encodeURIComponent(to)}`} target="_blank" rel="noopener">
        {m.customer_verify_sandbox_link()}
      </a>
    </p>
  );
}
