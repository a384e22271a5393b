import type { CustomerId } from '#common/id';
import type { Clock, Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import type { SigningKeys } from '#platform/signing-keys';
import { type JsonObject, type Quote, signQuote } from './quote.ts';
import * as store from './store.ts';

export type QuoteToCreate = {
  readonly kind: string;
  readonly owner: CustomerId;
  /** All that is promised. It is kept as given and shown again on the receipt. */
  readonly terms: JsonObject;
  readonly basis: JsonObject;
  readonly validFor: Temporal.Duration;
};

export async function createQuote(
  tx: Tx,
  clock: Clock,
  keys: SigningKeys,
  { kind, owner, terms, basis, validFor }: QuoteToCreate,
): Promise<Quote> {
  // Whole milliseconds: what is signed must read the same after the database and JSON.
  const createdAt = clock.now().round('millisecond');
  const quote = signQuote(keys, {
    id: newId('qt'),
    kind,
    owner,
    terms,
    basis,
    createdAt,
    expiresAt: createdAt.add(validFor),
  });
  await store.insertQuote(tx, quote);
  return quote;
}
