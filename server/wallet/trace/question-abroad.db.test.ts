// What the product asks the correspondent about a transfer abroad.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import type { QuestionKind } from '#common/api/trace';
import type { CaseId, CrossBorderId } from '#common/id';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { american, sendAbroad, sender } from '#test/cross-border';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { pacs002 } from '../../../simulators/correspondent/messages.ts';
import { askBank } from './ask-bank.ts';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock, deps } = world;
const bank = world.abroad;
const START = cny(1_000_000n);

/** The next Tuesday morning in New York, with rates of the day. */
async function nextMorning(): Promise<void> {
  let at = clock.now().toZonedDateTimeISO('America/New_York').add({ days: 1 });
  at = at.with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
  while (at.dayOfWeek !== 2 || at.day < 3) at = at.add({ days: 1 });
  await bank.live({ milliseconds: Math.ceil(clock.now().until(at.toInstant()).total('milliseconds')) });
  const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  const rates = { CNY: { mantissa: 80n, scale: 1 }, USD: { mantissa: 1143n, scale: 3 } };
  await db.transaction((tx) => insertRates(tx, { day, source: 'test', fetchedAt: clock.now(), rates }));
}

type Sent = { anna: WalletPerson; id: CrossBorderId };
type Traced = Sent & { caseId: CaseId };
/** A transfer to an account of this ending, so late that its owner looks for it. */
async function sent(ending: string): Promise<Sent> {
  await nextMorning();
  const { anna, to } = await sender(world, START, american(ending));
  const { id } = await sendAbroad(world, anna, { to, amount: cny(50_000n) });
  await bank.live({ minutes: 11 });
  await bank.live({ hours: 24 * 6 });
  return { anna, id };
}
async function trace({ anna, id }: Sent): Promise<Traced> {
  const caseId = newId('case');
  await anna.call(api.openTrace, {
    idempotencyKey: newId('evt'),
    body: { id: caseId, entry: id, text: 'not there' },
  });
  return { anna, id, caseId };
}
const ask = (caseId: CaseId, kind: QuestionKind) =>
  db.transaction((tx) => askBank(tx, deps, { caseId, kind, by: newId('stf') }));
async function questionOf({ anna, id }: Sent, kind: QuestionKind) {
  const { inquiry } = await anna.call(api.trace, { params: { id } });
  const found = inquiry?.questions.find((each) => each.kind === kind);
  assert.ok(found);
  return found;
}
const said = async (it: Sent, kind: QuestionKind) =>
  (await questionOf(it, kind)).answers.map(({ said: what, code }) => [what, code]);
const stateOf = async ({ anna, id }: Sent) => (await anna.call(api.entry, { params: { id } })).state;
const asked = async (it: Sent) =>
  (await bank.books()).payments.filter(({ payment }) => payment === it.id).map(({ kind }) => kind);

test('how it stands is asked, and the answer to that moves no money; a word about the payment alone does, as ever', async () => {
  const it = await trace(await sent('0707'));
  assert.equal(await stateOf(it), 'unconfirmed');
  assert.ok((await ask(it.caseId, 'status')).ok);
  await world.drain();
  await bank.live({ minutes: 11 });
  assert.deepEqual(await said(it, 'status'), [['on_its_way', null]]);
  const { reference: question } = await questionOf(it, 'status');
  const about = { payment: it.id, uetr: '', minor: '0', currency: '' };
  const head = { id: 'C1', at: clock.now().toString() };
  await bank.say(pacs002(head, about, { status: 'ACCC', code: null, question }));
  await bank.hear();
  assert.equal(await stateOf(it), 'unconfirmed', 'what answers a question credits nothing');
  await bank.say(pacs002({ ...head, id: 'C2' }, about, { status: 'ACCC', code: null }));
  await bank.hear();
  assert.equal(await stateOf(it), 'delivered');
  assert.deepEqual(await said(it, 'status'), [
    ['on_its_way', null],
    ['credited', null],
  ]);
  // A question that nobody asked, and one of another payment.
  for (const [number, named] of [newId('bq'), question].entries()) {
    const wrong = { ...about, payment: number === 0 ? it.id : newId('xb') };
    await bank.say(
      pacs002({ ...head, id: `L${number}` }, wrong, { status: 'RJCT', code: 'AC01', question: named }),
    );
  }
  await bank.hear();
  assert.equal((await said(it, 'status')).length, 2);
  assert.equal(await stateOf(it), 'delivered');
  assert.deepEqual(await world.violations(), []);
});

test('it is asked back by its own recall, once; what the bank says stands at the trace, and only what comes back moves', async () => {
  const it = await trace(await sent('6789'));
  assert.ok((await ask(it.caseId, 'recall')).ok);
  await world.drain();
  await bank.live({ minutes: 2 });
  const { reference, state } = await questionOf(it, 'recall');
  assert.deepEqual([reference, state], [`${it.id}-R`, 'asked']);
  assert.deepEqual(await asked(it), ['payment', 'recall']);
  await bank.live({ minutes: 11 });
  assert.deepEqual(await said(it, 'recall'), [['recall_granted', null]]);
  assert.equal(await stateOf(it), 'delivered', 'a yes moves nothing');
  await bank.live({ minutes: 15 });
  assert.equal(await stateOf(it), 'returned');
  assert.equal(await world.available(it.anna), START.minor);
  assert.deepEqual(await world.violations(), []);
});

test('what its owner asked back before is not asked back a second time: the answer of then is the answer', async () => {
  const gone = await sent('0909');
  await gone.anna.call(api.recallCrossBorder, { params: { id: gone.id }, body: { ground: 'fraud' } });
  await world.drain();
  await bank.live({ minutes: 11 });
  const it = await trace(gone);
  assert.ok((await ask(it.caseId, 'recall')).ok);
  await world.drain();
  assert.deepEqual(await said(it, 'recall'), [['recall_refused', null]]);
  assert.equal((await questionOf(it, 'recall')).state, 'answered');
  assert.deepEqual(await asked(it), ['payment', 'recall']);
});

test('a recall that nobody answers is asked after, not sent again', async () => {
  const it = await trace(await sent('0909'));
  await bank.turn({ answers: 'silent' });
  await ask(it.caseId, 'recall');
  await world.drain();
  await bank.live({ minutes: 12 });
  await bank.turn({ answers: 'honest' });
  await bank.live({ hours: 49 });
  await bank.live({ minutes: 12 });
  assert.deepEqual(await asked(it), ['payment', 'recall', 'recall_status']);
  assert.deepEqual(await said(it, 'recall'), [['recall_refused', 'CUST']]);
});
