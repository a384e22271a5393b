import type { TopUpState } from '#common/api/entry-kinds';
import type { TopUpId } from '#common/id';
import { invariant } from '#common/result';
import { findOperation, moveOperation, type Step } from '#operations';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { unschedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import * as store from './store.ts';
import { CONFLICT_HOURS, type StandingTopUp } from './top-up.ts';
import { askKey } from './work.ts';

type Doing = Pick<WalletDeps, 'clock' | 'log'>;

/** A top-up with its state, under its row's lock; null if there is none or it was refused before it was ever charged. */
export async function lockStanding(tx: Tx, id: TopUpId): Promise<StandingTopUp | null> {
  const topUp = await store.lockTopUp(tx, id);
  if (!topUp?.isCharged) return null;
  const operation = await findOperation(tx, id);
  invariant(operation?.kind === 'top_up', `${id} has its operation`);
  return {
    ...topUp,
    state: operation.state as TopUpState,
    since: operation.since,
    dueAt: operation.waiting?.dueAt ?? null,
  };
}

type From = Parameters<typeof moveOperation<'top_up'>>[2]['from'];
type Event = Parameters<typeof moveOperation<'top_up'>>[2]['event'];
type Telling = Omit<Parameters<typeof moveOperation<'top_up'>>[2], 'id' | 'kind' | 'from' | 'event'>;

/** The lock is held, so nobody can have been faster. */
export async function move(
  tx: Tx,
  { clock }: Doing,
  topUp: StandingTopUp,
  event: Event,
  state: TopUpState,
  telling: Telling,
): Promise<void> {
  const from: From = topUp.state;
  invariant(
    await moveOperation(tx, clock, { id: topUp.id, kind: 'top_up', from, event, ...telling }),
    `${topUp.id} is still ${from}`,
  );
  await publish(tx, clock, { type: 'top_up.changed', topUpId: topUp.id, customerId: topUp.customer, state });
}

/** Stops it until people have looked, or until what was charged is given back. */
export async function conflict(
  tx: Tx,
  deps: Doing,
  topUp: StandingTopUp,
  event: 'mismatch' | 'contradict' | 'give_up',
  step: Step,
): Promise<void> {
  const dueAt = deps.clock.now().add({ hours: CONFLICT_HOURS });
  deps.log.error({ topUp: topUp.id, event }, 'a top-up needs people to resolve it');
  await move(tx, deps, topUp, event, 'conflict', {
    reason: { code: 'top_up_conflict', dueAt: dueAt.toString() },
    waiting: { nextActor: 'okpay', dueAt },
    steps: [step],
  });
  await unschedule(tx, askKey(topUp.id));
}
