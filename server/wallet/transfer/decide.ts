import { compare, type Money, subtract } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { type BlockedByRule, decideLimits, type LimitFacts, tellBlock, type Verdict } from '#risk';
import { type Block, type BlockRefusal, refusalOfBlock } from '../account/blocked.ts';

export type TransferFacts = {
  /** What keeps the payer from sending; null if nothing does. */
  readonly sendBlock: Block | null;
  readonly mayReceive: boolean;
  /** As the payer knows the payee. */
  readonly payeeName: string;
  readonly limits: LimitFacts;
  readonly available: Money;
  /** What of debts in this currency is due and could not be collected; null if there is none. */
  readonly debt: { readonly owed: Money; readonly collectsFrom: string } | null;
  /** What the rules say of it. */
  readonly verdict: Verdict;
  /** The mark of the browser that it was confirmed on, for what later rules ask of that one. */
  readonly device: string | null;
};
export type TransferRefusal =
  | BlockRefusal
  | BlockedByRule
  | Refusal<
      | 'payee_cannot_receive'
      | 'limit_per_payment'
      | 'limit_per_day'
      | 'limit_per_month'
      | 'debt_outstanding'
      | 'insufficient_funds'
    >;

/**
 * Decides whether a confirmed payment goes through, and what it counts as. Pure. The checks run in the order in which the payer
 * can act on them: what no other amount would change comes first; a debt comes before the balance that it has emptied.
 */
export function decideTransfer(
  amount: Money,
  facts: TransferFacts,
): Result<{ counted: Money }, TransferRefusal> {
  const { sendBlock, mayReceive, payeeName, limits, available, debt, verdict } = facts;
  if (sendBlock) return err(refusalOfBlock(sendBlock));
  if (!mayReceive) return err({ code: 'payee_cannot_receive', payee: payeeName });
  const blocked = tellBlock(verdict);
  if (blocked) return err(blocked);
  const limited = decideLimits(amount, limits);
  if (!limited.ok) return limited;
  if (compare(available, amount) >= 0) return ok(limited.value);
  if (debt) return err({ code: 'debt_outstanding', ...debt });
  return err(notEnough(amount, available));
}

export const notEnough = (needed: Money, available: Money): Refusal<'insufficient_funds'> => ({
  code: 'insufficient_funds',
  available,
  needed,
  missing: subtract(needed, available),
});
