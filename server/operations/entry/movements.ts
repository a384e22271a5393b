import type { z } from 'zod';
import type { MovementPlace } from '#common/api/entry-kinds';
import type { movementSchema } from '#common/api/wallet';
import type { CustomerId } from '#common/id';
import { toWire } from '#common/money';
import { unreachable } from '#common/result';
import type { LedgerAccount, Movement } from '#ledger';
import { textOf } from '#platform/clock';

export type WireMovement = z.output<typeof movementSchema>;

/** The rail of transfers between banks. */
const BANK_RAIL = 'rail:bank';
const CORRESPONDENT_RAIL = 'rail:correspondent';
export const EWALLET_RAIL = 'rail:ewallet';

/** An account of the ledger as the viewer knows it. */
export function placeOf({ kind, owner }: LedgerAccount, viewer: CustomerId): MovementPlace {
  switch (kind) {
    case 'wallet':
      return owner === viewer ? 'your_balance' : 'other_balance';
    case 'customer_debt':
      return owner === viewer ? 'your_debt' : 'okpay';
    case 'rail_settlement':
    case 'rail_in_transit':
    case 'rail_suspense':
    case 'rail_costs':
    case 'rail_interest':
      if (owner === CORRESPONDENT_RAIL) return 'correspondent';
      if (owner === EWALLET_RAIL) return 'ewallet';
      return owner === BANK_RAIL ? 'bank' : 'card_acquirer';
    case 'revenue_fee':
      return 'fees';
    case 'fx_position':
      return 'exchange';
    case 'fx_result':
    case 'pickup_clearing':
    case 'funding_reserve':
    case 'refund_loss':
    case 'chargeback_loss':
    case 'rounding':
    case 'given_up':
      return 'okpay';
    default:
      return unreachable(kind);
  }
}

/** The ledger's movements in the words of an account statement: from the debited place to the credited one. */
export function movementsFor(viewer: CustomerId, movements: readonly Movement[]): WireMovement[] {
  return movements.map(({ kind, debit, credit, amount, postedAt, debitAfter, creditAfter }) => {
    const own = isWalletOf(viewer, debit) ? debitAfter : isWalletOf(viewer, credit) ? creditAfter : null;
    return {
      at: textOf(postedAt),
      kind,
      from: placeOf(debit, viewer),
      to: placeOf(credit, viewer),
      amount: toWire(amount),
      balanceAfter: own && toWire(own),
    };
  });
}

const isWalletOf = (viewer: CustomerId, { kind, owner }: LedgerAccount): boolean =>
  kind === 'wallet' && owner === viewer;
