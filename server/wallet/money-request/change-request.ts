import type { ReportGround } from '#common/api/money-request';
import type { CustomerId, MoneyRequestId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { newsOf } from './ask-for-money.ts';
import { type OverRefusal, whyOver } from './decide.ts';
import { type MoneyRequest, nextState, REMIND_AFTER_HOURS } from './money-request.ts';
import { forgetRequest } from './request-timer.ts';
import * as store from './store.ts';

type ChangeRefusal = Refusal<'not_found'> | OverRefusal;

/** The request as its asker, under its lock. */
async function lockOwn(tx: Tx, id: MoneyRequestId, asker: CustomerId): Promise<MoneyRequest | null> {
  const request = await store.lockRequest(tx, id);
  return request?.asker === asker ? request : null;
}

/** Ends a request that nobody has paid. */
async function end(
  tx: Tx,
  clock: Clock,
  request: MoneyRequest,
  event: 'decline' | 'cancel' | 'expire',
): Promise<MoneyRequest> {
  const state = nextState(request.state, event);
  invariant(state !== null, `${request.id} can ${event} from ${request.state}`);
  const ended = { ...request, state, endedAt: clock.now() };
  invariant(await store.saveStanding(tx, request, ended), `${request.id} is under its lock`);
  await forgetRequest(tx, request.id);
  await publish(tx, clock, newsOf(ended, state as 'declined' | 'cancelled' | 'expired'));
  return ended;
}

/** The asker takes it back. Asked again, it stays as it is. */
export async function cancelRequest(
  tx: Tx,
  clock: Clock,
  id: MoneyRequestId,
  asker: CustomerId,
): Promise<Result<MoneyRequest, ChangeRefusal>> {
  const request = await lockOwn(tx, id, asker);
  if (!request) return err({ code: 'not_found' });
  if (request.state === 'cancelled') return ok(request);
  // That a payment is looked at is the payer's affair: it may still arrive, and is told then.
  const why = request.state === 'paying' ? null : whyOver(request.state);
  return why ? err(why) : ok(await end(tx, clock, request, 'cancel'));
}

type Declining = {
  readonly id: MoneyRequestId;
  readonly payer: CustomerId;
  readonly block: boolean;
  readonly report: ReportGround | null;
};

/** Who is asked says no; on wish for all that this asker asks, and so that somebody hears of it. */
export async function declineRequest(
  tx: Tx,
  clock: Clock,
  { id, payer, block, report }: Declining,
): Promise<Result<MoneyRequest, ChangeRefusal>> {
  const request = await store.lockRequest(tx, id);
  if (request?.payer !== payer || request.isHidden) return err({ code: 'not_found' });
  const why = request.state === 'declined' ? null : whyOver(request.state);
  // Whoever has paid, or was too late, can still ask not to hear of this person again.
  if (why && !(block || report !== null)) return err(why);
  const { asker } = request;
  const now = clock.now();
  if (report !== null)
    await store.insertReport(tx, { request: id, reporter: payer, asker, ground: report }, now);
  const declined = request.state === 'open' ? await end(tx, clock, request, 'decline') : request;
  if (block) {
    await store.block(tx, { customer: payer, asker, request: id }, now);
    for (const other of await store.lockOpenBetween(tx, { asker, payer }))
      await end(tx, clock, other, 'decline');
  }
  return ok(declined);
}

export type RemindRefusal =
  | ChangeRefusal
  | Refusal<'money_request_reminder_early' | 'money_request_reminded'>;

/** The asker reminds, once. */
export async function remindOfRequest(
  tx: Tx,
  clock: Clock,
  id: MoneyRequestId,
  asker: CustomerId,
): Promise<Result<MoneyRequest, RemindRefusal>> {
  const request = await lockOwn(tx, id, asker);
  if (!request?.payer || request.token !== null) return err({ code: 'not_found' });
  const why = request.state === 'paying' ? null : whyOver(request.state);
  if (why) return err(why);
  if (request.remindedAt) return err({ code: 'money_request_reminded' });
  const from = remindableFrom(request);
  const now = clock.now();
  if (Temporal.Instant.compare(now, from) < 0)
    return err({ code: 'money_request_reminder_early', from: from.toString() });
  await store.markReminded(tx, id, now);
  // Whose payment is being looked at has done what there is to do.
  if (request.state === 'open') await publish(tx, clock, newsOf(request, 'reminded'));
  return ok({ ...request, remindedAt: now });
}

export const remindableFrom = ({ createdAt }: MoneyRequest): Temporal.Instant =>
  createdAt.add({ hours: REMIND_AFTER_HOURS });

/** Its time is over. An event that comes early, late or twice does nothing. */
export async function expireRequest(tx: Tx, clock: Clock, id: MoneyRequestId): Promise<void> {
  const request = await store.lockRequest(tx, id);
  if (!request || nextState(request.state, 'expire') === null) return;
  if (Temporal.Instant.compare(clock.now(), request.expiresAt) < 0) return;
  await end(tx, clock, request, 'expire');
}
