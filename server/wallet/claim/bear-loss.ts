import type { CustomerId, TransferId, WithdrawalId } from '#common/id';
import type { Money } from '#common/money';
import { invariant } from '#common/result';
import { legId, lockAccounts, openAccount, postIn } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { pastAFreeze } from '../top-up/settle.ts';
import { tellBorne } from './tell-recall.ts';

type Borne = {
  readonly customer: CustomerId;
  /** What somebody else had made. */
  readonly about: TransferId | WithdrawalId;
  readonly amount: Money;
};

/** Pays from the operator's losses what is gone and nobody can bring back. A freeze does not stop it: it is the owner's own money. */
export async function bearLoss(tx: Tx, clock: Clock, { customer, about, amount }: Borne): Promise<void> {
  const { currency } = amount;
  const recall = newId('rc');
  const losses = await openAccount(tx, clock, { kind: 'refund_loss', owner: 'system', currency });
  const wallet = await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency });
  await lockAccounts(tx, [losses, wallet]);
  const pass = { account: wallet, reason: `${recall} is the owner’s own money`, actor: 'rule:claim' };
  const posted = await pastAFreeze(tx, clock, pass, async () => {
    const leg = {
      kind: 'single',
      id: legId(recall, 'pay'),
      code: 'adjustment',
      debit: losses,
      credit: wallet,
      amount,
    } as const;
    const [answer] = await postIn(tx, clock, [{ operationId: recall, legs: [leg] }]);
    return answer;
  });
  invariant(posted?.ok === true && posted.value.status === 'created', `${recall} is paid once`);
  await tellBorne(tx, clock, recall, { customer, about, amount });
}
