import type { RuleForm, RuleOperation } from '#common/risk-rule';
import { invariant } from '#common/result';
import type { Db } from '#platform/db';
import { newId } from '#platform/ids';
import { CHANGE_RULES, decideChange, openProposals, proposeChange, type Rule, writeRule } from '#risk';
import type { Clock } from '#platform/clock';

type World = { readonly db: Db; readonly clock: Clock };

/** Writes a rule and has it switched on, as two members of staff do it. */
export async function switchOn(
  { db, clock }: World,
  {
    operations = ['transfer'],
    conditions,
    ...form
  }: Readonly<Omit<RuleForm, 'conditions' | 'operations'>> & {
    readonly operations?: readonly RuleOperation[];
    readonly conditions: readonly RuleForm['conditions'][number][];
  },
): Promise<Rule> {
  const by = newId('stf');
  const written = await db.transaction((tx) =>
    writeRule(tx, clock, {
      id: null,
      form: { ...form, operations: [...operations], conditions: [...conditions] },
      currency: 'CNY',
      by,
    }),
  );
  invariant(written.ok, 'a rule is written');
  await change({ db, clock }, written.value, 'on');
  return written.value;
}

export const switchOff = (world: World, rule: Rule): Promise<void> => change(world, rule, 'off');

async function change({ db, clock }: World, { id, version }: Rule, to: 'on' | 'off'): Promise<void> {
  const proposed = await db.transaction((tx) =>
    proposeChange(tx, clock, { rule: id, version, change: to, note: 'tried', by: newId('stf') }),
  );
  invariant(proposed.ok, 'it is proposed');
  const open = await openProposals(db.read, clock, CHANGE_RULES, { limit: 100 });
  const proposal = open.find(({ subject }) => subject === id);
  invariant(proposal !== undefined, 'it waits for a colleague');
  const decided = await db.transaction((tx) =>
    decideChange(tx, clock, { id: proposal.id, by: newId('stf'), decision: 'approve', note: null }),
  );
  invariant(decided.ok, 'it is approved');
}
