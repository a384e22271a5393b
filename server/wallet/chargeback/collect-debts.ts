import type { CustomerId } from '#common/id';
import { add, type Currency, fromWire, type Money, subtract, toWire } from '#common/money';
import { invariant } from '#common/result';
import { balanceOf, type LedgerAccountId, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { findOperation, type Line, moveOperation } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { allotCollection } from './decide.ts';
import type { Debt } from './debt.ts';
import * as store from './store.ts';

/**
 * Collects debts whose notice is over from what is available in the same currency, oldest first. Safe to call at any time and as
 * often as one likes: it takes what is due and there, and nothing else. Answers what of the due debts is still owed, by currency.
 */
export async function collectDebts(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
): Promise<Map<Currency, Debt[]>> {
  const due = await store.lockDueDebts(tx, customer, clock.now());
  const left = new Map<Currency, Debt[]>();
  for (const currency of new Set(due.map(({ owed }) => owed.currency))) {
    const debts = due.filter(({ owed }) => owed.currency === currency);
    const rest = await collectIn(tx, clock, customer, currency, debts);
    if (rest.length > 0) left.set(currency, rest);
  }
  return left;
}

/**
 * The accounts that collecting from a customer's wallet will touch beside it; none if nothing is due. Takes the debts' locks, for
 * whoever wants to lock other accounts together with these.
 */
export async function lockDueDebtAccounts(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  currency: Currency,
): Promise<LedgerAccountId[]> {
  const due = await store.lockDueDebts(tx, customer, clock.now());
  if (!due.some(({ owed }) => owed.currency === currency)) return [];
  return [await openAccount(tx, clock, { kind: 'customer_debt', owner: customer, currency })];
}

async function collectIn(
  tx: Tx,
  clock: Clock,
  customer: CustomerId,
  currency: Currency,
  debts: readonly Debt[],
): Promise<Debt[]> {
  const wallet = await openAccount(tx, clock, { kind: 'wallet', owner: customer, currency });
  const debtAccount = await openAccount(tx, clock, { kind: 'customer_debt', owner: customer, currency });
  await lockAccounts(tx, [wallet, debtAccount]);
  const { available, flags } = await balanceOf(tx, wallet);
  // From a wallet that nothing may leave nothing is collected either.
  if (flags.frozenOut || flags.closed) return [...debts];
  const owedAfter = new Map(debts.map((debt) => [debt.chargeback, debt]));
  for (const { debt, amount } of allotCollection(debts, available)) {
    await collect(tx, clock, { debt, amount, wallet, debtAccount });
    owedAfter.set(debt.chargeback, { ...debt, owed: subtract(debt.owed, amount) });
  }
  return [...owedAfter.values()].filter(({ owed }) => owed.minor > 0n);
}

type Collection = { debt: Debt; amount: Money; wallet: LedgerAccountId; debtAccount: LedgerAccountId };

async function collect(
  tx: Tx,
  clock: Clock,
  { debt, amount, wallet, debtAccount }: Collection,
): Promise<void> {
  const { chargeback: id, customer, owed, collections } = debt;
  const [posted] = await postIn(tx, clock, [
    {
      operationId: id,
      legs: [
        {
          kind: 'single',
          id: legId(id, 'collect', String(collections + 1)),
          code: 'debt_collected',
          debit: wallet,
          credit: debtAccount,
          amount,
        },
      ],
    },
  ]);
  invariant(
    posted?.ok === true && posted.value.status === 'created',
    `what is available can be collected for ${id}`,
  );
  invariant(await store.saveCollection(tx, debt, amount.minor), `the debt ${id} is locked`);

  const left = subtract(owed, amount);
  const isSettled = left.minor === 0n;
  const moved = await moveOperation(tx, clock, {
    id,
    kind: 'chargeback',
    from: 'owed',
    event: isSettled ? 'collect' : 'collect_part',
    lines: await linesAfter(tx, debt, amount),
    ...(!isSettled && {
      reason: { code: 'debt_outstanding', owed: left, collectsFrom: debt.collectsFrom.toString() } as const,
      waiting: { nextActor: 'you', dueAt: debt.collectsFrom } as const,
    }),
    steps: [
      {
        kind: isSettled ? 'debt_collected' : 'debt_partly_collected',
        tone: isSettled ? 'good' : 'neutral',
        actor: { kind: 'okpay' },
        facts: { amount: toWire(amount), left: toWire(left) },
      },
    ],
  });
  invariant(moved, `${id} is owed`);
  await publish(tx, clock, { type: 'debt.collected', chargebackId: id, customerId: customer });
}

/** The receipt after a collection: what is collected and still owed take the place of what stood there before. */
async function linesAfter(tx: Tx, debt: Debt, amount: Money): Promise<Line[]> {
  const operation = await findOperation(tx, debt.chargeback);
  const kept = (operation?.lines ?? []).filter(({ kind }) => kind !== 'collected' && kind !== 'owed');
  return [
    ...kept.map((line) => ({ kind: line.kind, amount: fromWire(line.amount) })),
    { kind: 'collected', amount: add(debt.collected, amount) },
    { kind: 'owed', amount: subtract(debt.owed, amount) },
  ];
}
