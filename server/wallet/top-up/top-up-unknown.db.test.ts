import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { TopUpId } from '#common/id';
import { toWire } from '#common/money';
import { newId } from '#platform/ids';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { createCardAcquirer } from '#connectors';
import { resolveConflict } from '#wallet';
import { askProvider, chargeTopUp } from './ask-provider.ts';
import { confirmTopUp } from './confirm-top-up.ts';

const world = await walletWorld();
const { outside } = world;

const entryOf = (person: WalletPerson, id: TopUpId) => person.call(api.entry, { params: { id } });
const codeOf = (error: unknown): string => (error instanceof ApiProblem ? error.code : String(error));
const refused = async (call: Promise<unknown>): Promise<string> => call.then(() => 'accepted', codeOf);
const chargesFor = async (id: TopUpId) =>
  (await outside.charges()).filter(({ reference }) => reference === id);

describe('an unknown outcome', () => {
  test('where nothing was charged is asked about and ends as not made', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(100_00n), 'network_error');
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['checking', 'top_up_checking', 'okpay'],
    );
    await outside.advance({ seconds: 10 });
    const ended = await entryOf(person, id);
    assert.deepEqual([ended.state, ended.reason?.code], ['failed', 'top_up_unavailable']);
    assert.deepEqual(await chargesFor(id), []);
  });

  test('where the card was charged is credited once, though answer and callback were lost', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(100_00n), 'answer_dropped');
    assert.equal(entry.state, 'checking');
    await outside.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'settled');
    await outside.advance({ days: 1 });
    assert.equal(await world.available(person), 100_00n);
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('that lasts longer than any answer is patient with is not charged twice', async () => {
    const person = await world.person();
    const { id, entry } = await outside.topUp(person, cny(100_00n), 'answer_late');
    assert.equal(entry.state, 'checking');
    assert.equal((await person.call(api.checkTopUp, { params: { id }, body: {} })).state, 'settled');
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('is asked about on schedule while the acquirer is away, and then given to people', async () => {
    const person = await world.person();
    await outside.turn({ errorAfterNext: 1 });
    const { id } = await outside.topUp(person, cny(100_00n));
    const away = {
      ...world.deps,
      acquirer: {
        ...world.deps.acquirer,
        find: async () => ({ kind: 'unknown', cause: 'timeout' }) as const,
      },
    };
    const due: string[] = [];
    for (let asks = 0; asks < 9; asks++) {
      const { state, since, dueAt } = await entryOf(person, id);
      assert.equal(state, 'checking');
      due.push(String(Math.round((Date.parse(dueAt ?? '') - Date.parse(since)) / 1000)));
      world.clock.set(dueAt ?? '');
      await askProvider(away, id, 'scheduled');
    }
    assert.deepEqual(due, ['10', '70', '370', '3970', '90370', '176770', '263170', '349570', '435970']);
    await outside.advance({ seconds: 0 });
    const entry = await entryOf(person, id);
    assert.deepEqual(
      [entry.state, entry.reason?.code, entry.nextActor],
      ['conflict', 'top_up_conflict', 'okpay'],
    );
    assert.ok((await resolveConflict(world.deps, { id, staff: newId('stf') })).ok);
    assert.equal((await entryOf(person, id)).state, 'settled');
    assert.equal(await world.available(person), 100_00n);
  });

  test('while the card network is processing is checked, not guessed', async () => {
    const person = await world.person();
    await outside.turn({ processingMillis: 60_000 });
    const { id, entry } = await outside.topUp(person, cny(100_00n), 'processing_declines');
    assert.deepEqual([entry.state, entry.timeline[0]?.kind], ['checking', 'charge_processing']);
    await outside.advance({ seconds: 30 });
    assert.equal((await entryOf(person, id)).state, 'checking');
    await outside.advance({ minutes: 5 });
    const ended = await entryOf(person, id);
    assert.deepEqual([ended.state, ended.reason?.code], ['failed', 'card_insufficient_funds']);
    await outside.turn({ processingMillis: 3_000 });
  });

  test('with the acquirer out of reach fails at once, and it is known that nothing was charged', async () => {
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    const id = newId('tu');
    await world.db.transaction((tx) =>
      confirmTopUp(tx, world.deps, {
        id,
        customer: person.id,
        quoteId: quote.id,
        source: { cardToken: 'tok_12345678' },
        keepsCard: false,
        stepUp: null,
        device: null,
      }),
    );
    const nobody = createCardAcquirer({
      url: 'http://127.0.0.1:9',
      publicUrl: 'http://127.0.0.1:9',
      key: 'k',
      callbackSecret: 's',
    });
    await chargeTopUp(
      { ...world.deps, acquirer: nobody },
      { id, total: cny(100_60n), charged: { token: 'tok_12345678' } },
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
    const request = {
      id: newId('tu'),
      customer: person.id,
      quoteId: quote.id,
      source: { cardToken: await outside.cardToken(person, card) },
      keepsCard: false,
      stepUp: null,
      device: null,
    };
    const confirmation = await world.db.transaction((tx) => confirmTopUp(tx, world.deps, request));
    assert.ok(confirmation.ok && confirmation.value.outcome === 'confirmed');
    return request;
  };

  test('between the intent and the charge charges nobody: the question closes the reference for ever', async () => {
    const person = await world.person();
    const { id, source } = await confirmed(person, 'success');
    await outside.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'failed');
    // The request that was still on the wire arrives now.
    const late = await world.deps.acquirer.charge({
      source: { token: source.cardToken },
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
    const { id, source } = await confirmed(person, 'success');
    const made = await world.deps.acquirer.charge({
      source: { token: source.cardToken },
      amount: cny(100_60n),
      reference: id,
      returnUrl: 'http://okpay.test/',
    });
    assert.equal(made.kind, 'succeeded');
    assert.equal((await entryOf(person, id)).state, 'created');
    await outside.advance({ seconds: 10 });
    assert.equal((await entryOf(person, id)).state, 'settled');
    assert.equal(await world.available(person), 100_00n);
    assert.equal((await chargesFor(id)).length, 1);
  });

  test('in the middle of everything: callback, question, timer and customer at once credit it once', async () => {
    const person = await world.person();
    const { id, source } = await confirmed(person, 'success');
    await world.deps.acquirer.charge({
      source: { token: source.cardToken },
      amount: cny(100_60n),
      reference: id,
      returnUrl: 'http://okpay.test/',
    });
    await Promise.all([
      ...Array.from({ length: 10 }, () => askProvider(world.deps, id, 'scheduled')),
      ...Array.from({ length: 5 }, () => person.call(api.checkTopUp, { params: { id }, body: {} })),
    ]);
    const entry = await entryOf(person, id);
    assert.equal(entry.state, 'settled');
    assert.equal(entry.timeline.filter(({ kind }) => kind === 'top_up_settled').length, 1);
    assert.equal(await world.available(person), 100_00n);
  });
});

describe('a request that is sent again', () => {
  test('50 times at once makes one top-up, and the acquirer is asked once to charge', async (context) => {
    const charging = context.mock.method(world.deps.acquirer, 'charge');
    const person = await world.person();
    const quote = await person.call(api.createQuote, {
      body: { kind: 'card_top_up', amount: toWire(cny(100_00n)) },
    });
    const body = {
      id: newId('tu'),
      quoteId: quote.id,
      cardToken: await outside.cardToken(person, 'success'),
    };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        person.call(api.createTopUp, { body, idempotencyKey: index % 2 ? 'same-key' : newId('evt') }),
      ),
    );
    assert.deepEqual([...new Set(answers.map(({ id }) => id))], [body.id]);
    assert.equal((await entryOf(person, body.id)).state, 'settled');
    assert.equal((await chargesFor(body.id)).length, 1);
    assert.equal(charging.mock.callCount(), 1);
    assert.equal(await world.available(person), 100_00n);
  });

  test('with the same key gets the outcome; with the same id and another card or quote it is refused', async () => {
    const person = await world.person();
    const { body, entry } = await outside.topUp(person, cny(100_00n));
    const again = await person.call(api.createTopUp, { body, idempotencyKey: body.id });
    assert.equal(again.state, 'settled');
    assert.deepEqual(again.timeline, entry.timeline);
    const other = { ...body, cardToken: await outside.cardToken(person, 'success') };
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

test('after all of this the books agree: ours, the acquirer’s, and the laws of the ledger', async () => {
  assert.equal(await world.settlement(), await outside.owedByAcquirer());
  assert.deepEqual(await world.violations(), []);
});
