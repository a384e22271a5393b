import type { CustomerId } from '#common/id';
import type { Currency, Money } from '#common/money';
import { type Temporal, textOf } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** Of whom, before which moment, and which sum that came in by card is looked for. */
export type ActivityAsked = {
  readonly customer: CustomerId;
  readonly before: Temporal.Instant;
  readonly amount: Money;
  /** Whether the people on the other side are told apart: each costs a look of its own. */
  readonly others: boolean;
  /** Whether it is asked for more than a day: the largest that was ever sent, and when money came in by card. */
  readonly deep: boolean;
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
  /** Payouts from the yes on; those that ended with the money back are none. */
  readonly payoutsDay: number;
  readonly paidOutDayMinor: bigint;
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
 * What people did lately, and what was done on browsers, in one question for many and in their order, summed up by the database: a hundred
 * movements are few pages of one index, and few rows on the way back.
 */
export async function activityBefore(
  read: Reader,
  people: readonly ActivityAsked[],
  devices: readonly OnDeviceAsked[],
): Promise<{ people: Activity[]; devices: OnDevice[][] }> {
  const onDevices = devices.flatMap(({ customers, mark, before }, at) =>
    customers.map((customer) => ({ customer, mark, before: textOf(before), n: -1 - at })),
  );
  const { rows } = await sql<Row>`
    select n, currency, is_total as "isTotal", sent_hour as "sentHour", sent_day as "sentDay", sent_day_minor as "sentDayMinor",
           largest_minor as "largestMinor", received_hour_minor as "receivedHourMinor", received_day_minor as "receivedDayMinor",
           top_ups_day as "topUpsDay", topped_up_day_minor as "toppedUpDayMinor", top_ups_failed_day as "topUpsFailedDay",
           payees_day as "payeesDay", payers_day as "payersDay", payouts_day as "payoutsDay", paid_out_day_minor as "paidOutDayMinor",
           card_in_at as "cardInAt"
      from operations.activity_before(${ACTIVITY_DAYS}, ${ROWS_MAX}, ${people.map(({ customer }) => customer)},
             ${people.map(({ before }) => textOf(before))}, ${people.map(({ amount }) => amount.minor)},
             ${people.map(({ amount }) => amount.currency)}, ${people.map(({ others }) => others)}, ${people.map(({ deep }) => deep)},
             ${onDevices.map(({ customer }) => customer)}, ${onDevices.map(({ mark }) => mark)},
             ${onDevices.map(({ before }) => before)}, ${onDevices.map(({ n }) => n)})`.execute(read);
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
