import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { ReasonCode } from '#common/reasons';
import { photo } from '#test/files';
import { expect } from './story.ts';

type Steps = {
  readonly someoneJoined: () => Promise<{ call: Call }>;
  readonly refusedWith: (code: ReasonCode, promise: Promise<unknown>) => Promise<unknown>;
};

/** What people press when something about a proof of identity, or of a bank account, was refused. */
export const proofRemedies = ({ someoneJoined, refusedWith }: Steps) => ({
  async see_identity() {
    const { call } = await someoneJoined();
    await refusedWith('tier_not_open', call(api.beginProof, { body: { tier: 'T3' } }));
    expect((await call(api.identity)).mayProve).toEqual(['T2']);
  },
  async see_bank_accounts() {
    const { call } = await someoneJoined();
    const details = {
      currency: 'EUR',
      holderName: 'Somebody Else',
      accountNumber: 'DE89370400440532013000',
    } as const;
    await refusedWith('bank_account_name_differs', call(api.checkBankAccount, { body: details }));
    expect((await call(api.bankAccounts)).offered.length).toBeGreaterThan(0);
  },
  async send_other_file() {
    const { call } = await someoneJoined();
    const { id } = await call(api.beginProof, { body: { tier: 'T2' } });
    const send = (file: Blob) => call(api.sendProofFile, { params: { id }, query: { item: 'selfie' }, file });
    await refusedWith('file_kind_not_taken', send(new Blob(['<svg/>'])));
    const sent = await send(new Blob([new Uint8Array(await photo())]));
    expect(sent.items.find(({ item }) => item === 'selfie')?.state).toBe('given');
  },
});
