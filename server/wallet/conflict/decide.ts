import type { ConflictOutcome } from '#common/conflict';

/** Where the money is, told alike of payouts and of transfers abroad. */
export type LeftPlace = 'held' | 'out' | 'back';
export type Found = {
  readonly money: LeftPlace;
  /** The ledger says that it was credited. Of a payout it does so once the bank has booked it. */
  readonly isDelivered: boolean;
  /** More of it came to our account than left it, and is put aside: something is there to be given back. */
  readonly isAnythingBack: boolean;
  /** Its file is still brought to the bank by itself: it may be paid tomorrow. */
  readonly isStillGoing: boolean;
};

/**
 * What may be true, given where the money is. Money is given back where it was never gone, or where something of it has come back; and what its
 * owner has had back is never taken away here. Pure.
 */
export function possibleOutcomes({
  money,
  isDelivered,
  isAnythingBack,
  isStillGoing,
}: Found): readonly ConflictOutcome[] {
  switch (money) {
    case 'held':
      return isStillGoing ? ['paid'] : ['paid', 'not_paid'];
    case 'out':
      return isDelivered && !isAnythingBack ? ['paid'] : ['paid', 'came_back'];
    case 'back':
      return ['stays_back'];
  }
}

/** What has to be moved on our account beside the customer's money, so that it stays as the bank says: once paid by a booking that was put aside, once back by one. */
export type Cover = 'none' | 'aside_paid_it' | 'aside_is_back';
export function coverOf(
  outcome: ConflictOutcome,
  { money, aside }: { readonly money: LeftPlace; readonly aside: bigint },
): Cover {
  if (outcome === 'paid' && money === 'held' && aside < 0n) return 'aside_paid_it';
  return outcome === 'came_back' && aside > 0n ? 'aside_is_back' : 'none';
}
