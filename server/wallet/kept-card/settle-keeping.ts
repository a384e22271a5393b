import type { CustomerId, KeptCardId, TopUpId } from '#common/id';
import { KEPT_CARDS_MAX } from '#common/kept-card';
import type { CardCharge, CardFace, VaultEntry } from '#connectors';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import { publish } from '#platform/outbox';
import { unschedule } from '#platform/timers';
import type { KeptCard } from './kept-card.ts';
import * as store from './store.ts';
import { askKey, FORGET_JOB, forgetKey } from './work.ts';

type News = 'kept_card.removed' | 'kept_card.taken_back';

/**
 * Removes a card here, and has the acquirer forget it. False if it was removed before. The card was read under its lock: what is not kept yet
 * in an older picture of it may lie at the acquirer by now.
 */
export async function takeAway(
  tx: Tx,
  clock: Clock,
  card: Pick<KeptCard, 'id' | 'customer' | 'vaultId' | 'state'>,
  news: News = 'kept_card.removed',
): Promise<boolean> {
  if (!(await store.saveRemoved(tx, card.id, clock.now()))) return false;
  // What is not kept yet may still become so over there: the question stays, and its answer is to be forgotten.
  if (card.state === 'kept') await unschedule(tx, askKey(card.id));
  if (card.vaultId !== null) await forget(tx, { id: card.id, vaultId: card.vaultId });
  const told = { customerId: card.customer, keptCardId: card.id };
  if (card.state === 'kept') await publish(tx, clock, { type: news, ...told });
  return true;
}

/** Whoever has closed the account tops nothing up any more. */
export async function takeAllAway(tx: Tx, clock: Clock, customer: CustomerId): Promise<void> {
  for (const card of await store.lockCardsInUse(tx, customer)) await takeAway(tx, clock, card);
}

/** A top-up that goes back to its card leaves nothing behind: a card that was kept with it is not kept any more. */
export async function takeAwayWithTopUp(tx: Tx, clock: Clock, topUp: TopUpId): Promise<void> {
  const card = await store.lockCardOfTopUp(tx, topUp);
  if (card) await takeAway(tx, clock, card, 'kept_card.taken_back');
}

export async function forget(tx: Tx, { id, vaultId }: { id: KeptCardId; vaultId: string }): Promise<void> {
  await enqueue(tx, FORGET_JOB, { id, vaultId }, { key: forgetKey(vaultId) });
}

/**
 * What a new card takes the place of: the one that it was said to, and one of the same number, since a card that comes again has another
 * date. Answers whether the new one is to be the default. The caller holds the locks.
 */
export async function makeRoom(
  tx: Tx,
  clock: Clock,
  inUse: readonly KeptCard[],
  { replaces, fingerprint }: Pick<KeptCard, 'replaces'> & { fingerprint: string },
): Promise<{ isDefault: boolean }> {
  const others = inUse.filter(({ state }) => state === 'kept');
  const gone = others.filter((card) => card.id === replaces || card.fingerprint === fingerprint);
  for (const card of gone) await takeAway(tx, clock, card);
  return { isDefault: gone.some((card) => card.isDefault) || !others.some((card) => card.isDefault) };
}

type Charged = { readonly id: TopUpId; readonly customer: CustomerId };

/** Keeps the card of a top-up that was charged, once. Where there is no room any more it is not kept, and the money came all the same. */
export async function keepWithTopUp(
  tx: Tx,
  clock: Clock,
  topUp: Charged,
  { kept, card: face }: Pick<CardCharge, 'kept' | 'card'>,
): Promise<void> {
  if (kept === null) return;
  const others = await store.lockCardsInUse(tx, topUp.customer);
  const hasRoom =
    others.length < KEPT_CARDS_MAX || others.some(({ fingerprint }) => fingerprint === kept.fingerprint);
  if (!hasRoom) return refuseWithTopUp(tx, clock, topUp, { kept, face });
  const room = { replaces: null, fingerprint: kept.fingerprint };
  const { isDefault } = await makeRoom(tx, clock, others, room);
  const id = newId('kc');
  const at = clock.now();
  const card = {
    id,
    customer: topUp.customer,
    topUp: topUp.id,
    state: 'kept',
    face,
    kept,
    isDefault,
    at,
  } as const;
  if (await store.insertWithTopUp(tx, card))
    await publish(tx, clock, { type: 'kept_card.added', customerId: topUp.customer, keptCardId: id });
}

/** The acquirer keeps the card of a top-up that we do not keep: it is written down as removed, and forgotten over there. */
export async function refuseWithTopUp(
  tx: Tx,
  clock: Clock,
  topUp: Charged,
  { kept, face }: { kept: VaultEntry; face: CardFace },
): Promise<void> {
  const id = newId('kc');
  const at = clock.now();
  const card = { id, customer: topUp.customer, topUp: topUp.id, state: 'removed', face, kept, at } as const;
  if (await store.insertWithTopUp(tx, { ...card, isDefault: false }))
    await forget(tx, { id, vaultId: kept.id });
}
