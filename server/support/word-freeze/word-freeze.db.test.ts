import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { newId } from '#platform/ids';
import { sql } from '#platform/db';
import { restrictionsInForce } from '#risk';
import { agent, customer, db, drain } from '../testing/desk.ts';

const zhou = await agent('周青');

test('an agent freezes on the customer’s word, on record with how it was looked who asks, and cannot lift it', async () => {
  const who = await customer();
  const id = newId('case');
  const body = { id, topic: 'account', text: '手机被偷了，请马上冻结' } as const;
  await who.call(api.openCase, { idempotencyKey: id, body });
  const freeze = () =>
    zhou.call(api.freezeOnWord, { params: { id }, body: { method: 'signed_in_here', note: '手机被偷了' } });
  const { restrictions } = await freeze();
  assert.deepEqual(
    restrictions.map(({ why, blocked, nextActor }) => [why, blocked, nextActor]),
    [['owner_told_us', ['top_up', 'transfer', 'withdraw'], 'okpay']],
  );
  const [standing] = await restrictionsInForce(db.read, who.id);
  assert.equal(standing?.imposedBy, zhou.id);
  const { rows } = await sql<{ staff_id: string; method: string; case_id: string }>`
    select staff_id, method, case_id from support.word_freeze where restriction_id = ${standing?.id}`.execute(
    db.read,
  );
  assert.deepEqual(rows, [{ staff_id: zhou.id, method: 'signed_in_here', case_id: id }]);
  await drain();
  const { rows: told } = await sql<{ n: number }>`
    select count(*)::int as n from platform.outbox
     where name = 'account.restricted' and payload ->> 'customerId' = ${who.id}`.execute(db.read);
  assert.deepEqual(told, [{ n: 1 }], 'the customer is told at once');
  await assert.rejects(
    freeze(),
    (error) => error instanceof ApiProblem && error.code === 'restriction_stands',
  );
  const lifting = { ground: 'our_mistake', note: 'x' } as const;
  await assert.rejects(
    zhou.call(api.proposeLifting, { params: { id: standing?.id ?? '' }, body: lifting }),
    (error) => error instanceof ApiProblem && error.code === 'forbidden',
  );
});
