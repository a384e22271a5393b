import type { TraceAnswer, TraceFinding, TraceState } from '#common/api/trace';
import type { CaseId, CustomerId, OperationId, StaffId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Trace } from './trace.ts';

type Row = {
  case_id: CaseId;
  operation_id: OperationId;
  customer_id: CustomerId;
  finding: TraceFinding;
  state: TraceState;
  asked_at: Temporal.Instant | null;
  recalled_at: Temporal.Instant | null;
  reference: string | null;
  answer: TraceAnswer | null;
  answered_at: Temporal.Instant | null;
  opened_at: Temporal.Instant;
};
const COLUMNS = sql`case_id, operation_id, customer_id, finding, state, asked_at, recalled_at, reference, answer, answered_at, opened_at`;

const traceOf = (row: Row): Trace => ({
  caseId: row.case_id,
  operation: row.operation_id,
  customer: row.customer_id,
  finding: row.finding,
  state: row.state,
  askedAt: row.asked_at,
  recalledAt: row.recalled_at,
  reference: row.reference,
  answer: row.answer,
  answeredAt: row.answered_at,
  openedAt: row.opened_at,
});

/** False when one about the same is open. */
export async function insertTrace(tx: Tx, it: Trace): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.trace (case_id, operation_id, customer_id, finding, state, opened_at)
    values (${it.caseId}, ${it.operation}, ${it.customer}, ${it.finding}, ${it.state}, ${it.openedAt.toString()})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findTrace(read: Reader, caseId: CaseId): Promise<Trace | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.trace where case_id = ${caseId}`.execute(
    read,
  );
  return rows[0] ? traceOf(rows[0]) : null;
}

export async function lockTrace(tx: Tx, caseId: CaseId): Promise<Trace | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.trace where case_id = ${caseId} for update`.execute(tx);
  return rows[0] ? traceOf(rows[0]) : null;
}

/** The newest of a customer about an entry. */
export async function latestTrace(
  read: Reader,
  customer: CustomerId,
  operation: OperationId,
): Promise<Trace | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.trace where operation_id = ${operation} and customer_id = ${customer}
     order by opened_at desc, case_id desc limit 1`.execute(read);
  return rows[0] ? traceOf(rows[0]) : null;
}

type Asked = Pick<Trace, 'caseId' | 'state' | 'askedAt' | 'recalledAt'> & {
  readonly reference: string;
  readonly by: StaffId;
};

export async function saveQuestion(
  tx: Tx,
  { caseId, state, askedAt, recalledAt, reference, by }: Asked,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.trace
       set state = ${state}, asked_at = ${askedAt?.toString() ?? null}, recalled_at = ${recalledAt?.toString() ?? null}, reference = ${reference},
           asked_by = ${by}
     where case_id = ${caseId}`.execute(tx);
  invariant(numAffectedRows === 1n, `trace ${caseId} was locked`);
}

type Answered = {
  readonly caseId: CaseId;
  readonly answer: TraceAnswer;
  readonly by: StaffId;
  readonly at: Temporal.Instant;
};

export async function saveAnswer(tx: Tx, { caseId, answer, by, at }: Answered): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.trace set state = 'answered', answer = ${answer}, answered_by = ${by}, answered_at = ${at.toString()}
     where case_id = ${caseId}`.execute(tx);
  invariant(numAffectedRows === 1n, `trace ${caseId} was locked`);
}
