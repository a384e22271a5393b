import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authenticateCustomer, liveSessions } from '#identity';
import { openDb } from '#platform/db';
import { newId } from '#platform/ids';
import { sql } from '#platform/db';
import { type Browser, identityWorld, pendingPerson, type Person, verifiedPerson } from '#test/identity';
import { deviceName } from './client.ts';

const world = await identityWorld();
const me = (browser: Browser) => browser.call('GET', '/api/v1/me');
const again = async ({ form }: Person, userAgent?: string): Promise<Browser> => {
  const browser = world.browser(userAgent === undefined ? {} : { userAgent });
  await browser.call('POST', '/api/v1/sessions', { login: form.email, password: form.password });
  return browser;
};
type Listed = { id: string; device: string; ip: string; current: boolean };
const listed = async (browser: Browser): Promise<Listed[]> =>
  (await browser.call('GET', '/api/v1/sessions')).body['items'] as Listed[];

test('a session ends after twelve hours, however busy it is', async () => {
  const { browser } = await verifiedPerson(world);
  for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
    assert.equal((await me(browser)).status, 200, `after ${minutes} minutes`);
    world.clock.advance({ minutes: 20 });
  }
  assert.equal((await me(browser)).status, 401);
});

test('a session ends after thirty idle minutes, and each use begins them anew', async () => {
  const { browser } = await verifiedPerson(world);
  world.clock.advance({ minutes: 29 });
  assert.equal((await me(browser)).status, 200);
  world.clock.advance({ minutes: 29 });
  assert.equal((await me(browser)).status, 200);
  world.clock.advance({ minutes: 30 });
  const answer = await me(browser);
  assert.deepEqual([answer.status, answer.body['code']], [401, 'unauthenticated']);
});

test('a sign-in in a browser that has a session gives it a new one, and the old token opens nothing any more', async () => {
  const person = await verifiedPerson(world);
  const { browser, form } = person;
  const [{ id } = { id: '' }] = await listed(browser);
  const before = browser.cookies.get('okpay') ?? '';
  await browser.call('POST', '/api/v1/sessions', { login: form.email, password: form.password });
  assert.notEqual(browser.cookies.get('okpay'), before);
  assert.equal((await me(world.browser({ cookies: new Map([['okpay', before]]) }))).status, 401);
  assert.equal(
    (await liveSessions(world.db, world.clock, [{ kind: 'customer', id }])).size,
    0,
    'nor a stream',
  );
  assert.equal((await listed(browser)).length, 1);
});

test('another person who signs in there gets nothing of the first one, and the first one’s token is dead', async () => {
  const [anna, bob] = [await verifiedPerson(world), await verifiedPerson(world)];
  const before = anna.browser.cookies.get('okpay') ?? '';
  await anna.browser.call('POST', '/api/v1/sessions', { login: bob.form.email, password: bob.form.password });
  assert.equal((await me(anna.browser)).body['id'], bob.id);
  assert.equal((await me(world.browser({ cookies: new Map([['okpay', before]]) }))).status, 401);
});

test('of many who ask at once each gets the own session, and none an ended one', async () => {
  const [anna, bob] = [await verifiedPerson(world), await verifiedPerson(world)];
  const token = (person: typeof anna) => person.browser.cookies.get('okpay') ?? '';
  const [annas, bobs] = [token(anna), token(bob)];
  const ask = (tokens: readonly string[]) =>
    Promise.all(tokens.map((each) => authenticateCustomer(world.db, world.clock, each)));
  const mixed = Array.from({ length: 60 }, (_, index) => [annas, bobs, 'nobody'][index % 3] ?? '');
  const idsOf = (actors: Awaited<ReturnType<typeof ask>>) =>
    actors.slice(0, 3).map((actor) => (actor.kind === 'customer' ? actor.id : actor.kind));
  const before = await ask(mixed);
  assert.deepEqual(idsOf(before), [anna.id, bob.id, 'guest']);
  assert.deepEqual(before.slice(3, 60), before.slice(0, 57));
  await anna.browser.call('DELETE', '/api/v1/sessions/current');
  assert.deepEqual(idsOf(await ask(mixed)), ['guest', bob.id, 'guest']);
});

test('a refused sign-in leaves the session as it was', async () => {
  const { browser, form } = await verifiedPerson(world);
  await browser.call('POST', '/api/v1/sessions', { login: form.email, password: 'wrong password here' });
  assert.equal((await me(browser)).status, 200);
});

test('a session holds no right of its own: what is proven, or taken back, counts from the next request on', async () => {
  const { id, browser } = await pendingPerson(world);
  const guarded = async (): Promise<unknown> =>
    (await browser.call('POST', '/api/v1/step-ups', { action: 'transfer', amount: '1', currency: 'CNY', payee: newId('pay'), paymentPassword: '1' })).body['code']; // prettier-ignore
  assert.equal(await guarded(), 'verification_required');
  await browser.call('POST', '/api/v1/email-verifications', { token: await world.delivered(id, 'email') });
  assert.equal(await guarded(), 'verification_required');
  await browser.call('POST', '/api/v1/phone-verifications', { code: await world.delivered(id, 'phone') });
  assert.notEqual(await guarded(), 'verification_required');
  await sql`update identity.profile set phone_verified_at = null where customer_id = ${id}`.execute(
    world.owner.read,
  );
  assert.equal(await guarded(), 'verification_required');
});

test('sessions are listed with device and address, and the present one is marked', async () => {
  const person = await verifiedPerson(world);
  await again(
    person,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
  );
  const sessions = await listed(person.browser);
  assert.deepEqual(
    sessions
      .map(({ device, current }) => ({ device, current }))
      .sort((a, b) => a.device.localeCompare(b.device)),
    [
      { device: 'Firefox · Linux', current: true },
      { device: 'Safari · iPhone', current: false },
    ],
  );
  assert.match(sessions[0]?.ip ?? '', /^198\.51\./);
});

test('an ended session is refused at once, in every process', async () => {
  const person = await verifiedPerson(world);
  const other = await again(person);
  const id = (await listed(person.browser)).find(({ current }) => !current)?.id ?? '';
  const token = other.cookies.get('okpay') ?? '';
  const secondProcess = openDb(world.db.pool.options.connectionString ?? '', { size: 1 });
  assert.equal((await authenticateCustomer(secondProcess, world.clock, token)).kind, 'customer');
  assert.equal((await person.browser.call('DELETE', `/api/v1/sessions/${id}`)).status, 204);
  assert.equal((await authenticateCustomer(secondProcess, world.clock, token)).kind, 'guest');
  await secondProcess.close();
  assert.equal((await me(other)).status, 401);
  assert.equal((await me(person.browser)).status, 200);
  assert.equal(
    (await person.browser.call('DELETE', `/api/v1/sessions/${id}`)).status,
    404,
    'it is over already',
  );
});

test('nobody ends a stranger’s session', async () => {
  const [anna, bob] = [await verifiedPerson(world), await verifiedPerson(world)];
  const id = (await listed(anna.browser))[0]?.id ?? '';
  const answer = await bob.browser.call('DELETE', `/api/v1/sessions/${id}`);
  assert.deepEqual([answer.status, answer.body['code']], [404, 'not_found']);
  assert.equal((await me(anna.browser)).status, 200);
});

test('ending all others keeps this one and tells whoever holds streams open', async () => {
  const person = await verifiedPerson(world);
  const others = [await again(person), await again(person), await again(person)];
  const ids = (await listed(person.browser)).map(({ id }) => id);
  const asked = ids.map((id) => ({ kind: 'customer' as const, id }));
  assert.equal((await liveSessions(world.db, world.clock, asked)).size, 4);
  const answer = await person.browser.call('POST', '/api/v1/sessions/end-others', {});
  assert.deepEqual(answer.body, { ended: 3 });
  for (const browser of others) assert.equal((await me(browser)).status, 401);
  assert.equal((await me(person.browser)).status, 200);
  assert.equal((await liveSessions(world.db, world.clock, asked)).size, 1);
  const { rows } =
    await sql`select 1 from platform.outbox where name = 'customer.session_ended' and payload ->> 'customerId' = ${person.id}`.execute(
      world.db.read,
    );
  assert.equal(rows.length, 3);
});

test('signing out ends the session on the server and empties the browser', async () => {
  const { browser } = await verifiedPerson(world);
  const token = browser.cookies.get('okpay') ?? '';
  const answer = await browser.call('DELETE', '/api/v1/sessions/current');
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('clear-site-data'), '"storage"');
  assert.equal(browser.cookies.has('okpay'), false);
  assert.ok(browser.cookies.has('okpay_device'), 'the browser stays a known one');
  assert.equal((await me(world.browser({ cookies: new Map([['okpay', token]]) }))).status, 401);
});

test('language and account name are changed, a given-up name stays with its owner', async () => {
  const person = await verifiedPerson(world, { handle: 'first_name' });
  const changed = await person.browser.call('PATCH', '/api/v1/me', {
    locale: 'zh-CN',
    handle: 'second_name',
  });
  assert.deepEqual(
    [changed.status, changed.body['locale'], changed.body['handle']],
    [200, 'zh-CN', 'second_name'],
  );
  const stranger = await verifiedPerson(world);
  const taken = await stranger.browser.call('PATCH', '/api/v1/me', { handle: 'first_name' });
  assert.deepEqual(
    [taken.status, taken.body['code']],
    [409, 'handle_taken'],
    'money on its way to the old name reaches nobody else',
  );
  assert.equal(
    (await stranger.browser.call('PATCH', '/api/v1/me', { handle: 'admin' })).body['code'],
    'handle_not_usable',
  );
  assert.equal(
    (await person.browser.call('PATCH', '/api/v1/me', { handle: 'first_name' })).body['handle'],
    'first_name',
  );
  assert.equal((await person.browser.call('PATCH', '/api/v1/me', { handle: null })).body['handle'], null);
  world.clock.advance({ days: 181 });
  const later = await again(stranger);
  assert.equal(
    (await later.call('PATCH', '/api/v1/me', { handle: 'first_name' })).body['handle'],
    'first_name',
    'after half a year it is free',
  );
});

test('the device tells where it is, and only what is a zone is kept', async () => {
  const { browser } = await verifiedPerson(world);
  const changed = await browser.call('PATCH', '/api/v1/me', { timeZone: 'Asia/Shanghai' });
  assert.deepEqual([changed.status, changed.body['timeZone']], [200, 'Asia/Shanghai']);
  const wrong = await browser.call('PATCH', '/api/v1/me', { timeZone: 'Mars/Base' });
  assert.deepEqual([wrong.status, wrong.body['code']], [400, 'malformed_request']);
  assert.equal((await browser.call('GET', '/api/v1/me')).body['timeZone'], 'Asia/Shanghai');
});

test('twenty people want one account name at once: one gets it', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => verifiedPerson(world)));
  const answers = await Promise.all(
    people.map(({ browser }) => browser.call('PATCH', '/api/v1/me', { handle: 'golden_name' })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).sort((a, b) => a - b),
    [200, ...Array.from({ length: 7 }, () => 409)],
  );
});

test('the list of security events tells the story, newest first, to its owner only', async () => {
  const person = await verifiedPerson(world);
  await again(
    person,
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
  );
  await person.browser.call('POST', '/api/v1/sessions/end-others', {});
  const { body } = await person.browser.call('GET', '/api/v1/security-events');
  const items = body['items'] as { kind: string; device: string | null }[];
  assert.deepEqual(
    items.map(({ kind }) => kind),
    [
      'other_sessions_ended',
      'signed_in_new_device',
      'phone_verified',
      'email_verified',
      'signed_in',
      'registered',
    ],
  );
  assert.equal(items[1]?.device, 'Edge · Windows');
  assert.equal((await world.browser().call('GET', '/api/v1/security-events')).status, 401);
});

const devices: [userAgent: string, name: string][] = [
  [
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    'Chrome · Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
    'Safari · macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0',
    'WeChat · iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36', 'Chrome · Linux'],
  ['curl/8.9.1', 'curl'],
  ['', 'Unknown device'],
  ['<script>alert(1)</script>', 'Unknown device'],
];
for (const [userAgent, name] of devices) {
  test(`a device that calls itself ${userAgent.slice(0, 60) || 'nothing'} is shown as ${name}`, () =>
    assert.equal(deviceName(userAgent), name));
}
