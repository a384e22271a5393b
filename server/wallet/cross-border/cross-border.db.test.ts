import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { CrossBorderId } from '#common/id';
import { type Currency, fromWire, money } from '#common/money';
import { balancesOf } from '#ledger';
import { TRANSITIONS } from '#operations';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { insertRates } from '#risk';
import {
  addBeneficiary,
  american,
  preparedAbroad,
  quoteAbroad,
  sendAbroad,
  sender,
} from '#test/cross-border';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false, withCorrespondent: true });
const { db, clock, owner } = world;
const bank = world.abroad;
const START = cny(1_000_000n);

/** Seven yuan a dollar, eight a euro, published today. */
async function ratesOfToday(): Promise<void> {
  const day = clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
  await db.transaction((tx) =>
    insertRates(tx, {
      day,
      source: 'test',
      fetchedAt: clock.now(),
      rates: {
        CNY: { mantissa: 80n, scale: 1 },
        USD: { mantissa: 1143n, scale: 3 },
        JPY: { mantissa: 160n, scale: 0 },
      },
    }),
  );
}
/** The next Tuesday morning in New York: banks there work for days behind it. */
async function nextMorning(): Promise<void> {
  const local = clock.now().toZonedDateTimeISO('America/New_York');
  let at = local.add({ days: 1 }).with({ hour: 9, minute: 0, second: 0, millisecond: 0 });
  while (at.dayOfWeek !== 2 || at.day < 3) at = at.add({ days: 1 });
  await bank.live({ milliseconds: Math.ceil(clock.now().until(at.toInstant()).total('milliseconds')) });
  await ratesOfToday();
}
await nextMorning();

const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const entryOf = (person: WalletPerson, id: CrossBorderId) => person.call(api.entry, { params: { id } });
const stateOf = async (person: WalletPerson, id: CrossBorderId): Promise<string> =>
  (await entryOf(person, id)).state;
const traceOf = (person: WalletPerson, id: CrossBorderId) => person.call(api.trace, { params: { id } });
const rail = async (currency: Currency = 'USD') => {
  const balances = await balancesOf(db.read, 'rail:correspondent');
  const of = (kind: string) =>
    balances.find((each) => each.kind === kind && each.currency === currency)?.posted.minor ?? 0n;
  return { transit: of('rail_in_transit'), settlement: of('rail_settlement') };
};

test('the table is the same in SQL', async () => {
  const { rows } = await sql<{ from: string; event: string; to: string }>`
    select from_state as from, event, to_state as to from operations.transition where kind = 'cross_border'`.execute(
    db.read,
  );
  const ours = Object.entries(TRANSITIONS.cross_border).flatMap(([from, moves]) =>
    Object.entries(moves).map(([event, to]) => `${from} ${event} ${to}`),
  );
  assert.deepEqual(rows.map(({ from, event, to }) => `${from} ${event} ${to}`).toSorted(), ours.toSorted());
});

test('a quote tells both sums, every fee, the rate beside the market’s, the mark-up, the cost and the arrival', async () => {
  const { anna, to } = await sender(world, START);
  const quote = await quoteAbroad(anna, { to, amount: cny(100_000n) });
  assert.deepEqual(
    [quote.total.amount, quote.fee.amount, quote.correspondentFee.amount],
    ['100000', '1000', '1500'],
  );
  assert.equal(quote.converted.amount, '97500');
  assert.deepEqual([quote.get.currency, quote.markupBasisPoints], ['USD', 40]);
  assert.deepEqual([quote.referenceSource, quote.arrivalBasis], ['test', 'provider_promise']);
  assert.ok(fromWire(quote.cost).minor > 2_500n, 'fees and mark-up are one number');
  assert.ok(quote.arrivesFrom < quote.arrivesBy && quote.goesAt < quote.arrivesFrom);
  assert.equal(Date.parse(quote.expiresAt) - Date.parse(quote.createdAt), 30 * 60_000);
  const target = await quoteAbroad(anna, { to, from: 'CNY', fixed: 'target', amount: money(10_000n, 'USD') });
  assert.equal(target.get.amount, '10000');
  assert.equal(
    fromWire(target.total).minor,
    fromWire(target.converted).minor + fromWire(target.fee).minor + fromWire(target.correspondentFee).minor,
  );
});

test('a transfer goes, passes the banks and arrives; promised and actual stand beside each other', async () => {
  const { anna, to } = await sender(world, START);
  const before = await rail();
  const { id, quote, entry } = await sendAbroad(world, anna, { to, amount: cny(100_000n) });
  assert.deepEqual([entry.state, entry.nextActor], ['processing', 'okpay']);
  assert.equal(await world.available(anna), 900_000n);
  assert.deepEqual((await traceOf(anna, id)).place, 'your_balance_held');
  await bank.live({ minutes: 11 });
  const sent = await entryOf(anna, id);
  assert.equal(sent.state, 'sent');
  assert.match(sent.crossBorder?.uetr ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.equal((await traceOf(anna, id)).place, 'correspondent');
  assert.equal((await rail()).transit - before.transit, -fromWire(quote.get).minor, 'we owe it to the rail');
  await bank.live({ minutes: 31 });
  assert.equal(await stateOf(anna, id), 'with_correspondent');
  await bank.live({ hours: 20 });
  const there = await entryOf(anna, id);
  assert.equal(there.state, 'delivered');
  assert.equal((await traceOf(anna, id)).place, 'bank_account');
  assert.ok(there.timeline.some(({ kind }) => kind === 'cross_border_delivered'));
  assert.deepEqual(
    [(await rail()).transit - before.transit, (await rail()).settlement - before.settlement],
    [0n, -fromWire(quote.get).minor],
  );
  assert.equal((await bank.books()).balances['USD'], (await rail()).settlement.toString());
  assert.deepEqual(await world.violations(), []);
});

test('an unpaid transfer returns whole, at the rate that it went with, and the difference is a line of its own', async () => {
  const { anna, to } = await sender(world, START, american('0501'));
  const { id } = await sendAbroad(world, anna, { to, amount: cny(123_400n) });
  await bank.live({ minutes: 11 });
  await db.transaction((tx) =>
    insertRates(tx, {
      day: clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 }).toString(),
      source: 'test',
      fetchedAt: clock.now(),
      rates: { CNY: { mantissa: 75n, scale: 1 }, USD: { mantissa: 1143n, scale: 3 } },
    }),
  );
  await bank.live({ hours: 21 });
  const back = await entryOf(anna, id);
  assert.deepEqual([back.state, back.reason?.code], ['returned', 'cross_border_account_wrong']);
  assert.deepEqual([back.reason?.facts['bankCode'], await world.available(anna)], ['AC01', START.minor]);
  assert.equal((await traceOf(anna, id)).place, 'your_balance');
  const results = await balancesOf(db.read, 'system');
  const result = results.find(({ kind, currency }) => kind === 'fx_result' && currency === 'CNY');
  assert.ok((result?.posted.minor ?? 0n) < 0n, 'the yuan rose meanwhile: what came back is worth less');
  assert.deepEqual(await world.violations(), []);
  await nextMorning();
});

test('until it goes it can be cancelled, afterwards asked for back: the bank decides, and money is in one place all the time', async () => {
  const { anna, to } = await sender(world, START);
  const first = await sendAbroad(world, anna, { to, amount: cny(50_000n) });
  const cancelled = await anna.call(api.cancelCrossBorder, { params: { id: first.id }, body: {} });
  assert.deepEqual([cancelled.state, await world.available(anna)], ['cancelled', START.minor]);
  const { id } = await sendAbroad(world, anna, { to, amount: cny(51_000n) });
  const recall = () => anna.call(api.recallCrossBorder, { params: { id }, body: { ground: 'wrong_amount' } });
  assert.equal(await refused(recall()), 'cross_border_recall_not_possible');
  await bank.live({ minutes: 11 });
  assert.equal(
    await refused(anna.call(api.cancelCrossBorder, { params: { id }, body: {} })),
    'cross_border_under_way',
  );
  await recall();
  await world.drain();
  assert.equal(await refused(recall()), 'cross_border_recall_open');
  await bank.live({ minutes: 11 });
  const granted = await entryOf(anna, id);
  assert.equal(granted.state, 'sent', 'a yes moves nothing');
  assert.ok(granted.timeline.some(({ kind }) => kind === 'cross_border_recall_accepted'));
  assert.equal(await world.available(anna), START.minor - 51_000n);
  await bank.live({ minutes: 15 });
  const back = await entryOf(anna, id);
  assert.deepEqual([back.state, back.reason?.code], ['returned', 'cross_border_recalled']);
  assert.equal(await world.available(anna), START.minor);
  const other = await sender(world, START, american('0909'));
  const kept = await sendAbroad(world, other.anna, { to: other.to, amount: cny(52_000n) });
  await bank.live({ minutes: 11 });
  await other.anna.call(api.recallCrossBorder, { params: { id: kept.id }, body: { ground: 'fraud' } });
  await world.drain();
  await bank.live({ hours: 21 });
  const refusedBack = await entryOf(other.anna, kept.id);
  assert.ok(refusedBack.timeline.some(({ kind }) => kind === 'cross_border_recall_refused'));
  assert.equal(refusedBack.state, 'delivered');
  assert.deepEqual(await world.violations(), []);
  await nextMorning();
});

test('an answer that is lost is asked for before anything is sent again; twice told counts once; nothing at all is said as it is', async () => {
  const { anna, to } = await sender(world, START, american('0202'));
  await bank.turn({ upload: 'drop_answer' });
  const { id } = await sendAbroad(world, anna, { to, amount: cny(60_000n) });
  clock.advance({ minutes: 10, seconds: 1 });
  await world.drain();
  assert.equal(await stateOf(anna, id), 'checking');
  await bank.turn({ upload: 'taken' });
  await bank.live({ minutes: 2 });
  assert.equal(await stateOf(anna, id), 'sent');
  assert.equal((await bank.books()).payments.filter(({ payment }) => payment === id).length, 1);
  await bank.live({ hours: 21 });
  assert.equal(await stateOf(anna, id), 'delivered');
  await nextMorning();
  const silent = await sender(world, START, american('0707'));
  const lost = await sendAbroad(world, silent.anna, { to: silent.to, amount: cny(61_000n) });
  await bank.live({ minutes: 11 });
  const { arrivesBy } = lost.quote;
  const late = Date.parse(arrivesBy) - clock.now().epochMilliseconds + 60_000;
  await bank.live({ milliseconds: late });
  const unconfirmed = await entryOf(silent.anna, lost.id);
  assert.deepEqual([unconfirmed.state, unconfirmed.nextActor], ['unconfirmed', 'bank']);
  const { place, finding, mayAsk } = await traceOf(silent.anna, lost.id);
  assert.deepEqual([place, finding, mayAsk], ['correspondent', 'sent_unconfirmed', true]);
  await nextMorning();
});

test('another sum, a refusal, and a message that is no message: nobody guesses, nothing is lost', async () => {
  const odd = await sender(world, START, american('0303'));
  const other = await sendAbroad(world, odd.anna, { to: odd.to, amount: cny(70_000n) });
  await bank.live({ minutes: 11 });
  assert.equal(await stateOf(odd.anna, other.id), 'conflict');
  assert.equal((await traceOf(odd.anna, other.id)).place, 'unsure');
  await bank.live({ hours: 21 });
  assert.equal(await stateOf(odd.anna, other.id), 'delivered', 'a word that fits ends it');
  const no = await sender(world, START, american('0401'));
  const rejected = await sendAbroad(world, no.anna, { to: no.to, amount: cny(71_000n) });
  await bank.live({ minutes: 11 });
  const entry = await entryOf(no.anna, rejected.id);
  assert.deepEqual(
    [entry.state, entry.reason?.code, await world.available(no.anna)],
    ['returned', 'cross_border_account_wrong', START.minor],
  );
  await bank.say('<Document><no/></Document>');
  await bank.say('<!DOCTYPE a [<!ENTITY b "c">]><Document/>');
  await bank.hear();
  const { rows } = await sql<{ fault: string }>`
    select fault from wallet.correspondent_message where outcome = 'refused' order by number`.execute(
    db.read,
  );
  assert.deepEqual(
    rows.map(({ fault }) => fault),
    ['not_a_message', 'has_dtd'],
  );
  assert.deepEqual(await world.violations(), []);
  await nextMorning();
});

test('only the id of a quote is confirmed: changed, foreign, expired or used is refused', async () => {
  const { anna, to } = await sender(world, START);
  const { body } = await preparedAbroad(world, anna, { to, amount: cny(80_000n) });
  const stranger = await sender(world, START);
  const confirm = (who: WalletPerson, changed: Partial<typeof body> = {}) =>
    refused(who.call(api.createCrossBorder, { body: { ...body, ...changed }, idempotencyKey: newId('xb') }));
  assert.equal(await confirm(stranger.anna), 'quote_not_found');
  const foreign = await preparedAbroad(world, anna, { to, amount: cny(81_000n) });
  assert.equal(await confirm(anna, { stepUpId: foreign.body.stepUpId }), 'step_up_not_valid');
  assert.equal(await confirm(anna), 'accepted');
  assert.equal(await confirm(anna), 'accepted', 'a retry is the same');
  assert.equal(await confirm(anna, { id: newId('xb') }), 'quote_used');
  assert.equal(await world.available(anna), START.minor - 80_000n);
  await sql`update operations.quote set terms = jsonb_set(terms, '{get,amount}', '"999999"') where id = ${foreign.quote.id}`.execute(
    owner.read,
  );
  const bent = anna.call(api.createCrossBorder, { body: foreign.body, idempotencyKey: foreign.body.id });
  assert.equal(await refused(bent), 'internal_error', 'what was changed behind our back pays nobody');
  const old = await preparedAbroad(world, anna, { to, amount: cny(82_000n) });
  clock.advance({ minutes: 31 });
  const late = anna.call(api.createCrossBorder, { body: old.body, idempotencyKey: old.body.id });
  assert.equal(await refused(late), 'quote_expired');
});

test('many presses are one transfer; a payee waits for a day; what must be told is told', async () => {
  const { anna, to } = await sender(world, START);
  const { body } = await preparedAbroad(world, anna, { to, amount: cny(90_000n) });
  const presses = Array.from({ length: 8 }, () =>
    refused(anna.call(api.createCrossBorder, { body, idempotencyKey: newId('xb') })),
  );
  assert.deepEqual(new Set(await Promise.all(presses)), new Set(['accepted']));
  assert.equal(await world.available(anna), START.minor - 90_000n);
  const { id: fresh } = await addBeneficiary(world, anna, american('1111'));
  assert.equal(await refused(quoteAbroad(anna, { to: fresh, amount: cny(10_000n) })), 'beneficiary_cooling');
  const other = { to, amount: cny(10_000n), purpose: 'other' } as const;
  assert.equal(await refused(quoteAbroad(anna, other)), 'beneficiary_purpose_text_needed');
  assert.equal(await refused(quoteAbroad(anna, { to, amount: cny(100n) })), 'amount_below_minimum');
  assert.equal(await refused(quoteAbroad(anna, { to, amount: cny(950_000n) })), 'insufficient_funds');
});
