import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { ReasonCode } from '#common/reasons';
import { photo } from '#test/files';
import { expect } from './story.ts';
import { newId, type Person } from './world.ts';

type Steps = {
  readonly someoneJoined: () => Promise<{ call: Call; person: Person }>;
  readonly refusedWith: (code: ReasonCode, promise: Promise<unknown>) => Promise<unknown>;
};

const ewalletRemedies = (someoneJoined: Steps['someoneJoined']) => ({
  async approve_in_ewallet() {
    const { call } = await someoneJoined();
    const asked = { kind: 'ewallet_top_up' as const, amount: { amount: '5000', currency: 'CNY' as const } };
    const quote = await call(api.createQuote, { body: asked });
    const id = newId('tu');
    const waiting = await call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId: quote.id } });
    expect(waiting.reason?.code).toBe('ewallet_awaiting_approval');
    await fetch(waiting.challengeUrl ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ action: 'approve', account: '1001' }),
    });
    await expect(async () =>
      expect((await call(api.accounts)).items.map(({ available }) => available.amount)).toContain('5000'),
    ).toPass({ timeout: 20_000 });
  },
});

/** What people press when something about a proof of identity, a bank account, a card or a payee abroad was refused, or an e-wallet waits. */
export const proofRemedies = ({ someoneJoined, refusedWith }: Steps) => ({
  ...ewalletRemedies(someoneJoined),
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
  async see_beneficiaries() {
    const { call, person } = await someoneJoined();
    const payee = {
      country: 'US',
      name: 'John Carter',
      bankName: 'First Example Bank',
      fields: { routing_number: '021000021', account_number: '0001234500' },
    };
    const add = async () => {
      const proof = {
        action: 'beneficiary_details',
        ...payee,
        paymentPassword: person.paymentPassword,
      } as const;
      const { id: stepUpId } = await call(api.createStepUp, { body: proof });
      const id = newId('bf');
      return call(api.addBeneficiary, { idempotencyKey: id, body: { id, ...payee, stepUpId } });
    };
    await add();
    await refusedWith('beneficiary_known', add());
    expect((await call(api.beneficiaries)).items).toHaveLength(1);
  },
  async see_payment_methods() {
    const { call } = await someoneJoined();
    const id = newId('kc');
    await refusedWith('not_found', call(api.checkKeptCard, { params: { id }, body: {} }));
    expect((await call(api.keptCards)).items).toEqual([]);
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
