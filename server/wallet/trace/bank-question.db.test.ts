// What the product asks the bank about a payout, and what it does with what the bank says, does not say, or says of something else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import type { QuestionKind } from '#common/api/trace';
import type { CaseId, WithdrawalId } from '#common/id';
import { money } from '#common/money';
import { caseForStaff, defineDeadlines, messagesSince } from '#cases';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { bankTimes, IBANS, saver, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';
import { camt029, statusReport } from '../../../simulators/bank/reports.ts';
import { askBank } from './ask-bank.ts';
import { QUESTION_TRANSITIONS } from './question.ts';
import { answerTrace } from './work-on-trace.ts';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank, deps } = world;
defineDeadlines({ db, clock });
await bank.follow();
const { nextMorning, untilCutOff } = bankTimes(world);
/** Its holder does not agree to give anything back. */
const KEPT = 'DE92370400440532010909';
const DAYS = (days: number) => ({ hours: 24 * days });

type Traced = { anna: WalletPerson; id: WithdrawalId; caseId: CaseId };
type Paid = Pick<Traced, 'anna' | 'id'>;
/** Payouts of €40.00 that the bank has booked out and that are late: one file and one wait for all stories. */
async function paidOut(accounts: readonly string[]): Promise<Paid[]> {
  await nextMorning();
  const paid: Paid[] = [];
  for (const account of accounts) {
    const { anna, to } = await saver(world, money(100_00n, 'EUR'), account);
    const { id } = await withdraw(world, anna, { to, amount: money(40_00n, 'EUR') });
    paid.push({ anna, id });
  }
  await bank.live(untilCutOff());
  await bank.live({ hours: 1 });
  await bank.live(DAYS(5));
  await nextMorning();
  return paid;
}
const late = {
  good: await paidOut(Array.from({ length: 10 }, () => IBANS.good)),
  kept: await paidOut([KEPT, KEPT]),
};
/** One of these, which its owner looks for from now on. */
async function traced(account: keyof typeof late = 'good'): Promise<Traced> {
  const paid = late[account].pop();
  assert.ok(paid, 'enough were paid out');
  const caseId = newId('case');
  const body = { id: caseId, entry: paid.id, text: 'not there' };
  await paid.anna.call(api.openTrace, { idempotencyKey: newId('evt'), body });
  return { ...paid, caseId };
}
const ask = (caseId: CaseId, kind: QuestionKind) =>
  db.transaction((tx) => askBank(tx, deps, { caseId, kind, by: newId('stf') }));
const shown = async ({ anna, id }: Traced) => (await anna.call(api.trace, { params: { id } })).inquiry;
const questionOf = async (it: Traced, kind: QuestionKind = 'status') => {
  const found = (await shown(it))?.questions.find((each) => each.kind === kind);
  assert.ok(found);
  return found;
};
const saidTo = async (it: Traced, kind: QuestionKind = 'status') =>
  (await questionOf(it, kind)).answers.map(({ said, code }) => [said, code]);
const told = async ({ caseId }: Traced) =>
  (await messagesSince(db.read, { caseId, since: 0, audience: 'everyone' }))
    .filter(({ kind }) => kind === 'progress')
    .map(({ facts }) => [facts['step'], facts['said'] ?? null]);
const available = (anna: WalletPerson): Promise<bigint> => world.available(anna, 'EUR');
const head = () => ({ id: newId('pb'), at: clock.now().toString() });

test('the states stand in the database as they do here', async () => {
  const { rows } = await sql<{ row: string }>`
    select from_state || ' ' || event || ' ' || to_state as row from wallet.bank_question_transition order by 1`.execute(
    db.read,
  );
  const here = Object.entries(QUESTION_TRANSITIONS).flatMap(([from, moves]) =>
    Object.entries(moves).map(([event, to]) => `${from} ${event} ${to}`),
  );
  assert.deepEqual(rows.map(({ row }) => row).toSorted(), here.toSorted());
});

describe('where is it?', () => {
  test('is asked by a press, answered by the bank’s report, shown and told once, and moves nothing', async () => {
    const it = await traced();
    const before = await available(it.anna);
    assert.ok((await ask(it.caseId, 'status')).ok);
    assert.equal((await ask(it.caseId, 'status')).ok, false, 'once is enough');
    await world.drain();
    const asked = await questionOf(it);
    assert.deepEqual([asked.state, asked.answers], ['asked', []]);
    assert.equal((await shown(it))?.reference, asked.reference);
    assert.deepEqual((await bank.books()).questions.map(({ kind, payment }) => [kind, payment]).at(-1), [
      'status',
      it.id,
    ]);
    await bank.live({ minutes: 11 });
    assert.deepEqual(await saidTo(it), [['credited', null]]);
    assert.equal((await questionOf(it)).state, 'answered');
    assert.deepEqual(await told(it), [
      ['checked', null],
      ['asked', null],
      ['bank_said', 'credited'],
    ]);
    assert.equal(await available(it.anna), before);
    // Nobody asks again what was answered.
    await bank.live(DAYS(9));
    assert.equal((await questionOf(it)).againAt, null);
    assert.equal((await told(it)).length, 3);
  });

  test('is sent again under the same id until the bank has it, and an answer that is lost is asked for first', async () => {
    const it = await traced();
    await bank.turn({ upload: 'unavailable' });
    assert.ok((await ask(it.caseId, 'status')).ok);
    await world.drain();
    assert.equal((await questionOf(it)).state, 'made');
    await bank.turn({ upload: 'drop_answer' });
    await bank.live({ minutes: 2 });
    assert.equal((await questionOf(it)).state, 'made', 'nobody knows');
    await bank.turn({ upload: 'taken' });
    await bank.live({ minutes: 6 });
    const { state, reference } = await questionOf(it);
    assert.ok(state === 'asked' || state === 'answered');
    const there = (await bank.books()).questions.filter(({ id }) => id === reference);
    assert.equal(there.length, 1);
    await bank.live({ minutes: 11 });
    assert.deepEqual(await saidTo(it), [['credited', null]]);
  });

  test('that the bank answers twice is heard once; what it says later stands beside it', async () => {
    const it = await traced();
    await bank.turn({ answers: 'twice' });
    await ask(it.caseId, 'status');
    await world.drain();
    await bank.live({ minutes: 11 });
    await bank.turn({ answers: 'honest' });
    assert.deepEqual(await saidTo(it), [['credited', null]]);
    const { reference: question } = await questionOf(it);
    const about = { question, payment: it.id };
    // Out of order, and the first one again under another message.
    for (const status of ['PDNG', 'ACCC', 'RJCT'])
      await bank.say(statusReport(head(), about, { status, code: status === 'RJCT' ? 'AC04' : null }));
    await bank.hear();
    assert.deepEqual(await saidTo(it), [
      ['credited', null],
      ['pending', null],
      ['rejected', 'AC04'],
    ]);
    assert.equal((await questionOf(it)).state, 'answered');
    assert.deepEqual(await world.violations(), []);
  });

  test('that nobody answers is asked once more after two bank days, and after five people look after it', async () => {
    await nextMorning();
    const it = await traced();
    await bank.turn({ answers: 'silent' });
    await ask(it.caseId, 'status');
    await world.drain();
    const first = await questionOf(it);
    await bank.live({ hours: 47 });
    assert.equal((await questionOf(it)).againAt, null);
    await bank.live({ hours: 2 });
    const again = await questionOf(it);
    assert.ok(again.againAt);
    assert.deepEqual([again.state, again.reference], ['asked', `${first.reference}-2`]);
    assert.ok((await bank.books()).questions.some(({ id }) => id === again.reference));
    await bank.live(DAYS(6));
    const over = await questionOf(it);
    assert.equal(over.state, 'unanswered');
    assert.ok(over.givenUpAt);
    assert.ok((await caseForStaff(db.read, it.caseId))?.escalatedAt);
    assert.deepEqual(
      (await told(it)).map(([step]) => step),
      ['checked', 'asked', 'asked_again', 'bank_silent'],
    );
    // Late is better than never, under either id.
    const about = { question: first.reference, payment: it.id };
    await bank.say(statusReport(head(), about, { status: 'ACCC', code: null }));
    await bank.hear();
    await bank.turn({ answers: 'honest' });
    assert.equal((await questionOf(it)).state, 'answered');
  });

  test('of a bank that is silent for so long is due at once, and the case’s own timer escalates it', async () => {
    await nextMorning();
    const it = await traced();
    await bank.turn({ answers: 'silent' });
    await ask(it.caseId, 'status');
    await world.drain();
    // The desk has promised more time than the bank is given.
    await sql`update cases."case" set due_at = ${clock.now().add(DAYS(30)).toString()} where id = ${it.caseId}`.execute(
      world.owner.read,
    );
    await sql`update platform.timer set at = ${clock.now().add(DAYS(30)).toString()} where key = ${`case:${it.caseId}`}`.execute(
      world.owner.read,
    );
    await bank.live(DAYS(3));
    assert.equal((await caseForStaff(db.read, it.caseId))?.escalatedAt, null);
    await bank.live(DAYS(5));
    await bank.turn({ answers: 'honest' });
    assert.ok((await caseForStaff(db.read, it.caseId))?.escalatedAt);
  });

  test('of a bank that lies is refused: another payment, a question that nobody asked, one of somebody else', async () => {
    const [it, other] = [await traced(), await traced()];
    await bank.turn({ answers: 'other' });
    await ask(it.caseId, 'status');
    await world.drain();
    await bank.live({ minutes: 11 });
    await bank.turn({ answers: 'honest' });
    const { reference: question } = await questionOf(it);
    const [yes, no] = [
      { status: 'ACCC', code: null },
      { status: 'RJCT', code: 'AC01' },
    ];
    await bank.say(statusReport(head(), { question: newId('bq'), payment: it.id }, yes));
    await bank.say(statusReport(head(), { question, payment: other.id }, no));
    await bank.say(camt029(head(), { question: 'unknown', payment: it.id }, { status: 'CNCL', code: null }));
    await bank.hear();
    assert.deepEqual(await saidTo(it), []);
    assert.equal((await questionOf(it)).state, 'asked');
    assert.deepEqual((await shown(other))?.questions, []);
    assert.deepEqual(await world.violations(), []);
  });

  test('is over when the case has its answer: nobody asks again, and what comes later is kept', async () => {
    const it = await traced();
    await bank.turn({ answers: 'silent' });
    await ask(it.caseId, 'status');
    await world.drain();
    const by = newId('stf');
    const ended = await db.transaction((tx) =>
      answerTrace(tx, clock, { caseId: it.caseId, answer: 'our_fault', by }),
    );
    assert.ok(ended.ok);
    await bank.live(DAYS(4));
    await bank.turn({ answers: 'honest' });
    const { state, againAt, reference: question } = await questionOf(it);
    assert.deepEqual([state, againAt], ['closed', null]);
    await bank.say(statusReport(head(), { question, payment: it.id }, { status: 'ACCC', code: null }));
    await bank.hear();
    assert.deepEqual(await saidTo(it), [['credited', null]]);
    assert.equal((await questionOf(it)).state, 'closed');
  });
});

describe('give it back', () => {
  test('is granted by a word that moves nothing; the booking brings it', async () => {
    const it = await traced();
    const before = await available(it.anna);
    assert.ok((await ask(it.caseId, 'recall')).ok);
    await world.drain();
    await bank.live({ minutes: 11 });
    assert.deepEqual(await saidTo(it, 'recall'), [['recall_granted', null]]);
    assert.equal(await available(it.anna), before, 'a promise is no money');
    await bank.live({ minutes: 15 });
    assert.ok((await available(it.anna)) > before);
    assert.equal((await it.anna.call(api.trace, { params: { id: it.id } })).finding, 'came_back');
    assert.deepEqual(await world.violations(), []);
  });

  test('is refused with the bank’s reason, which staff reads and which suggests the answer', async () => {
    const it = await traced('kept');
    assert.ok((await ask(it.caseId, 'recall')).ok);
    await world.drain();
    await bank.live({ minutes: 30 });
    assert.deepEqual(await saidTo(it, 'recall'), [['recall_refused', 'CUST']]);
    assert.deepEqual((await told(it)).at(-1), ['bank_said', 'recall_refused']);
  });

  test('asked twice for its silence asks how the first request stands, and never sends a second one', async () => {
    await nextMorning();
    const it = await traced('kept');
    await bank.turn({ answers: 'silent' });
    await ask(it.caseId, 'recall');
    await world.drain();
    await bank.turn({ answers: 'silent' });
    await bank.live({ minutes: 11 });
    await bank.turn({ answers: 'honest' });
    await bank.live({ hours: 49 });
    await bank.live({ minutes: 11 });
    const sent = (await bank.books()).questions.filter(({ payment }) => payment === it.id);
    assert.deepEqual(
      sent.map(({ kind, originalName }) => [kind, originalName]),
      [
        ['recall', 'pain.001.001.09'],
        ['status', 'camt.056.001.08'],
      ],
    );
    assert.deepEqual(await saidTo(it, 'recall'), [['recall_refused', 'CUST']]);
  });
});

test('what is said is kept by the database as it was said, and no question goes where the table does not lead', async () => {
  const it = await traced();
  await ask(it.caseId, 'status');
  await world.drain();
  await bank.live({ minutes: 11 });
  const moved = (state: string) =>
    sql`update wallet.bank_question set state = ${state} where case_id = ${it.caseId}`.execute(db.read);
  await assert.rejects(moved('made'), { code: '23514' });
  await assert.rejects(sql`update wallet.bank_answer set said = 'pending'`.execute(db.read), {
    code: '42501',
  });
  await assert.rejects(sql`delete from wallet.bank_answer`.execute(db.read), { code: '42501' });
});
