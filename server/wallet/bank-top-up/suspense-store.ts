import type {
  BankAccountId,
  BankReturnId,
  BankTopUpId,
  CustomerId,
  PayoutFileId,
  WithdrawalId,
} from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

export type Total = { readonly amount: Money; readonly count: number; readonly oldest: Temporal.Instant };

/** What is in no wallet, by currency. */
export async function suspenseTotals(read: Reader): Promise<Total[]> {
  const { rows } = await sql<{ currency: Currency; count: number; minor: bigint; oldest: Temporal.Instant }>`
    select currency, count(*)::int as count, sum(amount_minor)::bigint as minor, min(taken_at) as oldest
      from wallet.bank_top_up where state in ('put_aside', 'sending_back') group by currency order by currency`.execute(
    read,
  );
  return rows.map(({ currency, minor, ...row }) => ({ ...row, amount: money(minor, currency) }));
}

type Asked = { readonly id: BankTopUpId; readonly country: string | null; readonly last4: string | null };
export type Alike = {
  readonly id: BankTopUpId;
  readonly customer: CustomerId;
  readonly because: 'own_account' | 'paid_before';
  readonly bankAccount: BankAccountId | null;
};

/** Whose account it may have come from: one that is theirs, or one that has sent them money before. Four signs are shared by many; names tell. */
export async function ownersByAccount(
  read: Reader,
  asked: readonly Asked[],
  limit: number,
): Promise<Alike[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<Alike>`
    select a.id, f.customer, f.because, f.account as "bankAccount"
      from unnest(${asked.map(({ id }) => id)}::text[], ${asked.map(({ country }) => country)}::text[],
                  ${asked.map(({ last4 }) => last4)}::text[]) a (id, country, last4)
     cross join lateral (
       (select b.customer_id as customer, 'own_account' as because, b.id as account
          from wallet.bank_account b where b.last4 = a.last4 and b.country = a.country and b.removed_at is null limit ${limit})
       union all
       (select distinct t.customer_id, 'paid_before', null
          from wallet.bank_top_up t where t.payer_last4 = a.last4 and t.payer_country = a.country and t.state = 'settled' limit ${limit})
     ) f`.execute(read);
  return rows;
}

export type ReportRow = {
  readonly number: bigint;
  readonly message: string;
  readonly outcome: 'taken' | 'refused' | 'repeated';
  readonly fault: string | null;
  readonly lines: number | null;
  readonly bytes: bigint | null;
  readonly takenAt: Temporal.Instant;
  readonly workedAt: Temporal.Instant | null;
};

export async function latestReports(read: Reader, limit: number): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select number, message, outcome, fault, lines, bytes, taken_at as "takenAt", worked_at as "workedAt"
      from wallet.bank_report order by number desc limit ${limit}`.execute(read);
  return rows;
}

type FileRow = {
  id: PayoutFileId | BankReturnId;
  kind: 'payouts' | 'return';
  state: 'ready' | 'sent' | 'refused' | 'booked' | 'back';
  currency: Currency;
  minor: bigint;
  payments: number;
  made_at: Temporal.Instant;
  asks: number;
};
export type FileOut = Omit<FileRow, 'currency' | 'minor' | 'made_at'> & {
  readonly amount: Money;
  readonly madeAt: Temporal.Instant;
};

export async function latestFiles(read: Reader, limit: number): Promise<FileOut[]> {
  const { rows } = await sql<FileRow>`
    (select id, 'payouts' as kind, state, currency, total_minor as minor, payments, made_at, asks
       from wallet.payout_file order by made_at desc, id desc limit ${limit})
    union all
    (select id, 'return', state, currency, amount_minor, 1, made_at, asks
       from wallet.bank_return order by made_at desc, id desc limit ${limit})
    order by made_at desc, id desc limit ${limit}`.execute(read);
  return rows.map(({ currency, minor, made_at: madeAt, ...row }) => ({
    ...row,
    amount: money(minor, currency),
    madeAt,
  }));
}

export type Booked = {
  readonly withdrawal: WithdrawalId;
  readonly direction: 'out' | 'in';
  readonly amount: Money;
  readonly at: Temporal.Instant;
};

/** What the bank has booked of these payouts, in its order. */
export async function bookedOf(read: Reader, withdrawals: readonly string[]): Promise<Booked[]> {
  const { rows } = await sql<{
    withdrawal: WithdrawalId;
    direction: 'out' | 'in';
    minor: bigint;
    currency: Currency;
    at: Temporal.Instant;
  }>`
    select withdrawal_id as withdrawal, direction, amount_minor as minor, currency, taken_at as at
      from wallet.bank_entry where withdrawal_id = any(${withdrawals}::text[]) order by taken_at, reference`.execute(
    read,
  );
  return rows.map(({ minor, currency, ...row }) => ({ ...row, amount: money(minor, currency) }));
}
