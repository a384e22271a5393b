import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { deleteProofDecisionsBefore } from './store.ts';

const { db } = await freshDb();
const clock = testClock();

test('what was asked for at a proof is forgotten after a time; a decision about a payment never', async () => {
  for (const [stage, operation] of [
    ['proof', null],
    ['payment', newId('tr')],
  ] as const)
    await sql`
      insert into risk.decision (at, about, stage, payer_id, operation_id, amount_minor, currency, outcome, set_version, matched, facts)
      values (${clock.now().toString()}, 'transfer', ${stage}, ${newId('cus')}, ${operation}, 1, 'CNY', 'step_up', 1, '{rul_x/1}', '[]')`.execute(
      db.read,
    );
  const stages = async (): Promise<string[]> => {
    const { rows } = await sql<{ stage: string }>`select stage from risk.decision order by stage`.execute(
      db.read,
    );
    return rows.map(({ stage }) => stage);
  };
  const forget = (hours: number) =>
    db.transaction((tx) => deleteProofDecisionsBefore(tx, clock.now().add({ hours })));
  await forget(-1);
  assert.deepEqual(await stages(), ['payment', 'proof']);
  await forget(1);
  assert.deepEqual(await stages(), ['payment']);
  await assert.rejects(sql`delete from risk.decision`.execute(db.read), /belongs to a payment/);
});
