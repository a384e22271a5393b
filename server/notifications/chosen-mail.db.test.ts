// Which news comes by mail, and the phrase by which a real one is known.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { DomainEvent } from '#common/events';
import { createMailer, createSmsGateway } from '#connectors';
import { authenticateCustomer } from '#identity';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { listening, testServer } from '#test/http';
import { type Browser, identityWorld, openBrowser, type Person, verifiedPerson } from '#test/identity';
import { control, startSimulators } from '#test/simulators';
import { worker } from '#test/work';
import { registerSubscribers, routes } from './index.ts';

const simulators = await startSimulators();
after(() => simulators.stop());
const world = await identityWorld();
const { db, clock, keys } = world;
const drain = worker(world, clock);
const deps = {
  db,
  clock,
  keys,
  mailer: createMailer({ url: simulators.mail.smtpUrl, from: 'OKPay <no-reply@pay.example.org>' }),
  sms: createSmsGateway(simulators.sms),
  publicUrl: 'https://pay.example.org',
  mailDomain: 'pay.example.org',
  entryFacts: async () => new Map(),
  takePickupLink: async () => null,
  hasUnread: async () => true,
};
registerSubscribers(deps);
const server = await testServer({
  db,
  clock,
  authenticate: ({ token }) => authenticateCustomer(db, clock, token),
});
routes(server, deps);
const url = await listening(server);
after(() => server.close());
/** The same signed-in browser, talking to the server of this room. */
const here = ({ browser }: Person): Browser => openBrowser(url, { cookies: browser.cookies });

type Mail = { subject: string; text: string; html: string };
const mailsAt = async (address: string): Promise<Mail[]> =>
  (
    await control<{ messages: Mail[] }>(
      simulators.mail.httpUrl,
      `/messages?to=${encodeURIComponent(address)}`,
    )
  ).messages;
const mailsTo = ({ form }: Person): Promise<Mail[]> => mailsAt(form.email);
const happens = (event: DomainEvent) => db.transaction((tx) => publish(tx, clock, event));

describe('what comes by mail', () => {
  const pay = async (person: Person, payee: Person) => {
    await happens({
      type: 'transfer.completed',
      transferId: newId('tr'),
      payerId: person.id,
      payeeId: payee.id,
    });
    await drain();
  };
  const choose = (person: Person, topic: string, mail: boolean) =>
    here(person).call('PATCH', '/api/v1/notification-choices', { topic, mail });

  test('is chosen per kind; the message centre tells it whatever was chosen, and others get theirs', async () => {
    const [anna, ben] = [await verifiedPerson(world), await verifiedPerson(world)];
    const chosen = await choose(anna, 'payments', false);
    assert.deepEqual((chosen.body as { items: { topic: string; mail: boolean; isFixed: boolean }[] }).items, [
      { topic: 'security', mail: true, isFixed: true },
      { topic: 'debts', mail: true, isFixed: true },
      { topic: 'payments', mail: false, isFixed: false },
      { topic: 'top_ups', mail: true, isFixed: false },
      { topic: 'conversations', mail: true, isFixed: false },
    ]);
    await drain();
    const before = (await mailsTo(anna)).length;
    await pay(anna, ben);
    assert.equal((await mailsTo(anna)).length, before);
    const { items } = (await here(anna).call('GET', '/api/v1/notifications')).body as {
      items: { kind: string }[];
    };
    assert.equal(items[0]?.kind, 'transfer_sent');
    assert.ok((await mailsTo(ben)).length > 0);
    await choose(anna, 'payments', true);
    await pay(anna, ben);
    assert.equal((await mailsTo(anna)).length, before + 1);
  });

  test('what protects the account and what is owed cannot be switched off', async () => {
    const anna = await verifiedPerson(world);
    for (const topic of ['security', 'debts'])
      assert.equal((await choose(anna, topic, false)).status, 400, topic);
  });
});

describe('quiet hours', () => {
  const setQuiet = (person: Person, quietHours: object | null) =>
    here(person).call('PUT', '/api/v1/quiet-hours', { quietHours });
  const pay = (payer: Person, payee: Person) =>
    happens({ type: 'transfer.completed', transferId: newId('tr'), payerId: payer.id, payeeId: payee.id });
  /** An hour that begins at the hour that it is now for somebody in Shanghai. */
  const now = () => clock.now().toZonedDateTimeISO('Asia/Shanghai').hour * 60;

  test('hold back mail about money that came in until they are over; money that went out and security come at once', async () => {
    const [anna, ben] = [await verifiedPerson(world), await verifiedPerson(world)];
    for (const { browser } of [anna, ben])
      assert.equal((await browser.call('PATCH', '/api/v1/me', { timeZone: 'Asia/Shanghai' })).status, 200);
    await drain();
    const hours = { fromMinute: now(), toMinute: (now() + 60) % 1440 };
    for (const person of [anna, ben])
      assert.deepEqual((await setQuiet(person, hours)).body['quietHours'], hours);
    const [annas, bens] = [(await mailsTo(anna)).length, (await mailsTo(ben)).length];
    await pay(anna, ben);
    await drain();
    assert.equal((await mailsTo(anna)).length, annas + 1, 'who paid is told at once');
    assert.equal((await mailsTo(ben)).length, bens, 'who was paid sleeps');
    const { items } = (await here(ben).call('GET', '/api/v1/notifications')).body as {
      items: { kind: string }[];
    };
    assert.equal(items[0]?.kind, 'transfer_received', 'the message centre tells it at once');
    await happens({ type: 'customer.password_changed', customerId: ben.id });
    await drain();
    assert.equal((await mailsTo(ben)).length, bens + 1, 'what protects the account does not wait');
    clock.advance({ hours: 1 });
    await drain();
    assert.equal((await mailsTo(ben)).length, bens + 2, 'and then it comes');
    await setQuiet(ben, null);
    await pay(anna, ben);
    await drain();
    assert.equal((await mailsTo(ben)).length, bens + 3, 'without quiet hours at once');
  });

  test('begin and end at different minutes of a day, and are one’s own', async () => {
    const [anna, ben] = [await verifiedPerson(world), await verifiedPerson(world)];
    for (const wrong of [
      { fromMinute: 60, toMinute: 60 },
      { fromMinute: -1, toMinute: 60 },
      { fromMinute: 0, toMinute: 1440 },
      { fromMinute: 0.5, toMinute: 60 },
      { fromMinute: 1 },
    ])
      assert.equal((await setQuiet(anna, wrong)).status, 400, JSON.stringify(wrong));
    await setQuiet(anna, { fromMinute: 1320, toMinute: 420 });
    const others = await here(ben).call('GET', '/api/v1/notification-choices');
    assert.equal(others.body['quietHours'], null);
  });
});

describe('the phrase', () => {
  test('stands in the text and the page of a mail to the proven address, and in none to another', async () => {
    const person = await verifiedPerson(world);
    await person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password });
    const phrase = 'otter <b> & kite';
    assert.equal((await person.browser.call('PUT', '/api/v1/phrase', { phrase })).status, 200);
    await drain();
    const mail = (await mailsTo(person)).find(({ subject }) => subject === 'Your phrase was changed');
    assert.match(mail?.text ?? '', /^OKPay\n\nYour phrase: otter <b> & kite\n/);
    assert.match(mail?.html ?? '', /Your phrase: otter &lt;b&gt; &amp; kite/);
    const elsewhere = `new-${person.form.email}`;
    await person.browser.call('POST', '/api/v1/contact-changes', { kind: 'email', address: elsewhere });
    await drain();
    const messages = await mailsAt(elsewhere);
    assert.equal(messages.length, 1);
    assert.doesNotMatch(`${messages[0]?.text} ${messages[0]?.html}`, /otter/);
  });
});
