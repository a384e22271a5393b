import { canonicalJson } from '#common/canonical-json';
import type { CustomerId, QuoteId } from '#common/id';
import { isSignedBy } from '#common/signature';
import type { Temporal } from '#platform/clock';
import type { SigningKeys } from '#platform/signing-keys';
import type { Json } from '../record/operation.ts';

export type JsonObject = { readonly [name: string]: Json };

/** A price and a promise for one person: what it says can be proved by anyone, cannot be changed, and counts once. */
export type Quote = {
  readonly id: QuoteId;
  /** What it prices, e.g. `card_top_up`. */
  readonly kind: string;
  readonly owner: CustomerId;
  /** What is promised, in the form in which the customer gets it. */
  readonly terms: JsonObject;
  /** What it was made on: rule versions and counters, for us. */
  readonly basis: JsonObject;
  readonly createdAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
  /** `<key id>.<Ed25519 signature>`. */
  readonly signature: string;
};

/** The purpose that the published keys sign quotes for. */
export const QUOTE_PURPOSE = 'okpay quote';

/** A quote as it travels: its terms with id, kind and times. */
export const wireQuoteOf = ({
  id,
  kind,
  terms,
  createdAt,
  expiresAt,
}: Omit<Quote, 'signature' | 'owner' | 'basis'>): JsonObject => ({
  ...terms,
  id,
  kind,
  createdAt: createdAt.toString(),
  expiresAt: expiresAt.toString(),
});

/** The text that is signed: the quote as it travels, in its one form, without its signature. */
const textOf = (quote: Omit<Quote, 'signature'>): string => canonicalJson(wireQuoteOf(quote));

export function signQuote(keys: SigningKeys, quote: Omit<Quote, 'signature'>): Quote {
  const { keyId, signature } = keys.sign(QUOTE_PURPOSE, textOf(quote));
  return { ...quote, signature: `${keyId}.${signature}` };
}

/** `key_revoked`: the key may have been stolen, so what it signed proves nothing any more. */
export type Proof = 'genuine' | 'key_revoked' | 'wrong';

/** Whether the quote says what was signed; wrong after any change, also one in the database. */
export async function proofOf(keys: SigningKeys, quote: Quote): Promise<Proof> {
  const dot = quote.signature.lastIndexOf('.');
  const key = keys.published.find(({ id }) => id === quote.signature.slice(0, dot));
  if (!key) return 'wrong';
  if (key.revokedAt !== null) return 'key_revoked';
  const signature = quote.signature.slice(dot + 1);
  return (await isSignedBy(key, { purpose: QUOTE_PURPOSE, text: textOf(quote), signature }))
    ? 'genuine'
    : 'wrong';
}
