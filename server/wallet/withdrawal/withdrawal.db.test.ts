import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { WithdrawalId } from '#common/id';
import { money, type Money } from '#common/money';
import { balancesOf } from '#ledger';
import { sql } from '#platform/db';
import { Temporal } from '#platform/clock';
import { newId } from '#platform/ids';
import { addBankAccount, bankTimes, EUR_DETAILS, IBANS, saver, until, withdraw } from '#test/withdrawals';
import { type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld({ outside: false, withBank: true });
const { db, clock, bank } = world;
// A Wednesday morning in Berlin, so that what is asked for goes the same day.
const START = Temporal.Instant.from('2026-12-02T09:00:00+01:00');
clock.advance(until(clock, START));
await bank.follow();

const eur = (minor: bigint): Money => money(minor, 'EUR');
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
const { nextMorning, untilCutOff, toTheEnd } = bankTimes(world);
const entryOf = (person: WalletPerson, id: WithdrawalId) => person.call(api.entry, { params: { id } });
const stateOf = async (person: WalletPerson, id: WithdrawalId) => (await entryOf(person, id)).state;
const total = async (person: WalletPerson): Promise<bigint> =>
  (await balancesOf(db.read, person.id)).find(({ kind, currency }) => kind === 'wallet' && currency === 'EUR')
    ?.posted.minor ?? 0n;
/** What our books and the bank's own say that has left our account there; they must be one. */
async function booksAgree(): Promise<void> {
  const own = (await balancesOf(db.read, 'rail:bank')).find(
    ({ kind, currency }) => kind === 'rail_settlement' && currency === 'EUR',
  );
  const { balances } = await bank.books();
  assert.equal((own?.posted.minor ?? 0n).toString(), balances['EUR']);
  assert.deepEqual(await world.violations(), []);
}
describe('a withdrawal', () => {
  test('is priced whole before, held at the yes, goes at the cut-off, and is paid when the bank has booked it', async () => {
    const { anna, to } = await saver(world, eur(20_000n));
    const { id, quote, entry } = await withdraw(world, anna, { to, amount: eur(10_000n) });
    assert.deepEqual(
      [quote.amount.amount, quote.fee.amount, quote.total.amount, quote.account, quote.waitsFor],
      ['10000', '25', '10025', 'DE •••• 3000', null],
    );
    assert.equal(quote.cutOffAt, Temporal.Instant.from('2026-12-02T14:00:00+01:00').toString());
    assert.equal(quote.arrivesBy, Temporal.Instant.from('2026-12-03T18:00:00+01:00').toString());
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['requested', 'withdrawal_requested', 'okpay'],
    );
    assert.deepEqual(
      entry.stations.map(({ place, status }) => `${place}:${status}`),
      ['your_balance:here', 'bank:ahead', 'bank_account:ahead'],
    );
    assert.equal(await world.available(anna, 'EUR'), 9_975n);
    const held = (await anna.call(api.accounts)).items.find(({ currency }) => currency === 'EUR')?.held;
    assert.deepEqual(
      held?.map(({ kind, amount }) => [kind, amount.amount]),
      [['withdrawal', '10025']],
    );

    await bank.live(untilCutOff());
    assert.equal(await stateOf(anna, id), 'accepted');
    assert.equal(await total(anna), 20_000n, 'held until the bank has booked it');
    await bank.live({ hours: 1 });
    const paid = await entryOf(anna, id);
    assert.deepEqual(
      [paid.state, paid.family, paid.withdrawal?.arrivesBy],
      ['paid', 'done', quote.arrivesBy],
    );
    assert.deepEqual(paid.timeline.map(({ kind }) => kind).toReversed(), [
      'withdrawal_requested',
      'withdrawal_batched',
      'withdrawal_sent',
      'withdrawal_accepted',
      'withdrawal_paid',
    ]);
    assert.deepEqual(
      paid.movements.map(({ kind, from, to: there, amount }) => [kind, from, there, amount.amount]),
      [
        ['hold', 'your_balance', 'bank', '10000'],
        ['hold', 'your_balance', 'fees', '25'],
        ['capture', 'your_balance', 'bank', '10000'],
        ['capture', 'your_balance', 'fees', '25'],
      ],
    );
    assert.equal(await total(anna), 9_975n);
    await bank.live({ hours: 24 }); // The statement tells the same booking again.
    assert.equal(await total(anna), 9_975n);
    await booksAgree();
  });

  test('pressed fifty times, or asked for again after a lost answer, is one; the same id for another quote is none', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(20_000n));
    const first = await withdraw(world, anna, { to, amount: eur(5_000n) });
    const again = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        anna.call(api.createWithdrawal, { body: first.body, idempotencyKey: `${first.id}.${n}` }),
      ),
    );
    assert.ok(again.every(({ id }) => id === first.id));
    assert.equal(await world.available(anna, 'EUR'), 14_975n);
    assert.equal(
      await refused(withdraw(world, anna, { to, amount: eur(5_000n), id: first.id, key: newId('evt') })),
      'operation_id_reused',
    );
    const ben = await saver(world, eur(20_000n));
    assert.equal(
      await refused(withdraw(world, ben.anna, { to: ben.to, amount: eur(1_000n), id: first.id })),
      'operation_id_reused',
    );
    assert.equal(
      await refused(
        ben.anna.call(api.createWithdrawalQuote, {
          body: { bankAccountId: to, amount: { amount: '1000', currency: 'EUR' } },
        }),
      ),
      'not_found',
    );
    await toTheEnd();
    assert.equal(await total(anna), 14_975n);
    await booksAgree();
  });

  test('needs a proof for this sum, this quote and this account', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(20_000n));
    const { body } = await withdraw(world, anna, { to, amount: eur(1_000n) });
    const quote = await anna.call(api.createWithdrawalQuote, {
      body: { bankAccountId: to, amount: { amount: '1000', currency: 'EUR' } },
    });
    const id = newId('wd');
    const used = anna.call(api.createWithdrawal, {
      body: { id, quoteId: quote.id, stepUpId: body.stepUpId },
      idempotencyKey: id,
    });
    assert.equal(await refused(used), 'step_up_not_valid');
  });

  test('is refused with the first reason that the customer can act on, and the refusal stands in the history', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const quote = (amount: string) =>
      refused(
        anna.call(api.createWithdrawalQuote, {
          body: { bankAccountId: to, amount: { amount, currency: 'EUR' } },
        }),
      );
    assert.equal(await quote('99'), 'amount_below_minimum');
    assert.equal(await quote('9976'), 'insufficient_funds', 'the fee is to be there too');
    assert.equal(await quote('99999999'), 'limit_per_payment');
    assert.equal(await quote('0'), 'amount_not_positive');
    const fresh = await addBankAccount(world, anna, { ...EUR_DETAILS, accountNumber: IBANS.closed });
    assert.equal(
      await refused(withdraw(world, anna, { to: fresh.id, amount: eur(1_000n) })),
      'withdrawal_cooling',
    );
    assert.equal(await quote('9975'), 'accepted', 'to the other account nothing waits');
    // Between the price and the yes the money is spent elsewhere.
    const price = await anna.call(api.createWithdrawalQuote, {
      body: { bankAccountId: to, amount: { amount: '9000', currency: 'EUR' } },
    });
    await withdraw(world, anna, { to, amount: eur(2_000n) });
    const stepUpId = await world.proof(anna, {
      action: 'withdrawal',
      amount: eur(9_025n),
      payee: `${to}.${price.id}`,
    });
    const id = newId('wd');
    const late = anna.call(api.createWithdrawal, {
      body: { id, quoteId: price.id, stepUpId },
      idempotencyKey: id,
    });
    assert.equal(await refused(late), 'insufficient_funds');
    const entry = await entryOf(anna, id);
    assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'insufficient_funds']);
  });

  test('can be cancelled until its file is made: amount and fee are free at once, and nothing goes', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    const stranger = await world.person('Ben Okafor');
    assert.equal(
      await refused(stranger.call(api.cancelWithdrawal, { params: { id }, body: {} })),
      'not_found',
    );
    const cancelled = await anna.call(api.cancelWithdrawal, { params: { id }, body: {} });
    assert.deepEqual([cancelled.state, cancelled.reason?.code], ['cancelled', 'withdrawal_cancelled']);
    assert.equal((await anna.call(api.cancelWithdrawal, { params: { id }, body: {} })).state, 'cancelled');
    assert.equal(await world.available(anna, 'EUR'), 10_000n);
    const limits = (await anna.call(api.limits)).items.find(
      ({ capability, window }) => capability === 'withdraw' && window === 'day',
    );
    assert.equal(limits?.used.amount, '0', 'what did not happen counts against no limit');
    const second = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.live(untilCutOff());
    assert.equal(
      await refused(anna.call(api.cancelWithdrawal, { params: { id: second.id }, body: {} })),
      'withdrawal_under_way',
    );
    await bank.live({ hours: 1 });
    assert.equal(await total(anna), 5_975n);
    await booksAgree();
  });
});

describe('what a bank does not pay', () => {
  test('comes back whole, with its reason and its code, when it is refused', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n), IBANS.closed);
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await toTheEnd();
    const { state, reason, timeline } = await entryOf(anna, id);
    assert.deepEqual(
      [state, reason?.code, reason?.facts['bankCode']],
      ['rejected', 'payout_account_closed', 'AC04'],
    );
    assert.deepEqual(reason?.facts['total'], { amount: '4025', currency: 'EUR' });
    assert.equal(timeline[0]?.kind, 'withdrawal_rejected');
    assert.equal(await world.available(anna, 'EUR'), 10_000n);
    await booksAgree();
  });

  test('comes back whole when it is sent back days after it was paid', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n), IBANS.sentBack);
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await toTheEnd();
    assert.equal(await stateOf(anna, id), 'paid');
    assert.equal(await world.available(anna, 'EUR'), 5_975n);
    await bank.live({ hours: 21 });
    const entry = await entryOf(anna, id);
    assert.deepEqual([entry.state, entry.reason?.code], ['returned', 'payout_account_closed']);
    assert.equal(await world.available(anna, 'EUR'), 10_000n);
    await bank.live({ hours: 24 });
    assert.equal(
      await world.available(anna, 'EUR'),
      10_000n,
      'the statement says it again, and nothing more comes',
    );
    await booksAgree();
  });
});

describe('a bank that', () => {
  test('takes the file and does not answer is asked before anything is sent again', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ upload: 'drop_answer', reports: 'held' });
    await bank.live(untilCutOff());
    const { state, reason } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['checking', 'withdrawal_checking']);
    assert.equal(await world.available(anna, 'EUR'), 5_975n, 'held: it is not given back on a guess');
    const { files } = await bank.books();
    await bank.turn({ upload: 'taken', reports: 'sent' });
    await bank.live({ minutes: 10 });
    assert.equal(await stateOf(anna, id), 'accepted');
    assert.equal((await bank.books()).files.length, files.length, 'the bank has one file, as before');
    await bank.live({ hours: 1 });
    assert.equal(await total(anna), 5_975n);
    await booksAgree();
  });

  test('cuts the line before it has the file gets it again, once; and so does one that cannot be reached', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ upload: 'drop_before' });
    await bank.live(untilCutOff());
    assert.equal(await stateOf(anna, id), 'checking');
    await bank.turn({ upload: 'unavailable' });
    await bank.live({ minutes: 2 });
    assert.equal(await stateOf(anna, id), 'checking');
    await bank.turn({ upload: 'taken' });
    await bank.live({ hours: 1 });
    await bank.live({ hours: 1 });
    assert.equal(await stateOf(anna, id), 'paid');
    assert.equal(await total(anna), 5_975n);
    await booksAgree();
  });

  test('is away for more than a week has people look at it, and gets the file, once, when it is back', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ upload: 'unavailable' });
    await bank.live(untilCutOff());
    assert.equal(await stateOf(anna, id), 'checking');
    for (let day = 0; day < 8; day++) await bank.live({ hours: 25 });
    assert.equal(await stateOf(anna, id), 'conflict');
    assert.equal(await world.available(anna, 'EUR'), 5_975n, 'held: nobody knows');
    await bank.turn({ upload: 'taken' });
    await bank.live({ hours: 25 });
    await bank.live({ hours: 1 });
    assert.equal(await stateOf(anna, id), 'paid');
    assert.equal(await total(anna), 5_975n);
    await booksAgree();
  });

  test('is killed meanwhile comes back with its books, and each payment is made once', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.live(untilCutOff());
    await bank.crash();
    await bank.follow();
    await bank.live({ hours: 1 });
    assert.equal(await stateOf(anna, id), 'paid');
    assert.equal(await total(anna), 5_975n);
    await booksAgree();
  });

  test('says everything twice moves nothing twice', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n), IBANS.sentBack);
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ reports: 'twice' });
    await toTheEnd();
    assert.equal(await total(anna), 5_975n);
    await bank.live({ hours: 21 });
    await bank.turn({ reports: 'sent' });
    assert.equal(await stateOf(anna, id), 'returned');
    assert.equal(await world.available(anna, 'EUR'), 10_000n);
    await booksAgree();
  });

  test('books another sum than we asked for has people look at it, and its books are still ours', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ bookMore: 1 });
    await toTheEnd();
    await bank.turn({ bookMore: 0 });
    const { state, reason, stations } = await entryOf(anna, id);
    assert.deepEqual([state, reason?.code], ['conflict', 'withdrawal_conflict']);
    assert.equal(stations.filter(({ status }) => status === 'here' || status === 'unsure').length, 1);
    assert.equal(await world.available(anna, 'EUR'), 5_975n, 'held until it is decided');
    await booksAgree();
  });

  test('reports what cannot be read has that report refused as a whole, and the next one is taken', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ reports: 'garbled' });
    await bank.live(untilCutOff());
    await bank.turn({ reports: 'sent' });
    assert.equal(await stateOf(anna, id), 'sent');
    const { rows } = await sql<{
      fault: string;
    }>`select fault from wallet.bank_report where outcome = 'refused' order by number desc limit 1`.execute(
      db.read,
    );
    assert.match(rows[0]?.fault ?? '', /^not_xml in line \d+$/);
    await bank.say('<!DOCTYPE x [<!ENTITY e "1">]><Document>&e;</Document>');
    await bank.say('<Document xmlns="x"><SomethingElse/></Document>');
    await bank.live({ hours: 1 });
    assert.equal(await stateOf(anna, id), 'paid');
    await booksAgree();
  });

  test('says nothing long after its promise is asked again and again; then people look, and its late word still counts', async () => {
    await nextMorning();
    const { anna, to } = await saver(world, eur(10_000n));
    const { id } = await withdraw(world, anna, { to, amount: eur(4_000n) });
    await bank.turn({ reports: 'held' });
    await toTheEnd();
    assert.equal(await stateOf(anna, id), 'sent');
    await bank.live({ hours: 72 });
    assert.equal(await stateOf(anna, id), 'checking');
    for (let day = 0; day < 8; day++) await bank.live({ hours: 25 });
    assert.equal(await stateOf(anna, id), 'conflict');
    assert.equal(await world.available(anna, 'EUR'), 5_975n);
    await bank.turn({ reports: 'sent' });
    await bank.live({ minutes: 10 });
    assert.equal(await stateOf(anna, id), 'paid');
    await booksAgree();
  });
});
