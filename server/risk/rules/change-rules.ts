import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { RuleForm } from '#common/risk-rule';
import type { ProposalId, RuleId, StaffId } from '#common/id';
import type { Currency } from '#common/money';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { approve, type DecisionRefusal, propose, reject, withdraw } from '../approvals/decide-proposal.ts';
import { proposalKind } from '../approvals/proposal.ts';
import type { Rule, RuleSet } from './rule.ts';
import * as store from './store.ts';

export const CHANGES = ['on', 'off'] as const;
const changeSchema = z.object({
  rule: idSchema('rul'),
  version: z.number().int().positive(),
  change: z.enum(CHANGES),
});
type Change = z.output<typeof changeSchema>;
/** Switching one version of a rule on, which takes the place of the version that is on, or switching it off. */
export const CHANGE_RULES = proposalKind('change_rules', changeSchema);

/** Writes a rule, or a new version of one. It decides nothing until two people have switched it on. */
export async function writeRule(
  tx: Tx,
  clock: Clock,
  { id, form, currency, by }: { id: RuleId | null; form: RuleForm; currency: Currency; by: StaffId },
): Promise<Result<Rule, Refusal<'not_found' | 'rule_changed_meanwhile'>>> {
  if (id && !(await store.findRule(tx, id, 1))) return err({ code: 'not_found' });
  const rule = { ...form, id: id ?? newId('rul'), currency };
  const writtenAt = clock.now();
  const version = await store.insertRule(tx, { ...rule, by }, writtenAt);
  if (version === null) return err({ code: 'rule_changed_meanwhile' });
  return ok({ ...rule, version, writtenBy: by, writtenAt });
}

type Proposing = Change & { readonly note: string; readonly by: StaffId };

/** The first pair of eyes. */
export async function proposeChange(
  tx: Tx,
  clock: Clock,
  { note, by, ...change }: Proposing,
): Promise<Result<unknown, Refusal<'not_found' | 'rule_changed_meanwhile' | 'proposal_open'>>> {
  if (!(await store.findRule(tx, change.rule, change.version))) return err({ code: 'not_found' });
  if (!after(await liveSet(tx), change)) return err({ code: 'rule_changed_meanwhile' });
  return propose(tx, clock, CHANGE_RULES, { subject: change.rule, parameters: change, reason: note, by });
}

type Deciding = {
  readonly id: ProposalId;
  readonly by: StaffId;
  readonly decision: 'approve' | 'reject' | 'withdraw';
  readonly note: string | null;
};

/** The second pair: approving makes a new set live, in the same transaction. Null where nothing was changed. */
export async function decideChange(
  tx: Tx,
  clock: Clock,
  { id, by, decision, note }: Deciding,
): Promise<Result<{ set: number } | null, DecisionRefusal | Refusal<'rule_changed_meanwhile'>>> {
  const decide = { approve, reject, withdraw }[decision];
  const decided = await decide(tx, clock, CHANGE_RULES, { id, by, reason: note });
  if (!decided.ok) return decided;
  if (decision !== 'approve') return ok(null);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const live = await liveSet(tx);
    const rules = after(live, decided.value.parameters);
    if (!rules) return err({ code: 'rule_changed_meanwhile' });
    const version = live.version + 1;
    if (await store.insertSet(tx, { version, proposal: id, rules }, clock.now())) return ok({ set: version });
  }
  throw new Error(`the rules change faster than ${id} can be carried out`);
}

/** A colleague's approval may take the next number first; then this one counts on from there. */
const ATTEMPTS = 10;

async function liveSet(tx: Tx): Promise<RuleSet> {
  const version = await store.findLiveVersion(tx);
  invariant(version > 0, 'there is always a set of rules');
  return store.findSet(tx, version);
}

/** The rules that are on afterwards; null if the change would change nothing. */
export function after(
  { rules }: Pick<RuleSet, 'rules'>,
  { rule, version, change }: Change,
): Pick<Rule, 'id' | 'version'>[] | null {
  const others = rules.filter(({ id }) => id !== rule);
  const present = rules.find(({ id }) => id === rule);
  if (change === 'off') return present ? others : null;
  return present?.version === version ? null : [...others, { id: rule, version }];
}
