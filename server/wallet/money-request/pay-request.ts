import type { CustomerId, MoneyRequestId, TransferId } from '#common/id';
import { isEqual, type Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { type OverRefusal, whyOver } from './decide.ts';
import { type MoneyRequest, nextState, type RequestEvent } from './money-request.ts';
import { forgetRequest } from './request-timer.ts';
import * as store from './store.ts';

export type NotPayable = OverRefusal | Refusal<'money_request_differs'>;

/**
 * The request that a payment is for, under its lock until the payment has happened or not: of two payments of it, or a payment and a
 * cancellation, one comes first and the other is told so.
 */
export async function lockPayable(
  tx: Tx,
  clock: Clock,
  id: MoneyRequestId,
  { payer, amount }: { payer: CustomerId; amount: Money },
): Promise<Result<MoneyRequest, NotPayable>> {
  const request = await store.lockRequest(tx, id);
  invariant(request !== null, `${id} was there when the payee was named`);
  const why = whyNotPayable(request, clock.now());
  if (why) return err(why);
  invariant(request.payer === null || request.payer === payer, `${id} is asked of ${request.payer}`);
  return isEqual(request.amount, amount)
    ? ok(request)
    : err({ code: 'money_request_differs', asked: request.amount });
}

/** A timer may be late: what has run out is not paid any more. */
export const whyNotPayable = (
  { state, expiresAt }: MoneyRequest,
  now: Temporal.Instant,
): OverRefusal | null =>
  whyOver(state) ??
  (Temporal.Instant.compare(now, expiresAt) >= 0 ? { code: 'money_request_expired' } : null);

type Payment = { readonly transfer: TransferId; readonly payer: CustomerId; readonly isHeld: boolean };

/** The payment has moved the money, or holds it. */
export async function markPaid(
  tx: Tx,
  clock: Clock,
  request: MoneyRequest,
  { transfer, payer, isHeld }: Payment,
): Promise<void> {
  await save(tx, clock, request, isHeld ? 'hold' : 'pay', { payer, transfer });
}

/** A payment that was held has gone to the payee, or back. */
export async function endOfHeldPayment(
  tx: Tx,
  clock: Clock,
  request: MoneyRequest,
  isReleased: boolean,
): Promise<void> {
  const { payer, transfer, token } = request;
  if (isReleased) return save(tx, clock, request, 'pay', { payer, transfer });
  if (nextState(request.state, 'give_back') === null) return;
  // Of a link anybody may pay it again.
  await save(tx, clock, request, 'give_back', { payer: token === null ? payer : null, transfer: null });
}

async function save(
  tx: Tx,
  clock: Clock,
  request: MoneyRequest,
  event: RequestEvent,
  { payer, transfer }: Pick<MoneyRequest, 'payer' | 'transfer'>,
): Promise<void> {
  const state = nextState(request.state, event);
  invariant(state !== null, `${request.id} can ${event} from ${request.state}`);
  const endedAt = state === 'paid' ? clock.now() : null;
  invariant(
    await store.saveStanding(tx, request, { payer, transfer, state, endedAt }),
    `${request.id} is under its lock`,
  );
  if (state === 'paid') await forgetRequest(tx, request.id);
}
