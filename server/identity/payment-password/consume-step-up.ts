import { type CustomerId, parseId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { Payment } from './payment-password.ts';
import { useStepUp } from './store.ts';

/** Uses a proof of presence up, in the transaction that moves the money: good for this action, amount, currency and payee, once. */
export async function consumeStepUp(
  tx: Tx,
  clock: Clock,
  { id, ...payment }: Payment & { id: string; customer: CustomerId },
): Promise<Result<void, Refusal<'step_up_not_valid'>>> {
  const stepUp = parseId('su', id);
  const used = stepUp !== null && (await useStepUp(tx, { ...payment, id: stepUp }, clock.now()));
  return used ? ok(undefined) : err({ code: 'step_up_not_valid' });
}
