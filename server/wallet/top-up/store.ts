import type { CustomerId, KeptCardId, QuoteId, TopUpId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { ArrivalSamples, Tariff } from './tariff.ts';
import type { TopUpQuoteKind } from '#common/api/top-up-quote';
import type { Charge, TopUp } from './top-up.ts';

type TariffRow = {
  currency: Currency;
  version: number;
  fee_basis_points: number;
  fee_min_minor: bigint;
  amount_min_minor: bigint;
};

/** The tariff of every currency that can be topped up in this way, the newest version in force. */
export async function tariffsInForce(
  read: Reader,
  kind: TopUpQuoteKind,
  at: Temporal.Instant,
): Promise<Tariff[]> {
  const table = sql.table(kind === 'card_top_up' ? 'wallet.top_up_tariff' : 'wallet.ewallet_top_up_tariff');
  const { rows } = await sql<TariffRow>`
    select distinct on (currency) currency, version, fee_basis_points, fee_min_minor, amount_min_minor
      from ${table} where valid_from <= ${at.toString()}
     order by currency, version desc`.execute(read);
  return rows.map((row) => ({
    rule: `${kind}/${row.currency}/v${row.version}`,
    feeBasisPoints: row.fee_basis_points,
    feeMin: money(row.fee_min_minor, row.currency),
    amountMin: money(row.amount_min_minor, row.currency),
  }));
}

/** How long top-ups of this way that settled since `since` took, over the newest few hundred. */
export async function arrivalSamples(
  read: Reader,
  kind: TopUpQuoteKind,
  since: Temporal.Instant,
): Promise<ArrivalSamples> {
  const isOfKind = kind === 'card_top_up' ? sql`ewallet_name is null` : sql`ewallet_name is not null`;
  const { rows } = await sql<{ count: number; median: number | null; late: number | null }>`
    select count(*)::int as count,
           percentile_disc(0.5) within group (order by seconds) as median,
           percentile_disc(0.95) within group (order by seconds) as late
      from (select extract(epoch from settled_at - created_at)::float8 as seconds
              from wallet.top_up where settled_at >= ${since.toString()} and ${isOfKind}
             order by settled_at desc limit 500) newest`.execute(read);
  return { count: rows[0]?.count ?? 0, medianSeconds: rows[0]?.median ?? 0, lateSeconds: rows[0]?.late ?? 0 };
}

/** Whether money of this customer ever came by card or from an e-wallet and stayed. */
export async function hasToppedUp(read: Reader, customer: CustomerId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.top_up where customer_id = ${customer} and settled_at is not null and failed_at is null limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

/** When the customer's first top-up settled; null if none did or if any was ever charged back. */
export async function knownSince(read: Reader, customer: CustomerId): Promise<Temporal.Instant | null> {
  const { rows } = await sql<{ first: Temporal.Instant | null; trouble: boolean | null }>`
    select min(settled_at) as first, bool_or(charged_back_minor > 0) as trouble
      from wallet.top_up where customer_id = ${customer} and settled_at is not null and failed_at is null`.execute(
    read,
  );
  return rows[0]?.trouble ? null : (rows[0]?.first ?? null);
}

/** What the customer's top-ups since `since` were let through at once, in the currency of the rule. Failed ones do not count. */
export async function sumGrantedSince(
  read: Reader,
  customer: CustomerId,
  currency: Currency,
  since: Temporal.Instant,
): Promise<Money> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(granted_minor), 0)::bigint as minor
      from wallet.top_up
     where customer_id = ${customer} and created_at > ${since.toString()} and failed_at is null
       and is_charged and granted_currency = ${currency}`.execute(read);
  return money(rows[0]?.minor ?? 0n, currency);
}

/** False if the id is taken. */
export async function insertTopUp(tx: Tx, topUp: TopUp): Promise<boolean> {
  const { usage, granted } = topUp;
  const { rows } = await sql`
    insert into wallet.top_up
      (id, customer_id, quote_id, token_digest, currency, amount_minor, fee_minor, at_once_minor, delayed_until, granted_minor,
       granted_currency, usage_day, usage_minor, usage_currency, is_charged, needs_review, created_at, kept_card_id, keeps_card,
       ewallet_name)
    values (${topUp.id}, ${topUp.customer}, ${topUp.quote}, ${topUp.tokenDigest}, ${topUp.amount.currency}, ${topUp.amount.minor},
       ${topUp.fee.minor}, ${topUp.atOnce.minor}, ${topUp.delayedUntil?.toString() ?? null}, ${granted.minor}, ${granted.currency},
       ${usage.day.toString()}, ${usage.counted.minor}, ${usage.counted.currency}, ${topUp.isCharged}, ${topUp.needsReview},
       ${topUp.createdAt.toString()}, ${topUp.keptCard}, ${topUp.keepsCard}, ${topUp.ewallet?.name ?? null})
    on conflict (id) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}

type Row = {
  id: TopUpId;
  customer_id: CustomerId;
  quote_id: QuoteId;
  token_digest: Buffer;
  kept_card_id: KeptCardId | null;
  keeps_card: boolean;
  currency: Currency;
  amount_minor: bigint;
  fee_minor: bigint;
  at_once_minor: bigint;
  delayed_until: Temporal.Instant | null;
  granted_minor: bigint;
  granted_currency: Currency;
  usage_day: Temporal.PlainDate;
  usage_minor: bigint;
  usage_currency: Currency;
  is_charged: boolean;
  needs_review: boolean;
  charge_id: string | null;
  card_brand: string | null;
  card_last4: string | null;
  asks: number;
  created_at: Temporal.Instant;
  held_minor: bigint;
  hold_number: number;
  charged_back_minor: bigint;
  suspended_at: Temporal.Instant | null;
  returned_at: Temporal.Instant | null;
  ewallet_name: string | null;
  ewallet_account: string | null;
};

const COLUMNS = sql`id, customer_id, quote_id, token_digest, currency, amount_minor, fee_minor, at_once_minor, delayed_until,
  granted_minor, granted_currency, usage_day, usage_minor, usage_currency, is_charged, needs_review, charge_id, card_brand, card_last4, asks,
  created_at, held_minor, hold_number, charged_back_minor, suspended_at, returned_at, kept_card_id, keeps_card,
  ewallet_name, ewallet_account`;

function topUpOf(row: Row): TopUp {
  const here = (minor: bigint): Money => money(minor, row.currency);
  return {
    id: row.id,
    customer: row.customer_id,
    quote: row.quote_id,
    tokenDigest: row.token_digest,
    keptCard: row.kept_card_id,
    keepsCard: row.keeps_card,
    amount: here(row.amount_minor),
    fee: here(row.fee_minor),
    atOnce: here(row.at_once_minor),
    delayedUntil: row.delayed_until,
    granted: money(row.granted_minor, row.granted_currency),
    usage: {
      customer: row.customer_id,
      capability: 'top_up',
      day: row.usage_day,
      counted: money(row.usage_minor, row.usage_currency),
    },
    isCharged: row.is_charged,
    needsReview: row.needs_review,
    chargeId: row.charge_id,
    card:
      row.card_brand !== null && row.card_last4 !== null
        ? { brand: row.card_brand, last4: row.card_last4 }
        : null,
    ewallet: row.ewallet_name === null ? null : { name: row.ewallet_name, account: row.ewallet_account },
    asks: row.asks,
    createdAt: row.created_at,
    held: here(row.held_minor),
    holdNumber: row.hold_number,
    chargedBack: here(row.charged_back_minor),
    suspendedAt: row.suspended_at,
    returnedAt: row.returned_at,
  };
}

export async function findTopUp(read: Reader, id: TopUpId): Promise<TopUp | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.top_up where id = ${id}`.execute(read);
  const row = rows[0];
  return row ? topUpOf(row) : null;
}

/** Under the row's lock: everything that can become of a top-up is decided one after the other. */
export async function lockTopUp(tx: Tx, id: TopUpId): Promise<TopUp | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.top_up where id = ${id} for update`.execute(
    tx,
  );
  const row = rows[0];
  return row ? topUpOf(row) : null;
}

/** What was told of the charge; it never changes once it is known. */
export async function saveCharge(tx: Tx, id: TopUpId, charge: Charge, at: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.top_up
       set charge_id = coalesce(charge_id, ${charge.id}), card_brand = coalesce(card_brand, ${charge.card?.brand ?? null}),
           card_last4 = coalesce(card_last4, ${charge.card?.last4 ?? null}),
           ewallet_account = coalesce(ewallet_account, ${charge.card ? null : charge.account}), heard_at = ${at.toString()}
     where id = ${id}`.execute(tx);
}

/** Counts a question that was left open; answers how many there were. */
export async function countAsk(tx: Tx, id: TopUpId): Promise<void> {
  await sql`update wallet.top_up set asks = asks + 1 where id = ${id}`.execute(tx);
}

export async function markSettled(tx: Tx, id: TopUpId, held: Money, at: Temporal.Instant): Promise<void> {
  await sql`
    update wallet.top_up
       set settled_at = ${at.toString()}, held_minor = ${held.minor}, hold_number = ${held.minor > 0n ? 1 : 0}
     where id = ${id} and settled_at is null`.execute(tx);
}

/** False if it had failed before: what it counted as has been given back then. */
export async function markFailed(tx: Tx, id: TopUpId, at: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    update wallet.top_up set failed_at = ${at.toString()} where id = ${id} and failed_at is null returning id`.execute(
    tx,
  );
  return rows.length === 1;
}

/** It lies in suspense now. */
export async function markSuspended(tx: Tx, id: TopUpId, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.top_up set suspended_at = ${at.toString()} where id = ${id}`.execute(tx);
}

/** The card has everything back. */
export async function markReturned(tx: Tx, id: TopUpId, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.top_up set returned_at = ${at.toString()} where id = ${id}`.execute(tx);
}

/** What is still held, by the hold of this number. */
export async function saveHeld(
  tx: Tx,
  id: TopUpId,
  { held, holdNumber }: { held: Money; holdNumber: number },
): Promise<void> {
  await sql`update wallet.top_up set held_minor = ${held.minor}, hold_number = ${holdNumber} where id = ${id}`.execute(
    tx,
  );
}

export async function addChargedBack(tx: Tx, id: TopUpId, part: Money): Promise<void> {
  await sql`update wallet.top_up set charged_back_minor = charged_back_minor + ${part.minor} where id = ${id}`.execute(
    tx,
  );
}

/** Top-ups of which a part is held in the wallet, the next to be released first. */
export async function heldTopUps(
  read: Reader,
  customer: CustomerId,
): Promise<{ id: TopUpId; held: Money; until: Temporal.Instant | null }[]> {
  const { rows } = await sql<{
    id: TopUpId;
    currency: Currency;
    held_minor: bigint;
    delayed_until: Temporal.Instant | null;
  }>`
    select id, currency, held_minor, delayed_until from wallet.top_up
     where customer_id = ${customer} and held_minor > 0
     order by delayed_until, id`.execute(read);
  return rows.map((row) => ({
    id: row.id,
    held: money(row.held_minor, row.currency),
    until: row.delayed_until,
  }));
}
