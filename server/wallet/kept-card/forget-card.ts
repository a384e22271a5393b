import type { KeptCardId } from '#common/id';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import { saveForgotten } from './store.ts';
import { FORGET_JOB, forgetKey } from './work.ts';

/** Has the acquirer remove a card. Until it says that it has, it is told again, for ever; it may be told as often as it takes. */
export async function forgetCard(
  { db, clock, log, acquirer }: Pick<WalletDeps, 'db' | 'clock' | 'log' | 'acquirer'>,
  card: { id: KeptCardId; vaultId: string },
  { lastAttempt }: { lastAttempt: boolean },
): Promise<void> {
  const outcome = await acquirer.removeCard(card.vaultId);
  if (outcome.kind === 'removed') return db.transaction((tx) => saveForgotten(tx, card.id));
  if (!lastAttempt) throw new Error(`not removed yet: ${outcome.kind}`);
  log.error({ keptCard: card.id, outcome: outcome.kind }, 'a kept card cannot be removed at the acquirer');
  const at = clock.now().add({ hours: 24 });
  await db.transaction((tx) =>
    schedule(tx, { at, job: FORGET_JOB, payload: card, key: forgetKey(card.vaultId) }),
  );
}
