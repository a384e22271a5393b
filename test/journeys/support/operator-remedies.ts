import { execFileSync } from 'node:child_process';
import { expect } from '@playwright/test';
import { api } from '#common/api/index';
import type { ReasonCode } from '#common/reasons';
import { BASE, visitor } from './world.ts';

type Given = { readonly refusedWith: (code: ReasonCode, work: Promise<unknown>) => Promise<unknown> };

/** Remedies that only whoever runs the installation can execute. */
export const operatorRemedies = ({ refusedWith }: Given) => ({
  async ask_operator() {
    await refusedWith(
      'invitation_not_valid',
      visitor().call(api.invitation, { body: { token: 'x'.repeat(43) } }),
    );
    const email = `again-${Date.now().toString(36)}@okpay.example`;
    const said = execFileSync(
      process.execPath,
      ['server/cli.ts', 'staff', 'invite', email, 'Wang Yiwei', 'agent'],
      { encoding: 'utf8', env: { ...process.env, PUBLIC_URL: BASE } },
    );
    const token = /[#?&]token=([\w-]{20,})/.exec(said)?.[1] ?? '';
    expect((await visitor().call(api.invitation, { body: { token } })).email).toBe(email);
  },
});
