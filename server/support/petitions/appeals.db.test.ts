import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { clock, customer, drain, owner, type Agent } from '../testing/desk.ts';
import {
  zhou,
  he,
  shen,
  yu,
  risk,
  riskToo,
  refusal,
  inForce,
  restricted,
  opened,
  give,
  answered,
  GRANTED,
  REFUSED,
  propose,
  read,
  decided,
  appealed,
} from '../testing/petitions.ts';

describe('an appeal', () => {
  test('goes to people who had no part in the decision, once, and is final', async () => {
    const one = await restricted('unusual_payments');
    const { who } = one;
    const id = await opened(one);
    await answered(who, id);
    await decided(id, REFUSED);
    assert.ok((await who.call(api.petition, { params: { id } })).appealUntil);
    const appeal = await appealed(who, id);
    assert.equal((await who.call(api.petition, { params: { id } })).appealId, appeal);
    assert.equal(await refusal(appealed(who, id)), 'appeal_not_possible', 'once');
    for (const before of [zhou, shen])
      assert.equal(await refusal(propose(before, appeal, GRANTED)), 'reviewer_must_differ');
    const { proposals } = await propose(he, appeal, GRANTED);
    const proposalId = proposals[0]?.id;
    assert.ok(proposalId);
    const approve = (by: Agent) =>
      refusal(
        by.call(api.decidePetition, { params: { id: appeal }, body: { proposalId, decision: 'approve' } }),
      );
    assert.equal(await approve(shen), 'reviewer_must_differ');
    assert.equal((await inForce(who.id)).length, 1);
    await read(yu, appeal);
    assert.equal(await approve(yu), 'none');
    assert.deepEqual(await inForce(who.id), []);
    assert.equal(await refusal(appealed(who, appeal)), 'appeal_not_possible', 'an appeal against an appeal');
  });

  test('is held to other people by the database, too', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    await answered(one.who, id);
    await decided(id, REFUSED);
    const appeal = await appealed(one.who, id);
    const proposal = newId('prop');
    const at = clock.now().toString();
    await sql`insert into risk.proposal (id, action, subject, parameters, reason, proposed_by, proposed_at, expires_at, decision, decided_by, decided_at)
      values (${proposal}, 'decide_petition', ${appeal}, '{"outcome":"granted","ground":"answers_accepted","keeps":[]}', 'x', ${he.id}, ${at},
              ${clock.now().add({ hours: 1 }).toString()}, 'approved', ${shen.id}, ${at})`.execute(
      owner.read,
    );
    await assert.rejects(
      sql`update risk.petition set state = 'decided', outcome = 'granted', ground = 'answers_accepted', proposal_id = ${proposal},
          proposed_by = ${he.id}, decided_by = ${shen.id}, decided_at = ${at} where case_id = ${appeal}`.execute(
        owner.read,
      ),
      /decided by whom it contests/,
    );
  });

  test('is too late after thirty days, and somebody else’s decision is not there', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    await answered(one.who, id);
    await decided(id, REFUSED);
    assert.equal(await refusal(appealed(await customer(), id)), 'not_found');
    clock.advance({ hours: 24 * 31 });
    assert.equal(await refusal(appealed(one.who, id)), 'appeal_not_possible');
  });
});

describe('what must not be told', () => {
  test('is asked for nothing that tells it, decided by staff for risk alone, and its ground is one sentence', async () => {
    const one = await restricted('sanctions_review');
    const { who } = one;
    const id = await opened(one);
    const { items, why } = await who.call(api.petition, { params: { id } });
    assert.deepEqual([why, items.map(({ item }) => item)], ['not_told', ['explanation']]);
    await answered(who, id);
    const seen = await zhou.call(api.staffPetition, { params: { id } });
    assert.deepEqual([seen.why, seen.decidedBy, seen.askable], ['not_told', 'risk', []]);
    assert.doesNotMatch(JSON.stringify(seen), /sanction|rst_/);
    const body = { outcome: 'refused', ground: 'not_told', keeps: [], note: 'list entry matches' } as const;
    assert.equal(await refusal(propose(zhou, id, body)), 'forbidden');
    assert.equal(await refusal(propose(shen, id, body)), 'forbidden');
    assert.equal(
      await refusal(propose(risk, id, { ...body, ground: 'answers_contradict' })),
      'petition_not_possible',
    );
    await decided(id, body, [risk, riskToo]);
    await drain();
    const log = await who.call(api.accessLog);
    assert.ok(
      log.items.every(({ staffName }) => staffName !== '林岚'),
      'that staff for risk looked is not told',
    );
    const told = JSON.stringify([
      await who.call(api.petition, { params: { id } }),
      await who.call(api.caseMessages, { params: { id }, query: {} }),
      await who.call(api.caseRecord, { params: { id } }),
      await who.call(api.cases, { query: {} }),
    ]);
    assert.doesNotMatch(told, /sanction|rst_|list entry|three payees|林岚|方远/);
    assert.match(told, /not_told/);
  });

  test('somebody else’s request is not there, for its owner’s browser alone', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    const other = await customer();
    assert.equal(await refusal(other.call(api.petition, { params: { id } })), 'not_found');
    assert.equal(await refusal(give(other, id, 'explanation')), 'not_found');
    assert.equal(
      await refusal(
        other.call(api.openLiftRequest, {
          idempotencyKey: newId('evt'),
          body: { id: newId('case'), since: one.since },
        }),
      ),
      'not_found',
    );
  });
});
