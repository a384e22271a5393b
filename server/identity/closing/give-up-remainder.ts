import type { CustomerId } from '#common/id';
import { isEqual, type Money, toWire, zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { balanceOf, findAccount, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { openOperation } from '#operations';
import { newId } from '#platform/ids';
import { mayDo } from '#risk';
import type { IdentityDeps } from '../deps.ts';
import { isGivable } from './decide.ts';
import { remainderRules } from './store.ts';

const NOT_GIVABLE = { code: 'remainder_not_givable' } as const;

/**
 * Gives up what is left in one currency, by explicit choice and in the amount that was shown. It is a payment to us: it stands in the
 * history and in the ledger, on an account of its own, and whatever forbids payments forbids it.
 */
export async function giveUpRemainder(
  { db, clock }: IdentityDeps,
  customer: CustomerId,
  amount: Money,
): Promise<Result<void, Refusal<'remainder_not_givable'>>> {
  return db.transaction(async (tx) => {
    const { currency } = amount;
    const wallet = await findAccount(tx, { kind: 'wallet', owner: customer, currency });
    if (!wallet) return err(NOT_GIVABLE);
    const givenUp = await openAccount(tx, clock, { kind: 'given_up', owner: 'system', currency });
    await lockAccounts(tx, [wallet, givenUp]);
    const { posted, available } = await balanceOf(tx, wallet);
    const isWhole = isEqual(posted, amount) && isEqual(available, amount);
    if (!isWhole || !isGivable(amount, await remainderRules(tx)) || !(await mayDo(tx, customer, 'transfer')))
      return err(NOT_GIVABLE);
    const id = newId('tr');
    const leg = {
      kind: 'single',
      id: legId(id, 'given_up'),
      code: 'given_up',
      debit: wallet,
      credit: givenUp,
      amount,
    } as const;
    const [done] = await postIn(tx, clock, [{ operationId: id, legs: [leg] }]);
    if (!done?.ok) return err(NOT_GIVABLE);
    const opened = await openOperation(tx, clock, {
      id,
      kind: 'transfer',
      event: 'complete',
      owner: customer,
      amount,
      fee: zero(currency),
      lines: [{ kind: 'amount', amount }],
      decision: { rule: 'remainder', available: toWire(available), outcome: 'completed' },
      participants: [
        { customer, direction: 'out', counterparty: { kind: 'okpay', name: 'OKPay', detail: null } },
      ],
      steps: [
        {
          kind: 'remainder_given_up',
          tone: 'neutral',
          actor: { kind: 'customer', id: customer },
          facts: { amount: toWire(amount) },
        },
      ],
    });
    invariant(opened, `${id} is a new id`);
    return ok(undefined);
  });
}
