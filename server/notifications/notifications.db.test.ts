import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { DomainEvent } from '#common/events';
import type { CaseId, CustomerId, NotificationId } from '#common/id';
import { createMailer, createSmsGateway } from '#connectors';
import { authenticateCustomer } from '#identity';
import { newId } from '#platform/ids';
import { publish } from '#platform/outbox';
import { listening, testServer } from '#test/http';
import {
  type Browser,
  identityWorld,
  openBrowser,
  pendingPerson,
  type Person,
  verifiedPerson,
} from '#test/identity';
import { control, startSimulators } from '#test/simulators';
import { worker } from '#test/work';
import { deliver, deliverSet } from './deliver.ts';
import type { NotificationDeps } from './deps.ts';
import { deliveriesTo, registerSubscribers, routes } from './index.ts';
import { ANSWER_MAIL_SECONDS } from './plan.ts';
import { factsKey, tellOf } from './tell.ts';

const PUBLIC_URL = 'https://pay.example.org';
const simulators = await startSimulators();
after(() => simulators.stop());
const world = await identityWorld();
const { db, clock, keys } = world;
const drain = worker(world, clock);
const unread = new Set<string>();
const deps: NotificationDeps = {
  db,
  clock,
  keys,
  mailer: createMailer({ url: simulators.mail.smtpUrl, from: 'OKPay <no-reply@pay.example.org>' }),
  sms: createSmsGateway({ ...simulators.sms, timeoutMillis: 1_500 }),
  publicUrl: PUBLIC_URL,
  mailDomain: 'pay.example.org',
  entryFacts: async (_read, asked) =>
    new Map(
      asked.map(({ customer, entry }) => [
        factsKey(customer, entry),
        { amount: { amount: '20050', currency: 'CNY' }, name: '王*明' },
      ]),
    ),
  takePickupLink: async () => null,
  hasUnread: async (_read, _customer, caseId) => unread.has(caseId),
};
registerSubscribers(deps);
// The identity world already serves; these routes have a server of their own on the same database.
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

type Mail = {
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  links: string[];
};
const mailsTo = async ({ form }: Person): Promise<Mail[]> =>
  (
    await control<{ messages: Mail[] }>(
      simulators.mail.httpUrl,
      `/messages?to=${encodeURIComponent(form.email)}`,
    )
  ).messages;
const textsTo = async ({ form }: Person): Promise<{ text: string }[]> =>
  (
    await control<{ messages: { text: string }[] }>(
      simulators.sms.url,
      `/inbox?to=${encodeURIComponent(form.phone)}`,
    )
  ).messages;
const happens = (event: DomainEvent) => db.transaction((tx) => publish(tx, clock, event));
const lastDelivery = async (customer: CustomerId) => {
  const [last] = await deliveriesTo(db.read, customer, 1);
  assert.ok(last);
  return last;
};
const received = (customerId: CustomerId): DomainEvent => ({
  type: 'transfer.completed',
  transferId: newId('tr'),
  payerId: newId('cus'),
  payeeId: customerId,
});
type Centre = {
  items: {
    id: NotificationId;
    kind: string;
    title: string;
    body: string;
    href: string | null;
    readAt: string | null;
  }[];
  next: string | null;
  unread: number;
};
const centre = async (person: Person, query = '', locale = 'en'): Promise<Centre> =>
  (await here(person).call('GET', `/api/v1/notifications${query}`, undefined, { 'accept-language': locale }))
    .body as unknown as Centre;

describe('a newcomer', () => {
  test('proves mail and phone by what was sent, each in the own language', async () => {
    const person = await pendingPerson(world, { locale: 'zh-CN', name: '林知夏' });
    await drain();
    const [mail] = await mailsTo(person);
    assert.equal(mail?.subject, '请确认您的邮箱');
    assert.equal(mail.headers['auto-submitted'], 'auto-generated');
    const token = /#token=([\w-]{43})/.exec(mail.text)?.[1];
    assert.equal((await person.browser.call('POST', '/api/v1/email-verifications', { token })).status, 200);
    const [text] = await textsTo(person);
    const code = /\d{6}/.exec(text?.text ?? '')?.[0];
    assert.match(text?.text ?? '', /^OKPay 验证码 \d{6}，10 分钟内有效/);
    assert.equal((await person.browser.call('POST', '/api/v1/phone-verifications', { code })).status, 200);
    await drain();
    assert.deepEqual((await centre(person)).items.map(({ kind }) => kind).toSorted(), [
      'email_verified',
      'phone_verified',
    ]);
  });
  test('gets a new code under a new reference when the gateway lost the first answer, and the newest works', async () => {
    const person = await pendingPerson(world);
    await control(simulators.sms.url, '/control/knobs', { lostAnswers: 1 });
    await drain();
    const waiting = (await deliveriesTo(db.read, person.id, 5)).find(({ channel }) => channel === 'sms');
    assert.deepEqual([waiting?.state, waiting?.answer], ['waiting', 'sms_unknown connection_dropped']);
    assert.ok(waiting);
    await deliver(deps, waiting.id, { lastAttempt: false });
    const texts = await textsTo(person);
    assert.equal(texts.length, 2);
    const codes = texts.map(({ text }) => /\d{6}/.exec(text)?.[0]);
    assert.equal(
      (await person.browser.call('POST', '/api/v1/phone-verifications', { code: codes[0] })).status,
      200,
      'newest first',
    );
  });
});

describe('news', () => {
  test('of a payment: a line with its facts, a mail without any, one link to us, in the language of the reader', async () => {
    for (const [locale, subject, title] of [
      ['en', 'There is news about a payment', '¥200.50 from 王*明'],
      ['zh-CN', '您的付款或收款有新进展', '王*明付给你 ¥200.50'],
    ] as const) {
      const person = await verifiedPerson(world, { locale });
      await happens(received(person.id));
      await drain();
      const mail = (await mailsTo(person)).find((each) => each.subject === subject);
      assert.ok(mail, 'the mail came');
      assert.equal(mail.links.length, 1);
      assert.equal(new URL(mail.links[0] ?? '').host, new URL(PUBLIC_URL).host);
      for (const shown of [mail.subject, mail.text, mail.html]) assert.doesNotMatch(shown, /200|王|¥|Anna/);
      const [line] = (await centre(person, '', locale)).items;
      assert.equal(line?.title, title);
      assert.match(line.href ?? '', /^\/entry\/tr_/);
    }
  });
  test('is read in the language of the moment: the same line, other words', async () => {
    const person = await verifiedPerson(world);
    await happens(received(person.id));
    await drain();
    await person.browser.call('PATCH', '/api/v1/me', { locale: 'zh-CN' });
    assert.equal((await centre(person)).items[0]?.title, '王*明付给你 ¥200.50');
    await person.browser.call('PATCH', '/api/v1/me', { locale: 'en' });
    assert.equal((await centre(person)).items[0]?.title, '¥200.50 from 王*明');
  });
  test('that is handed over again is told once', async () => {
    const person = await verifiedPerson(world);
    await drain();
    const before = (await mailsTo(person)).length;
    const meta = { id: newId('evt'), at: clock.now() };
    const event = { type: 'customer.payment_password_set', customerId: person.id } as const;
    for (let time = 0; time < 3; time++) await db.transaction((tx) => tellOf(tx, deps, [{ event, meta }]));
    await drain();
    await drain();
    assert.equal((await mailsTo(person)).length, before + 1);
    assert.equal(
      (await centre(person)).items.filter(({ kind }) => kind === 'payment_password_set').length,
      1,
    );
  });
  test('of somebody who is gone is not sent and does no harm', async () => {
    const nobody = newId('cus');
    await happens({ type: 'customer.sign_in_paused', customerId: nobody });
    await drain();
    assert.equal((await lastDelivery(nobody)).state, 'skipped');
  });
});

describe('a mail', () => {
  test('is tried again after a temporary failure, under the same message id', async () => {
    const person = await verifiedPerson(world);
    await drain();
    await control(simulators.mail.httpUrl, '/control/knobs', { lostAnswers: 1 });
    await happens({ type: 'customer.password_changed', customerId: person.id });
    await drain();
    const waiting = await lastDelivery(person.id);
    assert.deepEqual([waiting.state, waiting.attempts], ['waiting', 1]);
    await control(simulators.mail.httpUrl, '/control/knobs', { temporaryFailures: 1 });
    await assert.rejects(deliver(deps, waiting.id, { lastAttempt: false }), /mail_deferred 451/);
    await deliver(deps, waiting.id, { lastAttempt: false });
    const sent = await lastDelivery(person.id);
    assert.deepEqual([sent.state, sent.answer, sent.attempts, sent.locale], ['sent', '250', 3, 'en']);
    const mails = (await mailsTo(person)).filter(({ subject }) => subject === 'Your password was changed');
    assert.equal(mails.length, 2, 'the lost answer was a mail that came');
    assert.deepEqual(
      [...new Set(mails.map(({ headers }) => headers['message-id']))],
      [`<${waiting.id}@pay.example.org>`],
    );
    await deliver(deps, waiting.id, { lastAttempt: false });
    assert.equal((await lastDelivery(person.id)).attempts, 3, 'what was sent is left alone');
  });
  test('that is refused for ever is not tried again', async () => {
    const person = await verifiedPerson(world);
    await drain();
    await control(simulators.mail.httpUrl, '/control/knobs', { rejectAddresses: [person.form.email] });
    await happens({ type: 'customer.password_changed', customerId: person.id });
    await drain();
    assert.deepEqual(
      [(await lastDelivery(person.id)).state, (await lastDelivery(person.id)).answer],
      ['refused', 'mail_refused 550'],
    );
    await control(simulators.mail.httpUrl, '/control/knobs', { rejectAddresses: [] });
  });
  test('that never gets through is given up at the last attempt', async () => {
    const person = await verifiedPerson(world);
    await drain();
    await control(simulators.mail.httpUrl, '/control/knobs', { temporaryFailures: 2 });
    await happens({ type: 'customer.password_changed', customerId: person.id });
    await drain();
    await deliver(deps, (await lastDelivery(person.id)).id, { lastAttempt: true });
    assert.equal((await lastDelivery(person.id)).state, 'given_up');
  });
  test('that goes with others has its own outcome: sent, refused for ever, tried again by itself', async () => {
    const [payer, payee, other] = [
      await verifiedPerson(world),
      await verifiedPerson(world),
      await verifiedPerson(world),
    ];
    await drain();
    await control(simulators.mail.httpUrl, '/control/knobs', {
      rejectAddresses: [payee.form.email],
      temporaryFailures: 1,
    });
    const paid = { payerId: payer.id, payeeId: payee.id };
    await db.transaction(async (tx) => {
      await publish(tx, clock, { type: 'transfer.completed', transferId: newId('tr'), ...paid });
      await publish(tx, clock, received(other.id));
    });
    await drain();
    const first = await lastDelivery(payer.id);
    assert.deepEqual([first.state, first.attempts], ['sent', 2], 'the first was deferred and came alone');
    assert.equal((await lastDelivery(payee.id)).answer, 'mail_refused 550');
    const third = await lastDelivery(other.id);
    assert.deepEqual([third.state, third.attempts], ['sent', 1]);
    await deliverSet(deps, [first.id, third.id]);
    assert.equal((await lastDelivery(other.id)).attempts, 1, 'what was sent is left alone');
    await control(simulators.mail.httpUrl, '/control/knobs', { rejectAddresses: [] });
  });
  test('cannot be given a header or a recipient by what somebody registered', async () => {
    const evil = 'a@example.com\r\nBcc: victim@example.com';
    const outcome = await deps.mailer.send({
      to: evil,
      subject: 'x\r\nBcc: victim@example.com',
      text: 't',
      html: 'h',
      messageId: '<1@x>',
    });
    assert.equal(outcome.ok, false);
    const sent = await deps.mailer.send({
      to: 'inject@example.com',
      subject: 'x\r\nBcc: victim@example.com',
      text: 't',
      html: 'h',
      messageId: '<2@x>\r\nX-Evil: 1',
    });
    assert.ok(sent.ok);
    const { messages } = await control<{ messages: Mail[] }>(
      simulators.mail.httpUrl,
      '/messages?to=inject@example.com',
    );
    assert.deepEqual(messages[0]?.to, ['inject@example.com']);
    assert.equal(messages[0]?.headers['bcc'], undefined);
    assert.equal(messages[0]?.headers['x-evil'], undefined);
  });
});

describe('an answer of an agent', () => {
  const answered = (customerId: CustomerId, caseId: CaseId): DomainEvent => ({
    type: 'case.message_posted',
    caseId,
    customerId,
    kind: 'question',
    messageId: newId('msg'),
    author: 'staff',
  });
  const answerMails = async (person: Person) =>
    (await mailsTo(person)).filter(({ subject }) => subject === 'You have an answer');

  test('is mailed once after a minute to who has not read it, however many there were', async () => {
    const person = await verifiedPerson(world);
    const caseId = newId('case');
    unread.add(caseId);
    await happens(answered(person.id, caseId));
    await happens(answered(person.id, caseId));
    await drain();
    assert.equal((await centre(person)).items.filter(({ kind }) => kind === 'case_answered').length, 2);
    assert.equal((await answerMails(person)).length, 0, 'not at once');
    clock.advance({ seconds: ANSWER_MAIL_SECONDS + 1 });
    await drain();
    const [mail, ...more] = await answerMails(person);
    assert.deepEqual(mail?.links, [`${PUBLIC_URL}/help-me/${caseId}`]);
    assert.equal(more.length, 0);
  });
  test('is not mailed to who is in the conversation', async () => {
    const person = await verifiedPerson(world);
    await happens(answered(person.id, newId('case')));
    await drain();
    clock.advance({ seconds: ANSWER_MAIL_SECONDS + 1 });
    await drain();
    assert.equal((await answerMails(person)).length, 0);
    assert.equal((await lastDelivery(person.id)).state, 'skipped');
  });
});

describe('the message centre', () => {
  test('gives its lines page by page, counts the unread, and marks the own ones only', async () => {
    const [person, other] = [await verifiedPerson(world), await verifiedPerson(world)];
    for (let n = 0; n < 5; n++) {
      await happens(received(person.id));
      clock.advance({ seconds: 1 });
    }
    await happens(received(other.id));
    await drain();
    const first = await centre(person, '?limit=3');
    const second = await centre(person, `?limit=30&cursor=${first.next}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    assert.deepEqual([first.items.length, second.next, new Set(ids).size], [3, null, ids.length]);
    assert.equal(first.unread, ids.length);
    const [foreign] = (await centre(other)).items;
    const marked = await here(person).call('POST', '/api/v1/notifications/reads', {
      ids: [ids[0], foreign?.id],
    });
    assert.deepEqual(marked.body, { unread: ids.length - 1 });
    assert.equal((await centre(other)).items[0]?.readAt, null);
    assert.deepEqual((await here(person).call('POST', '/api/v1/notifications/reads', {})).body, {
      unread: 0,
    });
    assert.equal(
      (await here(person).call('GET', '/api/v1/notifications?cursor=bm9uc2Vuc2U')).body['code'],
      'malformed_request',
    );
  });
});
