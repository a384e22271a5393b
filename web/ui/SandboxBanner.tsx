import type { ReactElement } from 'react';
import * as m from '#messages';

/** On every page of a sandbox, and not closable. */
export const SandboxBanner = ({ href = '/sandbox' }: { href?: string }): ReactElement => (
  <div className="sandbox" role="note">
    <span>{m.common_sandbox()}</span>
    <a className="link" href={href}>
      {m.common_sandbox_desk()}
    </a>
  </div>
);
