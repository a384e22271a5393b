import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import type { TransferId } from '#common/id';
import { toWire } from '#common/money';
import { invariant } from '#common/result';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { insertLabel, replay, type Rule } from '#risk';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { assessPayment } from './assess-payment.ts';

const world = await walletWorld({ outside: false });
const { db, clock, deps } = world;
const refusal = async (call: Promise<unknown>): Promise<ApiProblem> => {
  const problem = await call.then(
    () => assert.fail('it was not refused'),
    (error: unknown) => error,
  );
  assert.ok(problem instanceof ApiProblem, String(problem));
  return problem;
};

/** Pays with a proof of the payment password alone. */
async function payPlainly(payer: WalletPerson, payee: WalletPerson, minor: bigint) {
  const reference = await world.find(payer, payee);
  const stepUpId = await world.stepUp(payer, cny(minor), reference, null);
  const id = newId('tr');
  const body = { id, payee: reference, amount: toWire(cny(minor)), stepUpId };
  return payer.call(api.createTransfer, { body, idempotencyKey: id });
}
const verdictOf = async (payer: WalletPerson, payee: WalletPerson, minor: bigint) => {
  const reference = await world.find(payer, payee);
  const asked = { payer: payer.id, payee: reference, amount: cny(minor), device: null };
  return (await assessPayment(deps, asked)).verdict;
};
type Kept = { outcome: string; set: number; matched: string[]; facts: (string | null)[] };
async function keptOf(id: string): Promise<Kept> {
  const { rows } = await sql<{ rules: Kept }>`
    select decision -> 'rules' as rules from operations.operation where id = ${id}`.execute(db.read);
  invariant(rows[0] !== undefined, `${id} is an operation`);
  return rows[0].rules;
}
/** All rows about a payer. */
const decisions = async (payer: WalletPerson): Promise<{ stage: string; outcome: string; operation: string | null }[]> => {
  const { rows } = await sql<{ stage: string; outcome: string; operation: string | null }>`
    select stage, outcome, operation_id as operation from risk.decision where payer_id = ${payer.id} order by id`.execute(db.read);
  return rows;
}; // prettier-ignore

describe('the rules that the product comes with', () => {
  test('let small payments through with the payment password alone, also the first one to somebody', async () => {
    const [payer, payee] = [await world.funded(cny(5_000_00n)), await world.person()];
    const entry = await payPlainly(payer, payee, 1_000_00n);
    const { outcome, set, facts } = await keptOf(entry.id);
    assert.deepEqual([outcome, set, facts.slice(0, 5)], ['allow', 1, ['100000', '0', '0', '20', '1']]);
    assert.equal(facts.length, 9, 'nobody asked for the histories');
    assert.deepEqual(await decisions(payer), []);
  });

  test('ask for the strong factor at the first payment to somebody, and not at the second', async () => {
    const [payer, payee] = [await world.funded(cny(9_000_00n)), await world.person()];
    assert.equal((await verdictOf(payer, payee, 1_000_01n)).matched[0]?.reason, 'first_payment');
    const refused = await refusal(payPlainly(payer, payee, 1_000_01n));
    assert.equal(refused.code, 'step_up_not_valid', 'a proof without the factor is no proof of this');
    assert.equal(await world.available(payer), 9_000_00n);
    const entry = await world.pay(payer, payee, cny(1_000_01n));
    assert.equal((await keptOf(entry.id)).outcome, 'step_up');
    assert.deepEqual(await decisions(payer), [{ stage: 'payment', outcome: 'step_up', operation: entry.id }]);
    assert.equal((await payPlainly(payer, payee, 1_000_02n)).state, 'completed');
  });

  test('ask for it where a sum is far above what is usual', async () => {
    const [payer, payee] = [await world.funded(cny(9_000_00n)), await world.person()];
    await world.pay(payer, payee, cny(600_00n));
    clock.advance({ minutes: 1 });
    assert.equal((await verdictOf(payer, payee, 1_800_00n)).outcome, 'allow', 'three times as much is not far above');
    const verdict = await verdictOf(payer, payee, 2_400_00n);
    assert.deepEqual(verdict.matched.map(({ reason }) => reason), ['unusual']);
  }); // prettier-ignore
});

describe('a rule that two people have switched on', () => {
  const mule = {
    name: 'In and out',
    outcome: 'block',
    reason: 'unsafe_pattern',
    conditions: [
      { fact: 'received_hour', op: 'at_least', value: '30000' },
      { fact: 'payers_day', op: 'at_least', value: '3' },
      { fact: 'balance_share', op: 'at_least', value: '80' },
    ],
  } as const;
  let rule: Rule;

  test('bites from then on, on both roads, and its block stands in the history with a reason', async () => {
    const [mary, payee] = [await world.person(), await world.person()];
    for (let payer = 0; payer < 3; payer++)
      await world.pay(await world.funded(cny(500_00n)), mary, cny(100_00n));
    clock.advance({ minutes: 5 });
    assert.equal((await verdictOf(mary, payee, 290_00n)).outcome, 'allow');
    rule = await switchOn(world, mule);
    const refused = await refusal(payPlainly(mary, payee, 290_00n));
    assert.equal(refused.code, 'payment_unsafe');
    assert.equal(await world.available(mary), 300_00n, 'nothing was taken');
    const id = refused.facts['operationId'];
    assert.ok(typeof id === 'string', 'it is recorded');
    const entry = await mary.call(api.entry, { params: { id } });
    assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'payment_unsafe']);
    assert.deepEqual(await decisions(mary), [{ stage: 'payment', outcome: 'block', operation: id }]);
    assert.deepEqual((await keptOf(id)).matched, [`${rule.id}/1`]);
    assert.equal((await payPlainly(mary, payee, 100_00n)).state, 'completed', 'a part of it is no emptying');
  });

  test('does not bite any more once it is off', async () => {
    await switchOff(world, rule);
    const [mary, payee] = [await world.person(), await world.person()];
    for (let payer = 0; payer < 3; payer++)
      await world.pay(await world.funded(cny(500_00n)), mary, cny(100_00n));
    clock.advance({ minutes: 5 });
    assert.equal((await payPlainly(mary, payee, 290_00n)).state, 'completed');
  });

  test('is tried against what payments turned out to be: fraud it finds, false alarms, fraud it lets pass', async () => {
    const { rows } = await sql<{ id: TransferId; blocked: boolean }>`
      select id, state = 'failed' as blocked from operations.operation
       where (decision -> 'rules' -> 'facts' ->> 0) in ('29000', '10000') and state in ('failed', 'completed') order by created_at, id`.execute(
      db.read,
    );
    const [blocked, first] = [rows.find((each) => each.blocked), rows.find((each) => !each.blocked)];
    assert.ok(blocked && first);
    const say = (operation: TransferId, label: 'fraud' | 'not_fraud') =>
      db.transaction((tx) =>
        insertLabel(tx, { operation, label, note: 'looked at', by: newId('stf') }, clock.now()),
      );
    await say(blocked.id, 'not_fraud');
    await say(blocked.id, 'fraud'); // The last word counts.
    await say(first.id, 'fraud');
    const asked = { currency: 'CNY', base: 'CNY', days: 7, timeZone: 'Asia/Shanghai' } as const;
    const conditions = [...mule.conditions];
    const found = await replay(db.read, clock, {
      ...asked,
      form: { ...mule, operations: ['transfer'], conditions },
    });
    assert.deepEqual([found.fraud, found.falseAlarms, found.missedFraud, found.differences], [1, 0, 1, 0]);
    await say(blocked.id, 'not_fraud');
    const alarmed = await replay(db.read, clock, {
      ...asked,
      form: { ...mule, operations: ['transfer'], conditions },
    });
    assert.deepEqual([alarmed.fraud, alarmed.falseAlarms, alarmed.missedFraud], [0, 1, 1]);
  });

  test('is tried on what was decided before, and finds what it would have found', async () => {
    const tried = await replay(db.read, clock, {
      form: { ...mule, operations: ['transfer'], conditions: [...mule.conditions] },
      currency: 'CNY',
      base: 'CNY',
      days: 7,
      timeZone: 'Asia/Shanghai',
    });
    assert.equal(tried.differences, 0, 'every decision of the past comes out as it did, one by one');
    assert.ok(tried.payments > 10);
    assert.deepEqual([tried.hits, tried.alreadyCaught, tried.moneyHit], [2, 1, 580_00n]);
    assert.equal(tried.byDay.reduce((sum, { hits }) => sum + hits, 0), 2);
    const small = await replay(db.read, clock, {
      form: { ...mule, operations: ['transfer'], conditions: [{ fact: 'amount', op: 'below', value: '1' }] },
      currency: 'CNY',
      base: 'CNY',
      days: 7,
      timeZone: 'Asia/Shanghai',
    });
    assert.equal(small.hits, 0);
  }); // prettier-ignore
});

test('rules are never changed, and nobody makes a set live alone', async () => {
  await assert.rejects(sql`update risk.rule set outcome = 'block'`.execute(db.read), /permission denied/);
  await assert.rejects(sql`delete from risk.rule_in_set`.execute(db.read), /permission denied/);
  await assert.rejects(
    sql`insert into risk.rule_set (version, proposal_id, live_from) values (99, 'prop_00000000000000000000000000', ${clock.now().toString()})`.execute(
      db.read,
    ),
    /nobody approved rule set 99/,
  );
});
