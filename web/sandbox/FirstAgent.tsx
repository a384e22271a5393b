import type { ReactElement } from 'react';
import * as m from '#messages';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Part } from './Part.tsx';

const COMMAND = 'npm run okpay -- staff invite zhou.qing@okpay.example 周青 agent';

/** Staff have no door of their own: the operator invites them. */
export const FirstAgent = (): ReactElement => (
  <Part title={m.sandbox_agent_title()}>
    <div className="grid gap-3 px-4 pb-5 column:px-5">
      <p className="prose text-ink-2">{m.sandbox_agent_lead()}</p>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 rounded-control bg-well py-2.5 pr-5 pl-3">
        <code className="break-words">{COMMAND}</code>
        <CopyButton text={COMMAND} what={m.sandbox_agent_command()} />
      </div>
      <p className="prose text-ink-2">{m.sandbox_agent_after()}</p>
    </div>
  </Part>
);
