import type { CaseKind, CaseState, CaseTopic } from '#common/api/support';
import type { CaseId, CustomerId, MessageId, StaffId } from '#common/id';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { sql, type Reader, type Tx } from '#platform/db';
import type { Case, NextActor, Standing } from './case.ts';
import type { Author, Draft, Facts, Message, MessageKind } from './message.ts';

type CaseRow = {
  id: CaseId;
  kind: CaseKind;
  topic: CaseTopic;
  customer_id: CustomerId;
  subject_kind: string | null;
  subject_id: string | null;
  state: CaseState;
  awaits_decision: boolean;
  next_actor: NextActor;
  due_at: Temporal.Instant | null;
  escalated_at: Temporal.Instant | null;
  assignee_id: StaffId | null;
  assignee_name: string | null;
  taken_at: Temporal.Instant | null;
  last_seq: number;
  last_public_seq: number;
  read_by_customer_seq: number;
  read_by_staff_seq: number;
  read_by_customer_full: number;
  read_by_staff_public: number;
  waiting_since: Temporal.Instant | null;
  opened_at: Temporal.Instant;
  updated_at: Temporal.Instant;
  resolved_at: Temporal.Instant | null;
};

const COLUMNS = sql`id, kind, topic, customer_id, subject_kind, subject_id, state, awaits_decision, next_actor, due_at, escalated_at, assignee_id,
  assignee_name, taken_at, last_seq, last_public_seq, read_by_customer_seq, read_by_staff_seq, waiting_since, opened_at, updated_at,
  resolved_at,
  (select coalesce(max(m.seq), 0) from cases.message m
    where m.case_id = "case".id and m.public_seq <= read_by_customer_seq) as read_by_customer_full,
  (select coalesce(max(m.public_seq), 0) from cases.message m
    where m.case_id = "case".id and m.seq <= read_by_staff_seq) as read_by_staff_public`;

function caseOf(row: CaseRow): Case {
  const {
    subject_kind: subjectKind,
    subject_id: subjectId,
    assignee_id: assigneeId,
    assignee_name: name,
    taken_at: since,
  } = row;
  return {
    id: row.id,
    kind: row.kind,
    topic: row.topic,
    customer: row.customer_id,
    subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind, id: subjectId },
    state: row.state,
    awaitsDecision: row.awaits_decision,
    nextActor: row.next_actor,
    dueAt: row.due_at,
    escalatedAt: row.escalated_at,
    assignee: assigneeId === null || name === null || since === null ? null : { id: assigneeId, name, since },
    lastSeq: row.last_seq,
    lastPublicSeq: row.last_public_seq,
    readByCustomerSeq: row.read_by_customer_seq,
    readByCustomerAsStaffCount: row.read_by_customer_full,
    readByStaffSeq: row.read_by_staff_seq,
    readByStaffAsEveryoneCounts: row.read_by_staff_public,
    waitingSince: row.waiting_since,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    resolvedAt: row.resolved_at,
  };
}

/** False when the id is taken: by this case, opened before, or by somebody else's. */
export async function insertCase(tx: Tx, it: Case): Promise<boolean> {
  const { rows } = await sql`
    insert into cases."case" (id, kind, topic, customer_id, subject_kind, subject_id, state, awaits_decision, next_actor, due_at, waiting_since, opened_at, updated_at)
    values (${it.id}, ${it.kind}, ${it.topic}, ${it.customer}, ${it.subject?.kind ?? null}, ${it.subject?.id ?? null}, ${it.state},
            ${it.awaitsDecision}, ${it.nextActor}, ${it.dueAt?.toString() ?? null}, ${it.waitingSince?.toString() ?? null}, ${it.openedAt.toString()}, ${it.updatedAt.toString()})
    on conflict (id) do nothing returning id`.execute(tx);
  return rows.length === 1;
}

export async function findCase(read: Reader, id: CaseId): Promise<Case | null> {
  const { rows } = await sql<CaseRow>`select ${COLUMNS} from cases."case" where id = ${id}`.execute(read);
  return rows[0] ? caseOf(rows[0]) : null;
}

/** Reads a case and keeps everybody else from changing it until the transaction ends. */
export async function lockCase(tx: Tx, id: CaseId): Promise<Case | null> {
  const { rows } =
    await sql<CaseRow>`select ${COLUMNS} from cases."case" where id = ${id} for update`.execute(tx);
  return rows[0] ? caseOf(rows[0]) : null;
}

/** What a move changes beside the state. */
export type Move = Standing & {
  readonly awaitsDecision: boolean;
  readonly escalatedAt: Temporal.Instant | null;
  readonly waitingSince: Temporal.Instant | null;
  readonly resolvedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly updatedAt: Temporal.Instant;
};

/** Returns false if another was faster: the caller reloads and decides again. */
export async function saveState(tx: Tx, id: CaseId, from: CaseState, to: Move): Promise<boolean> {
  const { rows } = await sql`
    update cases."case"
       set state = ${to.state}, awaits_decision = ${to.awaitsDecision}, next_actor = ${to.nextActor}, due_at = ${to.dueAt?.toString() ?? null},
           escalated_at = ${to.escalatedAt?.toString() ?? null}, waiting_since = ${to.waitingSince?.toString() ?? null},
           resolved_at = ${to.resolvedAt?.toString() ?? null}, closed_at = ${to.closedAt?.toString() ?? null},
           updated_at = ${to.updatedAt.toString()}
     where id = ${id} and state = ${from} returning id`.execute(tx);
  return rows.length === 1;
}

export async function saveAssignee(
  tx: Tx,
  id: CaseId,
  { staff, name, at }: { staff: StaffId; name: string; at: Temporal.Instant },
): Promise<void> {
  await sql`
    update cases."case" set assignee_id = ${staff}, assignee_name = ${name}, taken_at = ${at.toString()}, updated_at = ${at.toString()}
     where id = ${id}`.execute(tx);
}

export async function saveEscalation(tx: Tx, id: CaseId, at: Temporal.Instant): Promise<void> {
  await sql`update cases."case" set escalated_at = ${at.toString()}, updated_at = ${at.toString()} where id = ${id}`.execute(
    tx,
  );
}

/** A read mark only ever moves forward, and never beyond what there is. */
export async function saveRead(tx: Tx, id: CaseId, by: 'customer' | 'staff', seq: number): Promise<void> {
  await (
    by === 'customer'
      ? sql`update cases."case" set read_by_customer_seq = least(${seq}::integer, last_public_seq) where id = ${id} and read_by_customer_seq < least(${seq}::integer, last_public_seq)`
      : sql`update cases."case" set read_by_staff_seq = least(${seq}::integer, last_seq) where id = ${id} and read_by_staff_seq < least(${seq}::integer, last_seq)`
  ).execute(tx);
}

type MessageRow = {
  id: MessageId;
  case_id: CaseId;
  seq: number;
  public_seq: number | null;
  author: Author['kind'];
  author_id: string | null;
  author_name: string | null;
  kind: MessageKind;
  audience: Message['audience'];
  body: string;
  facts: Facts;
  sent_at: Temporal.Instant;
};
const MESSAGE_COLUMNS = sql`id, case_id, seq, public_seq, author, author_id, author_name, kind, audience, body, facts, sent_at`;

function authorOf({ author, author_id: id, author_name: name }: MessageRow): Author {
  if (author === 'customer') return { kind: 'customer', id: id as CustomerId };
  return author === 'staff' ? { kind: 'staff', id: id as StaffId, name: name ?? '' } : { kind: 'system' };
}

const messageOf = (row: MessageRow): Message => ({
  id: row.id,
  caseId: row.case_id,
  seq: row.seq,
  publicSeq: row.public_seq,
  author: authorOf(row),
  kind: row.kind,
  audience: row.audience,
  text: row.body,
  facts: row.facts,
  sentAt: row.sent_at,
});

export async function findMessage(read: Reader, id: MessageId): Promise<Message | null> {
  const { rows } =
    await sql<MessageRow>`select ${MESSAGE_COLUMNS} from cases.message where id = ${id}`.execute(read);
  return rows[0] ? messageOf(rows[0]) : null;
}

/**
 * Gives a message the next numbers of its case and keeps it. The caller holds the case's row lock, so numbers have no gap and
 * become visible in their order. Null when the id is taken, in whatever case.
 */
export async function appendMessage(
  tx: Tx,
  caseId: CaseId,
  draft: Draft,
  at: Temporal.Instant,
): Promise<Message | null> {
  const authorId = draft.author.kind === 'system' ? null : draft.author.id;
  const authorName = draft.author.kind === 'staff' ? draft.author.name : null;
  const { rows } = await sql<{ seq: number; public_seq: number | null }>`
    insert into cases.message (id, case_id, seq, public_seq, author, author_id, author_name, kind, audience, body, facts, sent_at)
    select ${draft.id}, id, last_seq + 1, case when ${draft.audience === 'everyone'} then last_public_seq + 1 end, ${draft.author.kind}, ${authorId}, ${authorName}, ${draft.kind}, ${draft.audience}, ${draft.text},
           ${JSON.stringify(draft.facts)}::jsonb, ${at.toString()}
      from cases."case" where id = ${caseId}
    on conflict (id) do nothing returning seq, public_seq`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  await countMessage(tx, caseId, draft, at);
  return { ...draft, caseId, seq: row.seq, publicSeq: row.public_seq, sentAt: at };
}

/** Who had read everything before has also read what he says himself. */
async function countMessage(
  tx: Tx,
  caseId: CaseId,
  { author, audience }: Draft,
  at: Temporal.Instant,
): Promise<void> {
  const isPublic = audience === 'everyone';
  const { rows } = await sql`
    update cases."case"
       set last_seq = last_seq + 1,
           last_public_seq = last_public_seq + ${isPublic ? 1 : 0}::integer,
           read_by_customer_seq = case when ${author.kind === 'customer'} and read_by_customer_seq = last_public_seq then last_public_seq + 1 else read_by_customer_seq end,
           read_by_staff_seq = case when ${author.kind === 'staff'} and read_by_staff_seq = last_seq then last_seq + 1 else read_by_staff_seq end,
           updated_at = case when ${isPublic} then ${at.toString()}::timestamptz else updated_at end
     where id = ${caseId} returning id`.execute(tx);
  invariant(rows.length === 1, `case ${caseId} has a row`);
}

/** Messages after a number of this audience, in order; a customer's own view has no notes and numbers of its own. */
export async function messagesAfter(
  read: Reader,
  {
    caseId,
    seq,
    audience,
    limit,
  }: { caseId: CaseId; seq: number; audience: Message['audience']; limit: number },
): Promise<Message[]> {
  const number = audience === 'everyone' ? sql`public_seq` : sql`seq`;
  const { rows } = await sql<MessageRow>`
    select ${MESSAGE_COLUMNS} from cases.message where case_id = ${caseId} and ${number} > ${seq} order by ${number} limit ${limit}`.execute(
    read,
  );
  return rows.map(messageOf);
}

/** A row of a list that goes on: newer ones and older ones with the same instant are told apart by id. */
export type Position = { readonly at: Temporal.Instant; readonly id: string };

/** A customer's cases, newest first. */
export async function casesOfCustomer(
  read: Reader,
  customer: CustomerId,
  { after, limit }: { after: Position | null; limit: number },
): Promise<Case[]> {
  const behind = after
    ? sql`and (opened_at, id) < (${after.at.toString()}::timestamptz, ${after.id})`
    : sql``;
  const { rows } = await sql<CaseRow>`
    select ${COLUMNS} from cases."case" where customer_id = ${customer} ${behind} order by opened_at desc, id desc limit ${limit}`.execute(
    read,
  );
  return rows.map(caseOf);
}

/** Those of a customer's cases in which something is still to be done, the oldest first. */
export async function openCasesOf(read: Reader, customer: CustomerId, limit: number): Promise<Case[]> {
  const { rows } = await sql<CaseRow>`
    select ${COLUMNS} from cases."case"
     where customer_id = ${customer} and state not in ('resolved', 'closed') order by opened_at, id limit ${limit}`.execute(
    read,
  );
  return rows.map(caseOf);
}

/** Takes away what was said in a customer's cases and what they rested on; that there was a case, and when, stays. */
export async function eraseConversations(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`select cases.erase_conversations(${customer})`.execute(tx);
}

/** Cases about one thing, oldest first: what an entry shows as its help. */
export async function casesAbout(
  read: Reader,
  customer: CustomerId,
  subjectId: string,
  limit: number,
): Promise<Case[]> {
  const { rows } = await sql<CaseRow>`
    select ${COLUMNS} from cases."case" where subject_id = ${subjectId} and customer_id = ${customer} order by opened_at, id limit ${limit}`.execute(
    read,
  );
  return rows.map(caseOf);
}

export type QueueView =
  | { readonly view: 'mine'; readonly staff: StaffId }
  | { readonly view: 'open' | 'all' };
export type LastWords = { readonly text: string; readonly author: Author['kind'] };

/** Which cases stand in a view: one's own, those that nobody looks after (or that were let down), or every one that is not closed. */
function inView(view: QueueView) {
  switch (view.view) {
    case 'mine':
      return sql`assignee_id = ${view.staff} and state <> 'closed'`;
    case 'open':
      return sql`next_actor = 'okpay' and (assignee_id is null or escalated_at is not null)`;
    case 'all':
      return sql`state <> 'closed'`;
  }
}

/** A queue: what is due first stands first, with the last thing that somebody said. */
export async function queue(
  read: Reader,
  view: QueueView,
  { after, limit }: { after: Position | null; limit: number },
): Promise<{ case: Case; last: LastWords }[]> {
  const behind = after ? sql`and (due_at, id) > (${after.at.toString()}::timestamptz, ${after.id})` : sql``;
  const { rows } = await sql<CaseRow & { last_body: string | null; last_author: Author['kind'] | null }>`
    select ${COLUMNS}, last.body as last_body, last.author as last_author
      from (select * from cases."case" where ${inView(view)} ${behind} order by due_at, id limit ${limit}) "case"
      left join lateral (
        select body, author from cases.message m
         where m.case_id = "case".id and m.audience = 'everyone' and m.kind in ('text', 'resolved') and m.body <> ''
         order by m.seq desc limit 1) last on true
     order by due_at, "case".id`.execute(read);
  return rows.map((row) => ({
    case: caseOf(row),
    last: { text: row.last_body ?? '', author: row.last_author ?? 'system' },
  }));
}

export async function countQueues(
  read: Reader,
  staff: StaffId,
): Promise<{ mine: number; open: number; all: number }> {
  const { rows } = await sql<{ mine: number; open: number; all: number }>`
    select (select count(*)::integer from cases."case" where ${inView({ view: 'mine', staff })}) as mine,
           (select count(*)::integer from cases."case" where ${inView({ view: 'open' })}) as open,
           (select count(*)::integer from cases."case" where ${inView({ view: 'all' })}) as "all"`.execute(
    read,
  );
  return rows[0] ?? { mine: 0, open: 0, all: 0 };
}

export type Evidence = {
  readonly takenAt: Temporal.Instant;
  /** Canonical JSON, byte for byte as it was signed. */
  readonly entry: string | null;
  /** The same of what else was known; null where nothing was. */
  readonly circumstances: string | null;
  readonly digest: string;
  readonly signature: string;
  readonly keyId: string;
};

export async function insertEvidence(
  tx: Tx,
  caseId: CaseId,
  { takenAt, entry, circumstances, digest, signature, keyId }: Evidence,
): Promise<void> {
  await sql`
    insert into cases.evidence (case_id, taken_at, entry, circumstances, digest, signature, key_id)
    values (${caseId}, ${takenAt.toString()}, ${entry}, ${circumstances}, ${digest}, ${signature}, ${keyId})`.execute(
    tx,
  );
}

type EvidenceRow = {
  case_id: CaseId;
  taken_at: Temporal.Instant;
  entry: string | null;
  circumstances: string | null;
  digest: string;
  signature: string;
  key_id: string;
};

/** The evidence of these cases, for a list of them in one question. */
export async function evidenceOfCases(
  read: Reader,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, Evidence>> {
  const { rows } = await sql<EvidenceRow>`
    select case_id, taken_at, entry, circumstances, digest, signature, key_id from cases.evidence where case_id = any (${[...ids]})`.execute(
    read,
  );
  return new Map(
    rows.map(({ case_id: id, taken_at: takenAt, key_id: keyId, ...rest }) => [
      id,
      { ...rest, takenAt, keyId },
    ]),
  );
}

export const findEvidence = async (read: Reader, id: CaseId): Promise<Evidence | null> =>
  (await evidenceOfCases(read, [id])).get(id) ?? null;
