import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import { type CaseId } from '#common/id';
import { money } from '#common/money';
import { caseForStaff, messagesSince } from '#cases';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { bankTimes, saver, withdraw } from '#test/withdrawals';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { TRANSITIONS } from './trace.ts';
import { answerTrace, askAboutTrace } from './work-on-trace.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
await bank.follow();
const { nextMorning, untilCutOff } = bankTimes(world);

const look = (person: WalletPerson, id: string) => person.call(api.trace, { params: { id } });
const open = (person: WalletPerson, entry: string, id: CaseId = newId('case')) =>
  person.call(api.openTrace, { idempotencyKey: newId('evt'), body: { id, entry, text: '对方说没收到' } });
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof ApiProblem) return error.code;
      throw error;
    },
  );
const ask = (caseId: CaseId, kind: 'status' | 'recall') =>
  db.transaction((tx) => askAboutTrace(tx, clock, { caseId, kind, reference: 'CASE-77', by: newId('stf') }));
const answer = (caseId: CaseId, what: 'credited' | 'coming_back' | 'recall_refused') =>
  db.transaction((tx) => answerTrace(tx, clock, { caseId, answer: what, by: newId('stf') }));

/** A payout of €40.00 that the bank has booked out. */
async function paidOut() {
  await nextMorning();
  const { anna, to } = await saver(world, money(100_00n, 'EUR'));
  const { id } = await withdraw(world, anna, { to, amount: money(40_00n, 'EUR') });
  await bank.live(untilCutOff());
  await bank.live({ hours: 1 });
  return { anna, id };
}

describe('a payment to a person', () => {
  test('is told to both sides as the same fact, and to nobody else', async () => {
    const [payer, payee, stranger] = [
      await world.funded(cny(100_00n), '林知夏'),
      await world.person('王小明'),
      await world.person('何雨'),
    ];
    const { id } = await world.pay(payer, payee, cny(26_00n));
    const [mine, theirs] = [await look(payer, id), await look(payee, id)];
    assert.deepEqual([mine.place, mine.finding, mine.mayAsk], ['other_balance', 'arrived_other', true]);
    assert.deepEqual([theirs.place, theirs.finding, theirs.mayAsk], ['your_balance', 'arrived_yours', false]);
    assert.deepEqual([mine.amount, mine.since], [theirs.amount, theirs.since]);
    assert.equal(
      mine.sums.reduce((sum, { change }) => sum + BigInt(change.amount), 0n),
      0n,
    );
    assert.equal(await codeOf(look(stranger, id)), 'not_found');
    assert.equal(await codeOf(open(stranger, id)), 'not_found');
    assert.equal(await codeOf(open(payee, id)), 'trace_answered', 'nothing of it is missing');
  });

  test('is looked for once at a time; the same press again is the same case', async () => {
    const [payer, payee] = [await world.funded(cny(100_00n)), await world.person('王小明')];
    const { id } = await world.pay(payer, payee, cny(5_00n));
    const caseId = newId('case');
    const [first, again] = [await open(payer, id, caseId), await open(payer, id, caseId)];
    assert.equal(first.inquiry?.caseId, again.inquiry?.caseId);
    assert.equal(first.mayAsk, false);
    assert.equal(await codeOf(open(payer, id)), 'trace_open');
    const asked = await ask(caseId, 'status');
    assert.equal(asked.ok, false, 'no bank knows what is in our own books');
    assert.ok((await answer(caseId, 'credited')).ok);
    const after = await look(payer, id);
    assert.deepEqual([after.inquiry?.answer, after.inquiry?.dueAt, after.mayAsk], ['credited', null, true]);
  });
});

describe('a payout', () => {
  test('is no reason to worry before its promise is over; then the bank is asked, and what it says ends the case', async () => {
    const { anna, id } = await paidOut();
    const early = await look(anna, id);
    assert.deepEqual([early.place, early.finding, early.mayAsk], ['bank_account', 'paid_out', false]);
    assert.equal(await codeOf(open(anna, id)), 'trace_too_early');

    await bank.live({ hours: 24 * 5 });
    const caseId = newId('case');
    const late = await open(anna, id, caseId);
    assert.deepEqual([late.finding, late.inquiry?.state], ['paid_out_late', 'looking']);
    assert.ok(late.inquiry?.dueAt);
    assert.ok((await ask(caseId, 'status')).ok);
    assert.ok((await ask(caseId, 'recall')).ok);
    assert.equal((await ask(caseId, 'status')).ok, false, 'who asks for it back knows where it is');
    assert.equal((await look(anna, id)).inquiry?.state, 'recalling');
    assert.ok((await answer(caseId, 'recall_refused')).ok);
    assert.equal((await answer(caseId, 'credited')).ok, false, 'it is answered once');
    assert.equal((await caseForStaff(db.read, caseId))?.state, 'resolved');
    const said = await messagesSince(db.read, { caseId, since: 0, audience: 'everyone' });
    assert.deepEqual(
      said.map(({ kind, facts }) => [kind, facts['step'] ?? facts['answer'] ?? null]),
      [
        ['text', null],
        ['opened', null],
        ['progress', 'checked'],
        ['progress', 'asked'],
        ['progress', 'recalling'],
        ['resolved', 'recall_refused'],
      ],
    );
  });

  test('that nobody asked back cannot be refused back, by the database too', async () => {
    const { anna, id } = await paidOut();
    await bank.live({ hours: 24 * 5 });
    const caseId = newId('case');
    await open(anna, id, caseId);
    assert.equal((await answer(caseId, 'recall_refused')).ok, false);
    await assert.rejects(
      db.transaction((tx) =>
        sql`update wallet.trace set state = 'answered', answer = 'recall_refused', answered_by = ${newId('stf')},
              answered_at = now() where case_id = ${caseId}`.execute(tx),
      ),
      { code: '23514' },
    );
  });
});

test('the states stand in the database as they do here', async () => {
  const { rows } = await sql<{ row: string }>`
    select from_state || ' ' || event || ' ' || to_state as row from wallet.trace_transition order by 1`.execute(
    db.read,
  );
  const here = Object.entries(TRANSITIONS).flatMap(([from, moves]) =>
    Object.entries(moves).map(([event, to]) => `${from} ${event} ${to}`),
  );
  assert.deepEqual(
    rows.map(({ row }) => row),
    here.toSorted(),
  );
});
