import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** Of whom, before which moment, and which sum that came in by card is looked for. */
export type ActivityAsked = {
  readonly customer: CustomerId;
  readonly before: Temporal.Instant;
  readonly amount: Money;
  /** Whether the people on the other side are told apart: each costs a look of its own. */
  readonly others: boolean;
};
/** What somebody sent and received in one currency. */
export type ActivityIn = {
  readonly currency: Currency;
  readonly sentHour: number;
  readonly sentDay: number;
  readonly sentDayMinor: bigint;
  readonly largestMinor: bigint;
  readonly receivedHourMinor: bigint;
  readonly receivedDayMinor: bigint;
  readonly topUpsDay: number;
  readonly toppedUpDayMinor: bigint;
};
export type Activity = {
  readonly currencies: readonly ActivityIn[];
  readonly payeesDay: number;
  readonly payersDay: number;
  readonly topUpsFailedDay: number;
  /** When a top-up of about this sum was last asked for that came in; null if none did. */
  readonly cardInAt: Temporal.Instant | null;
};
/** How far and how deep a look back goes: whoever does more than this in that time is counted with this much. */
export const ACTIVITY_DAYS = 30;
const ROWS_MAX = 100;

/** Of whom it is asked what they did on a browser, which their decisions name by a mark. */
export type OnDeviceAsked = {
  readonly customers: readonly CustomerId[];
  readonly mark: string;
  readonly before: Temporal.Instant;
};
export type OnDevice = { readonly currency: Currency; readonly count: number; readonly minor: bigint };

const NOTHING: Activity = { currencies: [], payeesDay: 0, payersDay: 0, topUpsFailedDay: 0, cardInAt: null };
type Row = Omit<Activity, 'currencies'> & ActivityIn & { n: number; isTotal: boolean };

/**
 * What people sent and received lately, summed up per person and currency, and in all. Bounded per person. What somebody exchanged between
 * own balances was sent to nobody.
 */
const summedUp = (asked: readonly ActivityAsked[]) => sql`
    select a.n::int as n, p.currency, grouping(p.currency) = 1 as "isTotal",
           (count(*) filter (where p.is_out and p.in_hour))::int as "sentHour",
           (count(*) filter (where p.is_out and p.in_day))::int as "sentDay",
           coalesce(sum(p.amount_minor) filter (where p.is_out and p.in_day), 0)::bigint as "sentDayMinor",
           coalesce(max(p.amount_minor) filter (where p.is_out), 0)::bigint as "largestMinor",
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_hour), 0)::bigint as "receivedHourMinor",
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day), 0)::bigint as "receivedDayMinor",
           (count(*) filter (where p.is_in and p.in_day and p.kind = 'top_up'))::int as "topUpsDay",
           coalesce(sum(p.amount_minor) filter (where p.is_in and p.in_day and p.kind = 'top_up'), 0)::bigint as "toppedUpDayMinor",
           (count(*) filter (where p.state = 'failed' and p.in_day))::int as "topUpsFailedDay",
           (count(distinct other.customer_id) filter (where p.is_out))::int as "payeesDay",
           (count(distinct other.customer_id) filter (where p.is_in))::int as "payersDay",
           max(p.created_at) filter (where p.is_in and p.kind = 'top_up' and p.currency = a.currency
             and p.amount_minor >= a.amount and p.amount_minor * 9 <= a.amount * 10) as "cardInAt"
      from unnest(${asked.map(({ customer }) => customer)}::text[], ${asked.map(({ before }) => before.toString())}::timestamptz[],
                  ${asked.map(({ amount }) => amount.minor)}::bigint[], ${asked.map(({ amount }) => amount.currency)}::text[],
                  ${asked.map(({ others }) => others)}::boolean[])
           with ordinality a (customer, before, amount, currency, others, n)
     cross join lateral (
       select k.operation_id, k.kind, k.state, k.amount_minor, k.currency, k.created_at,
              k.state <> 'failed' and k.direction = 'out' as is_out, k.state <> 'failed' and k.direction = 'in' as is_in,
              k.created_at >= a.before - interval '24 hours' as in_day, k.created_at >= a.before - interval '1 hour' as in_hour
         from operations.participant k
        where k.customer_id = a.customer and k.created_at < a.before and k.created_at >= a.before - make_interval(days => ${ACTIVITY_DAYS})
          and k.kind <> 'exchange' and (k.state in ('completed', 'settled') or (k.state = 'failed' and k.kind = 'top_up'))
        order by k.created_at desc, k.operation_id desc limit ${ROWS_MAX}
     ) p
      left join lateral (
       select o.customer_id from operations.participant o
        where a.others and p.in_day and o.operation_id = p.operation_id and o.customer_id <> a.customer limit 1
     ) other on true
     group by grouping sets ((a.n, p.currency), (a.n))`;

/** Payments and top-ups of these customers within a day that were confirmed on these browsers, by currency; `n` counts down from -1. */
function onDevices(asked: readonly OnDeviceAsked[]) {
  const each = asked.flatMap(({ customers, mark, before }, at) =>
    customers.map((customer) => ({ customer, mark, before: before.toString(), n: -1 - at })),
  );
  return sql`
    select a.n, p.currency, false, 0, count(*)::int, sum(p.amount_minor)::bigint, 0::bigint, 0::bigint, 0::bigint, 0, 0::bigint, 0, 0, 0,
           null::timestamptz
      from unnest(${each.map(({ customer }) => customer)}::text[], ${each.map(({ mark }) => mark)}::text[],
                  ${each.map(({ before }) => before)}::timestamptz[], ${each.map(({ n }) => n)}::integer[]) a (customer, mark, before, n)
     cross join lateral (
       select k.operation_id, k.amount_minor, k.currency from operations.participant k
        where k.customer_id = a.customer and k.created_at < a.before and k.created_at >= a.before - interval '24 hours'
          and ((k.kind = 'transfer' and k.direction = 'out' and k.state = 'completed') or (k.kind = 'top_up' and k.state = 'settled'))
        order by k.created_at desc, k.operation_id desc limit ${ROWS_MAX}
     ) p
      join operations.operation o on o.id = p.operation_id and o.decision ->> 'device' = a.mark
     group by a.n, p.currency`;
}

/**
 * What people did lately, and what was done on browsers, in one question for many and in their order, summed up by the database: a hundred
 * movements are few pages of one index, and few rows on the way back.
 */
export async function activityBefore(
  read: Reader,
  people: readonly ActivityAsked[],
  devices: readonly OnDeviceAsked[],
): Promise<{ people: Activity[]; devices: OnDevice[][] }> {
  const { rows } = await sql<Row>`${summedUp(people)} union all ${onDevices(devices)}`.execute(read);
  const currencies = people.map((): ActivityIn[] => []);
  const answers = people.map(() => NOTHING);
  const done = devices.map((): OnDevice[] => []);
  for (const { n, isTotal, ...row } of rows) {
    if (n < 0) done[-1 - n]?.push({ currency: row.currency, count: row.sentDay, minor: row.sentDayMinor });
    else if (isTotal) answers[n - 1] = { ...row, currencies: currencies[n - 1] ?? [] };
    else currencies[n - 1]?.push(row);
  }
  return { people: answers, devices: done };
}
