import type { ReactElement } from 'react';
import * as m from '#messages';

/** On every page of a sandbox, and not closable. */
export const SandboxBanner = ({ href = '/sandbox' }: { href?: string }): ReactElement => (
  <aside className="sandbox" aria-label={m.common_sandbox()}>
    <span>{m.common_sandbox()}</span>
    <a className="link alone" href={href}>
      {m.common_sandbox_desk()}
    </a>
  </aside>
);
