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

/** Removes a card here, and has the acquirer forget it. False if it was removed before. */
export async function takeAway(
  tx: Tx,
  clock: Clock,
  card: Pick<KeptCard, 'id' | 'customer' | 'vaultId' | 'state'>,
): Promise<boolean> {
  if (!(await store.saveRemoved(tx, card.id, clock.now()))) return false;
  // What is not kept yet may still become so over there: the question stays, and its answer is to be forgotten.
  if (card.state === 'kept') await unschedule(tx, askKey(card.id));
  if (card.vaultId !== null) await forget(tx, { id: card.id, vaultId: card.vaultId });
  const told = { customerId: card.customer, keptCardId: card.id };
  if (card.state === 'kept') await publish(tx, clock, { type: 'kept_card.removed', ...told });
  return true;
}

export async function forget(tx: Tx, { id, vaultId }: { id: KeptCardId; vaultId: string }): Promise<void> {
  await enqueue(tx, FORGET_JOB, { id, vaultId }, { key: forgetKey(vaultId) });
}

/**
 * What a new card takes the place of: the one that it was said to, and one of the same number, since a card that comes again has another
 * date. Answers whether the new one is to be the default.
 */
export async function makeRoom(
  tx: Tx,
  clock: Clock,
  { customer, replaces, fingerprint }: Pick<KeptCard, 'customer' | 'replaces'> & { fingerprint: string },
): Promise<{ isDefault: boolean }> {
  const others = (await store.cardsInUse(tx, customer)).filter(({ state }) => state === 'kept');
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
  const others = await store.cardsInUse(tx, topUp.customer);
  const hasRoom =
    others.length < KEPT_CARDS_MAX || others.some(({ fingerprint }) => fingerprint === kept.fingerprint);
  if (!hasRoom) return refuseWithTopUp(tx, clock, topUp, { kept, face });
  const room = { customer: topUp.customer, replaces: null, fingerprint: kept.fingerprint };
  const { isDefault } = await makeRoom(tx, clock, room);
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
