import type { CustomerId, MoneyRequestId, PayeeReference } from '#common/id';
import { checkAmount, isEqual, type Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import { randomToken } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { charge } from '#platform/rate-limit';
import { mayDo } from '#risk';
import { findReference } from '../payee/store.ts';
import { cleanNote } from '../transfer/transfer.ts';
import { type AskFacts, type AskRefusal, decideAsk } from './decide.ts';
import { ASK_BUDGET, type MoneyRequest, REPORT_DAYS } from './money-request.ts';
import * as store from './store.ts';
import { watchRequest } from './request-timer.ts';

export type ToAsk = {
  readonly id: MoneyRequestId;
  readonly asker: CustomerId;
  /** Somebody whom the asker has found; null for a link. */
  readonly payee: PayeeReference | null;
  readonly amount: Money;
  readonly note?: string | null | undefined;
  readonly days: number;
};
export type RefusedAsk =
  | AskRefusal
  | Refusal<
      | 'amount_not_positive'
      | 'amount_too_large'
      | 'payee_confirmation_expired'
      | 'money_requests_too_many'
      | 'operation_id_reused'
    >;

/** Letters of a link's token: 132 bits, short enough for a small code. */
const TOKEN_LETTERS = 22;
export const linkToken = (): string => randomToken().slice(0, TOKEN_LETTERS);

/**
 * Asks one person, or anybody by a link. Who is not heard by that person gets the same answer as everybody: the request waits, and
 * runs out.
 */
export async function askForMoney(
  tx: Tx,
  clock: Clock,
  { id, asker, payee, amount, note: typed, days }: ToAsk,
): Promise<Result<MoneyRequest, RefusedAsk>> {
  const note = cleanNote(typed);
  const reference = payee && (await findReference(tx, payee, asker));
  const earlier = await store.findRequest(tx, id);
  if (earlier) {
    const isSame =
      earlier.asker === asker &&
      (payee === null ? earlier.token !== null : earlier.payer === (reference?.payee ?? null)) &&
      isEqual(earlier.amount, amount) &&
      earlier.note === note;
    return isSame ? ok(earlier) : err({ code: 'operation_id_reused' });
  }
  const checked = checkAmount(amount);
  if (!checked.ok)
    return checked.error.code === 'amount_too_large'
      ? err(checked.error)
      : err({ code: 'amount_not_positive' });
  const now = clock.now().round('millisecond');
  const isStale = reference && Temporal.Instant.compare(now, reference.expiresAt) >= 0;
  if (payee !== null && (!reference || isStale || reference.request !== null))
    return err({ code: 'payee_confirmation_expired' });

  // Counted under the counter's lock: what is refused afterwards is given back with the transaction.
  const budget = await charge({ read: tx }, clock, ASK_BUDGET, asker);
  if (!budget.ok) return err({ code: 'money_requests_too_many', until: budget.until.toString() });
  const payer = reference?.payee ?? null;
  const decided = decideAsk(await factsOf(tx, clock, { asker, payer }));
  if (!decided.ok) return decided;
  const isHidden = payer !== null && (await store.isBlocked(tx, { customer: payer, asker }));
  const request: MoneyRequest = {
    id,
    asker,
    payer,
    token: payer === null ? linkToken() : null,
    isHidden,
    amount,
    note,
    state: 'open',
    transfer: null,
    createdAt: now,
    expiresAt: now.add({ hours: days * 24 }),
    remindedAt: null,
    endedAt: null,
  };
  if (!(await store.insertRequest(tx, request))) return err({ code: 'operation_id_reused' });
  await watchRequest(tx, id, request.expiresAt);
  await publish(tx, clock, newsOf(request, 'made'));
  return ok(request);
}

async function factsOf(
  tx: Tx,
  clock: Clock,
  { asker, payer }: { asker: CustomerId; payer: CustomerId | null },
): Promise<AskFacts> {
  return {
    mayReceive: await mayDo(tx, asker, 'receive'),
    openToPerson: payer === null ? 0 : await store.countOpenBetween(tx, { asker, payer }),
    reports: await store.reportsSince(tx, asker, clock.now().subtract({ hours: REPORT_DAYS * 24 })),
  };
}

/** Whoever does not hear the asker hears nothing of what becomes of it either. */
export const newsOf = (
  { id, asker, payer, isHidden }: MoneyRequest,
  change: 'made' | 'reminded' | 'declined' | 'cancelled' | 'expired',
) =>
  ({
    type: 'money_request.changed',
    requestId: id,
    askerId: asker,
    payerId: isHidden ? null : payer,
    change,
  }) as const;
