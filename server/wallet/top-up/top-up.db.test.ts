import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { TopUpId } from '#common/id';
import { toWire } from '#common/money';
import { newId } from '#platform/ids';
import { answerChallenge } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { releaseDelayed } from './release-delayed.ts';

const world = await walletWorld();
const { outside } = world;

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const codeOf = (error: unknown): string => (error instanceof ApiProblem ? error.code : String(error));
const refused = async (call: Promise<unknown>): Promise<string> => call.then(() => 'accepted', codeOf);
const chargesFor = async (id: TopUpId) =>
  (await outside.charges()).filter(({ reference }) => reference === id);

describe('a quote', () => {
  test('tells fee, total, arrival and what is spendable at once, and its price is what the card pays', async () => {
    const person = await world.person();
    const { quote, entry } = await outside.topUp(person, cny(3_000_00n));
    assert.deepEqual(quote.lines, [
      { kind: 'amount', amount: { amount: '300000', currency: 'CNY' } },
      { kind: 'fee', amount: { amount: '1800', currency: 'CNY' } },
    ]);
    assert.equal(quote.total.amount, '301800');
    assert.deepEqual([quote.spendableAtOnce.amount, quote.delayed.amount], ['200000', '100000']);
    assert.equal(quote.arrival.basis, 'provider_promise');
    assert.equal(entry.state, 'settled');
    assert.equal((await chargesFor(entry.id as TopUpId))[0]?.amount, '301800');
  });

  test('refuses amounts that cannot be topped up, each with its own reason', async () => {
    const person = await world.person();
    const quoted = (amount: string, currency = 'CNY') =>
      refused(
        person.call(api.createQuote, {
          body: { kind: 'card_top_up', amount: { amount, currency: currency as 'CNY' } },
        }),
      );
    assert.equal(await quoted('0'), 'amount_not_positive');
    assert.equal(await quoted('-100'), 'amount_not_positive');
    assert.equal(await quoted('99'), 'amount_below_minimum');
    assert.equal(await quoted('2000001'), 'limit_per_payment');
    assert.equal(await quoted('999999999999999999'), 'amount_too_large');
    for (const bad of ['1.5', '1e3', '１００', '', 'NaN', '0x10', '1 000'])
      assert.equal(await quoted(bad), 'malformed_request', bad);
    assert.equal(await quoted('100', 'XXX'), 'malformed_request');
  });

  test('of somebody else, used or expired, is not good for a top-up', async () => {
    const [person, other] = [await world.person(), await world.person()];
    const { body } = await outside.topUp(person, cny(100_00n));
    const confirm = (who: WalletPerson, quoteId: typeof body.quoteId) =>
      refused(
        who.call(api.createTopUp, {
          body: { id: newId('tu'), quoteId, cardToken: 'tok_whatever' },
          idempotencyKey: newId('evt'),
        }),
      );
    assert.equal(await confirm(other, body.quoteId), 'quote_not_found');
    assert.equal(await confirm(person, body.quoteId), 'quote_used');
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    await outside.advance({ minutes: 10 });
    assert.equal(await confirm(person, quote.id), 'quote_expired');
  });

  test('whose promise another top-up has used up is asked for anew', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(1_500_00n)) },
    });
    await outside.topUp(person, cny(1_500_00n));
    const cardToken = await outside.cardToken(person, 'success');
    assert.equal(
      await refused(
        person.call(api.createTopUp, {
          body: { id: newId('tu'), quoteId: quote.id, cardToken },
          idempotencyKey: newId('evt'),
        }),
      ),
      'quote_expired',
    );
  });
});

describe('a card', () => {
  const declines = [
    ['insufficient_funds', 'card_insufficient_funds'],
    ['do_not_honor', 'card_declined'],
    ['expired_card', 'card_expired'],
    ['incorrect_cvc', 'card_code_wrong'],
    ['limit_exceeded', 'card_limit_exceeded'],
    ['card_not_supported', 'card_not_supported'],
  ] as const;
  for (const [card, reason] of declines) {
    test(`that the bank declines (${card}) fails with ${reason}, charges nothing and counts against no limit`, async () => {
      const person = await world.person();
      const { id, entry } = await outside.topUp(person, cny(200_00n), card);
      assert.equal(entry.state, 'failed');
      assert.equal(entry.reason?.code, reason);
      assert.equal(entry.counterparty.detail?.startsWith('•••• '), true);
      assert.deepEqual(entry.movements, []);
      assert.equal(await world.available(person), 0n);
      const limits = await person.call(api.limits);
      assert.equal(
        limits.items.find(({ capability, window }) => capability === 'top_up' && window === 'day')?.used
          .amount,
        '0',
      );
      assert.equal((await entryOf(person, id)).stations[1]?.status, 'refused');
    });
  }

  test('that succeeds is credited once, with a story, movements and a receipt', async () => {
    const person = await world.person();
    const { id } = await outside.topUp(person, cny(200_00n));
    const entry = await entryOf(person, id);
    assert.deepEqual(
      [entry.state, entry.family, entry.nextActor, entry.reason],
      ['settled', 'done', null, null],
    );
    assert.deepEqual(entry.counterparty, { kind: 'card', name: 'Visa', detail: '•••• 4242' });
    assert.deepEqual(
      entry.timeline.map(({ kind, actor }) => `${kind} ${actor}`),
      ['top_up_settled bank', 'top_up_confirmed you'],
    );
    assert.deepEqual(
      entry.movements.map(({ from, to, amount, balanceAfter }) => [
        from,
        to,
        amount.amount,
        balanceAfter?.amount,
      ]),
      [
        ['card_acquirer', 'your_balance', '20000', '20000'],
        ['card_acquirer', 'fees', '120', undefined],
      ],
    );
    assert.deepEqual(
      entry.lines.map(({ kind, amount }) => [kind, amount.amount]),
      [
        ['amount', '20000'],
        ['fee', '120'],
        ['total', '20120'],
      ],
    );
    assert.equal(await world.available(person), 200_00n);
  });

  test('in dinar and in yen is charged in their own minor units', async () => {
    const person = await world.person();
    await outside.topUp(person, { minor: 12_345n, currency: 'KWD' });
    await outside.topUp(person, { minor: 5_000n, currency: 'JPY' });
    assert.equal(await world.available(person, 'KWD'), 12_345n);
    assert.equal(await world.available(person, 'JPY'), 5_000n);
    assert.equal(await world.settlement('KWD'), await outside.owedByAcquirer('KWD'));
    assert.equal(await world.settlement('JPY'), await outside.owedByAcquirer('JPY'));
    const { items } = await person.call(api.accounts);
    assert.deepEqual(
      items.map(({ currency }) => currency),
      ['CNY', 'JPY', 'KWD'],
      'the base currency is always there, and first',
    );
  });
});

describe('a challenge of the bank', () => {
  test('waits for the customer, and is credited when the right code was typed', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(300_00n), 'challenge');
    assert.deepEqual(
      [entry.state, entry.nextActor, entry.reason?.code],
      ['awaiting_challenge', 'you', 'top_up_awaiting_challenge'],
    );
    assert.ok(entry.challengeUrl);
    const home = await person.call(api.accounts);
    assert.deepEqual(
      home.needsYou.map((each) => each.id),
      [id],
    );
    assert.deepEqual(
      home.items[0]?.arriving.map(({ operationId, amount }) => [operationId, amount.amount]),
      [[id, '30000']],
    );
    assert.match(
      (await answerChallenge(entry.challengeUrl ?? '', 'right_code')).location ?? '',
      new RegExp(`/entry/${id}`),
    );
    const checked = await person.call(api.checkTopUp, { params: { id }, body: {} });
    assert.equal(checked.state, 'settled');
    assert.equal(checked.challengeUrl, null);
    assert.deepEqual((await person.call(api.accounts)).needsYou, []);
  });

  test('that the customer gives up fails as not authenticated', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(300_00n), 'challenge');
    await answerChallenge(entry.challengeUrl ?? '', 'cancel');
    const checked = await person.call(api.checkTopUp, { params: { id }, body: {} });
    assert.deepEqual([checked.state, checked.reason?.code], ['failed', 'card_authentication_failed']);
  });

  test('that nobody finishes expires in time, and then nothing can be charged any more', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(300_00n), 'challenge');
    await outside.advance({ minutes: 13 });
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
    await outside.advance({ minutes: 1 });
    const expired = await entryOf(person, id);
    assert.deepEqual(
      [expired.state, expired.family, expired.reason?.code],
      ['expired', 'neutral', 'top_up_challenge_expired'],
    );
    await answerChallenge(entry.challengeUrl ?? '', 'right_code').catch(() => null);
    assert.equal((await person.call(api.checkTopUp, { params: { id }, body: {} })).state, 'expired');
    assert.equal(await world.available(person), 0n);
  });
});

describe('what is delayed', () => {
  test('is in the wallet, held, told with its time, and free when that has come', async () => {
    const person = await world.person();
    const { id, quote } = await outside.topUp(person, cny(5_000_00n));
    const entry = await entryOf(person, id);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.dueAt],
      ['settled', 'top_up_partly_delayed', quote.delayedUntil],
    );
    assert.deepEqual(entry.stations.map(({ place, status }) => `${place}:${status}`).slice(2), [
      'delayed:here',
      'your_balance:here',
    ]);
    const [account] = (await person.call(api.accounts)).items;
    assert.deepEqual(
      [account?.available.amount, account?.total.amount, account?.held.map(({ amount }) => amount.amount)],
      ['200000', '500000', ['300000']],
    );
    await outside.advance({ hours: 71 });
    await releaseDelayed(world.deps, id); // Nor may a job come early.
    assert.equal(await world.available(person), 2_000_00n);
    await outside.advance({ hours: 1 });
    assert.equal(await world.available(person), 5_000_00n);
    const freed = await entryOf(person, id);
    assert.deepEqual([freed.reason, freed.dueAt, freed.timeline[0]?.kind], [null, null, 'funds_released']);
    await releaseDelayed(world.deps, id); // A job may run twice.
    assert.equal(await world.available(person), 5_000_00n);
  });

  test('cannot be spent before', async () => {
    const [person, payee] = [await world.person(), await world.person()];
    await outside.topUp(person, cny(5_000_00n));
    assert.equal(await refused(world.pay(person, payee, cny(2_000_01n))), 'insufficient_funds');
    assert.equal((await world.pay(person, payee, cny(2_000_00n))).state, 'completed');
  });

  test('is less for whoever has topped up without trouble for 30 days', async () => {
    const person = await world.person();
    await outside.topUp(person, cny(100_00n));
    await outside.advance({ days: 30 });
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(5_000_00n)) },
    });
    assert.deepEqual([quote.delayed.amount, quote.delayedUntil], ['0', null]);
  });
});

test('limits that others of the day have used refuse a confirmed top-up, and it stands in the history with its reason', async () => {
  const person = await world.person();
  const quotes = [];
  for (let index = 0; index < 3; index++)
    quotes.push(
      await person.call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(cny(20_000_00n)) } }),
    );
  for (let index = 0; index < 2; index++) {
    await outside.topUp(person, cny(18_000_00n)).catch(() => null);
    await outside.advance({ hours: 0 });
  }
  const quote = await person.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(14_000_00n)) },
  });
  await outside.topUp(person, cny(1_000_00n));
  const id = newId('tu');
  const body = { id, quoteId: quote.id, cardToken: await outside.cardToken(person, 'success') };
  const problem = await person
    .call(api.createTopUp, { body, idempotencyKey: id })
    .catch((error: unknown) => error);
  assert.ok(problem instanceof ApiProblem);
  assert.equal(problem.code, 'limit_per_day');
  assert.equal(problem.facts['operationId'], id);
  assert.deepEqual(problem.facts['remaining'], { amount: '1300000', currency: 'CNY' });
  const entry = await entryOf(person, id);
  assert.deepEqual(
    [entry.state, entry.reason?.code, entry.stations[1]?.place],
    ['failed', 'limit_per_day', 'okpay'],
  );
  const again = await person.call(api.createTopUp, { body, idempotencyKey: newId('evt') }).catch(codeOf);
  assert.equal(again, 'limit_per_day', 'the same request has the same answer for ever');
  assert.equal((await person.call(api.checkTopUp, { params: { id }, body: {} })).state, 'failed');
  assert.deepEqual(await chargesFor(id), []);
});

test('after all of this the books agree: ours, the acquirer’s, and the laws of the ledger', async () => {
  assert.equal(await world.settlement(), await outside.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
});
