import type { BankTopUpState } from '#common/api/entry-kinds';
import { maskedAccount } from '#common/bank-account';
import type { SuspenseWhy } from '#common/bank-money';
import type { CustomerId } from '#common/id';
import { type Money, toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { invariant } from '#common/result';
import { type DecisionFacts, type Line, moveOperation, openOperation, type Step } from '#operations';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { type BankTopUp, PUT_ASIDE_HOURS, RETURN_DAYS } from './bank-top-up.ts';

export type PutAside = Refusal<
  'bank_top_up_put_aside' | 'bank_top_up_over_limit' | 'bank_top_up_other_currency' | 'bank_top_up_too_little'
>;

/** What its owner is told of why it waits. What rules and restrictions say is not told: it would teach whoever tries. */
export function putAsideReason(
  { why, amount }: { why: SuspenseWhy; amount: Money },
  dueAt: Temporal.Instant,
): PutAside {
  const facts = { amount, dueAt: dueAt.toString() };
  if (why === 'over_limit') return { code: 'bank_top_up_over_limit', ...facts };
  if (why === 'currency_differs') return { code: 'bank_top_up_other_currency', ...facts };
  if (why === 'below_minimum') return { code: 'bank_top_up_too_little', ...facts };
  return { code: 'bank_top_up_put_aside', ...facts };
}

type Known = Pick<BankTopUp, 'id' | 'amount' | 'fee' | 'sent' | 'payerCountry' | 'payerLast4'> & {
  readonly customer: CustomerId;
};
const okpay = { kind: 'okpay' } as const;
const bank = { kind: 'bank' } as const;

export const maskedPayer = ({
  payerCountry,
  payerLast4,
}: Pick<BankTopUp, 'payerCountry' | 'payerLast4'>): string | null =>
  payerLast4 === null ? null : maskedAccount({ country: payerCountry ?? '', last4: payerLast4 }).trim();

const linesOf = ({ amount, fee }: Known): Line[] => [
  { kind: 'amount', amount },
  ...(fee.minor > 0n ? [{ kind: 'fee', amount: fee } as const] : []),
];

/** What was sent is told where banks on the way have kept something of it. */
const shortStep = ({ sent, amount }: Known): Step[] =>
  sent !== null && sent.currency === amount.currency && sent.minor > amount.minor
    ? [
        {
          kind: 'bank_top_up_short',
          tone: 'neutral',
          actor: bank,
          facts: { sent: toWire(sent), amount: toWire(amount) },
        },
      ]
    : [];

const openedBy = (it: Known, decision: DecisionFacts) =>
  ({
    id: it.id,
    kind: 'bank_top_up',
    owner: it.customer,
    amount: it.amount,
    fee: it.fee,
    lines: linesOf(it),
    decision,
    participants: [
      {
        customer: it.customer,
        direction: 'in',
        counterparty: { kind: 'bank_account', name: '', detail: maskedPayer(it) },
      },
    ],
  }) as const;

const tell = (tx: Tx, clock: Clock, { id, customer }: Known, state: BankTopUpState): Promise<unknown> =>
  publish(tx, clock, { type: 'bank_top_up.changed', bankTopUpId: id, customerId: customer, state });

/** It stands in its owner's history, in the wallet. */
export async function recordCredited(
  tx: Tx,
  clock: Clock,
  it: Known,
  decision: DecisionFacts,
): Promise<void> {
  const steps: Step[] = [
    ...shortStep(it),
    { kind: 'bank_top_up_arrived', tone: 'good', actor: bank, facts: { amount: toWire(it.amount) } },
  ];
  invariant(
    await openOperation(tx, clock, { ...openedBy(it, decision), event: 'credit', steps }),
    `${it.id} is a new id`,
  );
  await tell(tx, clock, it, 'settled');
}

/** It stands in the history of whom it seems to be for, and waits. */
export async function recordPutAside(
  tx: Tx,
  clock: Clock,
  it: Known & { readonly why: SuspenseWhy },
  decision: DecisionFacts,
): Promise<void> {
  const dueAt = clock.now().add({ hours: PUT_ASIDE_HOURS });
  const opened = await openOperation(tx, clock, {
    ...openedBy(it, decision),
    event: 'put_aside',
    reason: putAsideReason(it, dueAt),
    waiting: { nextActor: 'okpay', dueAt },
    steps: [
      ...shortStep(it),
      { kind: 'bank_top_up_put_aside', tone: 'wait', actor: okpay, facts: { amount: toWire(it.amount) } },
    ],
  });
  invariant(opened, `${it.id} is a new id`);
  await tell(tx, clock, it, 'put_aside');
}

type Moved = {
  readonly from: BankTopUpState;
  readonly event: 'credit' | 'send_back' | 'book' | 'fail' | 'come_back';
  readonly dueAt?: Temporal.Instant;
};

/** The next step of one that stands in somebody's history. Under its row's lock, so nobody can have been faster. */
export async function recordMove(tx: Tx, clock: Clock, it: Known, { from, event }: Moved): Promise<void> {
  const standing = standingAfter(it, event, clock.now());
  const moved = await moveOperation(tx, clock, { id: it.id, kind: 'bank_top_up', from, event, ...standing });
  invariant(moved, `${it.id} is ${from} under its lock`);
  await tell(tx, clock, it, STATE_AFTER[event]);
}

const STATE_AFTER = {
  credit: 'settled',
  send_back: 'sending_back',
  book: 'sent_back',
  fail: 'put_aside',
  come_back: 'put_aside',
} as const satisfies Record<Moved['event'], BankTopUpState>;

function standingAfter(it: Known, event: Moved['event'], now: Temporal.Instant) {
  const { amount } = it;
  const facts = { amount: toWire(amount) };
  switch (event) {
    case 'credit':
      return {
        lines: linesOf(it),
        steps: [{ kind: 'bank_top_up_assigned', tone: 'good', actor: { kind: 'staff' }, facts } as const],
      };
    case 'send_back': {
      const dueAt = now.add({ hours: RETURN_DAYS * 24 });
      return {
        reason: { code: 'bank_top_up_sending_back', amount, dueAt: dueAt.toString() } as const,
        waiting: { nextActor: 'bank', dueAt } as const,
        steps: [{ kind: 'bank_top_up_sending_back', tone: 'bad', actor: okpay, facts } as const],
      };
    }
    case 'book':
      return {
        reason: { code: 'bank_top_up_sent_back', amount } as const,
        steps: [{ kind: 'bank_top_up_sent_back', tone: 'bad', actor: bank, facts } as const],
      };
    case 'fail':
    case 'come_back': {
      const dueAt = now.add({ hours: PUT_ASIDE_HOURS });
      return {
        reason: putAsideReason({ why: 'came_back', amount }, dueAt),
        waiting: { nextActor: 'okpay', dueAt } as const,
        steps: [{ kind: 'bank_top_up_not_taken_back', tone: 'wait', actor: bank } as const],
      };
    }
  }
}
