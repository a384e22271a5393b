import { checkAmount } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import type { MoneyRequest } from '../money-request/money-request.ts';
import { lockPayable, type NotPayable } from '../money-request/pay-request.ts';
import type { Payee } from '../payee/payee.ts';
import type { TransferRequest } from './send-transfer.ts';
import { askAboutTwin } from './twin.ts';

export type NotAdmitted =
  | Refusal<
      | 'amount_not_positive'
      | 'amount_too_large'
      | 'payee_confirmation_expired'
      | 'payee_is_self'
      | 'payment_just_made'
    >
  | NotPayable;
export type Admitted = {
  readonly payee: Payee;
  /** The request that it pays, under its lock. */
  readonly pays: MoneyRequest | null;
};

/** Whether a payment is taken at all, before its proof is used up: what is refused here leaves no trace and can be sent again. */
export async function admitTransfer(
  tx: Tx,
  clock: Clock,
  { payer, amount, repeats = null }: TransferRequest,
  reference: Payee | null,
): Promise<Result<Admitted, NotAdmitted>> {
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  if (!reference || Temporal.Instant.compare(clock.now(), reference.expiresAt) >= 0)
    return err({ code: 'payee_confirmation_expired' });
  const { payee, request } = reference;
  if (payee === payer) return err({ code: 'payee_is_self' });
  const asked = request ? await lockPayable(tx, clock, request, { payer, amount }) : ok(null);
  if (!asked.ok) return asked;
  const meant = await askAboutTwin(tx, clock, { payer, payee, amount }, repeats);
  return meant.ok ? ok({ payee: reference, pays: asked.value }) : meant;
}
