import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { EWALLET_MOODS, EWALLET_REPORTS } from '#common/api/sandbox-ewallet';
import { cny, walletWorld } from '#test/wallet';
import { ewalletStands, setEwallet } from './ewallet-rail.ts';

const world = await walletWorld({ outside: false, withEwallet: true });
const { ewallet } = world;
const { url } = ewallet;

describe('what a developer chooses for the next payment from the e-wallet', () => {
  test('is what the desk shows afterwards, of payments and of reports', async () => {
    for (const mood of EWALLET_MOODS)
      assert.deepEqual(await setEwallet(url, { mood, report: 'usual' }), { mood, report: 'usual' });
    for (const report of EWALLET_REPORTS) {
      await setEwallet(url, { mood: 'asks', report });
      assert.deepEqual(await ewalletStands(url), { mood: 'asks', report });
    }
  });

  const moods = [
    ['asks', 'awaits_approval'],
    ['approves', 'paid'],
    ['refuses', 'declined'],
    ['silent', 'paid'],
    ['another_amount', 'paid'],
  ] as const;
  for (const [mood, status] of moods)
    test(`${mood}: nobody touches its page, and the payment is ${status}`, async () => {
      await setEwallet(url, { mood, report: 'usual' });
      const { id } = await ewallet.begin(await world.person(), cny(50_00n));
      await ewallet.live({ seconds: 2 });
      for (let n = 0; n < 60 && (await ewallet.paymentFor(id))?.status !== status; n++) await sleep(50);
      assert.equal((await ewallet.paymentFor(id))?.status, status);
      const told = (await ewallet.callbacks()).filter(({ body }) => body.includes(id));
      assert.equal(told.length > 0, status !== 'awaits_approval' && mood !== 'silent');
      if (mood === 'another_amount') assert.ok(told.every(({ body }) => !body.includes('"amount":"5015"')));
    });
});
