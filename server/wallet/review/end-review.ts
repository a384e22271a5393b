import {
  type CrossBorderId,
  type CustomerId,
  parseId,
  type TopUpId,
  type TransferId,
  type WithdrawalId,
} from '#common/id';
import { toWire } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { customerById } from '#identity';
import { balanceOf, type LedgerAccountId, legId, lockAccounts, openAccount, postIn } from '#ledger';
import { joinOperation, moveOperation, type Step } from '#operations';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import {
  blockOf,
  insertLabel,
  labelOf,
  lockReview,
  mayDo,
  releaseUsage,
  type Review,
  type ReviewedId,
  type ReviewEnd,
  saveEnd,
} from '#risk';
import type { WalletDeps } from '../deps.ts';
import { endOfHeldPayment } from '../money-request/pay-request.ts';
import { lockRequestOf } from '../money-request/store.ts';
import { endHeldTopUp } from '../top-up/review-top-up.ts';
import { lockStanding } from '../top-up/standing.ts';
import { markCompleted } from '../transfer/store.ts';
import { endHeldCrossBorder, lockHeldCrossBorder } from '../cross-border/review-cross-border.ts';
import { endHeldPayout, lockHeldPayout } from '../withdrawal/review-withdrawal.ts';
import { forgetReview } from './review-timer.ts';

export type ReviewDeps = Pick<WalletDeps, 'clock' | 'limits'>;
export type EndRefusal = Refusal<'not_found' | 'review_over' | 'review_blocked'>;

/**
 * Ends a review: the money of a held payment goes to the payee, or is free again with its owner; that of a held top-up is spendable, or
 * goes back to the card; that of a held withdrawal goes on its way to the bank, or is free again. One transaction, so that a payment is
 * never released and given back.
 */
export async function endReview(
  tx: Tx,
  deps: ReviewDeps,
  id: ReviewedId,
  end: ReviewEnd,
): Promise<Result<void, EndRefusal>> {
  const { clock } = deps;
  // The row of a top-up or a withdrawal before its review, as the news of acquirer and bank take them.
  const topUp = isTopUp(id) ? await lockStanding(tx, id) : null;
  const payout = isPayout(id) ? await lockHeldPayout(tx, deps, id) : null;
  const abroad = isAbroad(id) ? await lockHeldCrossBorder(tx, deps, id) : null;
  const review = await lockReview(tx, id);
  if (!review) return err({ code: 'not_found' });
  if (review.state !== 'waiting') return err({ code: 'review_over' });
  if (topUp) await endHeldTopUp(tx, clock, topUp, end);
  else if (payout) {
    const moved = await endHeldPayout(tx, clock, payout, end);
    if (!moved.ok) return moved;
  } else if (abroad) {
    const moved = await endHeldCrossBorder(tx, clock, abroad, end);
    if (!moved.ok) return moved;
  } else {
    const moved = await endHeldPayment(tx, clock, paymentOf(review), end);
    if (!moved.ok) return moved;
  }
  await saveEnd(tx, id, end, clock.now());
  const label = 'by' in end ? labelOf(end) : null;
  if ('by' in end && label)
    await insertLabel(tx, { operation: id, label, note: end.note, by: end.by }, clock.now());
  await forgetReview(tx, id);
  return ok(undefined);
}

const isTopUp = (id: ReviewedId): id is TopUpId => parseId('tu', id) !== null;
const isPayout = (id: ReviewedId): id is WithdrawalId => parseId('wd', id) !== null;
const isAbroad = (id: ReviewedId): id is CrossBorderId => parseId('xb', id) !== null;
/** The review of a payment to somebody. */
type PaymentReview = Review & { readonly operation: TransferId; readonly payee: CustomerId };
function paymentOf(review: Review): PaymentReview {
  const { operation, payee } = review;
  invariant(
    !isTopUp(operation) && !isPayout(operation) && !isAbroad(operation) && payee !== null,
    `${operation} pays somebody`,
  );
  return { ...review, operation, payee };
}

async function endHeldPayment(
  tx: Tx,
  clock: Clock,
  review: PaymentReview,
  end: ReviewEnd,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  // The request before counters and accounts, as every payment takes them.
  const asked = await lockRequestOf(tx, review.operation);
  if (end.state !== 'released') await giveBack(tx, review);
  const moved = await moveHeld(tx, clock, review, end);
  if (moved.ok) await record(tx, clock, review, end);
  if (moved.ok && asked) await endOfHeldPayment(tx, clock, asked, end.state === 'released');
  return moved;
}

const giveBack = (tx: Tx, { payer, counted, countedDay }: Review): Promise<void> =>
  releaseUsage(tx, { customer: payer, capability: 'transfer', day: countedDay, counted });

async function moveHeld(
  tx: Tx,
  clock: Clock,
  { operation: id, payer, payee, amount: { currency } }: PaymentReview,
  { state }: ReviewEnd,
): Promise<Result<void, Refusal<'review_blocked'>>> {
  const hold = legId(id, 'hold');
  if (state === 'released') {
    const from = await openAccount(tx, clock, { kind: 'wallet', owner: payer, currency });
    const to = await openAccount(tx, clock, { kind: 'wallet', owner: payee, currency });
    await lockAccounts(tx, [from, to]);
    if (!(await mayGo(tx, { payer, from, payee, to }))) return err({ code: 'review_blocked' });
    await markCompleted(tx, id);
  }
  const leg =
    state === 'released'
      ? ({ kind: 'capture', id: legId(id, 'release'), hold, code: 'transfer' } as const)
      : ({ kind: 'void', id: legId(id, 'return'), hold, code: 'transfer' } as const);
  const [posted] = await postIn(tx, clock, [{ operationId: id, legs: [leg] }]);
  invariant(posted?.ok === true && posted.value.status === 'created', `what ${id} holds moves once`);
  return ok(undefined);
}

/** Asked under the locks that a freeze takes: nothing leaves a frozen account, also not what was held before. */
async function mayGo(
  tx: Tx,
  {
    payer,
    from,
    payee,
    to,
  }: { payer: CustomerId; from: LedgerAccountId; payee: CustomerId; to: LedgerAccountId },
): Promise<boolean> {
  const [own, other] = [await balanceOf(tx, from), await balanceOf(tx, to)];
  if (own.flags.frozenOut || own.flags.closed || other.flags.frozenIn || other.flags.closed) return false;
  return (await blockOf(tx, payer, 'transfer')) === null && (await mayDo(tx, payee, 'receive'));
}

const EVENT_OF = { released: 'release', refused: 'refuse', expired: 'expire', cancelled: 'cancel' } as const;

async function record(tx: Tx, clock: Clock, review: PaymentReview, { state }: ReviewEnd): Promise<void> {
  const { operation: id, payer, payee } = review;
  if (state === 'released') await letPayeeSee(tx, clock, review);
  const moved = await moveOperation(tx, clock, {
    id,
    kind: 'transfer',
    from: 'in_review',
    event: EVENT_OF[state],
    ...(state === 'released' ? {} : { reason: { code: REASON_OF[state] } }),
    steps: [stepOf(review, state)],
  });
  invariant(moved, `${id} is in review, under its lock`);
  if (state === 'released')
    await publish(tx, clock, { type: 'transfer.completed', transferId: id, payerId: payer, payeeId: payee });
  else if (state !== 'cancelled')
    await publish(tx, clock, { type: 'transfer.failed', transferId: id, payerId: payer });
}

/** Until now it was the payer's affair alone. */
async function letPayeeSee(tx: Tx, clock: Clock, { operation, payer, payee }: PaymentReview): Promise<void> {
  const from = await customerById(tx, payer);
  invariant(from !== null, `${payer} is a customer`);
  await joinOperation(tx, clock, operation, {
    customer: payee,
    direction: 'in',
    counterparty: { kind: 'person', name: from.maskedName, detail: null },
  });
}

const REASON_OF = {
  refused: 'payment_refused_after_review',
  expired: 'payment_review_expired',
  cancelled: 'payment_cancelled',
} as const;

function stepOf({ payer, amount }: Review, state: ReviewEnd['state']): Step {
  switch (state) {
    case 'released':
      return {
        kind: 'transfer_released',
        tone: 'good',
        actor: { kind: 'okpay' },
        facts: { amount: toWire(amount) },
      };
    case 'refused':
      return { kind: 'transfer_refused', tone: 'bad', actor: { kind: 'okpay' } };
    case 'expired':
      return { kind: 'transfer_review_expired', tone: 'neutral', actor: { kind: 'okpay' } };
    default:
      return { kind: 'transfer_cancelled', tone: 'neutral', actor: { kind: 'customer', id: payer } };
  }
}
