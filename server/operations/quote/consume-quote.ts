import type { CustomerId, OperationId, QuoteId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { type Clock, Temporal } from '#platform/clock';
import type { Reader, Tx } from '#platform/db';
import type { SigningKeys } from '#platform/signing-keys';
import { isGenuine, type Quote } from './quote.ts';
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
  // A row that does not match its signature was changed behind our back; nobody may be charged by it.
  invariant(await isGenuine(keys, quote), `quote ${id} says what was signed`);
  if (consumedBy !== null) return err({ code: 'quote_used' });
  if (Temporal.Instant.compare(clock.now(), quote.expiresAt) >= 0)
    return err({ code: 'quote_expired', expiredAt: quote.expiresAt.toString() });
  return ok(quote);
}

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
