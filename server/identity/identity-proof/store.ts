import type { CustomerId, ProofFileId, ProofId, StaffId } from '#common/id';
import type { ProofItem, ProofState } from '#common/identity-proof';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import { type AnswerState, OPEN, type Proof, type ProofTier, type TierRule } from './proof.ts';

const COLUMNS = sql`id, customer_id as customer, tier, state, round, submitted_at as "submittedAt", due_at as "dueAt",
  escalated_at as "escalatedAt", first_by as "firstBy", approved_at as "approvedAt", valid_until as "validUntil",
  noticed_at as "noticedAt", past_at as "pastAt"`;

export async function tierRules(read: Reader): Promise<TierRule[]> {
  const { rows } = await sql<TierRule>`
    select r.tier, r.valid_months as "validMonths", r.notice_days as "noticeDays", r.is_four_eyes as "isFourEyes",
           r.restrict_after_days as "restrictAfterDays",
           array(select q.item from identity.tier_requirement q where q.tier = r.tier order by q.position) as items
      from identity.tier_rule r order by r.tier`.execute(read);
  return rows;
}

/** A proof of this customer; null for somebody else's. */
export async function findOwnProof(read: Reader, customer: CustomerId, id: ProofId): Promise<Proof | null> {
  const { rows } = await sql<Proof>`
    select ${COLUMNS} from identity.proof where id = ${id} and customer_id = ${customer}`.execute(read);
  return rows[0] ?? null;
}

export async function lockOwnProof(tx: Tx, customer: CustomerId, id: ProofId): Promise<Proof | null> {
  const { rows } = await sql<Proof>`
    select ${COLUMNS} from identity.proof where id = ${id} and customer_id = ${customer} for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function lockProof(tx: Tx, id: ProofId): Promise<Proof | null> {
  const { rows } =
    await sql<Proof>`select ${COLUMNS} from identity.proof where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

/** Of a customer, the newest first. */
export async function proofsOf(read: Reader, customer: CustomerId): Promise<Proof[]> {
  const { rows } = await sql<Proof>`
    select ${COLUMNS} from identity.proof where customer_id = ${customer} order by id desc limit 200`.execute(
    read,
  );
  return rows;
}

/** False if one is open already: the unique index says so. */
export async function insertProof(
  tx: Tx,
  { id, customer, tier }: { id: ProofId; customer: CustomerId; tier: ProofTier },
  now: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into identity.proof (id, customer_id, tier, state, created_at, changed_at)
    values (${id}, ${customer}, ${tier}, 'collecting', ${now.toString()}, ${now.toString()})
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

type Changes = {
  readonly state?: ProofState;
  readonly round?: number;
  readonly submittedAt?: Temporal.Instant | null;
  readonly dueAt?: Temporal.Instant | null;
  readonly firstBy?: StaffId | null;
  readonly approvedBy?: StaffId;
  readonly approvedAt?: Temporal.Instant;
  readonly validUntil?: Temporal.Instant;
  readonly noticedAt?: Temporal.Instant;
  readonly pastAt?: Temporal.Instant;
  readonly escalatedAt?: Temporal.Instant | null;
  readonly forgottenAt?: Temporal.Instant;
  readonly restrictedAt?: Temporal.Instant;
};
const NAMES: Record<keyof Changes, ReturnType<typeof sql>> = {
  state: sql`state`,
  round: sql`round`,
  submittedAt: sql`submitted_at`,
  dueAt: sql`due_at`,
  firstBy: sql`first_by`,
  approvedBy: sql`approved_by`,
  approvedAt: sql`approved_at`,
  validUntil: sql`valid_until`,
  noticedAt: sql`noticed_at`,
  pastAt: sql`past_at`,
  escalatedAt: sql`escalated_at`,
  forgottenAt: sql`forgotten_at`,
  restrictedAt: sql`restricted_at`,
};

/** Under the row's lock. */
export async function changeProof(
  tx: Tx,
  id: ProofId,
  changes: Changes,
  now: Temporal.Instant,
): Promise<void> {
  const set = (Object.keys(changes) as (keyof Changes)[]).map((name) => {
    const value = changes[name];
    return sql`${NAMES[name]} = ${typeof value === 'object' && value !== null ? value.toString() : (value ?? null)}`;
  });
  const all = [sql`changed_at = ${now.toString()}`, ...set];
  await sql`update identity.proof set ${sql.join(all)} where id = ${id}`.execute(tx);
}

export type SealedAnswer = {
  readonly item: ProofItem;
  readonly sealed: string | null;
  readonly fileId: ProofFileId | null;
  readonly pages: number | null;
  readonly state: AnswerState;
};

export async function answersOf(read: Reader, proof: ProofId): Promise<SealedAnswer[]> {
  const { rows } = await sql<SealedAnswer>`
    select a.item, a.sealed, a.file_id as "fileId", f.pages, a.state from identity.proof_answer a
      left join identity.proof_file f on f.id = a.file_id where a.proof_id = ${proof}`.execute(read);
  return rows;
}

/** Takes the place of what was given before; what was accepted stays. */
export async function putAnswer(
  tx: Tx,
  proof: ProofId,
  {
    item,
    sealed = null,
    fileId = null,
  }: { item: ProofItem; sealed?: string | null; fileId?: ProofFileId | null },
): Promise<void> {
  await sql`
    insert into identity.proof_answer (proof_id, item, sealed, file_id, state) values (${proof}, ${item}, ${sealed}, ${fileId}, 'given')
    on conflict (proof_id, item) do update set sealed = excluded.sealed, file_id = excluded.file_id, state = 'given'
     where proof_answer.state <> 'accepted'`.execute(tx);
}

/** After a review: the refused ones are to be given again, the others are good. */
export async function markAnswers(tx: Tx, proof: ProofId, refused: readonly ProofItem[]): Promise<void> {
  await sql`
    update identity.proof_answer set state = case when item = any(${refused}::text[]) then 'refused' else 'accepted' end
     where proof_id = ${proof}`.execute(tx);
}

export async function deleteAnswers(tx: Tx, proof: ProofId): Promise<void> {
  await sql`delete from identity.proof_answer where proof_id = ${proof}`.execute(tx);
}

export async function deleteAnswer(tx: Tx, proof: ProofId, item: ProofItem): Promise<void> {
  await sql`delete from identity.proof_answer where proof_id = ${proof} and item = ${item}`.execute(tx);
}

export async function resealAnswer(
  tx: Tx,
  proof: ProofId,
  item: ProofItem,
  from: string,
  to: string,
): Promise<void> {
  await sql`
    update identity.proof_answer set sealed = ${to} where proof_id = ${proof} and item = ${item} and sealed = ${from}`.execute(
    tx,
  );
}

/** Open proofs that nobody has touched since, ended ones, and past ones, whose time is over and which still hold something. */
export async function proofsToForget(
  read: Reader,
  {
    idleBefore,
    endedBefore,
    pastBefore,
  }: Record<'idleBefore' | 'endedBefore' | 'pastBefore', Temporal.Instant>,
  limit: number,
): Promise<{ id: ProofId; customer: CustomerId; state: ProofState }[]> {
  const { rows } = await sql<{ id: ProofId; customer: CustomerId; state: ProofState }>`
    select id, customer_id as customer, state from identity.proof
     where forgotten_at is null
       and ((state in ('collecting', 'needs_input') and changed_at < ${idleBefore.toString()})
         or (state = 'ended' and changed_at < ${endedBefore.toString()})
         or (state = 'approved' and past_at < ${pastBefore.toString()}))
     order by id limit ${limit}`.execute(read);
  return rows;
}

export async function retention(read: Reader): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{
    what: string;
    span: number;
  }>`select what, span from identity.proof_retention`.execute(read);
  return new Map(rows.map(({ what, span }) => [what, span]));
}

/** Open proofs of a customer, for whoever closes the account. */
export async function openProofs(read: Reader, customer: CustomerId): Promise<ProofId[]> {
  const { rows } = await sql<{ id: ProofId }>`
    select id from identity.proof where customer_id = ${customer} and state = any(${[...OPEN]}::text[])`.execute(
    read,
  );
  return rows.map(({ id }) => id);
}

/** Names and birth dates of proofs that were approved, the oldest first. */
export async function provenWords(
  read: Reader,
  customers: readonly CustomerId[],
): Promise<{ customer: CustomerId; proof: ProofId; item: 'full_name' | 'birth_date'; sealed: string }[]> {
  const { rows } = await sql<{
    customer: CustomerId;
    proof: ProofId;
    item: 'full_name' | 'birth_date';
    sealed: string;
  }>`
    select p.customer_id as customer, p.id as proof, a.item, a.sealed from identity.proof p
      join identity.proof_answer a on a.proof_id = p.id
     where p.customer_id = any(${customers}::text[]) and p.state = 'approved' and a.item in ('full_name', 'birth_date')
       and a.sealed is not null
     order by p.approved_at, p.id`.execute(read);
  return rows;
}

/**
 * Of a proof `p`: it has ended by its time, the days to renew it are over, and nothing newer holds or waits for us. Who has no account any
 * more is not stopped.
 */
const IS_OVERDUE = sql`
  p.state = 'approved' and p.restricted_at is null and p.past_at >= p.valid_until
  and not exists (select from identity.proof n
                   where n.customer_id = p.customer_id and n.tier = p.tier and n.id > p.id
                     and n.state in ('approved', 'in_review', 'second_review'))
  and not exists (select from identity.closing c where c.customer_id = p.customer_id and c.state = 'closed')`;

export async function proofsOverdue(read: Reader, now: Temporal.Instant, limit: number): Promise<ProofId[]> {
  const { rows } = await sql<{ id: ProofId }>`
    select p.id from identity.proof p join identity.tier_rule r on r.tier = p.tier
     where ${IS_OVERDUE} and p.valid_until + make_interval(days => r.restrict_after_days) <= ${now.toString()}
     order by p.valid_until limit ${limit}`.execute(read);
  return rows.map(({ id }) => id);
}

export async function isOverdue(read: Reader, id: ProofId, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.proof p join identity.tier_rule r on r.tier = p.tier
     where p.id = ${id} and ${IS_OVERDUE} and p.valid_until + make_interval(days => r.restrict_after_days) <= ${now.toString()}`.execute(
    read,
  );
  return rows.length > 0;
}
