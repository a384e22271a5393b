import type { CustomerId, RecallId, TransferId, WithdrawalId } from '#common/id';
import { type Money, toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { moveOperation, openOperation, type Participant } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import type { Claim } from './claim.ts';

const OKPAY = { kind: 'okpay' } as const;
export type People = { readonly payerName: string; readonly payeeName: string };
type Named = Pick<Claim, 'transfer' | 'payer' | 'payee'>;

const person = (name: string) => ({ kind: 'person', name, detail: null }) as const;

/** What is held stands in both histories: with the payee as money that waits, with the payer as money that may come back. */
export async function tellHeld(
  tx: Tx,
  clock: Clock,
  id: RecallId,
  { claim, people, amount, dueAt }: { claim: Named; people: People; amount: Money; dueAt: Temporal.Instant },
): Promise<void> {
  const participants: Participant[] = [
    { customer: claim.payer, direction: 'in', counterparty: person(people.payeeName) },
    { customer: claim.payee, direction: 'out', counterparty: person(people.payerName) },
  ];
  const opened = await openOperation(tx, clock, {
    id,
    kind: 'recall',
    event: 'hold',
    owner: claim.payer,
    parent: claim.transfer,
    amount,
    fee: zero(amount.currency),
    lines: [{ kind: 'amount', amount }],
    decision: { transfer: claim.transfer, held: toWire(amount) },
    reason: { code: 'payment_contested', amount, dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    participants,
    steps: [{ kind: 'recall_held', tone: 'wait', actor: OKPAY, facts: { amount: toWire(amount) } }],
  });
  invariant(opened, `${id} is a new id`);
  await tell(tx, clock, id, 'on_hold', [claim.payee]);
}

/** What was held goes back to the payer, or stays with the payee after all. */
export async function tellSettled(
  tx: Tx,
  clock: Clock,
  id: RecallId,
  { claim, amount, isBack }: { claim: Named; amount: Money; isBack: boolean },
): Promise<void> {
  const moved = await moveOperation(tx, clock, {
    id,
    kind: 'recall',
    from: 'on_hold',
    event: isBack ? 'give_back' : 'let_go',
    steps: [
      {
        kind: isBack ? 'recall_given_back' : 'recall_let_go',
        tone: 'neutral',
        actor: { kind: 'staff' },
        facts: { amount: toWire(amount) },
      },
    ],
  });
  invariant(moved, `${id} is on hold`);
  await tell(
    tx,
    clock,
    id,
    isBack ? 'given_back' : 'let_go',
    isBack ? [claim.payer, claim.payee] : [claim.payee],
  );
}

/** What the operator bears stands in the payer's history alone: the payee has no part in it. */
export async function tellBorne(
  tx: Tx,
  clock: Clock,
  id: RecallId,
  { customer, about, amount }: { customer: CustomerId; about: TransferId | WithdrawalId; amount: Money },
): Promise<void> {
  const opened = await openOperation(tx, clock, {
    id,
    kind: 'recall',
    event: 'pay',
    owner: customer,
    amount,
    fee: zero(amount.currency),
    lines: [{ kind: 'amount', amount }],
    decision: { transfer: about, borne: toWire(amount) },
    participants: [
      {
        customer,
        direction: 'in',
        counterparty: { kind: 'okpay', name: 'OKPay', detail: null },
      },
    ],
    steps: [
      {
        kind: 'recall_given_back',
        tone: 'good',
        actor: { kind: 'staff' },
        facts: { amount: toWire(amount) },
      },
    ],
  });
  invariant(opened, `${id} is a new id`);
  await tell(tx, clock, id, 'given_back', [customer]);
}

async function tell(
  tx: Tx,
  clock: Clock,
  recallId: RecallId,
  state: 'on_hold' | 'given_back' | 'let_go',
  customers: readonly CustomerId[],
): Promise<void> {
  for (const customerId of customers)
    await publish(tx, clock, { type: 'recall.changed', recallId, customerId, state });
}
