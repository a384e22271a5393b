import type { BankSaid, QuestionKind, QuestionState } from '#common/api/trace';
import type { BankQuestionId, CaseId, OperationId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { ANSWERS_MAX, type AskedOperation, type BankQuestion, type QuestionChannel } from './question.ts';

type Row = {
  id: BankQuestionId;
  case_id: CaseId;
  operation_id: AskedOperation;
  kind: QuestionKind;
  channel: QuestionChannel;
  state: QuestionState;
  round: 1 | 2;
  message_id: string;
  made_at: Temporal.Instant;
  digest: Buffer | null;
  tries: number;
  asked_at: Temporal.Instant | null;
  due_at: Temporal.Instant | null;
  again_at: Temporal.Instant | null;
  given_up_at: Temporal.Instant | null;
};
const COLUMNS = sql`id, case_id, operation_id, kind, channel, state, round, message_id, made_at, digest, tries, asked_at, due_at, again_at, given_up_at`;
const questionOf = (row: Row): BankQuestion => ({
  id: row.id,
  caseId: row.case_id,
  operation: row.operation_id,
  kind: row.kind,
  channel: row.channel,
  state: row.state,
  round: row.round,
  messageId: row.message_id,
  madeAt: row.made_at,
  digest: row.digest,
  tries: row.tries,
  askedAt: row.asked_at,
  dueAt: row.due_at,
  againAt: row.again_at,
  givenUpAt: row.given_up_at,
});

export async function insertQuestion(tx: Tx, it: BankQuestion): Promise<void> {
  await sql`
    insert into wallet.bank_question (id, case_id, operation_id, kind, channel, state, round, message_id, made_at, digest)
    values (${it.id}, ${it.caseId}, ${it.operation}, ${it.kind}, ${it.channel}, ${it.state}, ${it.round}, ${it.messageId},
            ${it.madeAt.toString()}, ${it.digest})`.execute(tx);
}

export async function findQuestion(read: Reader, id: BankQuestionId): Promise<BankQuestion | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.bank_question where id = ${id}`.execute(read);
  return rows[0] ? questionOf(rows[0]) : null;
}

export async function lockQuestion(tx: Tx, id: BankQuestionId): Promise<BankQuestion | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_question where id = ${id} for update`.execute(tx);
  return rows[0] ? questionOf(rows[0]) : null;
}

/** The newest question of a kind about a payment. */
export async function lockNewest(
  tx: Tx,
  operation: OperationId,
  kind: QuestionKind,
): Promise<BankQuestion | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_question where operation_id = ${operation} and kind = ${kind}
     order by made_at desc, id desc limit 1 for update`.execute(tx);
  return rows[0] ? questionOf(rows[0]) : null;
}

/** Those of a trace, the first one first. */
export async function questionsOf(read: Reader, caseId: CaseId): Promise<BankQuestion[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_question where case_id = ${caseId} order by id`.execute(read);
  return rows.map(questionOf);
}

/** The same under their locks. */
export async function lockQuestionsOf(tx: Tx, caseId: CaseId): Promise<BankQuestion[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.bank_question where case_id = ${caseId} order by id for update`.execute(tx);
  return rows.map(questionOf);
}

/** What a move changes beside the state. */
type Change = Partial<Pick<BankQuestion, 'askedAt' | 'dueAt' | 'givenUpAt'>> & { readonly refusal?: string };

/** False if another was faster. */
export async function saveState(
  tx: Tx,
  id: BankQuestionId,
  [from, to]: readonly [QuestionState, QuestionState],
  { askedAt, dueAt, givenUpAt, refusal }: Change = {},
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.bank_question
       set state = ${to}, asked_at = coalesce(asked_at, ${askedAt?.toString() ?? null}::timestamptz),
           due_at = coalesce(${dueAt?.toString() ?? null}::timestamptz, due_at),
           given_up_at = coalesce(${givenUpAt?.toString() ?? null}::timestamptz, given_up_at),
           refusal = coalesce(${refusal ?? null}, refusal)
     where id = ${id} and state = ${from}`.execute(tx);
  return numAffectedRows === 1n;
}

type Again = Required<Pick<BankQuestion, 'id' | 'messageId' | 'madeAt' | 'digest' | 'dueAt'>>;

/** It is asked again by a message of its own. False if another was faster. */
export async function saveAgain(
  tx: Tx,
  { id, messageId, madeAt, digest, dueAt }: Again,
  from: QuestionState,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update wallet.bank_question
       set state = 'made', round = 2, message_id = ${messageId}, made_at = ${madeAt.toString()}, digest = ${digest}, tries = 0,
           due_at = ${dueAt?.toString() ?? null}, again_at = ${madeAt.toString()}
     where id = ${id} and state = ${from} and round = 1`.execute(tx);
  return numAffectedRows === 1n;
}

export async function countTry(tx: Tx, id: BankQuestionId): Promise<void> {
  await sql`update wallet.bank_question set tries = tries + 1 where id = ${id}`.execute(tx);
}

export type Answer = {
  readonly question: BankQuestionId;
  readonly said: BankSaid;
  readonly code: string;
  readonly report: bigint | null;
  readonly heardAt: Temporal.Instant;
};

/** False if the bank has said it before, or has said too much already. */
export async function insertAnswer(tx: Tx, it: Answer): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.bank_answer (question_id, said, code, place, report_number, heard_at)
    select ${it.question}, ${it.said}, ${it.code}, a.said_before + 1, ${it.report}, ${it.heardAt.toString()}::timestamptz
      from (select count(*)::integer as said_before from wallet.bank_answer where question_id = ${it.question}) a
     where a.said_before < ${ANSWERS_MAX}
    on conflict (question_id, said, code) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** What was said to each question of a trace, oldest first. */
export async function answersOf(read: Reader, caseId: CaseId): Promise<Answer[]> {
  const { rows } = await sql<Answer>`
    select a.question_id as question, a.said, a.code, a.report_number as report, a.heard_at as "heardAt"
      from wallet.bank_answer a join wallet.bank_question q on q.id = a.question_id
     where q.case_id = ${caseId} order by a.heard_at, a.question_id, a.place`.execute(read);
  return rows;
}
