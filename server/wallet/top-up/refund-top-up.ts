import type { TopUpId } from '#common/id';
import { type Money, subtract, toWire } from '#common/money';
import { invariant } from '#common/result';
import { findOperation, moveOperation, refusalOf, retellOperation } from '#operations';
import { Temporal } from '#platform/clock';
import { publish } from '#platform/outbox';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { type ProviderDeps, providerOf } from './provider.ts';
import { leftOf } from './review-top-up.ts';
import * as store from './store.ts';
import { lockStanding } from './standing.ts';
import { ASK_AFTER_SECONDS, type Charge, type TopUp } from './top-up.ts';
import { REFUND_HOURS, REFUND_JOB, refundKey } from './work.ts';

type RefundDeps = Pick<WalletDeps, 'db' | 'clock' | 'log'> & ProviderDeps;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Sends a refused top-up back to where it came from. Whoever has it is asked first what has gone back already, and the reference is the same each
 * time, so it is refunded once however often this runs. Until it is known to be back it is tried again, for ever; our books have let go
 * of it, so nobody else can have it meanwhile.
 */
export async function refundTopUp(
  deps: RefundDeps,
  { id, tries }: { id: TopUpId; tries: number },
): Promise<void> {
  const topUp = await store.findTopUp(deps.db.read, id);
  const operation = await findOperation(deps.db.read, id);
  if (!topUp || operation?.state !== 'refunding') return;
  return (await isBack(deps, topUp)) ? finish(deps, id) : tryAgain(deps, id, tries);
}

/** Whether all of the charge is with its owner again, by whichever way. */
async function isBack(deps: RefundDeps, topUp: TopUp): Promise<boolean> {
  const { log } = deps;
  const { id } = topUp;
  const provider = providerOf(deps, topUp);
  const found = await provider.find(id);
  if (found.kind !== 'succeeded') {
    log.warn({ topUp: id, found: found.kind }, 'a top-up to be refunded is not what its provider knows');
    return false;
  }
  const left = leftOfCharge(found.charge);
  if (left.minor <= 0n) return true;
  const outcome = await provider.refund({
    chargeId: found.charge.id,
    amount: left,
    reference: `${id}-refund`,
  });
  if (outcome.kind !== 'refunded')
    log.warn({ topUp: id, outcome: outcome.kind }, 'a top-up could not be refunded yet');
  return outcome.kind === 'refunded';
}

const leftOfCharge = ({ amount, refunded, chargedBack }: Charge): Money =>
  subtract(subtract(amount, refunded), chargedBack);

async function finish({ db, clock }: RefundDeps, id: TopUpId): Promise<void> {
  await db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (topUp?.state !== 'refunding') return;
    const operation = await findOperation(tx, id);
    invariant(operation?.reason != null, `${id} goes back for a reason`);
    await moveOperation(tx, clock, {
      id,
      kind: 'top_up',
      from: 'refunding',
      event: 'refund',
      reason: refusalOf(operation.reason),
      steps: [
        {
          kind: 'top_up_refunded',
          tone: 'good',
          actor: { kind: 'bank' },
          facts: { total: toWire(leftOf(topUp)) },
        },
      ],
    });
    const changed = { topUpId: id, customerId: topUp.customer, state: 'refunded' };
    await publish(tx, clock, { type: 'top_up.changed', ...changed });
  });
}

/** Sets the next try, and tells a new time where the promised one has passed. */
async function tryAgain({ db, clock, log }: RefundDeps, id: TopUpId, tries: number): Promise<void> {
  const seconds = ASK_AFTER_SECONDS[tries];
  if (seconds === undefined) log.error({ topUp: id, tries }, 'a top-up cannot be refunded');
  await db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (topUp?.state !== 'refunding') return;
    const now = clock.now();
    const at = now.add({ seconds: seconds ?? DAY_SECONDS });
    await schedule(tx, { at, job: REFUND_JOB, payload: { id, tries: tries + 1 }, key: refundKey(id) });
    if (topUp.dueAt && Temporal.Instant.compare(now, topUp.dueAt) < 0) return;
    const operation = await findOperation(tx, id);
    invariant(operation?.reason != null, `${id} goes back for a reason`);
    await retellOperation(tx, clock, {
      id,
      state: 'refunding',
      reason: refusalOf(operation.reason),
      waiting: { nextActor: 'okpay', dueAt: now.add({ hours: REFUND_HOURS }) },
      steps: [],
    });
  });
}
