import type { TopUpId } from '#common/id';
import { toWire, zero } from '#common/money';
import { invariant } from '#common/result';
import { postIn } from '#ledger';
import { continueStory, retellOperation } from '#operations';
import { Temporal } from '#platform/clock';
import { publish } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { holdId, releaseId } from './settle.ts';
import * as store from './store.ts';
import { lockStanding } from './standing.ts';

/**
 * Makes spendable what a top-up had delayed, once its time has come. Run twice, or after a chargeback that took it, it finds
 * nothing held.
 */
export async function releaseDelayed(
  { db, clock }: Pick<WalletDeps, 'db' | 'clock'>,
  id: TopUpId,
): Promise<void> {
  await db.transaction(async (tx) => {
    const topUp = await lockStanding(tx, id);
    if (!topUp || topUp.held.minor === 0n || topUp.delayedUntil === null) return;
    if (Temporal.Instant.compare(clock.now(), topUp.delayedUntil) < 0) return;
    const [posted] = await postIn(tx, clock, [
      {
        operationId: id,
        legs: [
          {
            kind: 'void',
            id: releaseId(topUp, topUp.holdNumber),
            hold: holdId(topUp, topUp.holdNumber),
            code: 'funding_hold',
          },
        ],
      },
    ]);
    invariant(posted?.ok === true && posted.value.status === 'created', `the hold of ${id} is released once`);
    await store.saveHeld(tx, id, { held: zero(topUp.held.currency), holdNumber: topUp.holdNumber });
    const steps = [
      {
        kind: 'funds_released',
        tone: 'good',
        actor: { kind: 'okpay' },
        facts: { amount: toWire(topUp.held) },
      },
    ] as const;
    // After a partial chargeback its reason stays; otherwise nothing waits any more.
    if (topUp.state === 'settled') await retellOperation(tx, clock, { id, state: 'settled', steps });
    else await continueStory(tx, clock, { id, steps });
    await publish(tx, clock, { type: 'top_up.funds_released', topUpId: id, customerId: topUp.customer });
  });
}
