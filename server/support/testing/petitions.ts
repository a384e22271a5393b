import assert from 'node:assert/strict';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { PetitionItem } from '#common/api/petition';
import type { RestrictionReason } from '#common/api/restriction';
import type { CaseId, CustomerId } from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { type Imposer, restrict, restrictionsInForce, type RestrictionKind } from '#risk';
import { type Agent, agent, clock, customer, type Customer, db, owner } from './desk.ts';

/** People on both sides of a decision, and what they do on the way to it. */
export const [zhou, he] = [await agent('周青'), await agent('何敏')];
export const [shen, yu] = [
  await agent('沈朗', { role: 'supervisor' }),
  await agent('余清', { role: 'supervisor' }),
];
export const [risk, riskToo] = [await agent('林岚', { role: 'risk' }), await agent('方远', { role: 'risk' })];

export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    if (error instanceof ApiProblem) return error.code;
    throw error;
  }
}
export const inForce = (id: CustomerId) => restrictionsInForce(db.read, id);

export async function restricted(
  reason: RestrictionReason,
  { kind = 'frozen' as RestrictionKind, by = risk.id as Imposer } = {},
): Promise<{ who: Customer; since: string }> {
  const who = await customer();
  // Every browser that signs in has a password.
  await sql`insert into identity.password (customer_id, box, parameters, set_at)
            values (${who.id}, 'v1.x', 'argon2id x', ${clock.now().toString()})`.execute(owner.read);
  clock.advance({ minutes: 1 });
  const imposer = kind === 'self_frozen' ? who.id : by;
  const done = await db.transaction((tx) =>
    restrict(tx, clock, { customer: who.id, kind, reason, by: imposer, note: 'three payees in an hour' }),
  );
  assert.ok(done.ok);
  return { who, since: done.value.since.toString() };
}
export async function opened({ who, since }: { who: Customer; since: string }): Promise<CaseId> {
  const id = newId('case');
  await who.call(api.openLiftRequest, { idempotencyKey: id, body: { id, since } });
  return id;
}
export const give = (who: Customer, id: CaseId, item: PetitionItem, text = '工资，单位是长河书店') =>
  who.call(api.giveItem, { params: { id }, body: { item, text } });
export async function answered(who: Customer, id: CaseId): Promise<void> {
  const { items } = await who.call(api.petition, { params: { id } });
  for (const { item } of items) await give(who, id, item);
}
export const GRANTED = {
  outcome: 'granted',
  ground: 'answers_accepted',
  keeps: [],
  note: 'all fits',
} as const;
export const REFUSED = {
  outcome: 'refused',
  ground: 'answers_contradict',
  keeps: [],
  note: 'does not fit',
} as const;
type Proposed = Parameters<typeof propose>[2];
export const propose = async (
  by: Agent,
  id: CaseId,
  body: {
    outcome: 'granted' | 'partly' | 'refused';
    ground: 'answers_accepted' | 'answers_contradict' | 'not_told' | 'identity_confirmed';
    keeps: readonly ('receive' | 'top_up' | 'transfer' | 'withdraw')[];
    note: string;
  },
) => {
  await read(by, id);
  return by.call(api.proposeDecision, { params: { id }, body: { ...body, keeps: [...body.keeps] } });
};
/** The desk opens what was given before anybody decides. */
export const read = (by: Agent, id: CaseId) => by.call(api.staffPetition, { params: { id } });
export async function decided(
  id: CaseId,
  body: Proposed,
  by: readonly [Agent, Agent] = [zhou, shen],
): Promise<void> {
  const { proposals } = await propose(by[0], id, body);
  const proposalId = proposals.at(-1)?.id;
  assert.ok(proposalId);
  await read(by[1], id);
  await by[1].call(api.decidePetition, { params: { id }, body: { proposalId, decision: 'approve' } });
}
export async function appealed(who: Customer, of: CaseId): Promise<CaseId> {
  const id = newId('case');
  await who.call(api.openAppeal, { idempotencyKey: id, body: { id, of, text: '流水里有这笔工资' } });
  return id;
}
