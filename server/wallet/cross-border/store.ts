import type { BeneficiaryId, CrossBorderId, CustomerId, QuoteId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { CrossBorder, MoneyPlace, RecallState } from './cross-border.ts';

type Row = {
  id: CrossBorderId;
  customer_id: CustomerId;
  quote_id: QuoteId;
  beneficiary_id: BeneficiaryId;
  country: string;
  give_currency: Currency;
  converted_minor: bigint;
  fee_minor: bigint;
  correspondent_fee_minor: bigint;
  get_currency: Currency;
  get_minor: bigint;
  spread_minor: bigint;
  rounding_minor: bigint;
  rate: string;
  purpose: string;
  purpose_text: string | null;
  uetr: string;
  usage_day: string;
  usage_minor: bigint;
  usage_currency: Currency;
  goes_at: Temporal.Instant;
  arrives_from: Temporal.Instant;
  arrives_by: Temporal.Instant;
  in_review: boolean;
  money: MoneyPlace;
  made_at: Temporal.Instant | null;
  digest: Buffer | null;
  asks: number;
  created_at: Temporal.Instant;
  delivered_at: Temporal.Instant | null;
  recall: RecallState | null;
  recall_ground: string | null;
  recall_at: Temporal.Instant | null;
  recall_asks: number;
};
const COLUMNS = sql`c.id, c.customer_id, c.quote_id, c.beneficiary_id, c.country, c.give_currency, c.converted_minor, c.fee_minor,
  c.correspondent_fee_minor, c.get_currency, c.get_minor, c.spread_minor, c.rounding_minor, c.rate, c.purpose, c.purpose_text, c.uetr,
  c.usage_day::text, c.usage_minor, c.usage_currency, c.goes_at, c.arrives_from, c.arrives_by, c.in_review, c.money, c.made_at, c.digest,
  c.asks, c.created_at, c.delivered_at, c.recall, c.recall_ground, c.recall_at, c.recall_asks`;

const crossBorderOf = (row: Row): CrossBorder => ({
  id: row.id,
  customer: row.customer_id,
  quote: row.quote_id,
  beneficiary: row.beneficiary_id,
  country: row.country,
  converted: money(row.converted_minor, row.give_currency),
  fee: money(row.fee_minor, row.give_currency),
  correspondentFee: money(row.correspondent_fee_minor, row.give_currency),
  get: money(row.get_minor, row.get_currency),
  spread: money(row.spread_minor, row.get_currency),
  rounding: money(row.rounding_minor, row.get_currency),
  rate: row.rate,
  purpose: row.purpose,
  purposeText: row.purpose_text,
  uetr: row.uetr,
  usage: {
    customer: row.customer_id,
    capability: 'withdraw',
    day: Temporal.PlainDate.from(row.usage_day),
    counted: money(row.usage_minor, row.usage_currency),
  },
  goesAt: row.goes_at,
  arrivesFrom: row.arrives_from,
  arrivesBy: row.arrives_by,
  inReview: row.in_review,
  money: row.money,
  madeAt: row.made_at,
  digest: row.digest,
  asks: row.asks,
  createdAt: row.created_at,
  deliveredAt: row.delivered_at,
  recall: row.recall,
  recallGround: row.recall_ground,
  recallAt: row.recall_at,
  recallAsks: row.recall_asks,
});

export type NewCrossBorder = Omit<
  CrossBorder,
  'madeAt' | 'digest' | 'asks' | 'deliveredAt' | 'recall' | 'recallGround' | 'recallAt' | 'recallAsks'
>;

/** False if the id is taken, whoever took it. */
export async function insertCrossBorder(tx: Tx, it: NewCrossBorder): Promise<boolean> {
  const { usage } = it;
  const { numAffectedRows } = await sql`
    insert into wallet.cross_border
      (id, customer_id, quote_id, beneficiary_id, country, give_currency, converted_minor, fee_minor, correspondent_fee_minor, get_currency,
       get_minor, spread_minor, rounding_minor, rate, purpose, purpose_text, uetr, usage_day, usage_minor, usage_currency, goes_at, arrives_from,
       arrives_by, in_review, money, created_at)
    values (${it.id}, ${it.customer}, ${it.quote}, ${it.beneficiary}, ${it.country}, ${it.converted.currency}, ${it.converted.minor},
       ${it.fee.minor}, ${it.correspondentFee.minor}, ${it.get.currency}, ${it.get.minor}, ${it.spread.minor}, ${it.rounding.minor}, ${it.rate},
       ${it.purpose}, ${it.purposeText}, ${it.uetr}, ${usage.day.toString()}, ${usage.counted.minor}, ${usage.counted.currency},
       ${it.goesAt.toString()}, ${it.arrivesFrom.toString()}, ${it.arrivesBy.toString()}, ${it.inReview}, ${it.money}, ${it.createdAt.toString()})
    on conflict (id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findCrossBorder(read: Reader, id: CrossBorderId): Promise<CrossBorder | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.cross_border c where c.id = ${id}`.execute(
    read,
  );
  return rows[0] ? crossBorderOf(rows[0]) : null;
}

export async function lockRow(tx: Tx, id: CrossBorderId): Promise<CrossBorder | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.cross_border c where c.id = ${id} for update`.execute(tx);
  return rows[0] ? crossBorderOf(rows[0]) : null;
}

/** Whether anything was ever delivered to this payee, or is on its way there: what came back makes it known to nobody. */
export async function hasSentTo(read: Reader, beneficiary: BeneficiaryId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from wallet.cross_border where beneficiary_id = ${beneficiary} and money = 'out' limit 1`.execute(
    read,
  );
  return rows.length > 0;
}

/** Whose money is held now, for the picture of the balance. */
export async function heldCrossBorders(read: Reader, customer: CustomerId): Promise<CrossBorder[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.cross_border c where c.customer_id = ${customer} and c.money = 'held' order by c.created_at`.execute(
    read,
  );
  return rows.map(crossBorderOf);
}

/** What has not gone yet of these people. */
export async function waitingOf(read: Reader, customers: readonly CustomerId[]): Promise<CrossBorderId[]> {
  const { rows } = await sql<{ id: CrossBorderId }>`
    select id from wallet.cross_border
     where customer_id = any(${customers}::text[]) and made_at is null and money = 'held' order by id`.execute(
    read,
  );
  return rows.map(({ id }) => id);
}

/** Somebody has looked at it: it goes at this time, with this promise. */
export async function saveLookedAt(
  tx: Tx,
  { id, goesAt, arrivesFrom, arrivesBy }: Pick<CrossBorder, 'id' | 'goesAt' | 'arrivesFrom' | 'arrivesBy'>,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.cross_border set in_review = false, goes_at = ${goesAt.toString()}, arrives_from = ${arrivesFrom.toString()},
           arrives_by = ${arrivesBy.toString()}
     where id = ${id} and in_review`.execute(tx);
  invariant(numAffectedRows === 1n, `${id} was looked at once`);
}

/** The message for the correspondent was made; from here on it cannot be cancelled. */
export async function saveMade(
  tx: Tx,
  { id, at, digest }: { id: CrossBorderId; at: Temporal.Instant; digest: Buffer },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.cross_border set made_at = ${at.toString()}, digest = ${digest} where id = ${id} and made_at is null`.execute(
    tx,
  );
  invariant(numAffectedRows === 1n, `the message of ${id} is made once`);
}

/** Says where the money is now; only from where it was said to be. */
export async function saveMoney(
  tx: Tx,
  id: CrossBorderId,
  { from, to, at }: { from: MoneyPlace; to: MoneyPlace; at: Temporal.Instant },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.cross_border
       set money = ${to}, in_review = false, sent_at = case when ${to} = 'out' then ${at.toString()}::timestamptz else sent_at end,
           ended_at = case when ${to} = 'back' then ${at.toString()}::timestamptz else ended_at end
     where id = ${id} and money = ${from}`.execute(tx);
  invariant(numAffectedRows === 1n, `the money of ${id} is ${from}`);
}

export async function saveDelivered(tx: Tx, id: CrossBorderId, at: Temporal.Instant): Promise<void> {
  await sql`update wallet.cross_border set delivered_at = ${at.toString()}, asks = 0 where id = ${id}`.execute(
    tx,
  );
}

export async function saveAsks(tx: Tx, id: CrossBorderId, asks: number): Promise<void> {
  await sql`update wallet.cross_border set asks = ${asks} where id = ${id}`.execute(tx);
}

type Recalled = { readonly ground: string; readonly at: Temporal.Instant };
/** False if one was made before. */
export async function insertRecall(tx: Tx, id: CrossBorderId, { ground, at }: Recalled): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.cross_border set recall = 'made', recall_ground = ${ground}, recall_at = ${at.toString()}
     where id = ${id} and recall is null`.execute(tx);
  return numAffectedRows === 1n;
}

export async function saveRecall(tx: Tx, id: CrossBorderId, recall: RecallState): Promise<void> {
  await sql`update wallet.cross_border set recall = ${recall} where id = ${id}`.execute(tx);
}

export async function countRecallAsk(tx: Tx, id: CrossBorderId): Promise<void> {
  await sql`update wallet.cross_border set recall_asks = recall_asks + 1 where id = ${id}`.execute(tx);
}

export type KeptReturn = {
  readonly reference: string;
  readonly id: CrossBorderId;
  readonly amount: Money;
  readonly bankCode: string;
  readonly message: bigint;
};
/** False if this return of it was taken before, by whichever message. */
export async function insertReturn(tx: Tx, it: KeptReturn, at: Temporal.Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.correspondent_return (reference, cross_border_id, amount_minor, currency, code, message_number, taken_at)
    values (${it.reference}, ${it.id}, ${it.amount.minor}, ${it.amount.currency}, ${it.bankCode}, ${it.message}, ${at.toString()})
    on conflict (cross_border_id, reference) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}
