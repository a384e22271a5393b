import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { TopUpId } from '#common/id';
import { toWire } from '#common/money';
import { openAccount, setFlags } from '#ledger';
import { newId } from '#platform/ids';
import { ORIGIN } from '#test/http';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { resolveConflict } from '#wallet';
import { askProvider } from './ask-provider.ts';
import { quoteTopUp } from './quote-top-up.ts';

const world = await walletWorld({ outside: false, withEwallet: true });
const { ewallet } = world;

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const standing = async (person: WalletPerson, id: TopUpId) => {
  const { state, reason, nextActor } = await entryOf(person, id);
  return [state, reason?.code ?? null, nextActor];
};
const refused = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof ApiProblem ? error.code : String(error)),
  );
/** Lets real time pass until something is so; only for what the e-wallet does by itself. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('it did not come to that');
}

describe('a top-up from another e-wallet', () => {
  test('is priced by its own tariff and tells what comes before anybody is asked', async () => {
    const person = await world.person();
    const { quote, entry, id } = await ewallet.begin(person, cny(200_00n));
    assert.deepEqual([quote.kind, quote.total.amount, quote.feeBasisPoints], ['ewallet_top_up', '20060', 30]);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor, entry.kind],
      ['awaiting_challenge', 'ewallet_awaiting_approval', 'you', 'top_up'],
    );
    assert.ok(entry.challengeUrl?.startsWith(`${ewallet.url}/pay/`));
    assert.deepEqual(entry.counterparty, { kind: 'ewallet', name: 'Sandpay', detail: null });
    assert.equal((await ewallet.paymentFor(id))?.amount, '20060');
    assert.equal(await world.available(person), 0n);
  });

  test('is credited once when its owner has approved and the e-wallet confirms it, on an account of its own', async () => {
    const person = await world.person();
    const { id } = await ewallet.begin(person, cny(200_00n));
    assert.equal(await ewallet.answer(id, { account: '1001' }), `${ORIGIN}/entry/${id}?returned=bank`);
    // The way back says nothing: only what the e-wallet answers does.
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
    assert.equal(await world.available(person), 0n);
    const entry = await ewallet.check(person, id);
    assert.equal(entry.state, 'settled');
    assert.deepEqual(entry.counterparty, { kind: 'ewallet', name: 'Sandpay', detail: '•••• 1001' });
    assert.deepEqual(
      entry.movements.map(({ from, to, amount }) => [from, to, amount.amount]),
      [
        ['ewallet', 'your_balance', '20000'],
        ['ewallet', 'fees', '60'],
      ],
    );
    assert.equal(await world.available(person), 200_00n);
    assert.equal((await ewallet.check(person, id)).state, 'settled');
    assert.equal(await world.available(person), 200_00n);
    const trace = await person.call(api.trace, { params: { id } });
    assert.equal(trace.finding, 'arrived_yours');
  });

  const noes: [string, { account: string } | 'refuse', string][] = [
    ['its owner refuses', 'refuse', 'ewallet_refused'],
    ['the e-wallet has too little', { account: '1002' }, 'ewallet_insufficient_funds'],
    ['the e-wallet declines', { account: '1003' }, 'ewallet_declined'],
  ];
  for (const [what, answer, code] of noes)
    test(`has failed with its reason when ${what}, and counts against no limit`, async () => {
      const person = await world.person();
      const usedOf = async () =>
        (await person.call(api.limits)).items
          .filter(({ capability }) => capability === 'top_up')
          .map(({ used }) => used.amount);
      const before = await usedOf();
      const { id } = await ewallet.begin(person, cny(200_00n));
      await ewallet.answer(id, answer);
      await ewallet.check(person, id);
      assert.deepEqual(await standing(person, id), ['failed', code, null]);
      assert.deepEqual(await usedOf(), before);
      assert.equal((await person.call(api.trace, { params: { id } })).finding, 'never_paid');
    });

  test('ends by itself when nobody approves in time, and a yes that comes later pays nothing', async () => {
    const person = await world.person();
    const { id } = await ewallet.begin(person, cny(200_00n));
    await ewallet.live({ minutes: 14 });
    assert.deepEqual(await standing(person, id), ['expired', 'ewallet_approval_expired', null]);
    await ewallet.answer(id, { account: '1001' });
    assert.equal((await ewallet.paymentFor(id))?.status, 'declined');
    assert.equal((await ewallet.check(person, id)).state, 'expired');
  });

  test('is found by asking when it was paid and the e-wallet stays silent and leads nobody back', async () => {
    const person = await world.person();
    const { id } = await ewallet.begin(person, cny(200_00n));
    await ewallet.live({ minutes: 1 });
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge', 'asked, and still waiting');
    await ewallet.answer(id, { account: '1004' });
    await ewallet.live({ minutes: 1 });
    assert.equal((await entryOf(person, id)).state, 'settled');
    const callbacks = await ewallet.callbacks();
    assert.ok(!callbacks.some(({ body }) => body.includes(id)), 'nothing was ever told');
    assert.equal(await world.available(person), 200_00n);
  });
});

describe('an unknown outcome', () => {
  test('whose request was taken and whose answer was lost is found, and its owner is asked then', async () => {
    const person = await world.person();
    await ewallet.turn({ cutAfterNext: 1 });
    const { id, entry } = await ewallet.begin(person, cny(200_00n));
    assert.deepEqual([entry.state, entry.reason?.code], ['checking', 'ewallet_checking']);
    await ewallet.live({ seconds: 10 });
    const found = await entryOf(person, id);
    assert.deepEqual([found.state, found.nextActor], ['awaiting_challenge', 'you']);
    await ewallet.answer(id, { account: '1001' });
    assert.equal((await ewallet.check(person, id)).state, 'settled');
    const own = (await ewallet.payments()).filter(({ reference }) => reference === id);
    assert.equal(own.length, 1);
  });

  test('whose request never came is closed over there for ever, and ends as not paid', async () => {
    const person = await world.person();
    await ewallet.turn({ cutBeforeNext: 1 });
    const { id, entry } = await ewallet.begin(person, cny(200_00n));
    assert.equal(entry.state, 'checking');
    await ewallet.live({ seconds: 10 });
    assert.deepEqual(await standing(person, id), ['failed', 'ewallet_unavailable', null]);
    // The request that was still on the wire arrives now.
    const late = await world.deps.ewallet?.request({
      amount: cny(200_60n),
      reference: id,
      returnUrl: `${ORIGIN}/entry/${id}`,
      locale: 'en',
    });
    assert.deepEqual(late, { kind: 'declined', code: 'cancelled', payment: null });
  });

  test('while the e-wallet is down waits, is told as that, and is settled once when it is back with its books', async () => {
    const person = await world.person();
    const { id } = await ewallet.begin(person, cny(200_00n));
    await ewallet.answer(id, { account: '1001' });
    await ewallet.turn({ isDown: true });
    await ewallet.live({ minutes: 14 });
    assert.deepEqual(await standing(person, id), ['checking', 'ewallet_checking', 'okpay']);
    await ewallet.crash();
    await ewallet.follow();
    await Promise.all([
      ...Array.from({ length: 8 }, () => askProvider(world.deps, id, 'scheduled')),
      ...Array.from({ length: 4 }, () => ewallet.check(person, id)),
    ]);
    assert.equal((await entryOf(person, id)).state, 'settled');
    assert.equal(await world.available(person), 200_00n);
    await ewallet.turn({ callbacks: 'held' });
  });
});

describe('news from the e-wallet', () => {
  const withNews = async (account: string, work: (person: WalletPerson, id: TopUpId) => Promise<void>) => {
    await ewallet.follow();
    const person = await world.person();
    await ewallet.turn({ callbacks: 'sent', processingMillis: 200 });
    try {
      const { id } = await ewallet.begin(person, cny(100_00n));
      await ewallet.answer(id, { account });
      await work(person, id);
    } finally {
      await ewallet.turn({ callbacks: 'held' });
    }
  };
  const table: [string, string, string, bigint][] = [
    ['that comes once', '1001', 'settled', 100_00n],
    ['that comes twice', '1005', 'settled', 100_00n],
    ['that comes in the wrong order', '1006', 'settled', 100_00n],
    ['of a payment that takes a while', '1009', 'settled', 100_00n],
    ['that tells another amount', '1007', 'conflict', 0n],
    ['that somebody has forged', '1008', 'failed', 0n],
  ];
  for (const [what, account, state, credited] of table)
    test(`${what} leaves it ${state}, with ${credited ? 'one credit' : 'nothing credited'}`, async () => {
      await withNews(account, async (person, id) => {
        await until(async () => {
          const own = (await ewallet.callbacks()).filter(({ body }) => body.includes(id));
          return own.length > 0 && own.every(({ delivered }) => delivered);
        });
        assert.equal((await entryOf(person, id)).state, state);
        assert.equal(await world.available(person), credited);
      });
    });

  test('of another amount is a conflict that ends by the e-wallet’s own record, on a person’s word', async () => {
    await withNews('1007', async (person, id) => {
      await until(async () => (await entryOf(person, id)).state === 'conflict');
      assert.equal((await entryOf(person, id)).timeline[0]?.kind, 'amounts_differ');
      assert.ok((await resolveConflict(world.deps, { id, staff: newId('stf') })).ok);
      assert.equal(await world.available(person), 100_00n);
    });
  });

  test('without a signature, with a wrong one or with an old one changes nothing', async () => {
    const person = await world.person();
    const { id } = await ewallet.begin(person, cny(100_00n));
    const payment = { ...(await ewallet.paymentFor(id)), status: 'paid', decline_code: null };
    const body = JSON.stringify({ id: 'evt_1', type: 'payment.paid', payment });
    const seconds = Math.floor(world.clock.now().epochMilliseconds / 1_000);
    const signed = (at: number, secret: string) =>
      `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
    const send = (headers: Record<string, string>) =>
      fetch(ewallet.callbackUrl, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    for (const signature of [
      null,
      signed(seconds, 'x'.repeat(32)),
      signed(seconds - 600, ewallet.callbackSecret),
    ])
      assert.equal((await send(signature ? { 'okpay-ewallet-signature': signature } : {})).status, 403);
    // Even a genuine signature is only a reason to ask.
    const genuine = { 'okpay-ewallet-signature': signed(seconds, ewallet.callbackSecret) };
    assert.ok((await send(genuine)).ok);
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
    await ewallet.answer(id, 'refuse');
  });

  test('about a top-up by card changes nothing, whatever sum it tells: the e-wallet has no say in it', async () => {
    const person = await world.person();
    const other = await ewallet.begin(person, cny(100_00n));
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(50_00n)) },
    });
    const id = newId('tu');
    const asked = { id, quoteId: quote.id, cardToken: 'tok_12345678' };
    const { state } = await person.call(api.createTopUp, { body: asked, idempotencyKey: id });
    const payment = {
      ...(await ewallet.paymentFor(other.id)),
      reference: id,
      status: 'paid',
      decline_code: null,
    };
    const body = JSON.stringify({ id: 'evt_2', type: 'payment.paid', payment });
    const at = Math.floor(world.clock.now().epochMilliseconds / 1_000);
    const mac = createHmac('sha256', ewallet.callbackSecret).update(`${at}.${body}`).digest('hex');
    const headers = { 'content-type': 'application/json', 'okpay-ewallet-signature': `t=${at},v1=${mac}` };
    assert.ok((await fetch(ewallet.callbackUrl, { method: 'POST', body, headers })).ok);
    assert.equal((await entryOf(person, id)).state, state);
    await ewallet.answer(other.id, 'refuse');
  });
});

describe('a request for a top-up from an e-wallet', () => {
  test('that is sent 30 times at once asks the e-wallet once', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'ewallet_top_up', amount: toWire(cny(100_00n)) },
    });
    const body = { id: newId('tu'), quoteId: quote.id };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        person.call(api.createTopUp, { body, idempotencyKey: index % 2 ? 'one-key' : newId('evt') }),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ id }) => id))], [body.id]);
    assert.equal((await ewallet.payments()).filter(({ reference }) => reference === body.id).length, 1);
    await ewallet.answer(body.id, 'refuse');
  });

  test('does not take the price of a card, nor a card the price of the e-wallet', async () => {
    const person = await world.person();
    const quoteOf = async (kind: 'card_top_up' | 'ewallet_top_up') =>
      (await person.call(api.createQuote, { body: { kind, amount: toWire(cny(100_00n)) } })).id;
    const send = async (body: { quoteId: Awaited<ReturnType<typeof quoteOf>>; cardToken?: string }) => {
      const id = newId('tu');
      return refused(person.call(api.createTopUp, { body: { id, ...body }, idempotencyKey: id }));
    };
    assert.equal(await send({ quoteId: await quoteOf('card_top_up') }), 'quote_not_found');
    const other = { quoteId: await quoteOf('ewallet_top_up'), cardToken: 'tok_12345678' };
    assert.equal(await send(other), 'quote_not_found');
  });

  test('is not offered where no e-wallet is set, and what was open there waits', async () => {
    const bare = { ...world.deps, ewallet: null };
    const asked = {
      customer: (await world.person()).id,
      kind: 'ewallet_top_up',
      amount: cny(100_00n),
    } as const;
    const quoted = await world.db.transaction((tx) => quoteTopUp(tx, bare, asked));
    assert.equal(quoted.ok ? 'quoted' : quoted.error.code, 'ewallet_unavailable');
    const here = await world.person();
    const { id } = await ewallet.begin(here, cny(100_00n));
    assert.equal(await askProvider(bare, id, 'between'), 'unknown');
    assert.equal((await entryOf(here, id)).state, 'awaiting_challenge');
    await ewallet.answer(id, 'refuse');
    await ewallet.check(here, id);
  });

  test('above a limit is refused with the limit, as one by card is', async () => {
    const person = await world.person();
    const quote = { body: { kind: 'ewallet_top_up' as const, amount: toWire(cny(20_000_000n)) } };
    assert.equal(await refused(person.call(api.createQuote, quote)), 'limit_per_payment');
  });
});

test('money that comes for an account that was closed meanwhile goes back to the e-wallet', async () => {
  const person = await world.person();
  const { id } = await ewallet.begin(person, cny(100_00n));
  await ewallet.answer(id, { account: '1001' });
  await world.db.transaction(async (tx) => {
    const { clock } = world;
    const account = await openAccount(tx, clock, { kind: 'wallet', owner: person.id, currency: 'CNY' });
    await setFlags(tx, clock, { account, set: ['closed'], reason: 'closed by its owner', actor: person.id });
  });
  await ewallet.check(person, id);
  await ewallet.live({ seconds: 1 });
  assert.deepEqual(await standing(person, id), ['failed', 'top_up_returned', null]);
  assert.equal((await ewallet.paymentFor(id))?.refunded, '10030');
});

test('after all of this the books agree: ours, the e-wallet’s, and the laws of the ledger', async () => {
  const inConflict = 100_30n; // One that tells another amount is still with people: paid there, credited nowhere.
  assert.equal((await ewallet.owedInOurBooks()) + inConflict, await ewallet.owes());
  assert.deepEqual(await world.violations(), []);
});
