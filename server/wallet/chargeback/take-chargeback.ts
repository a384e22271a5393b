import type { ChargebackId } from '#common/id';
import type { Money } from '#common/money';
import { invariant } from '#common/result';
import { balanceOf, type Leg, legId as ledgerLegId, lockAccounts, postIn, type PostCommand } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { unschedule } from '#platform/timers';
import { divideChargeback } from '../top-up/decide.ts';
import { accountsFor, holdId, legId, type TopUpAccounts } from '../top-up/settle.ts';
import { addChargedBack, saveHeld } from '../top-up/store.ts';
import type { StandingTopUp } from '../top-up/top-up.ts';
import { releaseKey } from '../top-up/work.ts';
import { type ChargebackSplit, splitChargeback } from './decide.ts';
import { tellChargeback } from './tell-chargeback.ts';

type Deps = { readonly clock: Clock };

/**
 * Books what a card's bank has taken back: first from what is held of the top-up, then from what is available; the rest becomes
 * the customer's debt. The fee is given back, since it was charged for what did not last. The caller holds the top-up's lock.
 */
export async function takeChargeback(tx: Tx, deps: Deps, topUp: StandingTopUp, part: Money): Promise<void> {
  const { clock } = deps;
  const { fromCustomer, fromFee } = divideChargeback(topUp, part);
  const accounts = await accountsFor(tx, clock, topUp);
  await lockAccounts(tx, Object.values(accounts));
  const { available, flags } = await balanceOf(tx, accounts.wallet);
  const mayLeave = !flags.frozenOut && !flags.closed;
  const split = splitChargeback(fromCustomer, { held: topUp.held, available, mayLeave });
  const id = newId('cb');

  await postChargeback(tx, clock, { id, topUp, split, fromFee, accounts });
  await addChargedBack(tx, topUp.id, part);
  const holdNumber = topUp.holdNumber + (isHeldAnew(topUp, split) ? 1 : 0);
  await saveHeld(tx, topUp.id, { held: split.stillHeld, holdNumber });
  if (split.stillHeld.minor === 0n) await unschedule(tx, releaseKey(topUp.id));
  // A bank's odd first cent can be all fee; then nothing befell the customer.
  if (fromCustomer.minor > 0n) await tellChargeback(tx, clock, { id, topUp, split, fromCustomer });
}

/** Whether the hold goes, whole or for a smaller one. */
const isHoldVoided = ({ held }: StandingTopUp, { stillHeld }: ChargebackSplit): boolean =>
  held.minor !== stillHeld.minor;
const isHeldAnew = (topUp: StandingTopUp, split: ChargebackSplit): boolean =>
  isHoldVoided(topUp, split) && split.stillHeld.minor > 0n;

type Booking = {
  id: ChargebackId;
  topUp: StandingTopUp;
  split: ChargebackSplit;
  fromFee: Money;
  accounts: TopUpAccounts;
};

/** The hold is voided, what is taken leaves, the debt arises, and what stays held is held anew for the top-up: in one transaction. */
async function postChargeback(
  tx: Tx,
  clock: Clock,
  { id, topUp, split, fromFee, accounts }: Booking,
): Promise<void> {
  const { wallet, debt, settlement, reserve } = accounts;
  const legs: Leg[] = [];
  if (isHoldVoided(topUp, split))
    legs.push({
      kind: 'void',
      id: ledgerLegId(id, 'release'),
      hold: holdId(topUp, topUp.holdNumber),
      code: 'funding_hold',
    });
  if (split.taken.minor > 0n)
    legs.push({
      kind: 'reversal',
      id: ledgerLegId(id, 'taken'),
      original: legId(topUp, 'credit'),
      amount: split.taken,
      code: 'chargeback',
    });
  if (split.owed.minor > 0n)
    legs.push({
      kind: 'single',
      id: ledgerLegId(id, 'owed'),
      code: 'debt_incurred',
      debit: debt,
      credit: settlement,
      amount: split.owed,
    });
  if (fromFee.minor > 0n)
    legs.push({
      kind: 'reversal',
      id: ledgerLegId(id, 'fee'),
      original: legId(topUp, 'fee'),
      amount: fromFee,
      code: 'chargeback',
    });
  const [first, ...rest] = legs;
  invariant(first !== undefined, 'a chargeback moves something');
  const commands: PostCommand[] = [{ operationId: id, legs: [first, ...rest] }];
  if (isHeldAnew(topUp, split)) {
    const heldAnew: Leg = {
      kind: 'hold',
      id: holdId(topUp, topUp.holdNumber + 1),
      code: 'funding_hold',
      debit: wallet,
      credit: reserve,
      amount: split.stillHeld,
      expiresAt: null,
    };
    commands.push({ operationId: topUp.id, legs: [heldAnew] });
  }
  for (const posted of await postIn(tx, clock, commands))
    invariant(
      posted.ok && posted.value.status === 'created',
      `chargeback ${id} of ${topUp.id} can be booked`,
    );
}
