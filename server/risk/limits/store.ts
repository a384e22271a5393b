import type { CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { type Restricted, restrictionsText } from '../capabilities/store.ts';
import type { RateTable } from '../rates/convert.ts';
import { rateTableOf, type RateText, ratesText } from '../rates/store.ts';
import type { LimitedCapability, Window } from './limit.ts';

export type RuleRow = {
  capability: LimitedCapability;
  time_window: Window;
  tier: string;
  version: number;
  limit_minor: bigint;
  currency: Currency;
};

const inForce = (tier: string, at: Temporal.Instant) => sql<RuleRow>`
    select distinct on (capability, time_window) capability, time_window, tier, version, limit_minor, currency
      from risk.limit_rule
     where tier = ${tier} and valid_from <= ${at.toString()}
     order by capability, time_window, version desc`;

/** The newest version of each rule of a tier that is in force. */
export async function rulesInForce(read: Reader, tier: string, at: Temporal.Instant): Promise<RuleRow[]> {
  return (await inForce(tier, at).execute(read)).rows;
}

export type UsageKey = {
  readonly customer: CustomerId;
  readonly capability: LimitedCapability;
  readonly day: Temporal.PlainDate;
  readonly currency: Currency;
};

/** What has been used, under the row's lock: until the transaction ends nobody else decides by this counter. */
export async function lockUsage(tx: Tx, { customer, capability, day, currency }: UsageKey): Promise<bigint> {
  await sql`
    insert into risk.usage (customer_id, capability, day, currency, used_minor)
    values (${customer}, ${capability}, ${day.toString()}, ${currency}, 0)
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ used_minor: bigint }>`
    select used_minor from risk.usage
     where customer_id = ${customer} and capability = ${capability} and day = ${day.toString()} and currency = ${currency}
       for update`.execute(tx);
  return rows[0]?.used_minor ?? 0n;
}

export async function readUsage(
  read: Reader,
  { customer, capability, day, currency }: UsageKey,
): Promise<bigint> {
  const { rows } = await sql<{ used_minor: bigint }>`
    select used_minor from risk.usage
     where customer_id = ${customer} and capability = ${capability} and day = ${day.toString()} and currency = ${currency}`.execute(
    read,
  );
  return rows[0]?.used_minor ?? 0n;
}

export type Standing = {
  /** What customers have used; nothing stands for no row. */
  readonly used: ReadonlyMap<CustomerId, bigint>;
  readonly rules: readonly RuleRow[];
  readonly rates: RateTable;
  readonly restrictions: readonly Restricted[];
};
type StandingRow = {
  used: [CustomerId, string][] | null;
  rules: (Omit<RuleRow, 'limit_minor'> & { limit_minor: string })[] | null;
  rates: RateText[] | null;
  restrictions: Restricted[] | null;
};

/** All that this room knows of customers who are about to move money, and of the others who take part, in one question for many. */
export async function readStanding(
  read: Reader,
  { customers, others }: { customers: readonly CustomerId[]; others: readonly CustomerId[] },
  {
    capability,
    day,
    currency,
    tier,
    at,
  }: Omit<UsageKey, 'customer'> & { tier: string; at: Temporal.Instant },
): Promise<Standing> {
  const { rows } = await sql<StandingRow>`
    select (select json_agg(json_build_array(u.customer_id, u.used_minor::text)) from risk.usage u
             where u.customer_id = any(${customers}::text[]) and u.capability = ${capability} and u.day = ${day.toString()}
               and u.currency = ${currency}) as used,
           (select json_agg(json_build_object('capability', r.capability, 'time_window', r.time_window, 'tier', r.tier, 'version', r.version,
                     'limit_minor', r.limit_minor::text, 'currency', r.currency)) from (${inForce(tier, at)}) r) as rules,
           (${ratesText(at)}) as rates,
           (${restrictionsText([...customers, ...others])}) as restrictions`.execute(read);
  const row = rows[0];
  invariant(row !== undefined, 'a question without a table has one answer');
  return {
    used: new Map((row.used ?? []).map(([customer, minor]) => [customer, BigInt(minor)])),
    rules: (row.rules ?? []).map((rule) => ({ ...rule, limit_minor: BigInt(rule.limit_minor) })),
    rates: rateTableOf((row.rates ?? []).map((rate) => ({ ...rate, mantissa: BigInt(rate.mantissa) }))),
    restrictions: row.restrictions ?? [],
  };
}

/** Adds to a counter, or gives back with a negative amount; the table refuses to go below zero. */
export async function changeUsage(
  tx: Tx,
  { customer, capability, day, currency }: UsageKey,
  minor: bigint,
): Promise<void> {
  await sql`
    update risk.usage set used_minor = used_minor + ${minor}
     where customer_id = ${customer} and capability = ${capability} and day = ${day.toString()} and currency = ${currency}`.execute(
    tx,
  );
}
