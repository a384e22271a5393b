// What statements told of a day, and what they do not tell any more.
import { type Reader, sql } from '#platform/db';
import { OPENING, type RailAccount } from './rail.ts';
import { COLUMNS, itemOf, type Row } from './store.ts';
import type { RailItem } from './rail.ts';

/** The first day whose lines are none of what was there before; null before that is written down. */
export async function beganOn(read: Reader, { rail, currency }: RailAccount): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(s.day)::text as day from wallet.rail_statement s
     where s.rail = ${rail} and s.currency = ${currency}
       and exists (select from wallet.rail_item i where i.rail = ${rail} and i.currency = ${currency} and (i.side = 'ours' or i.key = ${OPENING}))`.execute(
    read,
  );
  return rows[0]?.day ?? null;
}

/** Lines of the statements of a day that this report, which tells the day anew, does not tell. */
export async function untoldBy(
  read: Reader,
  { rail, currency }: RailAccount,
  { day, report }: { day: string; report: bigint },
): Promise<RailItem[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.rail_item i
     where i.rail = ${rail} and i.currency = ${currency} and i.side = 'theirs' and i.stated_on = ${day}::date and i.report_number <> ${report}
     order by i.id`.execute(read);
  return rows.map(itemOf);
}

/** What all lines make that statements told of a day. */
export async function sumStatedOn(
  read: Reader,
  { rail, currency }: RailAccount,
  day: string,
): Promise<bigint> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from wallet.rail_item
     where rail = ${rail} and currency = ${currency} and side = 'theirs' and stated_on = ${day}::date`.execute(
    read,
  );
  return rows[0]?.minor ?? 0n;
}

/** What was told of days up to this one, and counts for later ones since these were closed. */
export async function sumCarriedOver(
  read: Reader,
  { rail, currency }: RailAccount,
  day: string,
): Promise<bigint> {
  const { rows } = await sql<{ minor: bigint }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from wallet.rail_item
     where rail = ${rail} and currency = ${currency} and side = 'theirs' and stated_on <= ${day}::date and day > ${day}::date`.execute(
    read,
  );
  return rows[0]?.minor ?? 0n;
}
