// The same sum to the same person within minutes is asked about, on both roads; and the name that a payer expects.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { parseId, type TransferId } from '#common/id';
import { toWire } from '#common/money';
import { RISK_FACT_NAMES } from '#common/risk-rule';
import { newId } from '#platform/ids';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { NAME_BUDGET_OF_PAYEE } from '../payee/payee.ts';
import { assessPayment } from './assess-payment.ts';
import { TWIN_MINUTES } from './transfer.ts';

for (const quick of [true, false])
  describe(quick ? 'on the road of the ordinary payment' : 'on the road of one transaction', async () => {
    const world = await walletWorld({ outside: false, quick });
    async function send(
      payer: WalletPerson,
      payee: WalletPerson,
      minor: bigint,
      repeats: TransferId | null = null,
    ) {
      const id = newId('tr');
      const reference = await world.find(payer, payee);
      const stepUpId = await world.stepUp(payer, cny(minor), reference);
      const body = { id, payee: reference, amount: toWire(cny(minor)), stepUpId, repeats };
      return payer.call(api.createTransfer, { body, idempotencyKey: id });
    }
    const asked = async (payment: Promise<unknown>): Promise<TransferId> => {
      const problem = await payment.catch((error: unknown) => error);
      assert.ok(problem instanceof ApiProblem && problem.code === 'payment_just_made');
      assert.deepEqual(problem.remedies, ['confirm_repeat', 'see_history']);
      const fact = problem.facts['earlier'];
      const earlier = typeof fact === 'string' ? parseId('tr', fact) : null;
      assert.ok(earlier);
      return earlier;
    };

    test('it is asked once whether the same is meant again, and whoever means it pays it', async () => {
      const [payer, payee, other] = [
        await world.funded(cny(900_00n)),
        await world.person(),
        await world.person(),
      ];
      const first = await send(payer, payee, 20_00n);
      const earlier = await asked(send(payer, payee, 20_00n));
      assert.equal(earlier, first.id);
      assert.equal(await world.available(payer), 880_00n, 'nothing more was paid');
      await send(payer, payee, 20_01n);
      await send(payer, other, 20_00n);
      const second = await send(payer, payee, 20_00n, earlier);
      const newest = await asked(send(payer, payee, 20_00n, earlier));
      assert.equal(newest, second.id, 'a third one is asked about again');
      world.clock.advance({ minutes: TWIN_MINUTES });
      await send(payer, payee, 20_00n);
      assert.equal(await world.available(payee), 80_01n);
    });

    test('of many presses at the same moment one pays, and the others are asked', async () => {
      const [payer, payee] = [await world.funded(cny(900_00n)), await world.person()];
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          send(payer, payee, 5_00n).then(
            () => 'paid',
            (error: unknown) => (error instanceof ApiProblem ? error.code : 'lost'),
          ),
        ),
      );
      assert.deepEqual(answers.toSorted(), ['paid', ...Array(7).fill('payment_just_made')].toSorted());
      assert.equal(await world.available(payee), 5_00n);
    });

    test('a payment that was refused is not asked about', async () => {
      const [payer, payee] = [await world.person(), await world.person()];
      await send(payer, payee, 5_00n).catch(() => null);
      await world.fill(payer.id, cny(5_00n));
      await send(payer, payee, 5_00n);
    });

    test('what is held for a look counts as paid', async () => {
      const [payer, payee] = [await world.funded(cny(900_00n)), await world.person()];
      const rule = await switchOn(world, {
        name: 'look at each',
        outcome: 'hold',
        reason: 'review',
        conditions: [{ fact: 'amount', op: 'at_least', value: '1' }],
      });
      const held = await send(payer, payee, 7_00n);
      assert.equal(held.state, 'in_review');
      assert.equal(await asked(send(payer, payee, 7_00n)), held.id);
      await switchOff(world, rule);
    });
  });

describe('the name that the payer expects', async () => {
  const world = await walletWorld({ outside: false });
  const check = async (payer: WalletPerson, payee: Awaited<ReturnType<typeof world.find>>, name: string) =>
    (await payer.call(api.checkPayeeName, { body: { payee, name } })).outcome;

  test('is compared without telling the name, three times for one payee and day', async () => {
    const [payer, payee] = [await world.person(), await world.person('王小明')];
    const reference = await world.find(payer, payee);
    const outcomes = [];
    for (const name of ['王小明', 'Wang Xiaoming', '李雷'])
      outcomes.push(await check(payer, reference, name));
    assert.deepEqual(outcomes, ['match', 'close', 'no_match']);
    assert.equal(outcomes.length, NAME_BUDGET_OF_PAYEE.limit);
    const paused = await check(payer, await world.find(payer, payee), '王小明').catch(
      (error: unknown) => error,
    );
    assert.ok(paused instanceof ApiProblem && paused.code === 'payee_name_checks_paused');
    const stranger = await check(await world.person(), reference, '王小明').catch((error: unknown) => error);
    assert.ok(stranger instanceof ApiProblem && stranger.code === 'payee_confirmation_expired');
  });

  test('is a fact that rules can turn on: unknown, fits, fits not', async () => {
    const [payer, payee] = [await world.funded(cny(900_00n)), await world.person('王小明')];
    const rule = await switchOn(world, {
      name: 'another name',
      outcome: 'block',
      reason: 'unsafe_pattern',
      conditions: [{ fact: 'name_mismatch', op: 'is', value: '1' }],
    });
    const reference = await world.find(payer, payee);
    const fact = async () => {
      const asked = { payer: payer.id, payee: reference, amount: cny(1_00n), device: null };
      const { verdict } = await assessPayment(world.deps, asked);
      return verdict.facts[RISK_FACT_NAMES.indexOf('name_mismatch')];
    };
    assert.equal(await fact(), null);
    await check(payer, reference, '王小明');
    assert.equal(await fact(), 0n);
    await check(payer, reference, '李雷');
    assert.equal(await fact(), 1n);
    const stepUpId = await world.stepUp(payer, cny(1_00n), reference);
    const body = { id: newId('tr'), payee: reference, amount: toWire(cny(1_00n)), stepUpId };
    const refused = await payer
      .call(api.createTransfer, { body, idempotencyKey: body.id })
      .catch((error: unknown) => error);
    assert.ok(refused instanceof ApiProblem && refused.code === 'payment_unsafe');
    await switchOff(world, rule);
  });
});
