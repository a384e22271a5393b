import type { RuleForm, RuleOutcome } from '#common/risk-rule';
import type { CustomerId, OperationId, ProposalId, RuleId, StaffId } from '#common/id';
import { type Currency, type Money, money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import {
  type Decision,
  keepFacts,
  type KeptFacts,
  refOf,
  type Rule,
  type RuleRef,
  type RuleSet,
} from './rule.ts';

const COLUMNS = sql`r.id, r.version, r.name, r.operations, r.outcome, r.reason, r.conditions, r.currency, r.written_by as "writtenBy",
  r.written_at as "writtenAt"`;

export async function findLiveVersion(read: Reader): Promise<number> {
  const { rows } = await sql<{ version: number }>`select max(version) as version from risk.rule_set`.execute(
    read,
  );
  return rows[0]?.version ?? 0;
}

/** A set that was ever live. Neither it nor its rules can change. */
export async function findSet(read: Reader, version: number): Promise<RuleSet> {
  const { rows } = await sql<Rule>`
    select ${COLUMNS} from risk.rule_in_set s
      join risk.rule r on r.id = s.rule_id and r.version = s.rule_version
     where s.set_version = ${version} order by r.id`.execute(read);
  return { version, rules: rows };
}

/** The newest version of every rule, the oldest rule first. */
export async function newestRules(read: Reader): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select distinct on (r.id) ${COLUMNS} from risk.rule r order by r.id, r.version desc`.execute(read);
  return rows;
}

export async function findRule(read: Reader, id: RuleId, version: number): Promise<Rule | null> {
  const { rows } = await sql<Rule>`
    select ${COLUMNS} from risk.rule r where r.id = ${id} and r.version = ${version}`.execute(read);
  return rows[0] ?? null;
}

type NewRule = RuleForm & { id: RuleId; currency: Currency; by: StaffId };

/** Written as the next version. Null if a colleague wrote that one at the same moment. */
export async function insertRule(
  tx: Tx,
  { id, name, operations, outcome, reason, conditions, currency, by }: NewRule,
  at: Temporal.Instant,
): Promise<number | null> {
  const { rows } = await sql<{ version: number }>`
    insert into risk.rule (id, version, name, operations, outcome, reason, conditions, currency, written_by, written_at)
    select ${id}, coalesce(max(version), 0) + 1, ${name}, ${operations}::text[], ${outcome}, ${reason}, ${JSON.stringify(conditions)}::jsonb, ${currency},
           ${by}, ${at.toString()}
      from risk.rule where id = ${id}
    on conflict do nothing
    returning version`.execute(tx);
  return rows[0]?.version ?? null;
}

type NewSet = { version: number; proposal: ProposalId; rules: readonly Pick<Rule, 'id' | 'version'>[] };

/** False if another set has taken this number. */
export async function insertSet(
  tx: Tx,
  { version, proposal, rules }: NewSet,
  at: Temporal.Instant,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into risk.rule_set (version, proposal_id, live_from) values (${version}, ${proposal}, ${at.toString()})
    on conflict (version) do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  await sql`
    insert into risk.rule_in_set (set_version, rule_id, rule_version)
    select ${version}, r.id, r.version
      from unnest(${rules.map(({ id }) => id)}::text[], ${rules.map((rule) => rule.version)}::integer[]) r (id, version)`.execute(
    tx,
  );
  return true;
}

/** Keeps a decision that was not simply yes. One that stands already stays as it is. */
export async function insertDecision(
  tx: Tx,
  { at, about, stage, payer, payee, operation, amount, verdict }: Decision,
): Promise<void> {
  const { outcome, set, matched, facts } = verdict;
  await sql`
    insert into risk.decision (at, about, stage, payer_id, payee_id, operation_id, amount_minor, currency, outcome, set_version, matched, counted_in, facts)
    values (${at.toString()}, ${about}, ${stage}, ${payer}, ${payee}, ${operation}, ${amount.minor}, ${amount.currency}, ${outcome}, ${set},
            ${matched.map(refOf)}::text[], ${verdict.currency}, ${JSON.stringify(keepFacts(facts))}::jsonb)
    on conflict (operation_id) do nothing`.execute(tx);
}

/** What was asked for at a proof; decisions about payments are kept, and the database sees to it. */
export async function deleteProofDecisionsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from risk.decision where stage = 'proof' and at < ${before.toString()}`.execute(tx);
}

export type HitsOfDay = { readonly rule: string; readonly day: string; readonly hits: number };

/** How often each rule matched on each day, by the calendar of a zone. */
export async function hitsByDay(
  read: Reader,
  { since, timeZone }: { since: Temporal.Instant; timeZone: string },
): Promise<HitsOfDay[]> {
  const { rows } = await sql<HitsOfDay>`
    select split_part(m.ref, '/', 1) as rule, (d.at at time zone ${timeZone})::date::text as day, count(*)::int as hits
      from risk.decision d cross join lateral unnest(d.matched) m (ref)
     where d.at >= ${since.toString()} group by 1, 2 order by 1, 2`.execute(read);
  return rows;
}

export type Label = 'fraud' | 'not_fraud';

export async function insertLabel(
  tx: Tx,
  labelled: { operation: OperationId; label: Label; note: string; by: StaffId },
  at: Temporal.Instant,
): Promise<void> {
  const { operation, label, note, by } = labelled;
  await sql`
    insert into risk.label (operation_id, label, note, staff_id, at)
    values (${operation}, ${label}, ${note}, ${by}, ${at.toString()})`.execute(tx);
}

/** The last word about each of these operations. */
export async function labelsOf(
  read: Reader,
  operations: readonly OperationId[],
): Promise<ReadonlyMap<string, Label>> {
  const { rows } = await sql<{ operation: string; label: Label }>`
    select distinct on (operation_id) operation_id as operation, label from risk.label
     where operation_id = any(${operations}::text[]) order by operation_id, id desc`.execute(read);
  return new Map(rows.map(({ operation, label }) => [operation, label]));
}

/** To whom payments were to go that a rule had something to say about. */
export async function payeesOf(
  read: Reader,
  operations: readonly OperationId[],
): Promise<ReadonlyMap<OperationId, CustomerId>> {
  const { rows } = await sql<{ operation: OperationId; payee: CustomerId }>`
    select operation_id as operation, payee_id as payee from risk.decision
     where operation_id = any(${operations}::text[]) and payee_id is not null`.execute(read);
  return new Map(rows.map(({ operation, payee }) => [operation, payee]));
}

export type HitOfRule = {
  readonly operation: OperationId;
  readonly payer: CustomerId;
  readonly at: Temporal.Instant;
  readonly amount: Money;
  readonly outcome: RuleOutcome;
  /** What amounts among the facts are in. */
  readonly countedIn: Currency;
  readonly facts: KeptFacts;
};
type HitRow = Omit<HitOfRule, 'amount'> & { minor: bigint; currency: Currency };

/** Of decisions that do not say it: the currency of the rules that matched, which was one. */
export const CURRENCY_OF_MATCHED = sql`
  select r.currency from risk.rule r
   where r.id = split_part(d.matched[1], '/', 1) and r.version = split_part(d.matched[1], '/', 2)::integer`;

/** The newest payments and top-ups that a rule matched, in whatever version; proofs that were asked for are no payments. */
export async function hitsOfRule(read: Reader, id: RuleId, limit: number): Promise<HitOfRule[]> {
  const { rows } = await sql<HitRow>`
    select d.operation_id as operation, d.payer_id as payer, d.at, d.amount_minor as minor, d.currency, d.outcome, d.facts,
           coalesce(d.counted_in, (${CURRENCY_OF_MATCHED})) as "countedIn"
      from risk.decision d
     where d.stage = 'payment' and exists (select from unnest(d.matched) m (ref) where split_part(m.ref, '/', 1) = ${id})
     order by d.at desc, d.id desc limit ${limit}`.execute(read);
  return rows.map(({ minor, currency, ...hit }) => ({ ...hit, amount: money(minor, currency) }));
}

/** Rules by the names that decisions call them by. */
export async function rulesNamed(
  read: Reader,
  refs: readonly RuleRef[],
): Promise<ReadonlyMap<RuleRef, Rule>> {
  const { rows } = await sql<Rule>`
    select ${COLUMNS} from unnest(${[...new Set(refs)]}::text[]) a (ref)
      join risk.rule r on r.id = split_part(a.ref, '/', 1) and r.version = split_part(a.ref, '/', 2)::integer`.execute(
    read,
  );
  return new Map(rows.map((rule) => [refOf(rule), rule]));
}
