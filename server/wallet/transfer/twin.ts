import type { CustomerId, TransferId } from '#common/id';
import { isEqual, type Money } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import { maskedNameOf, customerNames } from '#identity';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { reviewsOf } from '#risk';
import * as store from './store.ts';
import { TWIN_MINUTES } from './transfer.ts';

/** A payment like the one that is asked for: the same two, the same sum, a short while ago. */
type Twin = { readonly id: TransferId; readonly at: Temporal.Instant };
type Asked = { readonly payer: CustomerId; readonly payee: CustomerId; readonly amount: Money };

/**
 * Asks whoever pays the same once more whether that is meant; whoever names the payment that was made means it. Called under the
 * payer's lock, so that of two presses one sees the other.
 */
export async function askAboutTwin(
  tx: Tx,
  clock: Clock,
  asked: Asked,
  repeats: TransferId | null,
): Promise<Result<void, Refusal<'payment_just_made'>>> {
  const twin = await findTwin(tx, clock, asked);
  if (!twin || twin.id === repeats) return ok(undefined);
  const payee = maskedNameOf((await customerNames(tx, [asked.payee])).get(asked.payee) ?? '');
  const { id, at } = twin;
  return err({ code: 'payment_just_made', payee, amount: asked.amount, at: at.toString(), earlier: id });
}

async function findTwin(tx: Tx, clock: Clock, asked: Asked): Promise<Twin | null> {
  // What is held for a look was paid as far as its payer is concerned.
  const held = (await reviewsOf(tx, asked.payer)).findLast(
    ({ payee, amount }) => payee === asked.payee && isEqual(amount, asked.amount),
  );
  const paid = await store.newestAlike(tx, asked, clock.now().subtract({ minutes: TWIN_MINUTES }));
  return paid ?? (held ? { id: held.operation as TransferId, at: held.since } : null);
}
