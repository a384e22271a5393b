import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { StepUpId, TransferId } from '#common/id';
import { type Money, toWire } from '#common/money';
import type { Tier } from '#common/tier';
import { newId } from '#platform/ids';
import { setTier } from '#risk';
import { cny, type WalletPerson, type WalletWorld, walletWorld } from '#test/wallet';

const worlds = {
  'the quick road': await walletWorld({ outside: false }),
  'the road of one transaction': await walletWorld({ outside: false, quick: false }),
};

const give = ({ db, clock }: WalletWorld, { id }: WalletPerson, tier: Tier) =>
  db.transaction((tx) => setTier(tx, clock, { customer: id, tier }));

/** A busy machine may say 503, which is no answer about the payment: the app asks again with the same key. */
async function send(
  payer: WalletPerson,
  body: { id: TransferId; payee: string; amount: object; stepUpId: StepUpId },
): Promise<string> {
  const outcome = await payer.call(api.createTransfer, { body: body as never, idempotencyKey: body.id }).then(
    () => 'paid',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
  return outcome === 'temporarily_unavailable' ? send(payer, body) : outcome;
}

for (const [road, world] of Object.entries(worlds)) {
  const pay = async (payer: WalletPerson, payee: WalletPerson, amount: Money): Promise<string> => {
    const reference = await world.find(payer, payee);
    const stepUpId = await world.stepUp(payer, amount, reference);
    return send(payer, { id: newId('tr'), payee: reference, amount: toWire(amount), stepUpId });
  };

  describe(`limits by tier, on ${road}`, () => {
    const rows: [Tier | null, Money, string][] = [
      ['T0', cny(1n), 'limit_per_payment'],
      [null, cny(20_000_00n), 'paid'],
      [null, cny(20_000_01n), 'limit_per_payment'],
      ['T1', cny(20_000_01n), 'limit_per_payment'],
      ['T2', cny(50_000_00n), 'paid'],
      ['T2', cny(50_000_01n), 'limit_per_payment'],
      ['T3', cny(200_000_00n), 'paid'],
      ['T3', cny(200_000_01n), 'limit_per_payment'],
    ];
    for (const [tier, amount, outcome] of rows)
      test(`a payment of ${amount.minor} fen with ${tier ?? 'no tier of its own'}: ${outcome}`, async () => {
        const [payer, payee] = [await world.funded(cny(300_000_00n)), await world.person()];
        await pay(payer, payee, cny(1_00n)); // The first wallet of a payee is opened on the slow road.
        if (tier) await give(world, payer, tier);
        // What has been paid above must not stand in the way of a limit per payment.
        assert.equal(await pay(payer, payee, amount), outcome);
      });

    test('100 payments of a tenth of the day’s limit of T2 never exceed it', async () => {
      const [payer, payee] = [await world.funded(cny(3_000_000_00n)), await world.person()];
      await give(world, payer, 'T2');
      const reference = await world.find(payer, payee);
      // A fen less each time: no two are alike, and eleven of them are still too much.
      const amounts = Array.from({ length: 100 }, (_, index) => cny(20_000_00n - BigInt(index)));
      const proofs = await Promise.all(amounts.map((amount) => world.stepUp(payer, amount, reference)));
      const outcomes = await Promise.all(
        proofs.map((stepUpId, index) =>
          send(payer, {
            id: newId('tr'),
            payee: reference,
            amount: toWire(amounts[index] ?? cny(1n)),
            stepUpId,
          }),
        ),
      );
      assert.equal(outcomes.filter((outcome) => outcome === 'paid').length, 10);
      assert.equal(outcomes.filter((outcome) => outcome === 'limit_per_day').length, 90);
      const paid = amounts.filter((_, index) => outcomes[index] === 'paid');
      assert.equal(
        await world.available(payee),
        paid.reduce((sum, { minor }) => sum + minor, 0n),
      );
    });
  });
}

test('who falls to a lower tier has its limits at once, with what was used', async () => {
  const world = worlds['the quick road'];
  const [payer, payee] = [await world.funded(cny(300_000_00n)), await world.person()];
  await give(world, payer, 'T2');
  await world.pay(payer, payee, cny(50_000_00n));
  await give(world, payer, 'T1');
  const { tier, items } = await payer.call(api.limits);
  const ofDay = items.find(({ capability, window }) => capability === 'transfer' && window === 'day');
  assert.deepEqual(
    [tier, ofDay?.limit.amount, ofDay?.left.amount, ofDay?.next],
    ['T1', '5000000', '0', { tier: 'T2', limit: { amount: '20000000', currency: 'CNY' } }],
  );
  const code = await world
    .pay(payer, payee, cny(1_00n))
    .then(String, (error: unknown) => (error as ApiProblem).code);
  assert.equal(code, 'limit_per_day');
});
