import type { CustomerId, TransferId } from '#common/id';
import { toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { customerById } from '#identity';
import { balanceOf, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { joinOperation, moveOperation } from '#operations';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { blockOf, mayDo, releaseUsage } from '#risk';
import { claimId, markCompleted } from '../transfer/store.ts';
import { ownAddresses } from './own-addresses.ts';
import type { Pickup } from './pickup.ts';
import { forgetPickup } from './pickup-timer.ts';
import * as store from './store.ts';

/** Why it cannot be picked up by this person, now. */
export type NotYours = Refusal<
  | 'not_found'
  | 'pickup_over'
  | 'pickup_is_own'
  | 'pickup_other_address'
  | 'pickup_paused'
  | 'account_cannot_receive'
>;

/** Whether this person has proven the address, and it still waits or is theirs already. Asked before anything of it is told. */
export async function mayPickUp(
  tx: Tx,
  clock: Clock,
  pickup: Pickup | null,
  payee: CustomerId,
): Promise<Result<Pickup, NotYours>> {
  // A link that was replaced or never made: nobody is told which.
  if (!pickup) return err({ code: 'not_found' });
  // The answer to picking it up may have been lost on its way.
  if (pickup.payee === payee) return ok(pickup);
  if (pickup.payer === payee) return err({ code: 'pickup_is_own' });
  const person = await customerById(tx, payee);
  if (pickup.state === 'picked_up') return err({ code: 'pickup_over' });
  const isTheirs =
    person !== null &&
    ownAddresses(person).some(({ kind, key }) => kind === pickup.addressKind && key === pickup.address);
  if (!isTheirs) return err({ code: 'pickup_other_address' });
  if (Temporal.Instant.compare(clock.now(), pickup.expiresAt) >= 0) return err({ code: 'pickup_over' });
  return ok(pickup);
}

/** Credits it to whoever has proven the address, once. What keeps either side from it keeps the money where it is. */
export async function pickUp(
  tx: Tx,
  clock: Clock,
  id: TransferId,
  payee: CustomerId,
): Promise<Result<Pickup, NotYours>> {
  const pickup = await store.lockPickup(tx, id);
  if (pickup && pickup.state !== 'waiting')
    return pickup.payee === payee ? ok(pickup) : err({ code: 'pickup_over' });
  const theirs = await mayPickUp(tx, clock, pickup, payee);
  if (!theirs.ok) return theirs;
  const moved = await credit(tx, clock, theirs.value, payee);
  if (!moved.ok) return moved;
  const { payer, amount, note } = theirs.value;
  invariant(
    await store.endPickup(tx, id, { state: 'picked_up', payee }, clock.now()),
    `${id} is under its lock`,
  );
  await forgetPickup(tx, id);
  // From here on it is a payment like any other: who has paid whom, statements, claims.
  invariant(await claimId(tx, { id, payer, payee, amount, note }, clock.now()), `${id} was nobody's payment`);
  await markCompleted(tx, id);
  const from = await customerById(tx, payer);
  invariant(from !== null, `${payer} is a customer`);
  await joinOperation(tx, clock, id, {
    customer: payee,
    direction: 'in',
    counterparty: { kind: 'person', name: from.maskedName, detail: null },
  });
  const isMoved = await moveOperation(tx, clock, {
    id,
    kind: 'transfer',
    from: 'awaiting_pickup',
    event: 'complete',
    steps: [
      { kind: 'pickup_completed', tone: 'good', actor: { kind: 'customer', id: payee }, facts: { amount: toWire(amount) } },
    ],
  }); // prettier-ignore
  invariant(isMoved, `${id} waits, under its lock`);
  await publish(tx, clock, { type: 'transfer.completed', transferId: id, payerId: payer, payeeId: payee });
  return ok({ ...theirs.value, state: 'picked_up', payee, address: null });
}

/** What is held goes through clearing to the payee, both steps or none; asked under the locks that a freeze takes. */
async function credit(
  tx: Tx,
  clock: Clock,
  { id, payer, amount }: Pickup,
  payee: CustomerId,
): Promise<Result<void, NotYours>> {
  const { currency } = amount;
  const from = await openAccount(tx, clock, { kind: 'wallet', owner: payer, currency });
  const clearing = await openAccount(tx, clock, { kind: 'pickup_clearing', owner: 'system', currency });
  const to = await openAccount(tx, clock, { kind: 'wallet', owner: payee, currency });
  await lockAccounts(tx, [from, clearing, to]);
  const [own, theirs] = [await balanceOf(tx, from), await balanceOf(tx, to)];
  if (theirs.flags.frozenIn || theirs.flags.closed || !(await mayDo(tx, payee, 'receive')))
    return err({ code: 'account_cannot_receive' });
  // Nothing leaves a frozen account, also not what was held before. Why is the sender's affair.
  if (own.flags.frozenOut || own.flags.closed || (await blockOf(tx, payer, 'transfer')) !== null)
    return err({ code: 'pickup_paused' });
  const [posted] = await postIn(tx, clock, [
    {
      operationId: id,
      legs: [
        { kind: 'capture', id: legId(id, 'pickup'), hold: legId(id, 'hold'), code: 'transfer' },
        { kind: 'single', id: legId(id, 'credit'), code: 'transfer', debit: clearing, credit: to, amount },
      ],
    },
  ]);
  invariant(posted?.ok === true && posted.value.status === 'created', `what ${id} holds moves once`);
  return ok(undefined);
}

const BACK = {
  cancelled: { event: 'cancel', reason: 'payment_cancelled', step: 'transfer_cancelled' },
  expired: { event: 'expire', reason: 'payment_not_picked_up', step: 'pickup_expired' },
} as const;

/** The whole sum is free again: its payer took it back, or nobody came in time. True where it did so. */
export async function giveBack(
  tx: Tx,
  clock: Clock,
  id: TransferId,
  by: keyof typeof BACK,
): Promise<boolean> {
  const pickup = await store.lockPickup(tx, id);
  if (pickup?.state !== 'waiting') return false;
  const { payer, counted, countedDay } = pickup;
  if (by === 'expired' && Temporal.Instant.compare(clock.now(), pickup.expiresAt) < 0) return false;
  const day = Temporal.PlainDate.from(countedDay);
  await releaseUsage(tx, { customer: payer, capability: 'transfer', day, counted });
  const legs = [
    { kind: 'void', id: legId(id, 'return'), hold: legId(id, 'hold'), code: 'transfer' },
  ] as const;
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs }]);
  invariant(posted?.ok === true && posted.value.status === 'created', `what ${id} holds goes back once`);
  invariant(
    await store.endPickup(tx, id, { state: by, payee: null }, clock.now()),
    `${id} is under its lock`,
  );
  await forgetPickup(tx, id);
  const { event, reason, step } = BACK[by];
  const actor =
    by === 'cancelled' ? ({ kind: 'customer', id: payer } as const) : ({ kind: 'okpay' } as const);
  const isMoved = await moveOperation(tx, clock, {
    id,
    kind: 'transfer',
    from: 'awaiting_pickup',
    event,
    reason: { code: reason },
    steps: [{ kind: step, tone: 'neutral', actor }],
  });
  invariant(isMoved, `${id} waits, under its lock`);
  if (by === 'expired') await publish(tx, clock, { type: 'pickup.expired', transferId: id, payerId: payer });
  return true;
}
