// A card that is charged for a wallet which is closed meanwhile: nobody waits for that money, and it must not wait for anybody.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TopUpId } from '#common/id';
import { balanceOf, balancesOf, openAccount, setFlags } from '#ledger';
import { findOperation, withUnknownOutcome } from '#operations';
import { newId } from '#platform/ids';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { resolveConflict } from '#wallet';
import { askProvider } from './ask-provider.ts';
import { returnCharge } from './return-charge.ts';

const world = await walletWorld();
const { db, clock, deps, outside } = world;

/** A charge that is under way for a wallet which its owner closes before it ends. */
async function chargedTooLate(): Promise<{ person: WalletPerson; id: TopUpId }> {
  const person = await world.person();
  await outside.turn({ callbacks: 'held', processingMillis: 50 });
  const { id } = await outside.topUp(person, cny(100_00n), 'processing_succeeds');
  await db.transaction(async (tx) => {
    const account = await openAccount(tx, clock, { kind: 'wallet', owner: person.id, currency: 'CNY' });
    await setFlags(tx, clock, { account, set: ['closed'], reason: 'closed by its owner', actor: person.id });
  });
  await sleep(100);
  await askProvider(deps, id, 'scheduled');
  assert.deepEqual(await standing(id), ['conflict', 'top_up_conflict'], 'stopped, and not yet given back');
  return { person, id };
}
const standing = async (id: TopUpId) => {
  const operation = await findOperation(db.read, id);
  assert.ok(operation);
  return [operation.state, operation.reason?.code];
};
const suspense = async (): Promise<bigint> =>
  (await balancesOf(db.read, 'rail:card')).find(({ kind }) => kind === 'rail_suspense')?.posted.minor ?? 0n;
async function agree(): Promise<void> {
  assert.equal(await world.settlement(), await outside.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
}

test('is given back to the card by itself, whole, and counts against no limit', async () => {
  const { person, id } = await chargedTooLate();
  await world.drain();
  assert.deepEqual(await standing(id), ['failed', 'top_up_returned']);
  assert.equal(await world.available(person), 0n);
  assert.equal(await outside.owedByAcquirer(), 0n, 'charged and given back');
  assert.equal(await returnCharge(deps, id, { lastAttempt: true }), true, 'asked again: it is done');
  assert.equal(await outside.owedByAcquirer(), 0n);
  await agree();
});

test('lies in suspense with a time by which people act, where the acquirer refuses to give it back; and goes when it does not refuse any more', async () => {
  const { id } = await chargedTooLate();
  const refusing = {
    ...deps,
    acquirer: {
      ...deps.acquirer,
      refund: async () => ({ kind: 'refused' as const, code: 'charge_not_refundable' }),
    },
  };
  assert.equal(await returnCharge(refusing, id, { lastAttempt: false }), false);
  assert.deepEqual(await standing(id), ['conflict', 'top_up_conflict']);
  assert.ok((await suspense()) > 100_00n, 'amount and fee');
  assert.ok((await withUnknownOutcome(db.read)).some((each) => each.id === id && each.waiting !== null));
  await returnCharge(refusing, id, { lastAttempt: true });
  await agree();
  assert.ok((await resolveConflict(deps, { id, staff: newId('stf') })).ok);
  assert.deepEqual(await standing(id), ['failed', 'top_up_returned']);
  assert.equal(await suspense(), 0n);
  await agree();
});

test('while the acquirer does not answer it is asked again, and only in the end people are', async () => {
  const { person, id } = await chargedTooLate();
  const silent = {
    ...deps,
    acquirer: {
      ...deps.acquirer,
      refund: async () => ({ kind: 'unknown' as const, cause: 'timeout' as const }),
    },
  };
  await assert.rejects(returnCharge(silent, id, { lastAttempt: false }), /not given back yet/);
  assert.equal(await returnCharge(silent, id, { lastAttempt: true }), false);
  assert.ok((await suspense()) > 0n);
  const wallet = await db.transaction((tx) =>
    openAccount(tx, clock, { kind: 'wallet', owner: person.id, currency: 'CNY' }),
  );
  assert.equal((await balanceOf(db.read, wallet)).flags.closed, true, 'nothing was put into it');
  assert.ok(await returnCharge(deps, id, { lastAttempt: true }));
  await agree();
});
