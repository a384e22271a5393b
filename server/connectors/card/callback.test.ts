import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { money } from '#common/money';
import { systemClock, Temporal } from '#platform/clock';
import { control, startSimulators, testCards, typeCard } from '#test/simulators';
import { type CardCallback, readCallback } from './callback.ts';
import { type CardAcquirer, createCardAcquirer } from './card-acquirer.ts';

const ORIGIN = 'http://127.0.0.1:8080';
/** Patience of these tests; they assert order and outcome, never time. */
const PATIENCE_MILLIS = 15_000;

describe('only the acquirer’s own fresh word is believed', () => {
  const NOW = Temporal.Instant.from('2026-11-20T02:00:00Z');
  const keys = { callbackSecret: 'the-secret', challengeOrigin: 'http://127.0.0.1:1' };
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'charge.succeeded',
    created: '2026-11-20T01:59:00.000Z',
    charge: {
      id: 'ch_1',
      reference: 'tu_1',
      status: 'succeeded',
      amount: '10000',
      currency: 'CNY',
      decline_code: null,
      challenge_url: null,
      card: { brand: 'visa', last4: '4242', expiry: '12/40' },
      refunded: '0',
      charged_back: '0',
    },
  });
  const signed = (text: string, { secret = 'the-secret', ageSeconds = 0 } = {}): string => {
    const time = Math.floor(NOW.epochMilliseconds / 1_000) - ageSeconds;
    return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')}`;
  };
  const verdict = (text: string, header: string | undefined): string => {
    const read = readCallback(text, header, NOW, keys);
    return read.ok ? read.value.type : read.error.code;
  };
  const good = signed(body);
  const cases: [string, string, string | undefined, string][] = [
    ['genuine', body, good, 'charge.succeeded'],
    ['five minutes old', body, signed(body, { ageSeconds: 300 }), 'charge.succeeded'],
    ['older than five minutes', body, signed(body, { ageSeconds: 301 }), 'signature_stale'],
    ['from the future', body, signed(body, { ageSeconds: -301 }), 'signature_stale'],
    ['signed with another secret', body, signed(body, { secret: 'guessed' }), 'signature_wrong'],
    ['one byte of the body changed', body.replace('10000', '10001'), good, 'signature_wrong'],
    [
      'the time made fresh by hand',
      body,
      `t=${Math.floor(NOW.epochMilliseconds / 1_000)},${signed(body, { ageSeconds: 900 }).split(',')[1] ?? ''}`,
      'signature_wrong',
    ],
    ['signed with the old and the new secret', body, `${good},v1=${'0'.repeat(64)}`, 'charge.succeeded'],
    ['without a signature', body, undefined, 'signature_missing'],
    ['with an empty signature', body, 't=1,v1=', 'signature_missing'],
    ['with a signature of another length', body, `${good}00`, 'signature_missing'],
    [
      'a kind of event that is new to us',
      body.replace('charge.succeeded', 'charge.renamed'),
      signed(body.replace('charge.succeeded', 'charge.renamed')),
      'ignored',
    ],
    ['no JSON', 'charge=1', signed('charge=1'), 'body_unreadable'],
    [
      'a charge without an amount',
      body.replace('"amount":"10000",', ''),
      signed(body.replace('"amount":"10000",', '')),
      'body_unreadable',
    ],
  ];
  for (const [name, text, header, expected] of cases)
    test(`${name}: ${expected}`, () => assert.equal(verdict(text, header), expected));

  test('while the secret changes, both are good', () => {
    const read = readCallback(body, good, NOW, { ...keys, callbackSecret: ['the-next-one', 'the-secret'] });
    assert.ok(read.ok && read.value.type !== 'ignored');
    assert.equal(read.value.createdAt.toString(), '2026-11-20T01:59:00Z');
    assert.deepEqual(
      read.value.outcome.kind === 'succeeded' && read.value.outcome.charge.amount,
      money(10_000n, 'CNY'),
    );
  });
});

describe('the simulated acquirer tells what happens, also crookedly', () => {
  let world: Awaited<ReturnType<typeof startSimulators>>;
  let receiver: Server;
  let acquirer: CardAcquirer;
  let card: (name: string) => string;
  let refuse = 0;
  const heard: { event: CardCallback | null; verdict: string }[] = [];

  before(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const header = request.headers['okpay-acquirer-signature'];
          const read = acquirer.verifyCallback(
            Buffer.concat(chunks),
            typeof header === 'string' ? header : undefined,
            systemClock.now(),
          );
          heard.push({
            event: read.ok && read.value.type !== 'ignored' ? read.value : null,
            verdict: read.ok ? read.value.type : read.error.code,
          });
          response.writeHead(refuse-- > 0 ? 503 : read.ok ? 204 : 400).end();
        });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    world = await startSimulators({
      callbackUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callbacks`,
    });
    acquirer = createCardAcquirer(world.acquirer);
    card = await testCards(world.acquirer.url);
  });
  after(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await world.stop();
  });
  beforeEach(async () => {
    heard.length = 0;
    refuse = 0;
    await control(world.acquirer.url, '/control/reset', {});
    await control(world.acquirer.url, '/control/knobs', { processingMillis: 50, callbackDelayMillis: 20 });
  });

  let count = 0;
  async function chargeCard(name: string): Promise<string> {
    const fields = await acquirer.openFields({ origin: ORIGIN, locale: 'zh-CN' });
    assert.ok(fields.ok);
    const token = await typeCard(world.acquirer.url, fields.value.url, card(name));
    const reference = `tu_news_${++count}`;
    await acquirer.charge({
      source: { token },
      amount: money(10_000n, 'CNY'),
      reference,
      returnUrl: `${ORIGIN}/top-up`,
    });
    return reference;
  }
  async function hear(enough: () => boolean): Promise<void> {
    for (let waited = 0; !enough() && waited < PATIENCE_MILLIS; waited += 20) await pause(20);
    assert.ok(enough(), `heard only ${JSON.stringify(heard.map(({ verdict }) => verdict))}`);
  }
  const verdicts = (): string[] => heard.map(({ verdict }) => verdict);

  test('processing ends in success', async () => {
    const reference = await chargeCard('processing_succeeds');
    await hear(() => heard.length > 0);
    assert.deepEqual(verdicts(), ['charge.succeeded']);
    assert.equal(heard[0]?.event?.reference, reference);
    assert.equal((await acquirer.find(reference)).kind, 'succeeded');
  });
  test('processing ends in a refusal', async () => {
    await chargeCard('processing_declines');
    await hear(() => heard.length > 0);
    const outcome = heard[0]?.event?.outcome;
    assert.equal(outcome?.kind === 'declined' && outcome.code, 'insufficient_funds');
  });
  test('told until it is heard, under one event id', async () => {
    refuse = 2;
    await chargeCard('success');
    await hear(() => heard.length === 3);
    assert.equal(new Set(heard.map(({ event }) => event?.id)).size, 1);
  });
  test('duplicated: the same event five times', async () => {
    await chargeCard('duplicate_callbacks');
    await hear(() => heard.length === 5);
    assert.equal(new Set(heard.map(({ event }) => event?.id)).size, 1);
  });
  test('out of order: the older news comes last', async () => {
    const reference = await chargeCard('out_of_order_callbacks');
    await hear(() => heard.length === 2);
    assert.deepEqual(verdicts(), ['charge.succeeded', 'charge.processing']);
    const [newer, older] = heard.map(({ event }) => event?.createdAt.epochMilliseconds ?? 0);
    assert.ok((older ?? 0) < (newer ?? 0));
    assert.equal((await acquirer.find(reference)).kind, 'succeeded');
  });
  test('another amount: genuinely signed, and the record contradicts it', async () => {
    const reference = await chargeCard('wrong_amount_callback');
    await hear(() => heard.length > 0);
    const told = heard[0]?.event?.outcome;
    const found = await acquirer.find(reference);
    assert.deepEqual(told?.kind === 'succeeded' && told.charge.amount, money(10_001n, 'CNY'));
    assert.deepEqual(found.kind === 'succeeded' && found.charge.amount, money(10_000n, 'CNY'));
  });
  test('another currency likewise', async () => {
    await chargeCard('wrong_currency_callback');
    await hear(() => heard.length > 0);
    const told = heard[0]?.event?.outcome;
    assert.deepEqual(told?.kind === 'succeeded' && told.charge.amount, money(10_000n, 'EUR'));
  });
  test('forged: refused, and the truth comes after', async () => {
    const reference = await chargeCard('forged_callback');
    await hear(() => heard.length === 2);
    assert.deepEqual(verdicts(), ['signature_wrong', 'charge.declined']);
    assert.equal((await acquirer.find(reference)).kind, 'declined');
  });
  test('a lost answer has no callback either: only asking helps', async () => {
    const reference = await chargeCard('answer_dropped');
    assert.equal((await acquirer.find(reference)).kind, 'succeeded');
    await pause(200);
    assert.deepEqual(verdicts(), []);
  });
  test('a chargeback is told', async () => {
    const reference = await chargeCard('success');
    await hear(() => heard.length === 1);
    const found = await acquirer.find(reference);
    assert.ok(found.kind === 'succeeded');
    await control(world.acquirer.url, `/control/charges/${found.charge.id}/chargeback`, {
      amount: '4000',
      reason: 'not_received',
    });
    await hear(() => heard.length === 2);
    const outcome = heard[1]?.event?.outcome;
    assert.equal(heard[1]?.verdict, 'charge.charged_back');
    assert.deepEqual(outcome?.kind === 'succeeded' && outcome.charge.chargedBack, money(4_000n, 'CNY'));
  });
  test('an acquirer that crashes goes on with what it had accepted', async () => {
    await control(world.acquirer.url, '/control/knobs', { processingMillis: 600, callbacks: 'held' });
    const told = await chargeCard('success');
    const open = await chargeCard('processing_succeeds');
    await world.processes.acquirer.kill();
    const again = await startSimulators({
      dataDir: world.dataDir,
      ports: { acquirer: world.processes.acquirer.port },
      secrets: {
        smsKey: world.sms.key,
        acquirerKey: world.acquirer.key,
        callbackSecret: world.acquirer.callbackSecret,
      },
      callbackUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callbacks`,
    });
    try {
      await hear(() => heard.length >= 2);
      assert.deepEqual(new Set(heard.map(({ event }) => event?.reference)), new Set([told, open]));
      assert.deepEqual(new Set(verdicts()), new Set(['charge.succeeded']));
    } finally {
      await again.stop();
    }
  });
});

test('a sandbox that is moved a day ahead takes the acquirer along', async () => {
  const world = await startSimulators();
  try {
    const acquirer = createCardAcquirer(world.acquirer);
    const card = await testCards(world.acquirer.url);
    const fields = await acquirer.openFields({ origin: ORIGIN, locale: 'en' });
    assert.ok(fields.ok);
    const token = await typeCard(world.acquirer.url, fields.value.url, card('challenge'));
    await acquirer.charge({
      source: { token },
      amount: money(500n, 'USD'),
      reference: 'tu_moved',
      returnUrl: `${ORIGIN}/top-up`,
    });
    await control(world.acquirer.url, '/control/clock', { offsetMillis: 24 * 3_600_000 });
    // The cardholder has not answered for a day.
    for (
      let waited = 0;
      waited < PATIENCE_MILLIS && (await acquirer.find('tu_moved')).kind !== 'declined';
      waited += 20
    )
      await pause(20);
    const found = await acquirer.find('tu_moved');
    assert.equal(found.kind === 'declined' && found.code, 'authentication_failed');
    const later = await acquirer.openFields({ origin: ORIGIN, locale: 'en' });
    assert.ok(
      later.ok && Temporal.Instant.compare(later.value.expiresAt, systemClock.now().add({ hours: 23 })) > 0,
    );
  } finally {
    await world.stop();
  }
});
