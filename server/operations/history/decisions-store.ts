import type { OperationKind } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import { type Currency, type Money, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { DecisionFacts } from '../record/operation.ts';

/** What was decided about one operation, and on what. */
export type KeptDecision = {
  readonly id: OperationId;
  readonly kind: OperationKind;
  readonly owner: CustomerId;
  /** The other person; null where the other one was never told of it. */
  readonly other: CustomerId | null;
  readonly at: Temporal.Instant;
  readonly amount: Money;
  readonly decision: DecisionFacts;
};

/** The decisions of these kinds of operations since then, the oldest first; at most `limit` of the whole span. */
export async function decisionsSince(
  read: Reader,
  { kinds, since, limit }: { kinds: readonly OperationKind[]; since: Temporal.Instant; limit: number },
): Promise<KeptDecision[]> {
  const { rows } = await sql<Omit<KeptDecision, 'amount'> & { minor: bigint; currency: Currency }>`
    select o.id, o.kind, o.amount_minor as minor, o.currency, o.owner_id as owner, o.created_at as at, o.decision,
           (select p.customer_id from operations.participant p
             where p.operation_id = o.id and p.customer_id <> o.owner_id limit 1) as other
      from (select k.id, k.kind, k.amount_minor, k.currency, k.owner_id, k.created_at, k.decision from operations.operation k
             where k.kind = any(${kinds}::text[]) and k.created_at >= ${since.toString()} limit ${limit}) o
     order by o.created_at, o.id`.execute(read);
  return rows.map(({ minor, currency, ...decided }) => ({ ...decided, amount: money(minor, currency) }));
}
