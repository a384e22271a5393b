import type { RailBookingId } from '#common/id';
import { money } from '#common/money';
import { banksOwn } from '#connectors';
import type { RailBookingAccount } from '#common/reconciliation';
import { invariant, unreachable } from '#common/result';
import { type AccountKind, legId, lockAccounts, openAccount, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { RailAccount, RailItem } from './rail.ts';
import { PROVIDER_FEE } from './settling.ts';
import { insertBooking } from './store.ts';

/** Where what a rail did by itself goes without asking anybody, and what it gives back of that; null of everything that is not plainly that. Pure. */
export const bookedByRule = ({ side, code }: Pick<RailItem, 'side' | 'code'>): RailBookingAccount | null =>
  side === 'ours' ? null : code === PROVIDER_FEE ? 'costs' : banksOwn(code);

function kindOf(account: RailBookingAccount): AccountKind {
  switch (account) {
    case 'costs':
      return 'rail_costs';
    case 'interest':
      return 'rail_interest';
    case 'suspense':
      return 'rail_suspense';
    default:
      return unreachable(account);
  }
}

type Booking = {
  readonly item: RailItem;
  readonly account: RailBookingAccount;
  readonly proposal: string | null;
};

/**
 * Books an open line so that both sides agree: what the rail did is done on our account too; what only we have is taken back. Once for each
 * line; null if it was booked before.
 */
export async function bookItem(
  tx: Tx,
  clock: Clock,
  { rail, currency }: RailAccount,
  { item, account, proposal }: Booking,
): Promise<RailBookingId | null> {
  const id = newId('bk');
  const now = clock.now();
  if (!(await insertBooking(tx, { id, item: item.id, account, proposal }, now))) return null;
  const own = await openAccount(tx, clock, { kind: 'rail_settlement', owner: rail, currency });
  const other = await openAccount(tx, clock, { kind: kindOf(account), owner: rail, currency });
  await lockAccounts(tx, [own, other]);
  const growth = item.side === 'theirs' ? item.amountMinor : -item.amountMinor;
  const [debit, credit] = growth > 0n ? [own, other] : [other, own];
  const amount = money(growth > 0n ? growth : -growth, currency);
  const code = account === 'costs' ? 'fee' : 'adjustment';
  const [posted] = await postIn(tx, clock, [
    { operationId: id, legs: [{ kind: 'single', id: legId(id, 'rail'), code, debit, credit, amount }] },
  ]);
  invariant(posted?.ok === true && posted.value.status === 'created', `${item.id} is booked once`);
  return id;
}
