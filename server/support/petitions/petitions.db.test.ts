import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import type { PetitionItem } from '#common/api/petition';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { erasePetitionAnswers, petitionAnswersEver } from '#risk';
import { clock, db, drain, owner, sealing, type Agent } from '../testing/desk.ts';
import {
  zhou,
  he,
  shen,
  yu,
  refusal,
  inForce,
  restricted,
  opened,
  give,
  answered,
  GRANTED,
  propose,
  read,
  decided,
} from '../testing/petitions.ts';

test('what somebody answered is in the copy of their data, and is erased whole, of that person alone', async () => {
  const [one, other] = [await restricted('unusual_payments'), await restricted('unusual_payments')];
  for (const each of [one, other]) await give(each.who, await opened(each), 'source_of_funds');
  const answersOf = async ({ who }: typeof one) =>
    (await petitionAnswersEver(db.read, { keys: sealing }, who.id)).map(({ item, answer }) => [
      item,
      answer !== null,
    ]);
  assert.deepEqual(await answersOf(one), [['source_of_funds', true]]);
  await db.transaction((tx) => erasePetitionAnswers(tx, clock, one.who.id));
  assert.deepEqual(await answersOf(one), [['source_of_funds', false]]);
  assert.deepEqual(await answersOf(other), [['source_of_funds', true]]);
});

describe('a restriction is lifted by what its owner gives', () => {
  test('asked one by one, looked at, proposed by one and approved by another, and told with its ground', async () => {
    const one = await restricted('unusual_payments');
    const { who } = one;
    const id = await opened(one);
    const begun = await who.call(api.petition, { params: { id } });
    assert.deepEqual(
      [begun.state, begun.case.nextActor, begun.why, begun.items.map(({ item }) => item)],
      ['asking', 'you', 'payments_review', ['explanation', 'source_of_funds', 'account_statement']],
    );
    assert.equal(
      await refusal(give(who, id, 'proof_of_address')),
      'case_changed_meanwhile',
      'was not asked for',
    );
    assert.equal(await refusal(give(who, id, 'explanation', ' ')), 'message_empty');
    await give(who, id, 'explanation');
    await give(who, id, 'source_of_funds');
    const { case: submitted } = await give(who, id, 'account_statement');
    assert.equal(submitted.nextActor, 'okpay');
    assert.ok(submitted.dueAt, 'we owe a decision by a time');

    const seen = await zhou.call(api.staffPetition, { params: { id } });
    assert.equal(seen.items[0]?.answer, '工资，单位是长河书店');
    await zhou.call(api.judgeItem, {
      params: { id },
      body: { item: 'explanation', attempt: 1, fault: null },
    });
    const { proposals } = await propose(zhou, id, GRANTED);
    const proposalId = proposals[0]?.id;
    assert.ok(proposalId);
    const approve = (by: Agent) =>
      by.call(api.decidePetition, { params: { id }, body: { proposalId, decision: 'approve' } });
    assert.equal(await refusal(approve(he)), 'forbidden', 'an agent decides nothing');
    assert.equal((await inForce(who.id)).length, 1);
    assert.equal(await refusal(approve(shen)), 'answer_not_opened', 'nobody decides unseen');
    await read(shen, id);
    await approve(shen);
    assert.deepEqual(await inForce(who.id), []);
    const done = await who.call(api.petition, { params: { id } });
    assert.deepEqual(
      [done.state, done.decision?.outcome, done.decision?.ground, done.case.state, done.appealUntil],
      ['decided', 'granted', 'answers_accepted', 'resolved', null],
    );
    await drain();
    const { items } = await who.call(api.caseMessages, { params: { id }, query: {} });
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ['opened', 'asked', 'given', 'resolved'],
    );
  });

  test('nobody approves the own proposal, and what was seen is what is decided once', async () => {
    const one = await restricted('data_inconsistent');
    const id = await opened(one);
    await answered(one.who, id);
    const { proposals } = await propose(shen, id, GRANTED);
    const proposalId = proposals[0]?.id;
    assert.ok(proposalId);
    const decide = (by: Agent, decision: 'approve' | 'reject' | 'withdraw' = 'approve') =>
      refusal(by.call(api.decidePetition, { params: { id }, body: { proposalId, decision } }));
    assert.equal(await decide(shen), 'proposal_own');
    assert.equal(await refusal(propose(yu, id, GRANTED)), 'proposal_open');
    const answers = await Promise.all([yu, yu, yu, yu].map((by) => decide(by)));
    assert.equal(answers.filter((each) => each === 'none').length, 1);
    await assert.rejects(
      sql`update risk.petition set decided_by = proposed_by where case_id = ${id}`.execute(owner.read),
      /petition_four_eyes/,
    );
  });

  test('what is not enough is asked for once more, and after two rounds it has to be decided', async () => {
    const one = await restricted('unusual_payments');
    const { who } = one;
    const id = await opened(one);
    await answered(who, id);
    const refuse = async (attempt: number) => {
      await read(zhou, id);
      const body = { item: 'source_of_funds', attempt, fault: 'incomplete' } as const;
      return zhou.call(api.judgeItem, { params: { id }, body });
    };
    const ask = (more: PetitionItem[] = []) => zhou.call(api.askForItems, { params: { id }, body: { more } });
    assert.equal(await refusal(ask()), 'case_changed_meanwhile', 'nothing was refused');
    await refuse(1);
    assert.equal(await refusal(refuse(1)), 'case_changed_meanwhile', 'a verdict is given once');
    await ask(['proof_of_address']);
    const again = await who.call(api.petition, { params: { id } });
    assert.deepEqual(
      again.items
        .filter(({ state }) => state === 'refused' || state === 'asked')
        .map(({ item, fault }) => [item, fault]),
      [
        ['source_of_funds', 'incomplete'],
        ['proof_of_address', null],
      ],
    );
    await give(who, id, 'source_of_funds', '长河书店的工资单');
    assert.equal((await give(who, id, 'proof_of_address')).state, 'reviewing');
    await refuse(2);
    await ask(['identity_document']);
    assert.equal((await give(who, id, 'identity_document')).state, 'reviewing', 'no third try at the same');
    assert.equal(await refusal(ask(['explanation'])), 'rounds_used_up');
  });

  test('in part: what stays is a limitation with the same reason and a clock of its own', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    await answered(one.who, id);
    const partly = { outcome: 'partly', ground: 'answers_accepted', note: 'may receive again' } as const;
    assert.equal(await refusal(propose(zhou, id, { ...partly, keeps: [] })), 'petition_not_possible');
    assert.equal(
      await refusal(propose(zhou, id, { ...partly, keeps: ['receive', 'top_up', 'transfer', 'withdraw'] })),
      'petition_not_possible',
      'that would be all of it',
    );
    await decided(id, { ...partly, keeps: ['transfer'] });
    const left = await inForce(one.who.id);
    assert.deepEqual(
      left.map(({ kind, reason, blocked }) => [kind, reason, blocked]),
      [['limited', 'unusual_payments', ['transfer']]],
    );
    assert.ok(left[0]?.dueAt);
  });

  test('a rule lifts by itself what a rule imposed, as soon as the system sees that it is done', async () => {
    const one = await restricted('too_many_failures', { kind: 'frozen', by: 'rule:test' });
    const { who } = one;
    const id = await opened(one);
    assert.equal(await refusal(give(who, id, 'new_password')), 'item_not_done');
    clock.advance({ minutes: 5 });
    await sql`update identity.password set set_at = ${clock.now().toString()} where customer_id = ${who.id}`.execute(
      owner.read,
    );
    await give(who, id, 'new_password');
    assert.equal(await refusal(give(who, id, 'strong_factor')), 'item_not_done');
    await sql`insert into identity.passkey (id, customer_id, credential_id, public_key, counter, name, transports, backup_eligible, backed_up, aaguid, added_at)
      values (${newId('pk')}, ${who.id}, ${who.id}, ${Buffer.alloc(77, 1)}, 0, 'phone', '{}', false, false, ${'0'.repeat(36)}, ${clock.now().toString()})`.execute(
      owner.read,
    );
    const done = await give(who, id, 'strong_factor');
    assert.deepEqual(
      [done.state, done.decision?.byItself, done.decision?.outcome],
      ['decided', true, 'granted'],
    );
    assert.deepEqual(await inForce(who.id), []);
  });

  test('what staff imposed is decided by people, however much the system sees for itself', async () => {
    const one = await restricted('too_many_failures');
    const id = await opened(one);
    await sql`insert into identity.passkey (id, customer_id, credential_id, public_key, counter, name, transports, backup_eligible, backed_up, aaguid, added_at)
      values (${newId('pk')}, ${one.who.id}, ${one.who.id}, ${Buffer.alloc(77, 1)}, 0, 'phone', '{}', false, false, ${'0'.repeat(36)}, ${clock.now().toString()})`.execute(
      owner.read,
    );
    clock.advance({ minutes: 5 });
    await sql`update identity.password set set_at = ${clock.now().toString()} where customer_id = ${one.who.id}`.execute(
      owner.read,
    );
    await give(one.who, id, 'new_password');
    assert.equal((await give(one.who, id, 'strong_factor')).state, 'reviewing');
    assert.equal((await inForce(one.who.id)).length, 1);
  });

  test('who cannot undo the own freeze gives proof of identity, and two of the staff undo it', async () => {
    const one = await restricted('owner_asked', { kind: 'self_frozen' });
    const id = await opened(one);
    await answered(one.who, id);
    await decided(id, {
      outcome: 'granted',
      ground: 'identity_confirmed',
      keeps: [],
      note: 'compared by video',
    });
    assert.deepEqual(await inForce(one.who.id), []);
  });
});

describe('the clock', () => {
  test('an answer in the conversation does not stop it, and words alone end nothing', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    await answered(one.who, id);
    const due = (await one.who.call(api.case, { params: { id } })).dueAt;
    await zhou.call(api.answerCase, { params: { id }, body: { clientId: newId('msg'), text: '我们在看' } });
    const after = await one.who.call(api.case, { params: { id } });
    assert.deepEqual([after.nextActor, after.dueAt], ['okpay', due]);
    assert.equal(
      await refusal(
        zhou.call(api.resolveCase, { params: { id }, body: { clientId: newId('msg'), text: '好' } }),
      ),
      'case_awaits_decision',
    );
    clock.advance({ hours: 24 * 8 });
    await drain();
    assert.equal(
      (await one.who.call(api.case, { params: { id } })).escalated,
      true,
      'it escalates by itself',
    );
  });

  test('a request that its owner forgot ends, and another one can be opened', async () => {
    const one = await restricted('unusual_payments');
    const id = await opened(one);
    const second = newId('case');
    const openSecond = () =>
      one.who.call(api.openLiftRequest, {
        idempotencyKey: newId('evt'),
        body: { id: second, since: one.since },
      });
    assert.equal(await refusal(openSecond()), 'petition_open');
    clock.advance({ hours: 24 * 8 });
    await drain();
    assert.equal((await one.who.call(api.petition, { params: { id } })).state, 'ended');
    assert.equal((await openSecond()).state, 'asking');
  });
});
