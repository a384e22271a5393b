import type { CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** Of whom, before which moment. */
export type ActivityAsked = { readonly customer: CustomerId; readonly before: Temporal.Instant };
/** One movement of somebody's money that has happened. */
export type Activity = {
  readonly direction: 'in' | 'out';
  /** The other person; null where it is a card, or longer ago than people are counted. */
  readonly other: CustomerId | null;
  readonly minor: bigint;
  readonly currency: Currency;
  readonly at: Temporal.Instant;
};
/** How far and how deep a look back goes: whoever does more than this in that time is counted with this much. */
export const ACTIVITY_DAYS = 30;
const ROWS_MAX = 100;
/** Hours in which the others are told apart: each costs a look of its own. */
const OTHERS_HOURS = 24;

/** What people sent and received lately, the newest first, in one question for many and in their order. Bounded per person. */
export async function activityBefore(
  read: Reader,
  asked: readonly ActivityAsked[],
): Promise<readonly Activity[][]> {
  const { rows } = await sql<Omit<Activity, 'minor'> & { n: number; minor: bigint }>`
    select a.n::int as n, p.direction, other.customer_id as other, p.amount_minor as minor, p.currency, p.created_at as at
      from unnest(${asked.map(({ customer }) => customer)}::text[], ${asked.map(({ before }) => before.toString())}::timestamptz[])
           with ordinality a (customer, before, n)
     cross join lateral (
       select k.operation_id, k.direction, k.amount_minor, k.currency, k.created_at from operations.participant k
        where k.customer_id = a.customer and k.created_at < a.before and k.created_at >= a.before - make_interval(days => ${ACTIVITY_DAYS})
          and k.state in ('completed', 'settled')
        order by k.created_at desc, k.operation_id desc limit ${ROWS_MAX}
     ) p
      left join lateral (
       select o.customer_id from operations.participant o
        where o.operation_id = p.operation_id and o.customer_id <> a.customer
          and p.created_at >= a.before - make_interval(hours => ${OTHERS_HOURS}) limit 1
     ) other on true
     order by a.n, p.created_at desc`.execute(read);
  const answers: Activity[][] = asked.map(() => []);
  for (const { n, ...activity } of rows) answers[n - 1]?.push(activity);
  return answers;
}
