import type { MovementPlace } from '#common/api/entry-kinds';
import type { TracePlace } from '#common/api/trace';
import type { CustomerId } from '#common/id';
import { type Currency, type Money, money } from '#common/money';
import type { LedgerAccount, Movement } from '#ledger';
import type { Temporal } from '#platform/clock';
import { EWALLET_RAIL, placeOf } from '../entry/movements.ts';

/** A place, what is there of the money that was meant to move, and since when. */
export type Whereabouts = {
  readonly place: TracePlace;
  /** Null where the ledger moved nothing. */
  readonly amount: Money | null;
  readonly since: Temporal.Instant | null;
};
/** What a place gave (below zero) or got, in all. */
export type Change = { readonly place: MovementPlace; readonly change: Money };

type Spot = { readonly account: LedgerAccount; minor: bigint; since: Temporal.Instant };

/** Accounts that money passes through or that price it: it never ends there. */
const ON_THE_WAY = new Set<LedgerAccount['kind']>(['fx_position', 'fx_result', 'revenue_fee', 'rounding']);
const isFee = ({ debit, credit }: Movement): boolean =>
  debit.kind === 'revenue_fee' || credit.kind === 'revenue_fee';

/**
 * Where money is that was meant to move, by the ledger alone: what each leg took here and put there, folded together. Fees are a price and
 * stand apart. `nothing`: where it is as long as nothing was moved. Pure; exactly one place, or `unsure`.
 */
export function whereIs(
  movements: readonly Movement[],
  { viewer, nothing }: { viewer: CustomerId; nothing: TracePlace },
): Whereabouts {
  const holds = new Map<string, Movement>();
  const spots = new Map<unknown, Spot>();
  for (const movement of movements) {
    if (isFee(movement)) continue;
    if (movement.kind === 'hold') holds.set(movement.transfer, movement);
    else if (movement.refersTo !== null) holds.delete(movement.refersTo);
    if (!isPosted(movement)) continue;
    add(spots, movement.debit, -movement.amount.minor, movement.postedAt);
    add(spots, movement.credit, movement.amount.minor, movement.postedAt);
  }
  const got = [...spots.values()].filter(({ account, minor }) => minor > 0n && !ON_THE_WAY.has(account.kind));
  const [held] = holds.values();
  const [only] = got;
  if (got.length > 1) return { place: 'unsure', amount: null, since: null };
  if (only) {
    const isHeld = [...holds.values()].some(({ debit }) => debit.id === only.account.id);
    const amount = money(only.minor, only.account.currency);
    return { place: ended(only.account, viewer, isHeld), amount, since: only.since };
  }
  if (held) return { place: ended(held.debit, viewer, true), amount: held.amount, since: held.postedAt };
  return { place: nothing, amount: null, since: movements.at(-1)?.postedAt ?? null };
}

const isPosted = ({ kind }: Movement): boolean =>
  kind === 'single' || kind === 'capture' || kind === 'reversal';

function add(
  spots: Map<unknown, Spot>,
  account: LedgerAccount,
  minor: bigint,
  since: Temporal.Instant,
): void {
  const known = spots.get(account.id);
  if (!known) spots.set(account.id, { account, minor, since });
  else {
    known.minor += minor;
    known.since = since;
  }
}

function ended({ kind, owner }: LedgerAccount, viewer: CustomerId, isHeld: boolean): TracePlace {
  switch (kind) {
    case 'wallet':
      if (owner === viewer) return isHeld ? 'your_balance_held' : 'your_balance';
      return isHeld ? 'other_balance_held' : 'other_balance';
    case 'rail_in_transit':
      return owner === 'rail:correspondent' ? 'correspondent' : 'card';
    case 'rail_settlement':
      if (owner === EWALLET_RAIL) return 'ewallet';
      return owner === 'rail:card' ? 'card' : 'bank_account';
    case 'rail_suspense':
      return 'set_aside';
    default:
      return 'okpay';
  }
}

/** What each place gave and got, fees with it. By currency the changes of all places add up to nothing: the proof that nothing is missing. */
export function changesOf(movements: readonly Movement[], viewer: CustomerId): Change[] {
  const sums = new Map<MovementPlace, Map<Currency, bigint>>();
  const put = (account: LedgerAccount, minor: bigint): void => {
    const place = placeOf(account, viewer);
    const own = sums.get(place) ?? new Map<Currency, bigint>();
    sums.set(place, own);
    own.set(account.currency, (own.get(account.currency) ?? 0n) + minor);
  };
  for (const movement of movements.filter(isPosted)) {
    put(movement.debit, -movement.amount.minor);
    put(movement.credit, movement.amount.minor);
  }
  return [...sums].flatMap(([place, own]) =>
    [...own]
      .filter(([, minor]) => minor !== 0n)
      .map(([currency, minor]) => ({ place, change: money(minor, currency) })),
  );
}
