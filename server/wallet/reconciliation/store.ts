import type { RailBookingId, RailItemId } from '#common/id';
import type { Currency } from '#common/money';
import type { BreakKind, Explanation, MatchRule, RailBookingAccount, RailName } from '#common/reconciliation';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { newUuid } from '#platform/ids';
import type { RailAccount, RailItem } from './rail.ts';

/** Whoever copies, matches or closes lines of one account does it alone. */
export async function lockRail(tx: Tx, { rail, currency }: RailAccount): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('wallet.rail ' || ${rail}::text || ' ' || ${currency}::text, 0))`.execute(
    tx,
  );
}

/** Those that are there already stay as they are; which report told them last is kept. */
export async function insertItems(
  tx: Tx,
  { rail, currency }: RailAccount,
  items: readonly RailItem[],
  at: Temporal.Instant,
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({
    id: item.id,
    side: item.side,
    key: item.key,
    day: item.day,
    stated: item.statedOn,
    report: item.report?.toString() ?? null,
    minor: item.amountMinor.toString(),
    refs: item.refs,
    code: item.code,
    reversal: item.isReversal,
    operation: item.operation,
    version: item.version?.toString() ?? null,
  }));
  await sql`
    insert into wallet.rail_item (id, rail, currency, side, key, day, stated_on, report_number, amount_minor, refs, code, is_reversal, operation_id,
                                  version, taken_at)
    select i.id, ${rail}, ${currency}, i.side, i.key, i.day, i.stated, i.report, i.minor, array(select jsonb_array_elements_text(i.refs)), i.code, i.reversal,
           i.operation, i.version, ${at.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        i (id text, side text, key text, day date, stated date, report bigint, minor bigint, refs jsonb, code text, reversal boolean, operation text, version bigint)
    on conflict (rail, currency, side, key) do update set report_number = excluded.report_number
     where excluded.report_number is not null`.execute(tx);
}

export type Row = {
  id: RailItemId;
  rail: RailName;
  currency: Currency;
  side: RailItem['side'];
  key: string;
  day: string;
  stated_on: string | null;
  report_number: bigint | null;
  amount_minor: bigint;
  refs: string[];
  code: string;
  is_reversal: boolean;
  operation_id: string | null;
  version: bigint | null;
};
export const COLUMNS = sql`i.id, i.rail, i.currency, i.side, i.key, i.day::text, i.stated_on::text, i.report_number, i.amount_minor, i.refs, i.code, i.is_reversal, i.operation_id, i.version`;
export const itemOf = (row: Row): RailItem => ({
  id: row.id,
  side: row.side,
  key: row.key,
  day: row.day,
  statedOn: row.stated_on,
  report: row.report_number,
  amountMinor: row.amount_minor,
  refs: row.refs,
  code: row.code,
  isReversal: row.is_reversal,
  operation: row.operation_id,
  version: row.version,
});

/** Lines without another side, the oldest first. */
export async function openItems(read: Reader, { rail, currency }: RailAccount): Promise<RailItem[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.rail_item i
     where i.rail = ${rail} and i.currency = ${currency} and i.match_id is null order by i.day, i.id`.execute(
    read,
  );
  return rows.map(itemOf);
}

export type KnownItem = { readonly account: RailAccount; readonly item: RailItem; readonly isOpen: boolean };

/** These lines with their account, as they stand. */
export async function itemsById(read: Reader, ids: readonly RailItemId[]): Promise<KnownItem[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row & { open: boolean }>`
    select ${COLUMNS}, i.match_id is null as open from wallet.rail_item i where i.id = any(${ids}::text[]) order by i.day, i.id`.execute(
    read,
  );
  return rows.map((row) => ({
    account: { rail: row.rail, currency: row.currency },
    item: itemOf(row),
    isOpen: row.open,
  }));
}

/** Brings lines together, once and for all. False if one of them has its other side already. */
export async function insertMatch(
  tx: Tx,
  { rule, items, proposal }: { rule: MatchRule; items: readonly RailItemId[]; proposal: string | null },
  at: Temporal.Instant,
): Promise<boolean> {
  const id = newUuid();
  await sql`insert into wallet.rail_match (id, rule, proposal_id, made_at) values (${id}, ${rule}, ${proposal}, ${at.toString()})`.execute(
    tx,
  );
  const { numAffectedRows } = await sql`
    update wallet.rail_item set match_id = ${id} where id = any(${items}::text[]) and match_id is null`.execute(
    tx,
  );
  return numAffectedRows === BigInt(items.length);
}

/** The number of our last line that was copied; null before the first. */
export async function lastVersion(read: Reader, { rail, currency }: RailAccount): Promise<bigint | null> {
  const { rows } = await sql<{ version: bigint | null }>`
    select max(version) as version from wallet.rail_item where rail = ${rail} and currency = ${currency} and side = 'ours'`.execute(
    read,
  );
  return rows[0]?.version ?? null;
}

/**
 * By what the rail may call what these operations did: bookings of what came in, returns, files of payouts, charges of a chargeback, and
 * bookings that we made after the rail.
 */
export async function refsOf(read: Reader, operations: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; refs: string[] }>`
    select o.id, array_agg(distinct r.ref) as refs
      from unnest(${operations}::text[]) o (id)
     cross join lateral (
       select t.booking as ref from wallet.bank_top_up t where t.id = o.id
       union all select b.id from wallet.bank_return b where b.top_up_id = o.id
       union all select w.file_id from wallet.withdrawal w where w.id = o.id
       union all select unnest(i.refs) from wallet.rail_booking k join wallet.rail_item i on i.id = k.item_id where k.id = o.id
     ) r
     where r.ref is not null group by o.id`.execute(read);
  return new Map(rows.map(({ id, refs }) => [id, refs]));
}

export async function insertExplanation(
  tx: Tx,
  { item, why, proposal }: { item: RailItemId; why: Explanation; proposal: string },
  at: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.rail_explanation (item_id, why, proposal_id, made_at) values (${item}, ${why}, ${proposal}, ${at.toString()})
    on conflict (item_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** False if it was booked before. */
export async function insertBooking(
  tx: Tx,
  it: { id: RailBookingId; item: RailItemId; account: RailBookingAccount; proposal: string | null },
  at: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.rail_booking (id, item_id, account, proposal_id, made_at)
    values (${it.id}, ${it.item}, ${it.account}, ${it.proposal}, ${at.toString()}) on conflict (item_id) do nothing`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

export type ShownItem = RailItem & {
  readonly rule: MatchRule | null;
  readonly match: string | null;
  readonly explanation: Explanation | null;
  /** Of an open line: what it is. */
  readonly kind: BreakKind | null;
};
type ShownRow = Row & {
  match_id: string | null;
  rule: MatchRule | null;
  why: Explanation | null;
  differs: boolean;
  doubled: boolean;
};
const SHOWN = sql`
  ${COLUMNS}, i.match_id, m.rule, e.why,
  i.match_id is null and exists (select from wallet.rail_item o where o.rail = i.rail and o.currency = i.currency and o.match_id is null
    and o.side <> i.side and o.refs && i.refs) as differs,
  i.match_id is null and exists (select from wallet.rail_item o where o.rail = i.rail and o.currency = i.currency and o.side = i.side
    and o.day between i.day - 30 and i.day and o.id <> i.id and o.amount_minor = i.amount_minor and o.refs && i.refs) as doubled
  from wallet.rail_item i left join wallet.rail_match m on m.id = i.match_id left join wallet.rail_explanation e on e.item_id = i.id`;
const shownOf = (row: ShownRow): ShownItem => ({
  ...itemOf(row),
  rule: row.rule,
  match: row.match_id,
  explanation: row.why,
  kind:
    row.match_id !== null
      ? null
      : row.doubled
        ? 'doubled'
        : row.differs
          ? 'amount_differs'
          : row.side === 'theirs'
            ? 'not_in_ours'
            : 'not_in_theirs',
});

/** The lines of one day, and what they were brought together with on other days; after this one, in their order. */
export async function itemsOfDay(
  read: Reader,
  { rail, currency }: RailAccount,
  { day, after, limit }: { day: string; after: RailItemId | null; limit: number },
): Promise<ShownItem[]> {
  const { rows } = await sql<ShownRow>`
    select ${SHOWN}
     where (${after}::text is null or i.id > ${after})
       and i.id in (
         select d.id from wallet.rail_item d where d.rail = ${rail} and d.currency = ${currency} and d.day = ${day}::date
         union
         select o.id from wallet.rail_item d join wallet.rail_item o on o.match_id = d.match_id
          where d.rail = ${rail} and d.currency = ${currency} and d.day = ${day}::date and d.match_id is not null)
     order by i.id limit ${limit}`.execute(read);
  return rows.map(shownOf);
}

/** What is open up to a day, the oldest first; after this one. */
export async function breaksUpTo(
  read: Reader,
  { rail, currency }: RailAccount,
  { day, after, limit }: { day: string | null; after: Pick<RailItem, 'day' | 'id'> | null; limit: number },
): Promise<ShownItem[]> {
  const { rows } = await sql<ShownRow>`
    select ${SHOWN}
     where i.rail = ${rail} and i.currency = ${currency} and i.match_id is null and (${day}::date is null or i.day <= ${day}::date)
       and (${after?.id ?? null}::text is null or (i.day, i.id) > (${after?.day ?? null}::date, ${after?.id ?? null}::text))
     order by i.day, i.id limit ${limit}`.execute(read);
  return rows.map(shownOf);
}

export async function isExplained(read: Reader, items: readonly RailItemId[]): Promise<boolean> {
  const { rows } =
    await sql`select from wallet.rail_explanation where item_id = any(${items}::text[]) limit 1`.execute(
      read,
    );
  return rows.length > 0;
}

/** The open line of what was booked after a rail. */
export async function postingOf(read: Reader, booking: RailBookingId): Promise<RailItemId | null> {
  const { rows } = await sql<{ id: RailItemId }>`
    select id from wallet.rail_item where operation_id = ${booking} and match_id is null`.execute(read);
  return rows[0]?.id ?? null;
}
