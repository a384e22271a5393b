import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { control, startSimulators, testCards, typeCard } from '#test/simulators';
import { movableClock, Temporal } from '#platform/clock';
import { chargeBack, charges, testCards as offered } from './card-rail.ts';
import { keepOutside, moveOutside } from './clock.ts';
import type { RailAddresses } from './outside.ts';
import { MAIL_POLICY, mailHtml, sentMessages } from './sent.ts';

const simulators = await startSimulators();
after(() => simulators.stop());
const rails: RailAddresses = {
  mailInbox: simulators.mail.httpUrl,
  smsInbox: simulators.sms.url,
  acquirer: simulators.acquirer.url,
};

const transport = createTransport(simulators.mail.smtpUrl);
after(() => transport.close());
const mail = (to: string, subject: string, html?: string) =>
  transport.sendMail({
    from: 'OKPay <no-reply@okpay.example>',
    to,
    subject,
    text: `${subject} in words`,
    html,
  });

let references = 0;
const withKey = (key: string, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
  body: JSON.stringify(body),
});
const text = async (to: string, said: string): Promise<void> => {
  const { url, key } = simulators.sms;
  const sms = { to, text: said, reference: `sms-${references++}` };
  assert.equal((await fetch(new URL('/v1/messages', url), withKey(key, sms))).status, 202);
};

describe('what was sent', () => {
  test('mails and text messages stand in one list, newest first', async () => {
    await mail('lin@mail.example', 'First', '<p>Hello</p>');
    await text('+8613800006620', 'Your code is 482 913');
    await mail('mateo@mail.example', 'Third');
    const all = await sentMessages(rails, { limit: 10 });
    assert.deepEqual(
      all.map(({ kind, to, subject, hasHtml }) => [kind, to, subject, hasHtml]),
      [
        ['mail', 'mateo@mail.example', 'Third', false],
        ['sms', '+8613800006620', null, false],
        ['mail', 'lin@mail.example', 'First', true],
      ],
    );
  });
  test('the newest few of both kinds are the newest of all', async () => {
    const [only, ...more] = await sentMessages(rails, { limit: 1 });
    assert.equal(only?.subject, 'Third');
    assert.equal(more.length, 0);
  });
  test('a mail address of any length finds its mails alone', async () => {
    const to = `${'long.'.repeat(12)}name@mail.example`;
    await mail(to, 'To a long address');
    const found = await sentMessages(rails, { to: to.toUpperCase(), limit: 10 });
    assert.deepEqual(
      found.map(({ subject }) => subject),
      ['To a long address'],
    );
  });
  test('a phone is found however it is spaced, and has no mails', async () => {
    const found = await sentMessages(rails, { to: '+86 138 0000 6620', limit: 10 });
    assert.deepEqual(
      found.map(({ text: said }) => said),
      ['Your code is 482 913'],
    );
    assert.deepEqual(await sentMessages(rails, { to: '+8613800006620', kind: 'mail', limit: 10 }), []);
  });
  test('one kind alone leaves the other out', async () => {
    const texts = await sentMessages(rails, { kind: 'sms', limit: 10 });
    assert.ok(texts.length > 0 && texts.every(({ kind }) => kind === 'sms'));
    const mails = await sentMessages(rails, { kind: 'mail', limit: 10 });
    assert.ok(mails.length > 0 && mails.every(({ kind }) => kind === 'mail'));
  });
});

describe('a mail as its reader sees it', () => {
  test('opens its links outside of the frame, and runs nothing', async () => {
    await mail(
      'frame@mail.example',
      'With links',
      '<a href="https://a.example/1">one</a> <a target="_self" href="https://a.example/2">two</a>',
    );
    const [sent] = await sentMessages(rails, { to: 'frame@mail.example', limit: 1 });
    const html = await mailHtml(rails, sent?.id ?? '');
    assert.match(html ?? '', /<a target="_blank" rel="noopener noreferrer" href="https:\/\/a\.example\/1">/);
    assert.doesNotMatch(html ?? '', /<a target="_self"/); // The first of two attributes counts.
    assert.deepEqual(sent?.links, ['https://a.example/1', 'https://a.example/2']);
    assert.doesNotMatch(MAIL_POLICY, /script-src|allow-scripts|allow-same-origin/);
  });
  test('is not there for an unknown id, and for a mail without HTML', async () => {
    assert.equal(await mailHtml(rails, 'mail_unknown'), null);
    assert.equal(await mailHtml(rails, '../control/knobs'), null);
    const [plain] = await sentMessages(rails, { to: 'mateo@mail.example', limit: 1 });
    assert.equal(await mailHtml(rails, plain?.id ?? ''), null);
  });
});

describe('the card rail', () => {
  const charge = async (card: string): Promise<string> => {
    const { url, key } = simulators.acquirer;
    const ask = async (path: string, body: unknown): Promise<{ id: string; fields_url: string }> =>
      (await (await fetch(new URL(path, url), withKey(key, body))).json()) as {
        id: string;
        fields_url: string;
      };
    const session = await ask('/v1/sessions', { origin: 'http://127.0.0.1:8080', lang: 'en' });
    const token = await typeCard(url, session.fields_url, (await testCards(url))(card));
    const reference = `tu_${references++}`;
    const order = {
      token,
      amount: '20050',
      currency: 'CNY',
      reference,
      return_url: 'http://127.0.0.1:8080/',
    };
    return (await ask('/v1/charges', order)).id;
  };

  test('shows every charge with its card and why it was declined', async () => {
    await charge('success');
    await charge('insufficient_funds');
    const [declined, succeeded] = await charges(rails);
    assert.equal(declined?.status, 'declined');
    assert.equal(declined.decline_code, 'insufficient_funds');
    assert.equal(succeeded?.status, 'succeeded');
    assert.deepEqual([succeeded.amount, succeeded.currency, succeeded.card.last4], ['20050', 'CNY', '4242']);
  });
  test('a charge that is taken back twice is taken back once', async () => {
    const id = await charge('success');
    assert.equal((await chargeBack(rails, id))?.charged_back, '20050');
    assert.equal((await chargeBack(rails, id))?.charged_back, '20050');
  });
  test('a declined charge stays as it is, an unknown one is not there', async () => {
    const id = await charge('do_not_honor');
    assert.equal((await chargeBack(rails, id))?.charged_back, '0');
    assert.equal(await chargeBack(rails, 'ch_unknown'), null);
  });
  test('the cards say in both languages what they do', async () => {
    const cards = await offered(rails);
    assert.ok(cards.length > 10);
    assert.ok(
      cards.every(({ number, en, zh }) => /^\d{12,19}$/.test(number) && en !== '' && /\p{sc=Han}/u.test(zh)),
    );
  });
});

describe('the hour of the outside world', () => {
  const offsets = () =>
    Promise.all(
      [rails.mailInbox, rails.smsInbox, rails.acquirer].map(
        async (at) => (await control<{ offsetMillis: number }>(at, '/control/clock')).offsetMillis,
      ),
    );

  test('moves on with the sandbox, and never back', async () => {
    await moveOutside(rails, 3_600n);
    assert.deepEqual(await offsets(), [3_600_000, 3_600_000, 3_600_000]);
    await moveOutside(rails, 60n);
    assert.deepEqual(await offsets(), [3_600_000, 3_600_000, 3_600_000]);
  });
  test('a simulator that stands at the real hour again is brought back', async () => {
    const clock = movableClock();
    clock.setOffset(Temporal.Duration.from({ hours: 2 }));
    await control(rails.smsInbox, '/control/clock', { offsetMillis: 0 });
    const kept = keepOutside(rails, clock);
    after(() => kept.stop());
    for (let tried = 0; tried < 50 && (await offsets()).some((at) => at < 7_200_000); tried++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    kept.stop();
    assert.deepEqual(await offsets(), [7_200_000, 7_200_000, 7_200_000]);
  });
});
