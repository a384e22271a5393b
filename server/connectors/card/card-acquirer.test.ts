import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { money, type Money } from '#common/money';
import {
  answerChallenge,
  control,
  type Simulators,
  startSimulators,
  testCards,
  typeCard,
} from '#test/simulators';
import { type CardAcquirer, createCardAcquirer } from './card-acquirer.ts';
import type { ChargeOutcome } from './charge.ts';

const ORIGIN = 'http://127.0.0.1:8080';
const RETURN_URL = `${ORIGIN}/entry/tu_1`;
const HUNDRED = money(10_000n, 'CNY');

let world: Simulators;
let acquirer: CardAcquirer;
let card: (name: string) => string;
before(async () => {
  world = await startSimulators();
  acquirer = createCardAcquirer({ ...world.acquirer, timeoutMillis: 600 });
  card = await testCards(world.acquirer.url);
});
after(() => world.stop());
beforeEach(() => control(world.acquirer.url, '/control/reset', {}));

const turn = (knobs: Record<string, unknown>): Promise<unknown> =>
  control(world.acquirer.url, '/control/knobs', knobs);
const capturedOf = async (currency: string): Promise<bigint> => {
  const { currencies } = await control<{ currencies: Record<string, { captured: string }> }>(
    world.acquirer.url,
    '/control/books',
  );
  return BigInt(currencies[currency]?.captured ?? '0');
};
async function tokenFor(name: string): Promise<string> {
  const fields = await acquirer.openFields({ origin: ORIGIN, locale: 'zh-CN' });
  assert.ok(fields.ok);
  return typeCard(world.acquirer.url, fields.value.url, card(name));
}
let count = 0;
async function chargeCard(
  name: string,
  amount: Money = HUNDRED,
): Promise<{ reference: string; token: string; outcome: ChargeOutcome }> {
  const token = await tokenFor(name);
  const reference = `tu_${++count}`;
  return {
    reference,
    token,
    outcome: await acquirer.charge({ source: { token }, amount, reference, returnUrl: RETURN_URL }),
  };
}

test('the frame belongs to the acquirer and opens for one page only', async () => {
  const fields = await acquirer.openFields({ origin: ORIGIN, locale: 'en', theme: 'dark' });
  assert.ok(fields.ok);
  assert.equal(fields.value.origin, world.acquirer.publicUrl);
  const page = await fetch(fields.value.url);
  const html = await page.text();
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    new RegExp(`default-src 'none'; script-src 'self';.*frame-ancestors ${ORIGIN}$`),
  );
  assert.ok(/<html\s+lang="en"\s+data-theme="dark"/.test(html));
  const closed = await fetch(`${world.acquirer.url}/fields?session=cs_unknown`);
  assert.equal(closed.status, 410);
  assert.match(closed.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
});

test('a good card is charged, and the record shows brand, last digits and amount', async () => {
  const { reference, outcome } = await chargeCard('success');
  assert.equal(outcome.kind, 'succeeded');
  assert.ok(outcome.kind === 'succeeded');
  assert.deepEqual(outcome.charge.amount, HUNDRED);
  assert.deepEqual(outcome.charge.card, { brand: 'visa', last4: '4242', expiry: '12/40' });
  assert.deepEqual(await acquirer.find(reference), outcome);
});

describe('a bank that says no says why', () => {
  for (const code of [
    'insufficient_funds',
    'do_not_honor',
    'expired_card',
    'incorrect_cvc',
    'invalid_number',
    'limit_exceeded',
    'authentication_failed',
    'card_not_supported',
  ] as const) {
    test(code, async () => {
      const before = await capturedOf('CNY');
      const { outcome } = await chargeCard(code);
      assert.equal(outcome.kind === 'declined' && outcome.code, code);
      assert.equal(await capturedOf('CNY'), before);
    });
  }
});

describe('the bank asks for a code first', () => {
  test('the right code: charged, and back at the page that asked', async () => {
    const { reference, outcome } = await chargeCard('challenge');
    assert.ok(outcome.kind === 'requires_challenge');
    assert.deepEqual(await answerChallenge(outcome.url, 'right_code'), { status: 303, location: RETURN_URL });
    assert.equal((await acquirer.find(reference)).kind, 'succeeded');
    // The page may be sent twice; nothing happens twice.
    assert.equal((await answerChallenge(outcome.url, 'cancel')).status, 303);
    assert.equal((await acquirer.find(reference)).kind, 'succeeded');
  });
  test('cancelled: declined, nothing charged', async () => {
    const { reference, outcome } = await chargeCard('challenge');
    assert.ok(outcome.kind === 'requires_challenge');
    assert.deepEqual(await answerChallenge(outcome.url, 'cancel'), { status: 303, location: RETURN_URL });
    const found = await acquirer.find(reference);
    assert.equal(found.kind === 'declined' && found.code, 'authentication_failed');
  });
  test('three wrong codes: declined', async () => {
    const { reference, outcome } = await chargeCard('challenge');
    assert.ok(outcome.kind === 'requires_challenge');
    const answers = [
      await answerChallenge(outcome.url, 'wrong_code'),
      await answerChallenge(outcome.url, 'wrong_code'),
      await answerChallenge(outcome.url, 'wrong_code'),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [422, 422, 303],
    );
    const found = await acquirer.find(reference);
    assert.equal(found.kind === 'declined' && found.code, 'authentication_failed');
  });
  test('an amount of a currency without minor units is shown as it is', async () => {
    const { outcome } = await chargeCard('challenge', money(48_000n, 'JPY'));
    assert.ok(outcome.kind === 'requires_challenge');
    assert.match(await (await fetch(outcome.url)).text(), /JP¥48,000</);
  });
  test('nobody is sent to a foreign page', async () => {
    const outcome = await acquirer.charge({
      source: { token: await tokenFor('challenge') },
      amount: HUNDRED,
      reference: 'tu_phish',
      returnUrl: 'https://phish.example/',
    });
    assert.deepEqual(outcome, { kind: 'unavailable', cause: 'request_refused' });
    assert.deepEqual(await acquirer.find('tu_phish'), { kind: 'not_found' });
  });
});

describe('one reference is one charge', () => {
  test('asked 50 times at once, and again later', async () => {
    const before = await capturedOf('CNY');
    const request = {
      source: { token: await tokenFor('success') },
      amount: HUNDRED,
      reference: 'tu_fifty',
      returnUrl: RETURN_URL,
    };
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => acquirer.charge(request)));
    outcomes.push(await acquirer.charge(request));
    assert.deepEqual(
      new Set(outcomes.map((outcome) => (outcome.kind === 'succeeded' ? outcome.charge.id : outcome.kind)))
        .size,
      1,
    );
    assert.equal((await capturedOf('CNY')) - before, 10_000n);
  });
  test('with another amount it is refused, and the first one stays', async () => {
    const { token, reference } = await chargeCard('success');
    const outcome = await acquirer.charge({
      source: { token },
      amount: money(10_001n, 'CNY'),
      reference,
      returnUrl: RETURN_URL,
    });
    assert.deepEqual(outcome, { kind: 'unknown', cause: 'reference_reused' });
  });
  test('a token pays once', async () => {
    const { token } = await chargeCard('success');
    const again = await acquirer.charge({
      source: { token },
      amount: HUNDRED,
      reference: 'tu_second_use',
      returnUrl: RETURN_URL,
    });
    assert.deepEqual(again, { kind: 'declined', code: 'token_invalid', charge: null });
  });
});

describe('what cannot be known is unknown, never a failure', () => {
  const moneyTaken: [string, () => Promise<unknown>, string, string][] = [
    ['the answer is lost after acceptance', async () => undefined, 'answer_dropped', 'connection_dropped'],
    ['the answer comes too late', async () => undefined, 'answer_late', 'timeout'],
    [
      'the line is cut by hand after acceptance',
      () => turn({ cutAfterNext: 1 }),
      'success',
      'connection_dropped',
    ],
    ['the acquirer breaks after acceptance', () => turn({ errorAfterNext: 1 }), 'success', 'server_error'],
  ];
  for (const [name, prepare, cardName, cause] of moneyTaken) {
    test(`${name}: the money was taken, and asking tells so`, async () => {
      const before = await capturedOf('CNY');
      await prepare();
      const { reference, token, outcome } = await chargeCard(cardName);
      assert.deepEqual(outcome, { kind: 'unknown', cause });
      assert.equal((await acquirer.find(reference)).kind, 'succeeded');
      // Sent again under the same reference it is the same charge.
      assert.equal(
        (await acquirer.charge({ source: { token }, amount: HUNDRED, reference, returnUrl: RETURN_URL }))
          .kind,
        'succeeded',
      );
      assert.equal((await capturedOf('CNY')) - before, 10_000n);
    });
  }
  const nothingTaken: [string, () => Promise<unknown>, string, string][] = [
    ['the line breaks before acceptance', async () => undefined, 'network_error', 'connection_dropped'],
    ['the acquirer is down', () => turn({ errorBeforeNext: 1 }), 'success', 'server_error'],
  ];
  for (const [name, prepare, cardName, cause] of nothingTaken) {
    test(`${name}: nothing was taken, and cancelling makes that final`, async () => {
      await prepare();
      const { reference, token, outcome } = await chargeCard(cardName);
      assert.deepEqual(outcome, { kind: 'unknown', cause });
      assert.deepEqual(await acquirer.find(reference), { kind: 'not_found' });
      assert.deepEqual(await acquirer.cancel(reference), { kind: 'cancelled' });
      if (cardName === 'network_error') return; // This card's connection breaks every time.
      assert.deepEqual(
        await acquirer.charge({ source: { token }, amount: HUNDRED, reference, returnUrl: RETURN_URL }),
        {
          kind: 'declined',
          code: 'cancelled',
          charge: null,
        },
      );
    });
  }
  test('nobody listens: nothing was sent', async () => {
    const nobody = createCardAcquirer({ ...world.acquirer, url: 'http://127.0.0.1:1' });
    assert.deepEqual(
      await nobody.charge({
        source: { token: 'tok_x' },
        amount: HUNDRED,
        reference: 'tu_x',
        returnUrl: RETURN_URL,
      }),
      { kind: 'unavailable', cause: 'connection_refused' },
    );
    assert.deepEqual(await nobody.openFields({ origin: ORIGIN, locale: 'en' }), {
      ok: false,
      error: { code: 'acquirer_unavailable', cause: 'connection_refused' },
    });
  });
  test('a wrong key is refused before anything is taken', async () => {
    const stranger = createCardAcquirer({ ...world.acquirer, key: 'wrong' });
    assert.deepEqual(
      await stranger.charge({
        source: { token: 'tok_x' },
        amount: HUNDRED,
        reference: 'tu_x',
        returnUrl: RETURN_URL,
      }),
      { kind: 'unavailable', cause: 'key_refused' },
    );
  });
});

describe('an answer that is not the acquirer’s language is no answer', () => {
  const answers: [string, number, string, unknown][] = [
    ['HTML of a proxy', 200, '<html>', { kind: 'unknown', cause: 'answer_unreadable' }],
    ['a 404 of a proxy', 404, '{"message":"no route"}', { kind: 'unknown', cause: 'answer_unreadable' }],
    ['more than is read', 200, `"${'x'.repeat(100_000)}"`, { kind: 'unknown', cause: 'answer_too_large' }],
    [
      'another reference',
      200,
      JSON.stringify({ ...wireCharge(), reference: 'tu_other' }),
      { kind: 'unknown', cause: 'answer_unreadable' },
    ],
    [
      'an amount that is no integer',
      200,
      JSON.stringify({ ...wireCharge(), amount: '100.00' }),
      { kind: 'unknown', cause: 'answer_unreadable' },
    ],
    [
      'a challenge on a foreign site',
      200,
      JSON.stringify({
        ...wireCharge(),
        status: 'requires_challenge',
        challenge_url: 'https://phish.example/c',
      }),
      { kind: 'unknown', cause: 'answer_unreadable' },
    ],
    ['a redirect', 302, '{}', { kind: 'unknown', cause: 'answer_unreadable' }],
  ];
  for (const [name, status, body, expected] of answers) {
    test(name, async () => {
      const server = createServer((_request, response) =>
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body),
      );
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const odd = createCardAcquirer({
        ...world.acquirer,
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      });
      assert.deepEqual(await odd.find('tu_1'), expected);
      server.close();
    });
  }
  test('a charge answered with another amount is not taken for ours', async () => {
    const server = createServer((_request, response) =>
      response.writeHead(201).end(JSON.stringify({ ...wireCharge(), amount: '9999' })),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const odd = createCardAcquirer({
      ...world.acquirer,
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    assert.deepEqual(
      await odd.charge({
        source: { token: 'tok_x' },
        amount: HUNDRED,
        reference: 'tu_1',
        returnUrl: RETURN_URL,
      }),
      { kind: 'unknown', cause: 'answer_mismatch' },
    );
    server.close();
  });
});

test('an open charge can be given up, a finished one cannot', async () => {
  const open = await chargeCard('challenge');
  const given = await acquirer.cancel(open.reference);
  assert.equal(given.kind === 'declined' && given.code, 'cancelled');
  const done = await chargeCard('success');
  assert.equal((await acquirer.cancel(done.reference)).kind, 'succeeded');
});

test('money goes back once per reference and never more than was taken', async () => {
  const { reference, outcome } = await chargeCard('success', money(5_000n, 'USD'));
  assert.ok(outcome.kind === 'succeeded');
  const request = { chargeId: outcome.charge.id, amount: money(3_000n, 'USD'), reference: 're_1' };
  const refunded = await acquirer.refund(request);
  assert.equal(refunded.kind, 'refunded');
  assert.deepEqual(await acquirer.refund(request), refunded);
  assert.deepEqual(await acquirer.refund({ ...request, reference: 're_2' }), {
    kind: 'refused',
    code: 'refund_exceeds_charge',
  });
  const found = await acquirer.find(reference);
  assert.deepEqual(found.kind === 'succeeded' && found.charge.refunded, money(3_000n, 'USD'));
});

test('a chargeback shows in the record and in the books', async () => {
  const { reference, outcome } = await chargeCard('success', money(7_000n, 'EUR'));
  assert.ok(outcome.kind === 'succeeded');
  await control(world.acquirer.url, `/control/charges/${outcome.charge.id}/chargeback`, {});
  const found = await acquirer.find(reference);
  assert.deepEqual(found.kind === 'succeeded' && found.charge.chargedBack, money(7_000n, 'EUR'));
  const { currencies } = await control<{ currencies: Record<string, unknown> }>(
    world.acquirer.url,
    '/control/books',
  );
  assert.deepEqual(currencies['EUR'], { captured: '7000', refunded: '0', chargedBack: '7000', net: '0' });
});

function wireCharge(): Record<string, unknown> {
  return {
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
    created: '2026-11-22T05:00:00.000Z',
  };
}
