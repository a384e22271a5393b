import type { CustomerId } from '#common/id';
import { type Currency, money } from '#common/money';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { KeptFacts, RuleRef } from '../rules/rule.ts';
import { CURRENCY_OF_MATCHED } from '../rules/store.ts';
import type { Review, ReviewedId, ReviewEnd } from './review.ts';

export type ReviewRule = {
  readonly dueHours: number;
  readonly twoAboveMinor: bigint;
  readonly currency: Currency;
};

/** The newest version of the rule of reviews that is in force. */
export async function findReviewRule(read: Reader, at: Temporal.Instant): Promise<ReviewRule> {
  const { rows } = await sql<ReviewRule>`
    select due_hours as "dueHours", two_above_minor as "twoAboveMinor", currency from risk.review_rule
     where valid_from <= ${at.toString()} order by version desc limit 1`.execute(read);
  const rule = rows[0];
  invariant(rule !== undefined, 'there is a rule of reviews');
  return rule;
}

export async function insertReview(tx: Tx, review: Omit<Review, 'state'>): Promise<void> {
  const { operation, payer, payee, amount, counted, countedDay, needsTwo, listed, since, dueAt } = review;
  await sql`
    insert into risk.review (operation_id, payer_id, payee_id, amount_minor, currency, counted_minor, counted_currency, counted_day,
      needs_two, listed, since, due_at)
    values (${operation}, ${payer}, ${payee}, ${amount.minor}, ${amount.currency}, ${counted.minor}, ${counted.currency},
      ${countedDay.toString()}, ${needsTwo}, ${listed && JSON.stringify(listed)}::jsonb, ${since.toString()}, ${dueAt.toString()})`.execute(
    tx,
  );
}

type Row = Omit<Review, 'amount' | 'counted' | 'countedDay'> & {
  minor: bigint;
  currency: Currency;
  countedMinor: bigint;
  countedCurrency: Currency;
  day: string;
};
const COLUMNS = sql`r.operation_id as operation, r.payer_id as payer, r.payee_id as payee, r.amount_minor as minor, r.currency,
  r.counted_minor as "countedMinor", r.counted_currency as "countedCurrency", r.counted_day::text as day, r.needs_two as "needsTwo", r.listed,
  r.since, r.due_at as "dueAt", r.state`;
const reviewOf = ({ minor, currency, countedMinor, countedCurrency, day, ...row }: Row): Review => ({
  ...row,
  amount: money(minor, currency),
  counted: money(countedMinor, countedCurrency),
  countedDay: Temporal.PlainDate.from(day),
});

export async function findReview(read: Reader, id: ReviewedId): Promise<Review | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from risk.review r where r.operation_id = ${id}`.execute(
    read,
  );
  return rows[0] ? reviewOf(rows[0]) : null;
}

/** Under its lock: of those who decide at the same moment one does. */
export async function lockReview(tx: Tx, id: ReviewedId): Promise<Review | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from risk.review r where r.operation_id = ${id} for update`.execute(tx);
  return rows[0] ? reviewOf(rows[0]) : null;
}

export async function saveEnd(tx: Tx, id: ReviewedId, end: ReviewEnd, at: Temporal.Instant): Promise<void> {
  const staff = 'by' in end ? end : null;
  await sql`
    update risk.review set state = ${end.state}, decided_at = ${at.toString()}, decided_by = ${staff?.by ?? null},
           ground = ${staff?.ground ?? null}, note = ${staff?.note ?? null}, proposal_id = ${staff?.proposal ?? null}
     where operation_id = ${id}`.execute(tx);
}

/** What a customer has in reviews now, the oldest first. */
export async function reviewsOf(read: Reader, payer: CustomerId): Promise<Review[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from risk.review r where r.payer_id = ${payer} and r.state = 'waiting' order by r.since`.execute(
    read,
  );
  return rows.map(reviewOf);
}

/** With what the rules said of it. */
export type WaitingReview = Review & {
  readonly matched: readonly RuleRef[];
  readonly facts: KeptFacts;
  /** What amounts among the facts are in. */
  readonly countedIn: Currency;
};

/** What waits for staff, due first standing first; what no rule but a list of names holds, too. */
export async function reviewsByDue(read: Reader, limit: number): Promise<WaitingReview[]> {
  const { rows } = await sql<Row & Pick<WaitingReview, 'matched' | 'facts' | 'countedIn'>>`
    select ${COLUMNS}, coalesce(d.matched, '{}'::text[]) as matched, coalesce(d.facts, '{}'::jsonb) as facts,
           coalesce(d.counted_in, (${CURRENCY_OF_MATCHED}), r.counted_currency) as "countedIn"
      from risk.review r left join risk.decision d on d.operation_id = r.operation_id
     where r.state = 'waiting' order by r.due_at, r.operation_id limit ${limit}`.execute(read);
  return rows.map(({ matched, facts, countedIn, ...row }) => ({
    ...reviewOf(row),
    matched,
    facts,
    countedIn,
  }));
}
