// What correspondents say twice, late, wrong or not at all; and promises that move.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import type { CrossBorderId } from '#common/id';
import { fromWire, type Money, toWire } from '#common/money';
import { markOfCrossBorder } from '#identity';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import { american, quoteAbroad, sendAbroad, sender } from '#test/cross-border';
import { switchOff, switchOn } from '#test/rules';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { decideReview, factorAbove } from '#wallet';
import { pacs002, pacs004 } from '../../../simulators/correspondent/messages.ts';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock, owner } = world;
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
await nextMorning();

const entryOf = (person: WalletPerson, id: CrossBorderId) => person.call(api.entry, { params: { id } });
const stateOf = async (person: WalletPerson, id: CrossBorderId) => (await entryOf(person, id)).state;
const head = () => ({ id: newId('xb').slice(-20), at: clock.now().toString() });
const aboutOf = ({ id, get }: { id: string; get: Money }) => ({
  payment: id,
  uetr: '8a562c67-ca16-48ba-b074-65581be6f001',
  minor: get.minor.toString(),
  currency: get.currency,
});
const credited = (it: { id: string; get: Money }) =>
  pacs002(head(), aboutOf(it), { status: 'ACCC', code: null });
const cameBack = (it: { id: string; get: Money }, reference: string) =>
  pacs004(head(), aboutOf(it), { code: 'AC04', reference });
/** A transfer that the bank has and says nothing further of. */
async function sent(amount = cny(50_000n)) {
  const { anna, to } = await sender(world, START, american('0707'));
  const { id, quote } = await sendAbroad(world, anna, { to, amount });
  await bank.live({ minutes: 11 });
  assert.equal(await stateOf(anna, id), 'sent');
  return { anna, id, get: fromWire(quote.get) };
}
const lastOutcome = async () => {
  const { rows } = await sql<{ outcome: string; fault: string | null }>`
    select outcome, fault from wallet.correspondent_message order by number desc limit 1`.execute(db.read);
  return rows[0];
};

test('a credit that is told again while people look at what came back after it does nothing, and later news is heard', async () => {
  const it = await sent();
  await bank.say(credited(it));
  await bank.hear();
  assert.equal(await stateOf(it.anna, it.id), 'delivered');
  const less = { ...it.get, minor: it.get.minor - 100n };
  await bank.say(cameBack({ ...it, get: less }, 'SHORT-1'));
  await bank.hear();
  assert.equal(await stateOf(it.anna, it.id), 'conflict');
  await bank.say(credited(it));
  const other = await sent();
  await bank.say(credited(other));
  await bank.hear();
  assert.equal(await stateOf(it.anna, it.id), 'conflict', 'it ends nothing');
  assert.equal(await stateOf(other.anna, other.id), 'delivered');
  await bank.say(cameBack(it, 'WHOLE-1'));
  await bank.hear();
  assert.deepEqual(
    [await stateOf(it.anna, it.id), await world.available(it.anna)],
    ['returned', START.minor],
  );
  assert.deepEqual(await world.violations(), []);
});

test('a word that cannot be acted on is marked and keeps no other payment waiting; mended, the same text is taken', async () => {
  const [bad, good] = [await sent(), await sent()];
  await bank.say(credited(bad));
  await bank.hear();
  // What must not be: the ledger has delivered it, and its row says otherwise.
  const bend = (at: string | null) =>
    sql`update wallet.cross_border set delivered_at = ${at}::timestamptz where id = ${bad.id}`.execute(
      owner.read,
    );
  await bank.say(cameBack({ ...bad, get: { ...bad.get, minor: 1n } }, 'SHORT-2'));
  await bank.hear();
  await bend(null);
  const one = credited(bad);
  const [part = ''] = /<TxInfAndSts>.*<\/TxInfAndSts>/s.exec(credited(good)) ?? [];
  const both = one.replace('</FIToFIPmtStsRpt>', `${part}</FIToFIPmtStsRpt>`);
  await bank.say(both);
  await bank.hear();
  assert.equal(await stateOf(good.anna, good.id), 'delivered');
  assert.equal(await stateOf(bad.anna, bad.id), 'conflict');
  assert.deepEqual(await lastOutcome(), { outcome: 'refused', fault: 'not_acted_on' });
  const third = await sent();
  await bank.say(credited(third));
  await bank.hear();
  assert.equal(await stateOf(third.anna, third.id), 'delivered', 'later messages are heard');
  await bend(clock.now().toString());
  await bank.say(both);
  await bank.hear();
  assert.deepEqual(await lastOutcome(), { outcome: 'taken', fault: null });
  assert.deepEqual(await world.violations(), []);
});

test('two transfers that come back under one reference are both given back, each once', async () => {
  const [one, two] = [await sent(), await sent()];
  for (const it of [one, two, one]) await bank.say(cameBack(it, 'BATCH-7'));
  await bank.hear();
  for (const it of [one, two])
    assert.deepEqual(
      [await stateOf(it.anna, it.id), await world.available(it.anna)],
      ['returned', START.minor],
    );
  assert.deepEqual(await world.violations(), []);
});

test('a correspondent that is away is asked for as long as it takes, and its owner sees when: what people looked at goes at last', async () => {
  await nextMorning();
  const { anna, to } = await sender(world, START);
  await bank.turn({ upload: 'unavailable' });
  const { id } = await sendAbroad(world, anna, { to, amount: cny(60_000n) });
  await bank.live({ minutes: 11 });
  const first = await entryOf(anna, id);
  assert.deepEqual([first.state, first.reason?.code], ['checking', 'cross_border_checking']);
  await bank.live({ minutes: 2 });
  const next = await entryOf(anna, id);
  assert.ok(next.dueAt !== null && first.dueAt !== null && next.dueAt > first.dueAt, 'it is told when next');
  assert.equal(next.reason?.facts['dueAt'], next.dueAt);
  for (let day = 0; day < 9; day++) await bank.live({ hours: 25 });
  assert.equal(await stateOf(anna, id), 'conflict', 'people look');
  assert.equal(await world.available(anna), START.minor - 60_000n, 'and it stays held');
  await bank.turn({ upload: 'taken' });
  await bank.live({ hours: 25 });
  const gone = await entryOf(anna, id);
  assert.ok(gone.timeline.some(({ kind }) => kind === 'cross_border_sent'));
  assert.equal((await bank.books()).payments.filter(({ payment }) => payment === id).length, 1);
  await bank.live({ hours: 21 });
  assert.equal(await stateOf(anna, id), 'delivered');
  assert.deepEqual(await world.violations(), []);
});

test('however late a price is confirmed, its owner has ten minutes to take it back; behind the cut-off there is no price any more', async () => {
  await nextMorning();
  const { anna, to } = await sender(world, START);
  const quote = await quoteAbroad(anna, { to, amount: cny(70_000n) });
  clock.advance({ minutes: 25 });
  const payee = markOfCrossBorder({ beneficiaryId: to, quoteId: quote.id });
  const stepUpId = await world.proof(anna, {
    action: 'cross_border',
    amount: fromWire(quote.total),
    payee,
  });
  const id = newId('xb');
  const body = { id, quoteId: quote.id, stepUpId };
  const entry = await anna.call(api.createCrossBorder, { body, idempotencyKey: id });
  const goesAt = clock.now().add({ minutes: 10 }).toString();
  assert.deepEqual(
    [entry.dueAt, entry.reason?.facts['goesAt'], entry.crossBorder?.goesAt],
    [goesAt, goesAt, goesAt],
  );
  await world.drain();
  assert.equal(await stateOf(anna, id), 'processing');
  const cancelled = await anna.call(api.cancelCrossBorder, { params: { id }, body: {} });
  assert.equal(cancelled.state, 'cancelled');
  const local = clock.now().toZonedDateTimeISO('America/New_York');
  const late = local.with({ hour: 15, minute: 50, second: 0, millisecond: 0 }).toInstant();
  clock.advance({ milliseconds: Math.ceil(clock.now().until(late).total('milliseconds')) });
  const cut = await quoteAbroad(anna, { to, amount: cny(71_000n) });
  assert.deepEqual([cut.waitsFor, Date.parse(cut.expiresAt)], [null, Date.parse(cut.cutOffAt)]);
});

test('what is released after its hour has another promise, which entry and trace show', async () => {
  await nextMorning();
  const rule = await switchOn(world, {
    name: 'all of it is looked at',
    operations: ['withdrawal'],
    outcome: 'hold',
    reason: 'review',
    conditions: [{ fact: 'amount', op: 'at_least', value: '10000' }],
  });
  const { anna, to } = await sender(world, START);
  const { id, quote, entry } = await sendAbroad(world, anna, { to, amount: cny(20_000n) });
  await switchOff(world, rule);
  assert.equal(entry.state, 'in_review');
  await bank.live({ hours: 9 });
  const note = 'asked on the phone';
  const end = { id, decision: 'release', ground: 'payer_confirmed', note, by: newId('stf') } as const;
  const decided = await db.transaction((tx) => decideReview(tx, world.deps, end));
  assert.ok(decided.ok);
  const released = await entryOf(anna, id);
  const { arrivesBy, goesAt } = released.crossBorder ?? {};
  assert.ok(goesAt !== undefined && goesAt > clock.now().toString() && arrivesBy !== undefined);
  assert.ok(arrivesBy > quote.arrivesBy);
  assert.equal(released.reason?.facts['arrivesBy'], arrivesBy);
  await bank.live({ hours: 30 });
  const trace = await anna.call(api.trace, { params: { id } });
  assert.equal(trace.expectedBy, arrivesBy);
  assert.equal((await entryOf(anna, id)).crossBorder?.total.amount, toWire(cny(20_000n)).amount);
});

test('each way out has its own sum from which on the strong factor is asked for', async () => {
  const above = await factorAbove(world.deps, 'cross_border', 'CNY');
  assert.equal(above?.minor, 500_000n);
  await sql`update wallet.cross_border_tariff set factor_above_minor = 123 where currency = 'CNY'`.execute(
    owner.read,
  );
  assert.equal((await factorAbove(world.deps, 'cross_border', 'CNY'))?.minor, 123n);
  assert.equal(await factorAbove(world.deps, 'withdrawal', 'CNY'), null, 'there is no bank to pay out by');
});
