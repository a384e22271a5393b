import type { ProposalId } from '#common/id';
import { invariant } from '#common/result';
import type { Money } from '#common/money';
import { legId, lockAccounts, openAccount, postIn, transfersOf } from '#ledger';
import type { Clock } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import type { Cover } from './decide.ts';
import type { ConflictId } from './word-store.ts';

/** What of a payment is put aside: above zero came in, below zero left. Holds move nothing; a suspense account is never held on. */
export async function asideOf(read: Reader, id: ConflictId): Promise<bigint> {
  let aside = 0n;
  for (const { debit, credit, amount } of await transfersOf(read, id)) {
    if (credit.kind === 'rail_suspense') aside += amount.minor;
    if (debit.kind === 'rail_suspense') aside -= amount.minor;
  }
  return aside;
}

type Covering = {
  readonly id: ConflictId;
  readonly rail: 'rail:bank' | 'rail:correspondent';
  readonly amount: Money;
  readonly cover: Cover;
  readonly proposal: ProposalId;
};

/**
 * The bank's booking was put aside when it came, and our account with it stands as the bank says. The customer's money moves over the same account:
 * this takes that away again, so that the account stays as it was and only what did not fit is left in suspense.
 */
export async function coverAside(
  tx: Tx,
  clock: Clock,
  { id, rail, amount, cover, proposal }: Covering,
): Promise<void> {
  if (cover === 'none') return;
  const { currency } = amount;
  const settlement = await openAccount(tx, clock, { kind: 'rail_settlement', owner: rail, currency });
  const suspense = await openAccount(tx, clock, { kind: 'rail_suspense', owner: rail, currency });
  await lockAccounts(tx, [settlement, suspense]);
  const [debit, credit] = cover === 'aside_paid_it' ? [settlement, suspense] : [suspense, settlement];
  const leg = {
    kind: 'single',
    id: legId(id, 'cover', proposal),
    code: 'suspense',
    debit,
    credit,
    amount,
  } as const;
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [leg] }]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `what is put aside of ${id} moves once`,
  );
}
