import type { CustomerId, OperationId, QuoteId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import { proofOf, type Quote } from './quote.ts';
import * as store from './store.ts';

type Wanted = { readonly id: QuoteId; readonly kind: string; readonly owner: CustomerId };
export type QuoteRefusal = Refusal<'quote_not_found' | 'quote_expired' | 'quote_used'>;

/** Reads a quote that its owner may still use. Somebody else's is not there. */
export async function usableQuote(
  read: Reader,
  clock: Clock,
  keys: SigningKeys,
  { id, kind, owner }: Wanted,
): Promise<Result<Quote, QuoteRefusal>> {
  const found = await store.findQuote(read, id, owner);
  if (!found || found.quote.kind !== kind) return err({ code: 'quote_not_found' });
  const { quote, consumedBy } = found;
  const proof = await proofOf(keys, quote);
  // A row that does not match its signature was changed behind our back; nobody may be charged by it.
  invariant(proof !== 'wrong', `quote ${id} says what was signed`);
  if (consumedBy !== null) return err({ code: 'quote_used' });
  const isOver = proof === 'key_revoked' || Temporal.Instant.compare(clock.now(), quote.expiresAt) >= 0;
  if (isOver)
    return err({ code: 'quote_expired', expiredAt: earlier(clock.now(), quote.expiresAt).toString() });
  return ok(quote);
}

const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? a : b;

/** Uses a quote up for one operation. Of two that want it at once one gets it. */
export async function consumeQuote(
  tx: Tx,
  clock: Clock,
  keys: SigningKeys,
  wanted: Wanted & { readonly by: OperationId },
): Promise<Result<Quote, QuoteRefusal>> {
  const usable = await usableQuote(tx, clock, keys, wanted);
  if (!usable.ok) return usable;
  return (await store.markConsumed(tx, wanted.id, wanted.by, clock.now()))
    ? usable
    : err({ code: 'quote_used' });
}
