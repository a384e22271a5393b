import type { CustomerId } from '#common/id';
import { CURRENCIES, type Currency } from '#common/money';
import { invariant } from '#common/result';
import { BASE_TIER, type Tier } from '#common/tier';
import type { LedgerAccountId } from '#ledger';
import { type Temporal, textOf } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Restricted } from '../capabilities/store.ts';
import type { RateTable } from '../rates/convert.ts';
import { rateTableOfText } from '../rates/store.ts';
import { readOnce } from '../read-once.ts';
import type { LimitedCapability, Window } from './limit.ts';

export type RuleRow = {
  capability: LimitedCapability;
  time_window: Window;
  tier: Tier;
  version: number;
  limit_minor: bigint;
  currency: Currency;
};

/** The newest version of each rule of these tiers that is in force. */
const inForce = (tiers: ReturnType<typeof sql>, at: Temporal.Instant) => sql<RuleRow>`
    select distinct on (tier, capability, time_window) capability, time_window, tier, version, limit_minor, currency
      from risk.limit_rule
     where tier in (${tiers}) and valid_from <= ${at.toString()}
     order by tier, capability, time_window, version desc`;

export async function rulesInForce(
  read: Reader,
  tiers: readonly Tier[],
  at: Temporal.Instant,
): Promise<RuleRow[]> {
  return (await inForce(sql`select unnest(${tiers}::text[])`, at).execute(read)).rows;
}

/** The rules that hold for a customer, by the tier of this moment. */
export async function rulesFor(read: Reader, customer: CustomerId, at: Temporal.Instant): Promise<RuleRow[]> {
  const tier = sql`select coalesce((select tier from risk.customer_tier where customer_id = ${customer}), ${BASE_TIER})`;
  return (await inForce(tier, at).execute(read)).rows;
}

export type UsageKey = {
  readonly customer: CustomerId;
  readonly capability: LimitedCapability;
  readonly day: Temporal.PlainDate;
  readonly currency: Currency;
};

/** What has been used of a day and of its month, in minor units. */
export type UsedMinor = { readonly day: bigint; readonly month: bigint };
export type UsedAt = UsedMinor & { readonly home: LedgerAccountId | null };
export const NOTHING: UsedMinor = { day: 0n, month: 0n };
type UsageRow = { used_day: bigint; used_month: bigint };
const usedOf = (row: UsageRow | undefined): UsedMinor =>
  row ? { day: row.used_day, month: row.used_month } : NOTHING;

/** Of a row: what counts on this day. On a day that is over for this customer the later one counts. */
const usedOnDay = (day: Temporal.PlainDate) =>
  sql<bigint>`case when day < ${day.toString()}::date then 0 else used_day_minor end`;
/** The same of its month. */
const usedInMonth = (day: Temporal.PlainDate) =>
  sql<bigint>`case when day < ${day.with({ day: 1 }).toString()}::date then 0 else used_month_minor end`;
const isRowOf = ({ customer, capability, currency }: UsageKey) =>
  sql`customer_id = ${customer} and capability = ${capability} and currency = ${currency}`;
const lockedUsage = (key: UsageKey) => sql<UsageRow & { is_away: boolean }>`
  select ${usedOnDay(key.day)} as used_day, ${usedInMonth(key.day)} as used_month, home_account is not null as is_away
    from risk.usage where ${isRowOf(key)} for update`;

/**
 * What has been used, under the row's lock: until the transaction ends nobody else decides by this counter. One that lives in a balance comes
 * home with the first statement (migration 0263), and cannot leave again before the transaction ends.
 */
export async function lockUsage(tx: Tx, key: UsageKey): Promise<UsedMinor> {
  const { customer, capability, day, currency } = key;
  await sql`
    insert into risk.usage (customer_id, capability, currency, day, used_day_minor, used_month_minor)
    values (${customer}, ${capability}, ${currency}, ${day.toString()}, 0, 0)
    on conflict do nothing`.execute(tx);
  const { rows } = await lockedUsage(key).execute(tx);
  if (rows[0]?.is_away !== true) return usedOf(rows[0]);
  // It began and left between our two statements: now it is ours, and comes back.
  await bringUsageHome(tx, key);
  return usedOf((await lockedUsage(key).execute(tx)).rows[0]);
}

export async function readUsage(read: Reader, key: UsageKey): Promise<UsedMinor> {
  const { rows } = await sql<UsageRow>`
    select ${usedOnDay(key.day)} as used_day, ${usedInMonth(key.day)} as used_month
      from risk.usage_told(${key.customer}, ${key.capability}, ${key.currency})`.execute(read);
  return usedOf(rows[0]);
}

export type Standing = {
  /** What customers have used; nothing stands for no row. */
  readonly used: ReadonlyMap<CustomerId, UsedAt>;
  /** Of who has another one than the base tier. */
  readonly tiers: ReadonlyMap<CustomerId, Tier>;
  readonly rules: readonly RuleRow[];
  readonly rates: RateTable;
  readonly restrictions: readonly Restricted[];
  /** The set of rules that is live. */
  readonly ruleSet: number;
};
/** The same as the database tells it (`risk.standing`): what seldom changes as text, which is read once. */
export type StandingText = {
  used: [customer: CustomerId, onDay: string, inMonth: string, home: string | null][] | null;
  tiers: [CustomerId, Tier][] | null;
  rules: string | null;
  rates: string | null;
  restrictions: Restricted[] | null;
  rule_set: number;
};

/** All that this room knows of customers who are about to move money, and of the others who take part, in one question for many. */
export async function readStanding(
  read: Reader,
  { customers, others }: { customers: readonly CustomerId[]; others: readonly CustomerId[] },
  { capability, day, currency, at }: Omit<UsageKey, 'customer'> & { at: Temporal.Instant },
): Promise<Standing> {
  const { rows } = await sql<StandingText>`
    select used, tiers, rules, rates, restrictions, rule_set
      from risk.standing(${textOf(at)}, ${day.toString()}, ${capability}, ${currency}, ${customers}, ${others}, ${BASE_TIER}, ${CURRENCIES})`.execute(
    read,
  );
  const row = rows[0];
  invariant(row !== undefined, 'a question without a table has one answer');
  return standingOfText(row);
}

export const standingOfText = (row: StandingText): Standing => ({
  used: new Map(
    (row.used ?? []).map(([customer, onDay, inMonth, home]) => [
      customer,
      {
        day: BigInt(onDay),
        month: BigInt(inMonth),
        home: home === null ? null : (BigInt(home) as LedgerAccountId),
      },
    ]),
  ),
  tiers: new Map(row.tiers ?? []),
  rules: rulesOfText(row.rules ?? '[]'),
  rates: rateTableOfText(row.rates ?? '[]'),
  restrictions: row.restrictions ?? [],
  ruleSet: row.rule_set,
});

const rulesOfText = readOnce((text): readonly RuleRow[] =>
  (JSON.parse(text) as (Omit<RuleRow, 'limit_minor'> & { limit_minor: string })[]).map((rule) => ({
    ...rule,
    limit_minor: BigInt(rule.limit_minor),
  })),
);

export async function addUsage(tx: Tx, key: UsageKey, minor: bigint): Promise<void> {
  await sql`
    update risk.usage
       set used_day_minor = ${usedOnDay(key.day)} + ${minor}, used_month_minor = ${usedInMonth(key.day)} + ${minor},
           day = greatest(day, ${key.day.toString()}::date)
     where ${isRowOf(key)}`.execute(tx);
}

/** Gives back to the day and to the month, unless they are over; the table refuses to go below zero. A counter that lives in a balance comes home for it. */
export async function releaseUsage(tx: Tx, key: UsageKey, minor: bigint): Promise<void> {
  await bringUsageHome(tx, key);
  await sql`
    update risk.usage
       set used_day_minor = case when day = ${key.day.toString()}::date then used_day_minor - ${minor} else used_day_minor end,
           used_month_minor = case when date_trunc('month', day) = ${key.day.with({ day: 1 }).toString()}::date
                              then used_month_minor - ${minor} else used_month_minor end
     where ${isRowOf(key)}`.execute(tx);
}

/** Whether it lived in a balance. In a transaction its row stays locked, and the balance that it came from. */
export async function bringUsageHome(
  read: Reader,
  { customer, capability, currency }: Omit<UsageKey, 'day'>,
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select risk.bring_usage_home(${customer}, ${capability}, ${currency}) as moved`.execute(read);
  return rows[0]?.moved === true;
}

/** How many counters of payments went to live in these accounts' balances: not those that somebody held. */
export async function sendUsagesHome(
  read: Reader,
  currency: Currency,
  asked: readonly { customer: CustomerId; account: LedgerAccountId }[],
): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select risk.send_usages_home(${currency}, ${asked.map(({ customer }) => customer)}, ${asked.map(({ account }) => account)}::bigint[]) as sent`.execute(
    read,
  );
  return rows[0]?.sent ?? 0;
}

/** Counters that are said to live where none does, and windows whose counter lives elsewhere. */
export async function brokenHomes(read: Reader): Promise<{ subject: string; found: string }[]> {
  const { rows: known } = await sql<{ has_homes: boolean }>`
    select to_regprocedure('risk.broken_homes()') is not null as has_homes`.execute(read);
  // A backup of before 0263 is looked at before it is brought to this version.
  if (known[0]?.has_homes !== true) return [];
  const { rows } = await sql<{
    subject: string;
    found: string;
  }>`select subject, found from risk.broken_homes()`.execute(read);
  return rows;
}
