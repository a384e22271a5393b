import type { CustomerId } from '#common/id';
import { openCasesOf } from '#cases';
import { balancesOf } from '#ledger';
import { openEntries } from '#operations';
import type { Reader } from '#platform/db';
import { restrictionsInForce, tellRestriction } from '#risk';
import type { ClosingFacts } from './closing.ts';
import { remainderRules } from './store.ts';

/** Of each sort so many are looked at and shown; one is enough to stand in the way. */
const SHOWN_MAX = 50;

/** What may stand in the way. Inside of a transaction, under the locks of the wallets, it stays as it is until the end. */
export async function gatherFacts(read: Reader, customer: CustomerId): Promise<ClosingFacts> {
  const balances = await balancesOf(read, customer);
  const waiting = await openEntries(read, customer, { limit: SHOWN_MAX });
  const restrictions = await restrictionsInForce(read, customer);
  return {
    wallets: balances.filter(({ kind }) => kind === 'wallet'),
    debts: balances
      .filter(({ kind, posted }) => kind === 'customer_debt' && posted.minor > 0n)
      .map(({ posted }) => posted),
    // Debts have a line of their own.
    operations: waiting.filter(({ kind }) => kind !== 'chargeback').map(({ id, amount }) => ({ id, amount })),
    cases: (await openCasesOf(read, customer, SHOWN_MAX)).map(({ id }) => id),
    restrictions: restrictions
      .filter(({ kind }) => kind !== 'closing')
      .map((restriction) => tellRestriction(restriction).why),
    remainders: await remainderRules(read),
  };
}
