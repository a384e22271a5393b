import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import { expect } from './story.ts';
import { newId } from './world.ts';

/** What people do when another company’s e-wallet waits for them. */
export const ewalletRemedies = ({ someoneJoined }: { someoneJoined: () => Promise<{ call: Call }> }) => ({
  async approve_in_ewallet() {
    const { call } = await someoneJoined();
    const asked = { kind: 'ewallet_top_up' as const, amount: toWire(money(5_000n, 'CNY')) };
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
      expect(
        (await call(api.accounts)).items.find(({ currency }) => currency === 'CNY')?.available.amount,
      ).toBe('5000'),
    ).toPass({ timeout: 20_000 });
  },
});
