import type { ChargebackId, CustomerId, TopUpId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { RailName } from '#common/reconciliation';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

export type Moments = {
  readonly lastInAt: Temporal.Instant | null;
  readonly lastOutAt: Temporal.Instant | null;
  readonly refusedFiles: number;
  readonly waitingFiles: number;
};

/** When a rail was heard last, and what went to it. */
export async function lastMomentsOf(read: Reader, rail: RailName): Promise<Moments> {
  const isBank = rail === 'rail:bank';
  const { rows } = await sql<Moments>`
    select case when ${isBank} then (select max(taken_at) from wallet.bank_report)
                else (select max(taken_at) from wallet.rail_statement where rail = ${rail}) end as "lastInAt",
           case when ${isBank} then (select max(sent_at) from wallet.payout_file) end as "lastOutAt",
           case when ${isBank} then (select count(*) from wallet.bank_report where outcome = 'refused') else 0 end::int as "refusedFiles",
           case when ${isBank} then (select count(*) from wallet.payout_file where state = 'ready') else 0 end::int as "waitingFiles"`.execute(
    read,
  );
  return rows[0] ?? { lastInAt: null, lastOutAt: null, refusedFiles: 0, waitingFiles: 0 };
}

/** Those of these top-ups that an e-wallet has to tell about, and not the acquirer. */
export async function topUpsByEwallet(read: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from wallet.top_up where id = any(${ids}::text[]) and ewallet_name is not null`.execute(read);
  return new Set(rows.map(({ id }) => id));
}

export type OpenDebt = {
  readonly id: ChargebackId;
  readonly topUp: TopUpId;
  readonly customer: CustomerId;
  readonly incurred: Money;
  readonly collected: Money;
  readonly owed: Money;
  readonly openedAt: Temporal.Instant;
  readonly collectsFrom: Temporal.Instant;
  readonly isPaused: boolean;
};
type DebtRow = {
  id: ChargebackId;
  topUp: TopUpId;
  customer: CustomerId;
  currency: Currency;
  incurred: bigint;
  collected: bigint;
  openedAt: Temporal.Instant;
  collectsFrom: Temporal.Instant;
  isPaused: boolean;
};

/** Debts that are not settled, the oldest first; after this one. */
export async function listDebts(
  read: Reader,
  { after, limit }: { after: Pick<OpenDebt, 'openedAt' | 'id'> | null; limit: number },
): Promise<OpenDebt[]> {
  const { rows } = await sql<DebtRow>`
    select chargeback_id as id, top_up_id as "topUp", customer_id as customer, currency, incurred_minor as incurred,
           collected_minor as collected, opened_at as "openedAt", collects_from as "collectsFrom", restricted_at is not null as "isPaused"
      from wallet.debt
     where collected_minor < incurred_minor
       and (${after?.id ?? null}::text is null
            or (opened_at, chargeback_id) > (${after?.openedAt.toString() ?? null}::timestamptz, ${after?.id ?? null}::text))
     order by opened_at, chargeback_id limit ${limit}`.execute(read);
  return rows.map(({ currency, incurred, collected, ...row }) => ({
    ...row,
    incurred: money(incurred, currency),
    collected: money(collected, currency),
    owed: money(incurred - collected, currency),
  }));
}

/** What is owed in all. */
export async function sumDebts(read: Reader): Promise<{ owed: Money; count: number }[]> {
  const { rows } = await sql<{ currency: Currency; owed: bigint; count: number }>`
    select currency, sum(incurred_minor - collected_minor)::bigint as owed, count(*)::int as count
      from wallet.debt where collected_minor < incurred_minor group by currency order by currency`.execute(
    read,
  );
  return rows.map(({ currency, owed, count }) => ({ owed: money(owed, currency), count }));
}
