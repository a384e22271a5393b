import type { CustomerId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

type Span = {
  readonly currency: Currency;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
};

/** Fees that somebody bore for entries of a span that were carried out, however each was paid. A charge that was taken back later had cost its fee. */
export async function feesBetween(
  read: Reader,
  customer: CustomerId,
  { currency, from, until }: Span,
): Promise<Money> {
  const { rows } = await sql<{ sum: bigint }>`
    select coalesce(sum(fee_minor), 0)::bigint as sum from operations.participant
     where customer_id = ${customer} and currency = ${currency} and fee_minor > 0 and (family = 'done' or state = 'charged_back')
       and created_at >= ${from.toString()}::timestamptz and created_at < ${until.toString()}::timestamptz`.execute(
    read,
  );
  return money(rows[0]?.sum ?? 0n, currency);
}
