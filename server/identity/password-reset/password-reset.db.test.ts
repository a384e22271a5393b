import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashingLoad } from '#identity';
import { sql } from '#platform/db';
import {
  type Answer,
  type Browser,
  identityWorld,
  type Person,
  pendingPerson,
  verifiedPerson,
} from '#test/identity';
import { appCode, finish, must, withAuthenticator } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const NEW = 'Juniper-Harbour-Slate-9';
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const ask = (browser: Browser, login: string, by = 'email'): Promise<Answer> =>
  browser.call('POST', '/api/v1/password-resets', { login, by });
const byLink = (browser: Browser, token: string, password = NEW): Promise<Answer> =>
  browser.call('POST', '/api/v1/password-resets/link', { token, password });
const byCode = (browser: Browser, login: string, code: string, password = NEW): Promise<Answer> =>
  browser.call('POST', '/api/v1/password-resets/code', { login, code, password });
const signIn = (browser: Browser, { form }: Person, password = form.password): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login: form.email, password });
const requests = async ({ id }: Person): Promise<string[]> => {
  const { rows } = await sql<{ purpose: string }>`
    select payload ->> 'purpose' as purpose from platform.outbox
     where name = 'customer.code_requested' and payload ->> 'customerId' = ${id} and payload ->> 'purpose' like 'reset%' order by id`.execute(world.db.read);
  return rows.map(({ purpose }) => purpose);
}; // prettier-ignore

test('a link by mail sets a new password once; every session ends, the old password with it', async () => {
  const person = await verifiedPerson(world);
  const browser = world.browser();
  assert.equal((await ask(browser, person.form.email)).status, 202);
  const token = await world.delivered(person.id, 'reset_email');
  const answers = await Promise.all(Array.from({ length: 10 }, () => byLink(world.browser(), token)));
  assert.deepEqual(
    answers.map(told).toSorted(),
    ['200 undefined', ...Array.from({ length: 9 }, () => '410 reset_not_valid')],
    'of ten uses at once one',
  );
  assert.equal(told(await person.browser.call('GET', '/api/v1/me')), '401 unauthenticated');
  assert.equal(told(await signIn(browser, person)), '401 sign_in_failed');
  assert.equal((await signIn(browser, person, NEW)).status, 201);
  const { rows } = await sql`
    select 1 from platform.outbox where name = 'customer.password_changed' and payload ->> 'customerId' = ${person.id}`.execute(
    world.db.read,
  );
  assert.equal(rows.length, 1, 'and the owner is told');
});

test('asking tells nobody who has an account: the same answer after the same work', async () => {
  const person = await verifiedPerson(world);
  const unproven = await pendingPerson(world);
  const measure = async (login: string, by: string) => {
    const before = hashingLoad().computed;
    const { status, body } = await ask(world.browser(), login, by);
    return { status, body, hashes: hashingLoad().computed - before };
  };
  for (const by of ['email', 'phone']) {
    const known = await measure(person.form.email, by);
    assert.deepEqual(known, { status: 202, body: { by }, hashes: 1 });
    const others = ['nobody@example.com', '+8613700009999', '@nobody_here', 'no address!', unproven.form.email, person.form.email]; // prettier-ignore
    for (const login of others) assert.deepEqual(await measure(login, by), known, login);
  }
  assert.deepEqual(await requests(person), ['reset_email', 'reset_phone'], 'once a minute, however often');
  assert.deepEqual(await requests(unproven), []);
});

test('a code by phone works for ten minutes, five tries, and is answered alike for whoever is not there', async () => {
  const person = await verifiedPerson(world);
  const owner = world.browser();
  await ask(owner, person.form.phone, 'phone');
  const code = await world.delivered(person.id, 'reset_phone');
  const wrong = code === '000000' ? '000001' : '000000';
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => byCode(world.browser(), person.form.email, wrong)),
  );
  assert.ok(answers.every((each) => ['410 reset_not_valid', '429 rate_limited'].includes(told(each))));
  assert.notEqual(told(await byCode(owner, person.form.email, code)), '200 undefined', 'its tries are spent');
  assert.equal(told(await byCode(world.browser(), 'nobody@example.com', code)), '410 reset_not_valid');
  assert.equal((await signIn(world.browser(), person)).status, 201, 'the old password counts');

  clock.advance({ hours: 25 });
  await ask(owner, person.form.phone, 'phone');
  const fresh = await world.delivered(person.id, 'reset_phone');
  assert.equal((await byCode(owner, person.form.phone, fresh)).status, 200);
  assert.equal((await signIn(world.browser(), person, NEW)).status, 201);
});

test('a link lives thirty minutes, the newest only, and a weak password does not use it up', async () => {
  const person = await verifiedPerson(world);
  const browser = world.browser();
  await ask(browser, person.form.email);
  const first = await world.delivered(person.id, 'reset_email');
  clock.advance({ minutes: 1 });
  await ask(browser, person.form.email);
  const second = await world.delivered(person.id, 'reset_email');
  assert.equal(told(await byLink(browser, first)), '410 reset_not_valid');
  assert.equal(told(await byLink(browser, second, 'password123')), '422 password_common');
  assert.equal(told(await byLink(browser, second, `${person.form.email}`)), '422 password_personal');
  assert.equal((await byLink(browser, second)).status, 200);
  clock.advance({ minutes: 1 });
  await ask(browser, person.form.email);
  const third = await world.delivered(person.id, 'reset_email');
  clock.advance({ minutes: 30 });
  assert.equal(told(await byLink(browser, third)), '410 reset_not_valid');
});

test('a reset is no way around the second factor; with it a pause of signing in is over, without it is not', async () => {
  const person = await verifiedPerson(world);
  const { secret } = await withAuthenticator(person, clock);
  clock.advance({ seconds: 30 });
  const browser = world.browser();
  for (let turn = 0; turn < 5; turn++) await signIn(browser, person, 'wrong password here');
  assert.equal(told(await signIn(browser, person)), '429 sign_in_paused');
  await ask(browser, person.form.email);
  const answer = await byLink(browser, await world.delivered(person.id, 'reset_email'));
  assert.deepEqual(answer.body, { next: 'second_factor' });
  assert.equal(told(await browser.call('GET', '/api/v1/me')), '401 unauthenticated');
  assert.equal(
    told(await signIn(browser, person, NEW)),
    '429 sign_in_paused',
    'the mail alone lifts nothing',
  );
  assert.equal((await finish(browser, 'authenticator', await appCode(secret, clock))).status, 201);
  assert.equal(told(await signIn(browser, person, NEW)), '401 second_factor_required', 'the pause is over');
});

test('who takes text messages as the second factor is sent the link by mail, never a code by phone', async () => {
  const person = await verifiedPerson(world);
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  await must(person.browser.call('PUT', '/api/v1/sms-factor', {}));
  await ask(world.browser(), person.form.phone, 'phone');
  assert.deepEqual(await requests(person), ['reset_email']);
});

test('a code by phone that was sent before opens nothing once text messages are the second factor', async () => {
  const person = await verifiedPerson(world);
  await ask(world.browser(), person.form.phone, 'phone');
  const code = await world.delivered(person.id, 'reset_phone');
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  await must(person.browser.call('PUT', '/api/v1/sms-factor', {}));
  assert.equal(told(await byCode(world.browser(), person.form.phone, code)), '410 reset_not_valid');
  assert.equal(
    told(await signIn(world.browser(), person)),
    '401 second_factor_required',
    'the old password counts',
  );
});

test('payouts wait for a day after a reset, and the owner sees why and until when', async () => {
  const person = await verifiedPerson(world);
  const browser = world.browser();
  await ask(browser, person.form.email);
  await must(byLink(browser, await world.delivered(person.id, 'reset_email')));
  await must(signIn(browser, person, NEW));
  const waiting = await must(browser.call('GET', '/api/v1/waiting-capabilities'));
  const [item] = waiting['items'] as { capability: string; reason: { code: string; facts: { until: string } } }[];
  assert.equal(item?.capability, 'withdraw');
  assert.equal(item?.reason.code, 'payouts_cooling');
  assert.equal(item?.reason.facts.until, clock.now().add({ hours: 24 }).toString());
  clock.advance({ hours: 11 });
  await must(signIn(browser, person, NEW));
  clock.advance({ hours: 13 });
  await must(signIn(browser, person, NEW));
  assert.deepEqual((await must(browser.call('GET', '/api/v1/waiting-capabilities')))['items'], []);
}); // prettier-ignore

test('inside a session the password is changed after a proof; other devices are signed out', async () => {
  const person = await verifiedPerson(world);
  const other = world.browser();
  await must(signIn(other, person));
  const change = () => person.browser.call('PUT', '/api/v1/password', { password: NEW });
  assert.equal(told(await change()), '403 access_proof_required');
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const weak = await person.browser.call('PUT', '/api/v1/password', { password: 'password123' });
  assert.equal(told(weak), '422 password_common');
  assert.equal((await change()).status, 204);
  assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 200);
  assert.equal(told(await other.call('GET', '/api/v1/me')), '401 unauthenticated');
});
