import { parseId, type ProposalId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { ConflictOutcome } from '#common/conflict';
import type { LeftPlace } from './decide.ts';
import type { ConflictId } from './word-store.ts';

export type Place = {
  readonly money: LeftPlace;
  /** It has left at some time, whatever became of it since. */
  readonly wasOut: boolean;
  readonly isDelivered: boolean;
  /** Its file is still brought to the bank by itself. */
  readonly isStillGoing: boolean;
};

/** Where the money of one is, by the rows of its kind; null of one that was refused before any money was held. */
export async function placeOf(read: Reader, id: ConflictId): Promise<Place | null> {
  const { rows } = await (
    parseId('wd', id)
      ? sql<Place>`
    select case w.money when 'paid' then 'out' else w.money end as money, w.paid_at is not null as "wasOut",
           w.paid_at is not null as "isDelivered", coalesce(f.state = 'ready', false) as "isStillGoing"
      from wallet.withdrawal w left join wallet.payout_file f on f.id = w.file_id where w.id = ${id} and w.money <> 'none'`
      : sql<Place>`
    select money, sent_at is not null as "wasOut", delivered_at is not null as "isDelivered", false as "isStillGoing"
      from wallet.cross_border where id = ${id} and money <> 'none'`
  ).execute(read);
  return rows[0] ?? null;
}

type ConflictEnd = {
  readonly proposal: ProposalId;
  readonly operation: ConflictId;
  readonly outcome: ConflictOutcome;
  readonly before: 'held' | 'paid' | 'out' | 'back';
  readonly after: 'paid' | 'out' | 'back';
};

export async function insertEnd(tx: Tx, it: ConflictEnd, at: Temporal.Instant): Promise<void> {
  await sql`
    insert into wallet.conflict_end (proposal_id, operation_id, outcome, money_before, money_after, ended_at)
    values (${it.proposal}, ${it.operation}, ${it.outcome}, ${it.before}, ${it.after}, ${at.toString()})`.execute(
    tx,
  );
}
