import type { CustomerId, KeptCardId, StepUpId } from '#common/id';
import { KEPT_CARDS_MAX } from '#common/kept-card';
import { zero } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { consumeStepUp, markOfCard } from '#identity';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import { lockLimits } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { ASK_AFTER_SECONDS } from '../top-up/top-up.ts';
import * as store from './store.ts';
import { ASK_JOB, askKey } from './work.ts';

export type CardToAdd = {
  readonly id: KeptCardId;
  readonly customer: CustomerId;
  readonly cardToken: string;
  readonly stepUp: StepUpId;
  readonly replaces: KeptCardId | null;
};

/**
 * Writes down that a card is to be kept, and sets the first question for the case that this process dies before the acquirer was asked.
 * The proof for exactly this card is used up with it.
 */
export async function addCard(
  tx: Tx,
  { clock, limits }: Pick<WalletDeps, 'clock' | 'limits'>,
  { id, customer, cardToken, stepUp, replaces }: CardToAdd,
): Promise<
  Result<void, Refusal<'not_found' | 'kept_cards_too_many' | 'operation_id_reused' | 'step_up_not_valid'>>
> {
  // Under this lock one customer's requests come one after the other: there is no card beyond the last.
  await lockLimits(tx, clock, limits, { customer, capability: 'top_up' });
  if (await store.findCard(tx, id)) return err({ code: 'operation_id_reused' });
  const others = await store.cardsInUse(tx, customer);
  // One that is not kept itself yet has no place to give.
  if (replaces !== null && !others.some(({ id: other, state }) => other === replaces && state === 'kept'))
    return err({ code: 'not_found' });
  if (others.length - (replaces === null ? 0 : 1) >= KEPT_CARDS_MAX)
    return err({ code: 'kept_cards_too_many', max: KEPT_CARDS_MAX });
  const amount = zero(limits.baseCurrency);
  const proof = { id: stepUp, customer, action: 'keep_card', amount, payee: markOfCard(cardToken) } as const;
  const proven = await consumeStepUp(tx, clock, proof);
  if (!proven.ok) return proven;
  const now = clock.now();
  const dueAt = now.add({ seconds: ASK_AFTER_SECONDS[0] });
  if (!(await store.insertAsked(tx, { id, customer, replaces, dueAt, createdAt: now })))
    return err({ code: 'operation_id_reused' });
  await schedule(tx, { at: dueAt, job: ASK_JOB, payload: { id }, key: askKey(id) });
  return ok(undefined);
}
