import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { TopUpId } from '#common/id';
import { toWire } from '#common/money';
import { newId } from '#platform/ids';
import { answerChallenge, control } from '#test/simulators';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';

const world = await walletWorld();

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const codeOf = (error: unknown): string => (error instanceof ApiProblem ? error.code : String(error));
const refused = async (call: Promise<unknown>): Promise<string> => call.then(() => 'accepted', codeOf);
/** Lets real time pass until something is so; only for what the acquirer does by itself. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await what()) return;
    await sleep(50);
  }
  throw new Error('it did not come to that');
}
const chargesFor = async (id: TopUpId) => (await world.charges()).filter(({ reference }) => reference === id);

describe('a quote', () => {
  test('tells fee, total, arrival and what is spendable at once, and its price is what the card pays', async () => {
    const person = await world.person();
    const { quote, entry } = await world.topUp(person, cny(3_000_00n));
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
    const { body } = await world.topUp(person, cny(100_00n));
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
    await world.advance({ minutes: 10 });
    assert.equal(await confirm(person, quote.id), 'quote_expired');
  });

  test('whose promise another top-up has used up is asked for anew', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(1_500_00n)) },
    });
    await world.topUp(person, cny(1_500_00n));
    const cardToken = await world.cardToken(person, 'success');
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
      const { id, entry } = await world.topUp(person, cny(200_00n), card);
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
    const { id } = await world.topUp(person, cny(200_00n));
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
    await world.topUp(person, { minor: 12_345n, currency: 'KWD' });
    await world.topUp(person, { minor: 5_000n, currency: 'JPY' });
    assert.equal(await world.available(person, 'KWD'), 12_345n);
    assert.equal(await world.available(person, 'JPY'), 5_000n);
    assert.equal(await world.settlement('KWD'), await world.owedByAcquirer('KWD'));
    assert.equal(await world.settlement('JPY'), await world.owedByAcquirer('JPY'));
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
    const { id, entry } = await world.topUp(person, cny(300_00n), 'challenge');
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
    const { id, entry } = await world.topUp(person, cny(300_00n), 'challenge');
    await answerChallenge(entry.challengeUrl ?? '', 'cancel');
    const checked = await person.call(api.checkTopUp, { params: { id }, body: {} });
    assert.deepEqual([checked.state, checked.reason?.code], ['failed', 'card_authentication_failed']);
  });

  test('that nobody finishes expires in time, and then nothing can be charged any more', async () => {
    const person = await world.person();
    const { id, entry } = await world.topUp(person, cny(300_00n), 'challenge');
    await world.advance({ minutes: 13 });
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
    await world.advance({ minutes: 1 });
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

describe('an unknown outcome', () => {
  test('where nothing was charged is asked about and ends as not made', async () => {
    const person = await world.person();
    const { id, entry } = await world.topUp(person, cny(100_00n), 'network_error');
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['checking', 'top_up_checking', 'okpay'],
    );
    await world.advance({ seconds: 10 });
    const ended = await entryOf(person, id);
    assert.deepEqual([ended.state, ended.reason?.code], ['failed', 'top_up_unavailable']);
    assert.deepEqual(await chargesFor(id), []);
  });

  test('where the card was charged is credited once, though answer and callback were lost', async () => {
    const person = await world.person();
    const { id, entry } = await world.topUp(person, cny(100_00n), 'answer_dropped');
    assert.equal(entry.state, 'checking');
    await world.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'settled');
    await world.advance({ days: 1 });
    assert.equal(await world.available(person), 100_00n);
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('that lasts longer than any answer is patient with is not charged twice', async () => {
    const person = await world.person();
    const { id, entry } = await world.topUp(person, cny(100_00n), 'answer_late');
    assert.equal(entry.state, 'checking');
    assert.equal((await person.call(api.checkTopUp, { params: { id }, body: {} })).state, 'settled');
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('is asked about on schedule while the acquirer is away, and then given to people', async () => {
    const person = await world.person();
    await world.turn({ errorAfterNext: 1 });
    const { id } = await world.topUp(person, cny(100_00n));
    const away = {
      ...world.deps,
      acquirer: {
        ...world.deps.acquirer,
        find: async () => ({ kind: 'unknown', cause: 'timeout' }) as const,
      },
    };
    const { askAcquirer } = await import('./ask-acquirer.ts');
    const due: string[] = [];
    for (let asks = 0; asks < 9; asks++) {
      const { state, since, dueAt } = await entryOf(person, id);
      assert.equal(state, 'checking');
      due.push(String(Math.round((Date.parse(dueAt ?? '') - Date.parse(since)) / 1000)));
      world.clock.set(dueAt ?? '');
      await askAcquirer(away, id, 'scheduled');
    }
    assert.deepEqual(due, ['10', '70', '370', '3970', '90370', '176770', '263170', '349570', '435970']);
    await world.advance({ seconds: 0 });
    const entry = await entryOf(person, id);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['conflict', 'top_up_conflict', 'okpay'],
    );
    const { resolveConflict } = await import('#wallet');
    assert.ok((await resolveConflict(world.deps, { id, staff: newId('stf') })).ok);
    assert.equal((await entryOf(person, id)).state, 'settled');
    assert.equal(await world.available(person), 100_00n);
  });

  test('while the card network is processing is checked, not guessed', async () => {
    const person = await world.person();
    await world.turn({ processingMillis: 60_000 });
    const { id, entry } = await world.topUp(person, cny(100_00n), 'processing_declines');
    assert.deepEqual([entry.state, entry.timeline[0]?.kind], ['checking', 'charge_processing']);
    await world.advance({ seconds: 30 });
    assert.equal((await entryOf(person, id)).state, 'checking');
    await world.advance({ minutes: 5 });
    const ended = await entryOf(person, id);
    assert.deepEqual([ended.state, ended.reason?.code], ['failed', 'card_insufficient_funds']);
    await world.turn({ processingMillis: 3_000 });
  });

  test('with the acquirer out of reach fails at once, and it is known that nothing was charged', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    const id = newId('tu');
    const { chargeTopUp } = await import('./ask-acquirer.ts');
    const { confirmTopUp } = await import('./confirm-top-up.ts');
    const { createCardAcquirer } = await import('#connectors');
    await world.db.transaction((tx) =>
      confirmTopUp(tx, world.deps, { id, customer: person.id, quoteId: quote.id, cardToken: 'tok_12345678' }),
    );
    const nobody = createCardAcquirer({
      url: 'http://127.0.0.1:9',
      publicUrl: 'http://127.0.0.1:9',
      key: 'k',
      callbackSecret: 's',
    });
    await chargeTopUp(
      { ...world.deps, acquirer: nobody },
      { id, total: cny(100_60n), cardToken: 'tok_12345678' },
    );
    const entry = await entryOf(person, id);
    assert.deepEqual([entry.state, entry.reason?.code], ['failed', 'top_up_unavailable']);
  });
});

describe('a process that dies', () => {
  const confirmed = async (person: WalletPerson, card: string) => {
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    const { confirmTopUp } = await import('./confirm-top-up.ts');
    const request = {
      id: newId('tu'),
      customer: person.id,
      quoteId: quote.id,
      cardToken: await world.cardToken(person, card),
    };
    const confirmation = await world.db.transaction((tx) => confirmTopUp(tx, world.deps, request));
    assert.ok(confirmation.ok && confirmation.value.outcome === 'confirmed');
    return request;
  };

  test('between the intent and the charge charges nobody: the question closes the reference for ever', async () => {
    const person = await world.person();
    const { id, cardToken } = await confirmed(person, 'success');
    await world.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'failed');
    // The request that was still on the wire arrives now.
    const late = await world.deps.acquirer.charge({
      token: cardToken,
      amount: cny(100_60n),
      reference: id,
      returnUrl: 'http://okpay.test/',
    });
    assert.equal(late.kind, 'declined');
    assert.equal((await person.call(api.checkTopUp, { params: { id }, body: {} })).state, 'failed');
    assert.equal(await world.available(person), 0n);
  });

  test('between the charge and its record credits the charge once', async () => {
    const person = await world.person();
    const { id, cardToken } = await confirmed(person, 'success');
    const made = await world.deps.acquirer.charge({
      token: cardToken,
      amount: cny(100_60n),
      reference: id,
      returnUrl: 'http://okpay.test/',
    });
    assert.equal(made.kind, 'succeeded');
    assert.equal((await entryOf(person, id)).state, 'created');
    await world.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'settled');
    assert.equal(await world.available(person), 100_00n);
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('in the middle of everything: callback, question, timer and customer at once credit it once', async () => {
    const person = await world.person();
    const { id, cardToken } = await confirmed(person, 'success');
    await world.deps.acquirer.charge({
      token: cardToken,
      amount: cny(100_60n),
      reference: id,
      returnUrl: 'http://okpay.test/',
    });
    const { askAcquirer } = await import('./ask-acquirer.ts');
    await Promise.all([
      ...Array.from({ length: 10 }, () => askAcquirer(world.deps, id, 'scheduled')),
      ...Array.from({ length: 5 }, () => person.call(api.checkTopUp, { params: { id }, body: {} })),
    ]);
    const entry = await entryOf(person, id);
    assert.equal(entry.state, 'settled');
    assert.equal(entry.timeline.filter(({ kind }) => kind === 'top_up_settled').length, 1);
    assert.equal(await world.available(person), 100_00n);
  });
});

describe('a request that is sent again', () => {
  test('50 times at once makes one top-up and one charge', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    const body = { id: newId('tu'), quoteId: quote.id, cardToken: await world.cardToken(person, 'success') };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        person.call(api.createTopUp, { body, idempotencyKey: index % 2 ? 'same-key' : newId('evt') }),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ id }) => id))], [body.id]);
    assert.equal((await entryOf(person, body.id)).state, 'settled');
    assert.equal((await chargesFor(body.id)).length, 1);
    assert.equal(await world.available(person), 100_00n);
  });

  test('with the same key gets the outcome; with the same id and another card or quote it is refused', async () => {
    const person = await world.person();
    const { body, entry } = await world.topUp(person, cny(100_00n));
    const again = await person.call(api.createTopUp, { body, idempotencyKey: body.id });
    assert.equal(again.state, 'settled');
    assert.deepEqual(again.timeline, entry.timeline);
    const other = { ...body, cardToken: await world.cardToken(person, 'success') };
    assert.equal(
      await refused(person.call(api.createTopUp, { body: other, idempotencyKey: body.id })),
      'idempotency_key_reused',
    );
    assert.equal(
      await refused(person.call(api.createTopUp, { body: other, idempotencyKey: newId('evt') })),
      'operation_id_reused',
    );
    const stranger = await world.person();
    const quote = await stranger.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    assert.equal(
      await refused(
        stranger.call(api.createTopUp, {
          body: { ...body, quoteId: quote.id },
          idempotencyKey: newId('evt'),
        }),
      ),
      'operation_id_reused',
    );
    assert.equal(await refused(entryOf(stranger, body.id)), 'not_found');
  });

  test('without a key is not taken', async () => {
    const person = await world.person();
    assert.equal(
      await refused(
        person.call(api.createTopUp, {
          body: { id: newId('tu'), quoteId: newId('qt'), cardToken: 'tok_12345678' },
          idempotencyKey: '',
        }),
      ),
      'idempotency_key_missing',
    );
  });
});

describe('news from the acquirer', () => {
  const withNews = async (card: string, work: (person: WalletPerson, id: TopUpId) => Promise<void>) => {
    const person = await world.person();
    await world.turn({ callbacks: 'sent', processingMillis: 50, callbackDelayMillis: 20 });
    try {
      const { id } = await world.topUp(person, cny(100_00n), card);
      await work(person, id);
    } finally {
      await world.turn({ callbacks: 'held', processingMillis: 3_000, callbackDelayMillis: 200 });
    }
  };
  /** The acquirer's clock must be ours, or its signatures are from another time. */
  const inStep = () => world.advance({ seconds: 0 });
  const delivered = async (id: TopUpId, least: number) => {
    const [charge] = await chargesFor(id);
    await until(async () => {
      const { callbacks } = await control<{ callbacks: { charge: string; delivered: boolean }[] }>(
        world.acquirerUrl,
        '/control/callbacks',
      );
      const own = callbacks.filter((each) => each.charge === charge?.id);
      return own.length >= least && own.every((each) => each.delivered);
    });
  };
  const states: [string, string, number, bigint][] = [
    ['processing_succeeds', 'settled', 1, 100_00n],
    ['duplicate_callbacks', 'settled', 1, 100_00n],
    ['out_of_order_callbacks', 'settled', 2, 100_00n],
    ['wrong_amount_callback', 'conflict', 1, 0n],
    ['wrong_currency_callback', 'conflict', 1, 0n],
    ['forged_callback', 'failed', 2, 0n],
  ];
  for (const [card, state, least, credited] of states) {
    test(`${card}: ${state}, credited ${credited ? 'once' : 'nothing'}`, async () => {
      await inStep();
      await withNews(card, async (person, id) => {
        await delivered(id, least);
        await until(async () => (await entryOf(person, id)).state === state);
        assert.equal(await world.available(person), credited);
      });
    });
  }

  test('that tell another sum stop it, until people compare the books', async () => {
    const { resolveConflict } = await import('#wallet');
    await inStep();
    await withNews('wrong_amount_callback', async (person, id) => {
      await until(async () => (await entryOf(person, id)).state === 'conflict');
      assert.equal((await entryOf(person, id)).timeline[0]?.kind, 'amounts_differ');
      assert.ok((await resolveConflict(world.deps, { id, staff: newId('stf') })).ok);
      assert.equal(await world.available(person), 100_00n, 'the record has the sum we asked for');
    });
  });

  test('without a signature, or with a wrong one, change nothing', async () => {
    const person = await world.person();
    const { id } = await world.topUp(person, cny(100_00n), 'challenge');
    const [charge] = await chargesFor(id);
    const body = JSON.stringify({
      id: 'evt_1',
      type: 'charge.succeeded',
      created: '2026-11-22T09:00:00.000Z',
      charge: { ...charge, status: 'succeeded' },
    });
    const send = (headers: Record<string, string>) =>
      fetch(`${world.url}${api.cardCallback.path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    assert.equal((await send({})).status, 403);
    assert.equal(
      (
        await send({
          'okpay-acquirer-signature': `t=${Math.floor(world.clock.now().epochMilliseconds / 1000)},v1=${'0'.repeat(64)}`,
        })
      ).status,
      403,
    );
    assert.equal((await entryOf(person, id)).state, 'awaiting_challenge');
  });
});

describe('what is delayed', () => {
  test('is in the wallet, held, told with its time, and free when that has come', async () => {
    const person = await world.person();
    const { id, quote } = await world.topUp(person, cny(5_000_00n));
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
    await world.advance({ hours: 71 });
    assert.equal(await world.available(person), 2_000_00n);
    await world.advance({ hours: 1 });
    assert.equal(await world.available(person), 5_000_00n);
    const freed = await entryOf(person, id);
    assert.deepEqual([freed.reason, freed.dueAt, freed.timeline[0]?.kind], [null, null, 'funds_released']);
    const { releaseDelayed } = await import('./release-delayed.ts');
    await releaseDelayed(world.deps, id); // A job may run twice.
    assert.equal(await world.available(person), 5_000_00n);
  });

  test('cannot be spent before', async () => {
    const [person, payee] = [await world.person(), await world.person()];
    await world.topUp(person, cny(5_000_00n));
    assert.equal(await refused(world.pay(person, payee, cny(2_000_01n))), 'insufficient_funds');
    assert.equal((await world.pay(person, payee, cny(2_000_00n))).state, 'completed');
  });

  test('is less for whoever has topped up without trouble for 30 days', async () => {
    const person = await world.person();
    await world.topUp(person, cny(100_00n));
    await world.advance({ days: 30 });
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
    await world.topUp(person, cny(18_000_00n)).catch(() => null);
    await world.advance({ hours: 0 });
  }
  const quote = await person.call(api.createQuote, {
    body: { kind: 'card_top_up', amount: toWire(cny(14_000_00n)) },
  });
  await world.topUp(person, cny(1_000_00n));
  const id = newId('tu');
  const body = { id, quoteId: quote.id, cardToken: await world.cardToken(person, 'success') };
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
  const inConflict = 100_60n; // The wrong currency stays in conflict: charged there, credited nowhere, until people decide.
  assert.equal((await world.settlement()) + inConflict * 2n, await world.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
});
