import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { money, toWire } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { saver, withdraw } from '#test/withdrawals';
import { walletWorld } from '#test/wallet';
import { SAMPLES_MIN } from '../top-up/tariff.ts';

const world = await walletWorld({ outside: false, withBank: true });
const eur = (minor: bigint) => money(minor, 'EUR');

/** As if so many like this one had gone a day ago and been there three hours later; how one gets there is shown where withdrawals are tested. */
async function arrivedLike(id: string, times: number): Promise<void> {
  const ids = Array.from({ length: times }, () => newId('wd'));
  const gone = world.clock.now().subtract({ hours: 24 });
  await sql`
    insert into operations.operation select r.* from operations.operation o cross join unnest(${ids}::text[]) n (id),
      jsonb_populate_record(o, jsonb_build_object('id', n.id)) r where o.id = ${id}`.execute(
    world.owner.read,
  );
  await sql`
    insert into wallet.withdrawal select r.* from wallet.withdrawal w cross join unnest(${ids}::text[]) n (id),
      jsonb_populate_record(w, jsonb_build_object('id', n.id, 'quote_id', 'qt' || substr(n.id, 3), 'money', 'paid', 'cut_off_at', ${gone.toString()}::text,
        'paid_at', ${gone.add({ hours: 3 }).toString()}::text)) r where w.id = ${id}`.execute(
    world.owner.read,
  );
}

test('who asks for the price of a withdrawal is told between when it arrives, once thirty have arrived', async () => {
  const { anna, to } = await saver(world, eur(50_000n));
  const { id, quote } = await withdraw(world, anna, { to, amount: eur(1_000n) });
  assert.deepEqual(
    [quote.arrivalBasis, quote.arrivesFrom, quote.arrivalSamples],
    ['provider_promise', undefined, undefined],
  );
  await arrivedLike(id, SAMPLES_MIN);
  const asked = { bankAccountId: to, amount: toWire(eur(1_000n)) };
  const next = await anna.call(api.createWithdrawalQuote, { body: asked });
  assert.deepEqual([next.arrivalBasis, next.arrivalSamples], ['own_history', SAMPLES_MIN]);
  assert.ok(next.arrivesFrom !== undefined && next.arrivesFrom <= next.arrivesBy);
  assert.ok(next.arrivesBy < quote.arrivesBy, 'they were quicker than the bank promises');
});
