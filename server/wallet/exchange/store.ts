import type { ExchangeTariff } from '#common/exchange-price';
import type { CustomerId, ExchangeId, QuoteId } from '#common/id';
import { type Currency, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Exchange } from './exchange.ts';

type TariffRow = {
  from_currency: Currency;
  to_currency: Currency;
  version: number;
  fee_basis_points: number;
  fee_min_minor: bigint;
  markup_basis_points: number;
  give_min_minor: bigint;
};
/** With the name of the row that it came from. */
export type KeptTariff = ExchangeTariff & { readonly rule: string };

/** The tariff of every pair that is exchanged, the newest version in force. */
export async function exchangeTariffs(read: Reader, at: Temporal.Instant): Promise<KeptTariff[]> {
  const { rows } = await sql<TariffRow>`
    select distinct on (from_currency, to_currency)
           from_currency, to_currency, version, fee_basis_points, fee_min_minor, markup_basis_points, give_min_minor
      from wallet.exchange_tariff where valid_from <= ${at.toString()}
     order by from_currency, to_currency, version desc`.execute(read);
  return rows.map((row) => ({
    rule: `exchange/${row.from_currency}-${row.to_currency}/v${row.version}`,
    from: row.from_currency,
    to: row.to_currency,
    feeBasisPoints: row.fee_basis_points,
    feeMin: money(row.fee_min_minor, row.from_currency),
    markupBasisPoints: row.markup_basis_points,
    giveMin: money(row.give_min_minor, row.from_currency),
  }));
}

type Row = {
  id: ExchangeId;
  customer_id: CustomerId;
  quote_id: QuoteId;
  give_currency: Currency;
  give_minor: bigint;
  fee_minor: bigint;
  get_currency: Currency;
  get_minor: bigint;
  spread_minor: bigint;
  rounding_minor: bigint;
  is_completed: boolean;
};

export async function findExchange(read: Reader, id: ExchangeId): Promise<Exchange | null> {
  const { rows } = await sql<Row>`
    select id, customer_id, quote_id, give_currency, give_minor, fee_minor, get_currency, get_minor, spread_minor, rounding_minor, is_completed
      from wallet.exchange where id = ${id}`.execute(read);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    customer: row.customer_id,
    quote: row.quote_id,
    give: money(row.give_minor, row.give_currency),
    fee: money(row.fee_minor, row.give_currency),
    get: money(row.get_minor, row.get_currency),
    spread: money(row.spread_minor, row.get_currency),
    rounding: money(row.rounding_minor, row.get_currency),
    isCompleted: row.is_completed,
  };
}

/** False if the id is taken, whoever took it. */
export async function insertExchange(tx: Tx, exchange: Exchange, at: Temporal.Instant): Promise<boolean> {
  const { id, customer, quote, give, fee, get, spread, rounding, isCompleted } = exchange;
  const { rows } = await sql`
    insert into wallet.exchange
      (id, customer_id, quote_id, give_currency, give_minor, fee_minor, get_currency, get_minor, spread_minor, rounding_minor, is_completed, created_at)
    values (${id}, ${customer}, ${quote}, ${give.currency}, ${give.minor}, ${fee.minor}, ${get.currency}, ${get.minor},
            ${spread.minor}, ${rounding.minor}, ${isCompleted}, ${at.toString()})
    on conflict (id) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}
