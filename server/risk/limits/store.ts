import type { CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { LimitedCapability, Window } from './limit.ts';

export type RuleRow = {
  capability: LimitedCapability;
  time_window: Window;
  tier: string;
  version: number;
  limit_minor: bigint;
  currency: Currency;
};

/** The newest version of each rule of a tier that is in force. */
export async function rulesInForce(read: Reader, tier: string, at: Temporal.Instant): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select distinct on (capability, time_window) capability, time_window, tier, version, limit_minor, currency
      from risk.limit_rule
     where tier = ${tier} and valid_from <= ${at.toString()}
     order by capability, time_window, version desc`.execute(read);
  return rows;
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

/** What each of these customers has used, in one question for many; nothing stands for no row. */
export async function readUsages(
  read: Reader,
  customers: readonly CustomerId[],
  { capability, day, currency }: Omit<UsageKey, 'customer'>,
): Promise<ReadonlyMap<CustomerId, bigint>> {
  const { rows } = await sql<{ customer_id: CustomerId; used_minor: bigint }>`
    select customer_id, used_minor from risk.usage
     where customer_id = any(${customers}::text[]) and capability = ${capability} and day = ${day.toString()} and currency = ${currency}`.execute(
    read,
  );
  return new Map(rows.map((row) => [row.customer_id, row.used_minor]));
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
