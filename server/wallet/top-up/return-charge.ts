import type { TopUpId } from '#common/id';
import { add, isEqual, type Money, toWire } from '#common/money';
import { invariant } from '#common/result';
import type { RefundOutcome } from '#connectors';
import { legId as ledgerLegId, type Leg, lockAccounts, openAccount, postIn } from '#ledger';
import { moveOperation, retellOperation, type Step } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { enqueue } from '#platform/jobs';
import { publish } from '#platform/outbox';
import { releaseUsage } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { refuseWithTopUp } from '../kept-card/settle-keeping.ts';
import { type ProviderDeps, providerOf } from './provider.ts';
import { railOf } from './settle.ts';
import * as store from './store.ts';
import { conflict, lockStanding } from './standing.ts';
import { type Charge, CONFLICT_HOURS, type StandingTopUp } from './top-up.ts';
import { RETURN_JOB } from './work.ts';

type Deps = Pick<WalletDeps, 'db' | 'clock' | 'log'> & ProviderDeps;
const okpay = { kind: 'okpay' } as const;
const total = ({ amount, fee }: StandingTopUp): Money => add(amount, fee);
/** Whoever has it gives back once under one reference, however often it is asked. */
const referenceOf = (id: TopUpId): string => `${id}-return`;

/**
 * Somebody has paid into a wallet that takes no money any more. Nobody waits for the top-up, so nobody would ask: it is stopped here, and
 * a job has everything given back.
 */
export async function beginReturn(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'log'>,
  topUp: StandingTopUp,
  charge: Charge,
): Promise<void> {
  await forgetCardOf(tx, deps.clock, topUp, charge);
  await store.saveCharge(tx, topUp.id, charge, deps.clock.now());
  const step: Step = {
    kind: 'charge_to_return',
    tone: 'wait',
    actor: okpay,
    facts: { amount: toWire(total(topUp)) },
  };
  const hasEnded = topUp.state === 'failed' || topUp.state === 'expired';
  if (topUp.state !== 'conflict') await conflict(tx, deps, topUp, hasEnded ? 'contradict' : 'mismatch', step);
  await enqueue(tx, RETURN_JOB, { id: topUp.id }, { key: `return:${topUp.id}` });
}

/** Nobody is left whose card it could be. */
export async function forgetCardOf(
  tx: Tx,
  clock: Clock,
  topUp: StandingTopUp,
  { kept, card: face }: Pick<Charge, 'kept' | 'card'>,
): Promise<void> {
  if (topUp.keepsCard && kept && face) await refuseWithTopUp(tx, clock, topUp, { kept, face });
}

/**
 * Has the acquirer or the e-wallet give the charge back, and ends the top-up when it has. What it refuses for good, or answers nothing about for as long as
 * jobs are tried, goes to suspense: money that is ours to answer for and nobody's, until people have found its owner. True when it is
 * where it came from again.
 */
export async function returnCharge(
  deps: Deps,
  id: TopUpId,
  { lastAttempt }: { lastAttempt: boolean },
): Promise<boolean> {
  const topUp = await deps.db.transaction((tx) => lockStanding(tx, id));
  if (topUp?.state !== 'conflict' || topUp.chargeId === null) return topUp?.returnedAt != null;
  const given = await providerOf(deps, topUp).refund({
    chargeId: topUp.chargeId,
    amount: total(topUp),
    reference: referenceOf(id),
  });
  if (given.kind === 'refunded' && isEqual(given.amount, total(topUp))) {
    await deps.db.transaction((tx) => endReturned(tx, deps.clock, id));
    return true;
  }
  if (!isFinal(given) && !lastAttempt) throw new Error(`not given back yet: ${given.kind}`);
  deps.log.error(
    { topUp: id, answer: given.kind },
    'a charge for a closed wallet was not given back: people decide',
  );
  await deps.db.transaction((tx) => suspend(tx, deps.clock, id));
  return false;
}

const isFinal = ({ kind }: RefundOutcome): boolean => kind === 'refused' || kind === 'refunded';

async function endReturned(tx: Tx, clock: Clock, id: TopUpId): Promise<void> {
  const topUp = await lockStanding(tx, id);
  if (topUp?.state !== 'conflict') return;
  if (topUp.suspendedAt !== null) await moveSuspense(tx, clock, topUp, 'out');
  const amount = total(topUp);
  const moved = await moveOperation(tx, clock, {
    id,
    kind: 'top_up',
    from: 'conflict',
    event: 'decline',
    reason: { code: 'top_up_returned', amount },
    steps: [{ kind: 'charge_returned', tone: 'neutral', actor: okpay, facts: { amount: toWire(amount) } }],
  });
  invariant(moved, `${id} is in conflict under its lock`);
  await store.markReturned(tx, id, clock.now());
  if (await store.markFailed(tx, id, clock.now())) await releaseUsage(tx, topUp.usage);
  await publish(tx, clock, {
    type: 'top_up.changed',
    topUpId: id,
    customerId: topUp.customer,
    state: 'failed',
  });
}

async function suspend(tx: Tx, clock: Clock, id: TopUpId): Promise<void> {
  const topUp = await lockStanding(tx, id);
  if (topUp?.state !== 'conflict' || topUp.suspendedAt !== null) return;
  await moveSuspense(tx, clock, topUp, 'in');
  await store.markSuspended(tx, id, clock.now());
  const dueAt = clock.now().add({ hours: CONFLICT_HOURS });
  await retellOperation(tx, clock, {
    id,
    state: 'conflict',
    reason: { code: 'top_up_conflict', dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [
      { kind: 'charge_unassigned', tone: 'bad', actor: okpay, facts: { amount: toWire(total(topUp)) } },
    ],
  });
}

/** Between what the rail owes us and what belongs to nobody yet. */
async function moveSuspense(tx: Tx, clock: Clock, topUp: StandingTopUp, way: 'in' | 'out'): Promise<void> {
  const amount = total(topUp);
  const { currency } = amount;
  const rail = railOf(topUp);
  const settlement = await openAccount(tx, clock, { kind: 'rail_settlement', owner: rail, currency });
  const suspense = await openAccount(tx, clock, { kind: 'rail_suspense', owner: rail, currency });
  await lockAccounts(tx, [settlement, suspense]);
  const sides =
    way === 'in' ? { debit: settlement, credit: suspense } : { debit: suspense, credit: settlement };
  const leg: Leg = {
    kind: 'single',
    id: ledgerLegId(topUp.id, 'suspense', way),
    code: 'suspense',
    ...sides,
    amount,
  };
  const [posted] = await postIn(tx, clock, [{ operationId: topUp.id, legs: [leg] }]);
  invariant(posted?.ok === true && posted.value.status === 'created', `${topUp.id} moves ${way} once`);
}
