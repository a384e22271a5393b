import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PETITION_OUTCOMES } from '#common/api/petition';
import { add, money } from '#common/money';
import { decideHold, decideReturn, possibleOutcomes } from './decide.ts';

const cny = (minor: bigint) => money(minor, 'CNY');
const rule = { holdMax: cny(1_000_00n), holdWithinHours: 72, bearsMax: cny(500_00n) };

describe('what is held at once of a claimed payment', () => {
  for (const [why, amount, available, ageHours, held] of [
    ['all of it, while the payee still has it', 26_00n, 300_00n, 1, 26_00n],
    ['what is left of it', 26_00n, 10_00n, 1, 10_00n],
    ['nothing of an empty wallet', 26_00n, 0n, 1, 0n],
    ['nothing of a wallet that nothing may leave', 26_00n, null, 1, 0n],
    ['up to the sum of the rule', 9_000_00n, 9_000_00n, 1, 1_000_00n],
    ['in its last hour', 26_00n, 300_00n, 72, 26_00n],
    ['nothing after that', 26_00n, 300_00n, 72.1, 0n],
  ] as const)
    test(why, () => {
      const decided = decideHold({
        amount: cny(amount),
        available: available === null ? null : cny(available),
        ageHours,
        rule,
      });
      assert.equal(decided.minor, held);
    });
});

describe('what goes back', () => {
  for (const [outcome, held, returned, fromHeld, fromOkpay] of [
    ['granted', 26_00n, 0n, 26_00n, 0n],
    ['granted', 10_00n, 0n, 10_00n, 16_00n],
    ['granted', 0n, 10_00n, 0n, 16_00n],
    ['partly', 10_00n, 0n, 10_00n, 0n],
    ['refused', 26_00n, 0n, 0n, 0n],
  ] as const)
    test(`${outcome}, with ${held} held and ${returned} back already`, () => {
      const claim = { amount: cny(26_00n), held: cny(held), returned: cny(returned) };
      const decided = decideReturn(claim, outcome);
      assert.deepEqual([decided.fromHeld.minor, decided.fromOkpay.minor], [fromHeld, fromOkpay]);
    });

  test('is never more than the payment, nor less than nothing, whatever happened before', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.constantFrom(...PETITION_OUTCOMES),
        (amount, a, b, outcome) => {
          const held = a % (amount + 1n);
          const returned = b % (amount - held + 1n);
          const claim = { amount: cny(amount), held: cny(held), returned: cny(returned) };
          const { fromHeld, fromOkpay } = decideReturn(claim, outcome);
          assert.ok(fromHeld.minor >= 0n && fromHeld.minor <= held && fromOkpay.minor >= 0n);
          const back = add(add(fromHeld, fromOkpay), claim.returned).minor;
          assert.ok(back <= amount);
          if (outcome === 'granted') assert.equal(back, amount);
        },
      ),
    );
  });

  test('is the whole only where the operator bears what is gone', () => {
    const claim = { amount: cny(600_00n), held: cny(0n), returned: cny(0n) };
    assert.deepEqual(possibleOutcomes(claim, rule), ['refused']);
    assert.deepEqual(possibleOutcomes({ ...claim, held: cny(100_00n) }, rule), [
      'granted',
      'partly',
      'refused',
    ]);
  });
});
