import type { LineKind, OperationKind, OperationState } from '#common/api/entry-kinds';
import type { CustomerId, OperationId } from '#common/id';
import { type Currency, money, type Money, toWire, type WireMoney } from '#common/money';
import type { ReasonCode, WireFact } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type {
  Counterparty,
  DecisionFacts,
  Line,
  Operation,
  Participant,
  Step,
  Waiter,
  Waiting,
} from './operation.ts';
import type { Family } from './states.ts';

type Row = {
  id: OperationId;
  kind: OperationKind;
  state: OperationState;
  owner_id: CustomerId;
  parent_id: OperationId | null;
  amount_minor: bigint;
  fee_minor: bigint;
  currency: Currency;
  lines: { kind: LineKind; amount: WireMoney }[];
  reason_code: ReasonCode | null;
  reason_facts: Record<string, WireFact> | null;
  decision: DecisionFacts;
  since: Temporal.Instant;
  due_at: Temporal.Instant | null;
  next_actor: Waiter | null;
  action_url: string | null;
  note: string | null;
  created_at: Temporal.Instant;
  updated_at: Temporal.Instant;
};

const operationOf = (row: Row): Operation => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  owner: row.owner_id,
  parent: row.parent_id,
  amount: money(row.amount_minor, row.currency),
  fee: money(row.fee_minor, row.currency),
  lines: row.lines,
  reason: row.reason_code === null ? null : { code: row.reason_code, facts: row.reason_facts ?? {} },
  decision: row.decision,
  since: row.since,
  waiting:
    row.next_actor === null || row.due_at === null ? null : { nextActor: row.next_actor, dueAt: row.due_at },
  actionUrl: row.action_url,
  note: row.note,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const COLUMNS = sql`
    id, kind, state, owner_id, parent_id, amount_minor, fee_minor, currency, lines, reason_code, reason_facts, decision, since, due_at, next_actor,
    action_url, note, created_at, updated_at`;

export async function find(read: Reader, id: OperationId): Promise<Operation | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}
      from operations.operation where id = ${id}`.execute(read);
  const row = rows[0];
  return row ? operationOf(row) : null;
}

/** Rows of a list for an operator; who has more has another problem than reading them. */
const UNKNOWN_MAX = 200;

/** Operations about which two records disagree, of these kinds, the oldest first. Those that are only asked about are no part of it, however many. */
export async function inConflict(read: Reader, kinds: readonly OperationKind[]): Promise<Operation[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from operations.operation
     where state = 'conflict' and kind = any(${kinds}::text[]) order by since, id limit ${UNKNOWN_MAX}`.execute(
    read,
  );
  return rows.map(operationOf);
}

/** Operations whose outcome nobody knows yet: being asked about, or waiting for a person because two records disagree. Oldest first. */
export async function withUnknownOutcome(read: Reader): Promise<Operation[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS}
      from operations.operation where state in ('checking', 'conflict') order by since, id limit ${UNKNOWN_MAX}`.execute(
    read,
  );
  return rows.map(operationOf);
}

/** The operations that belong to this one, oldest first, e.g. the chargebacks of a top-up. */
export async function childrenOf(read: Reader, id: OperationId): Promise<OperationId[]> {
  const { rows } = await sql<{
    id: OperationId;
  }>`select id from operations.operation where parent_id = ${id} order by created_at, id`.execute(read);
  return rows.map((row) => row.id);
}

const linesJson = (lines: readonly Line[]): string =>
  JSON.stringify(lines.map(({ kind, amount }) => ({ kind, amount: toWire(amount) })));
const factsJson = (facts: Record<string, WireFact> | undefined): string | null =>
  facts ? JSON.stringify(facts) : null;

export type NewOperation = {
  id: OperationId;
  kind: OperationKind;
  state: OperationState;
  owner: CustomerId;
  parent: OperationId | null;
  amount: Money;
  fee: Money;
  lines: readonly Line[];
  reason: { code: ReasonCode; facts: Record<string, WireFact> } | null;
  decision: DecisionFacts;
  waiting: Waiting;
  actionUrl: string | null;
  note: string | null;
};

/** False if the id exists already, whoever made it. */
export async function insertOperation(tx: Tx, op: NewOperation, at: Temporal.Instant): Promise<boolean> {
  const now = at.toString();
  const { rows } = await sql`
    insert into operations.operation
      (id, kind, state, owner_id, parent_id, amount_minor, fee_minor, currency, lines, reason_code, reason_facts, decision,
       since, due_at, next_actor, action_url, note, created_at, updated_at)
    values (${op.id}, ${op.kind}, ${op.state}, ${op.owner}, ${op.parent}, ${op.amount.minor}, ${op.fee.minor}, ${op.amount.currency},
       ${linesJson(op.lines)}, ${op.reason?.code ?? null}, ${factsJson(op.reason?.facts)}, ${JSON.stringify(op.decision)},
       ${now}, ${op.waiting?.dueAt.toString() ?? null}, ${op.waiting?.nextActor ?? null}, ${op.actionUrl}, ${op.note}, ${now}, ${now})
    on conflict (id) do nothing
    returning id`.execute(tx);
  return rows.length === 1;
}

export type Standing = {
  state: OperationState;
  reason: { code: ReasonCode; facts: Record<string, WireFact> } | null;
  waiting: Waiting;
  actionUrl: string | null;
  lines: readonly Line[] | null;
};

/** Returns false if another was faster: the caller reloads and decides again. */
export async function saveState(
  tx: Tx,
  id: OperationId,
  from: OperationState,
  to: Standing,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update operations.operation
       set state = ${to.state}, reason_code = ${to.reason?.code ?? null}, reason_facts = ${factsJson(to.reason?.facts)}::jsonb,
           since = ${at.toString()}, due_at = ${to.waiting?.dueAt.toString() ?? null}, next_actor = ${to.waiting?.nextActor ?? null},
           action_url = ${to.actionUrl}, lines = coalesce(${to.lines ? linesJson(to.lines) : null}::jsonb, lines), updated_at = ${at.toString()}
     where id = ${id} and state = ${from}
     returning id`.execute(tx);
  return rows.length === 1;
}

/** What can be told of a state without leaving it: its reason, its deadline, its lines. False if it is no longer in that state. */
export async function saveStanding(
  tx: Tx,
  id: OperationId,
  to: Standing,
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update operations.operation
       set reason_code = ${to.reason?.code ?? null}, reason_facts = ${factsJson(to.reason?.facts)}::jsonb,
           due_at = ${to.waiting?.dueAt.toString() ?? null}, next_actor = ${to.waiting?.nextActor ?? null},
           action_url = ${to.actionUrl}, lines = coalesce(${to.lines ? linesJson(to.lines) : null}::jsonb, lines), updated_at = ${at.toString()}
     where id = ${id} and state = ${to.state}
     returning id`.execute(tx);
  return rows.length === 1;
}

export type NewParticipant = {
  operation: NewOperation;
  participant: Participant;
  family: Family;
  needsYou: boolean;
  searchText: string;
};

export async function insertParticipant(
  tx: Tx,
  { operation, participant, family, needsYou, searchText }: NewParticipant,
  at: Temporal.Instant,
): Promise<void> {
  const { customer, direction, counterparty, received } = participant;
  const now = at.toString();
  await sql`
    insert into operations.participant
      (customer_id, operation_id, created_at, updated_at, kind, state, family, needs_you, direction, amount_minor, fee_minor, currency,
       counterparty_kind, counterparty_name, counterparty_detail, note, search_text, received_minor, received_currency)
    values (${customer}, ${operation.id}, ${now}, ${now}, ${operation.kind}, ${operation.state}, ${family}, ${needsYou}, ${direction},
       ${operation.amount.minor}, ${operation.fee.minor}, ${operation.amount.currency},
       ${counterparty.kind}, ${counterparty.name}, ${counterparty.detail}, ${operation.note}, ${searchText},
       ${received?.minor ?? null}, ${received?.currency ?? null})`.execute(tx);
}

/** Brings every participant's row to where the operation stands, and tells who they are. `needsYou` is for the owner alone. */
export async function saveParticipants(
  tx: Tx,
  id: OperationId,
  {
    state,
    family,
    owner,
    needsYou,
  }: { state: OperationState; family: Family; owner: CustomerId; needsYou: boolean },
  at: Temporal.Instant,
): Promise<CustomerId[]> {
  const { rows } = await sql<{ customer_id: CustomerId }>`
    update operations.participant
       set state = ${state}, family = ${family}, needs_you = (${needsYou} and customer_id = ${owner}), updated_at = ${at.toString()}
     where operation_id = ${id}
     returning customer_id`.execute(tx);
  return rows.map((row) => row.customer_id);
}

/** Notes that something happened to it, under the row's lock; tells whom it concerns. */
export async function touch(tx: Tx, id: OperationId, at: Temporal.Instant): Promise<CustomerId[]> {
  await sql`update operations.operation set updated_at = ${at.toString()} where id = ${id}`.execute(tx);
  const { rows } = await sql<{ customer_id: CustomerId }>`
    update operations.participant set updated_at = ${at.toString()} where operation_id = ${id}
    returning customer_id`.execute(tx);
  return rows.map((row) => row.customer_id);
}

/** Names the other party once it is known, e.g. the card that was charged. */
export async function saveCounterparty(
  tx: Tx,
  id: OperationId,
  customer: CustomerId,
  counterparty: Counterparty,
  searchText: string,
): Promise<void> {
  await sql`
    update operations.participant
       set counterparty_name = ${counterparty.name}, counterparty_detail = ${counterparty.detail}, search_text = ${searchText}
     where operation_id = ${id} and customer_id = ${customer}`.execute(tx);
}

/** Appends to the story. The caller holds the operation's row, so that no two take the same place. */
export async function appendSteps(
  tx: Tx,
  id: OperationId,
  steps: readonly Step[],
  at: Temporal.Instant,
): Promise<void> {
  for (const step of steps) {
    await sql`
      insert into operations.timeline (operation_id, seq, at, kind, tone, actor, actor_customer_id, facts)
      select ${id}, coalesce(max(seq), 0) + 1, ${at.toString()}::timestamptz, ${step.kind}, ${step.tone}, ${step.actor.kind},
             ${step.actor.kind === 'customer' ? step.actor.id : null}, ${JSON.stringify(step.facts ?? {})}::jsonb
        from operations.timeline where operation_id = ${id}`.execute(tx);
  }
}
