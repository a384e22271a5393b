import type { Db } from '#platform/db';
import { keepParts } from '../archive/store.ts';
import * as store from './store.ts';

/** Laws that hold at every moment, whatever happened before. The numbers are those of docs/decisions/0001-one-ledger.md. */
const LAWS = {
  'I1 debits equal credits in each currency': store.findUnbalancedCurrencies,
  'I2 a balance is the sum of its transfers': store.findDriftedBalances,
  'I2 what is pending is what is held': store.findPendingWithoutHolds,
  'I3 versions have no gap and each balance follows from the one before': store.findBrokenVersions,
  'I3 the links of a history lead through all of it': store.findBrokenLinks,
  'I4 no constrained account was ever below zero': store.findOverdrafts,
  'I5 a hold is resolved once, in time, and for no more than was held': store.findBrokenHolds,
  'I5 nothing is reversed beyond what was moved': store.findExcessReversals,
  'I7 every id has one answer': store.findStrayIds,
  'I8 linked legs happened together': store.findTornChains,
  'both sides of a transfer have its currency': store.findMixedCurrencies,
} as const;

export type Violation = { law: keyof typeof LAWS; subject: string; found: string };

/** How many laws `verify` asks about: a caller can see that it asked. */
export const LAW_COUNT = Object.keys(LAWS).length;

/**
 * Recomputes the ledger from its transfers, from where archived parts of the journal left each account, and tells every law that does not hold; an empty list means that all do.
 * Reads one snapshot, so it may run while money moves. The time it takes grows with the history.
 */
export async function verify(db: Db): Promise<Violation[]> {
  return db.transaction(
    async (tx) => {
      await keepParts(tx);
      const violations: Violation[] = [];
      for (const law of Object.keys(LAWS) as (keyof typeof LAWS)[]) {
        for (const finding of await LAWS[law](tx)) violations.push({ law, ...finding });
      }
      return violations;
    },
    { isolation: 'repeatable read' },
  );
}
