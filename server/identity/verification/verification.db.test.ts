import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emailLink, invitationLink } from '#identity';
import { sql } from '#platform/db';
import { type Browser, identityWorld, pendingPerson, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const verifyEmail = (browser: Browser, token: string) =>
  browser.call('POST', '/api/v1/email-verifications', { token });
const verifyPhone = (browser: Browser, code: string) =>
  browser.call('POST', '/api/v1/phone-verifications', { code });
const resend = (browser: Browser, purpose: 'email' | 'phone') =>
  browser.call('POST', '/api/v1/verification-messages', { purpose });
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('the link of the mail confirms the address, in any browser, once', async () => {
  const { id, browser, form } = await pendingPerson(world);
  const token = await world.delivered(id, 'email');
  assert.match(token, /^[\w-]{43}$/, '256 bits');
  const answer = await verifyEmail(world.browser(), token);
  assert.deepEqual([answer.status, answer.body], [200, { email: form.email }]);
  assert.equal((await browser.call('GET', '/api/v1/me')).body['emailVerified'], true);
  const again = await verifyEmail(world.browser(), token);
  assert.deepEqual([again.status, again.body['code']], [410, 'link_not_valid']);
});

test('of twenty uses of one link at once exactly one succeeds', async () => {
  const { id } = await pendingPerson(world);
  const token = await world.delivered(id, 'email');
  const answers = await Promise.all(Array.from({ length: 20 }, () => verifyEmail(world.browser(), token)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ body }) => body['code'] === 'link_not_valid').length, 19);
});

test('a link works for thirty minutes, and a newer one ends it', async () => {
  const { id, browser } = await pendingPerson(world);
  const first = await world.delivered(id, 'email');
  world.clock.advance({ minutes: 1 });
  assert.equal((await resend(browser, 'email')).status, 202);
  assert.equal(
    (await verifyEmail(browser, first)).body['code'],
    'link_not_valid',
    'a newer one was asked for',
  );
  const second = await world.delivered(id, 'email');
  world.clock.advance({ minutes: 30 });
  assert.equal((await verifyEmail(world.browser(), second)).body['code'], 'link_not_valid', 'expired');
});

test('made-up, foreign and malformed tokens are not valid', async () => {
  const { id } = await pendingPerson(world);
  const code = await world.delivered(id, 'phone');
  for (const token of ['x'.repeat(43), code.padEnd(10, '0'), '../../etc/passwd', 'a'.repeat(200)]) {
    assert.equal((await verifyEmail(world.browser(), token)).body['code'], 'link_not_valid');
  }
});

test('a link changes nothing when it is only looked at', async () => {
  const { id, browser } = await pendingPerson(world);
  const token = await world.delivered(id, 'email');
  assert.equal((await browser.call('GET', `/api/v1/email-verifications?token=${token}`)).status, 404);
  assert.equal((await verifyEmail(browser, token)).status, 200);
});

test('links begin with the address the operator has set, whatever a request calls its host', async () => {
  const { id, browser, form } = await pendingPerson(world);
  world.clock.advance({ minutes: 1 });
  const evil = { 'x-forwarded-host': 'evil.example', host: 'evil.example', forwarded: 'host=evil.example' };
  const answer = await browser.call('POST', '/api/v1/verification-messages', { purpose: 'email' }, evil);
  assert.equal(answer.status, 202);
  assert.doesNotMatch(JSON.stringify(answer.body) + JSON.stringify([...answer.headers]), /evil/);
  const token = await world.delivered(id, 'email');
  assert.equal(emailLink('https://okpay.test', token), `https://okpay.test/verify-email#token=${token}`);
  assert.equal(
    invitationLink('https://okpay.test', token),
    `https://okpay.test/console/invitation#token=${token}`,
  );
  const { rows } = await sql<{
    payload: string;
  }>`select payload::text as payload from platform.outbox where payload::text like '%evil%' or payload::text like ${`%${form.email}%`}`.execute(
    world.db.read,
  );
  assert.deepEqual(rows, [], 'no event carries a host, an address or a secret');
});

test('the code confirms the phone, once, and only with it the person is verified', async () => {
  const { id, browser } = await pendingPerson(world);
  assert.equal(
    (await browser.call('PUT', '/api/v1/payment-password', { password: 'x', paymentPassword: '1' })).body[
      'code'
    ],
    'verification_required',
  );
  await verifyEmail(browser, await world.delivered(id, 'email'));
  const code = await world.delivered(id, 'phone');
  assert.match(code, /^\d{6}$/);
  const answer = await verifyPhone(browser, ` ${code.slice(0, 3)} ${code.slice(3)} `);
  assert.deepEqual([answer.status, answer.body['phoneVerified']], [200, true]);
  assert.equal((await verifyPhone(browser, code)).body['code'], 'code_expired', 'used');
  assert.notEqual(
    (await browser.call('PUT', '/api/v1/payment-password', { password: 'x', paymentPassword: '1' })).body[
      'code'
    ],
    'verification_required',
  );
});

test('of thirty guesses at a code exactly five are looked at, and then the right one is worth nothing', async () => {
  const { id, browser } = await pendingPerson(world);
  const code = await world.delivered(id, 'phone');
  const answers = await Promise.all(Array.from({ length: 30 }, () => verifyPhone(browser, other(code))));
  const wrong = answers.filter(({ body }) => body['code'] === 'code_wrong');
  assert.deepEqual(
    wrong.map(({ body }) => (body['facts'] as { left: number }).left).sort((a, b) => a - b),
    [0, 1, 2, 3, 4],
  );
  assert.equal(answers.filter(({ body }) => body['code'] === 'code_expired').length, 25);
  assert.equal((await verifyPhone(browser, code)).body['code'], 'code_expired');
});

test('the right code twenty times at once confirms once', async () => {
  const { id, browser } = await pendingPerson(world);
  const code = await world.delivered(id, 'phone');
  const answers = await Promise.all(Array.from({ length: 20 }, () => verifyPhone(browser, code)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('a code works for ten minutes, and for nobody else', async () => {
  const [anna, bob] = [await pendingPerson(world), await pendingPerson(world)];
  const code = await world.delivered(anna.id, 'phone');
  const bobs = await world.delivered(bob.id, 'phone');
  if (code !== bobs) assert.equal((await verifyPhone(bob.browser, code)).body['code'], 'code_wrong');
  world.clock.advance({ minutes: 10 });
  assert.equal((await verifyPhone(anna.browser, code)).body['code'], 'code_expired');
  assert.equal((await verifyPhone(world.browser(), code)).status, 401);
});

test('the database holds no code and no token, and none that could be found by trying', async () => {
  const { id } = await pendingPerson(world);
  const code = await world.delivered(id, 'phone');
  const token = await world.delivered(id, 'email');
  const { rows } = await sql<{
    row: string;
  }>`select proof::text as row from identity.contact_proof proof where customer_id = ${id}`.execute(
    world.db.read,
  );
  const text = rows.map(({ row }) => row).join('\n');
  assert.equal(rows.length, 2);
  assert.ok(!text.includes(token));
  assert.doesNotMatch(text, new RegExp(`\\b${code}\\b`));
});

test('a message is sent again after a minute, three times an hour', async () => {
  const { browser } = await pendingPerson(world);
  const soon = await resend(browser, 'phone');
  assert.deepEqual(
    [soon.status, soon.body['code'], soon.body['facts']],
    [429, 'code_sent_recently', { until: world.clock.now().add({ seconds: 60 }).toString() }],
  );
  const start = world.clock.now();
  for (let time = 1; time <= 3; time += 1) {
    world.clock.advance({ seconds: 60 });
    const answer = await resend(browser, 'phone');
    assert.deepEqual(
      [answer.status, answer.body['againAfter']],
      [202, world.clock.now().add({ seconds: 60 }).toString()],
    );
  }
  world.clock.advance({ minutes: 5 });
  const fourth = await resend(browser, 'phone');
  assert.deepEqual(fourth.body['facts'], { until: start.add({ seconds: 60, hours: 1 }).toString() });
  assert.equal((await resend(browser, 'email')).status, 202, 'mail has a budget of its own');
});

test('twenty requests for a message at once send one', async () => {
  const { id, browser } = await pendingPerson(world);
  world.clock.advance({ minutes: 2 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => resend(browser, 'email')));
  assert.equal(answers.filter(({ status }) => status === 202).length, 1);
  const { rows } =
    await sql`select 1 from platform.outbox where name = 'customer.code_requested' and payload ->> 'customerId' = ${id} and payload ->> 'purpose' = 'email'`.execute(
      world.db.read,
    );
  assert.equal(rows.length, 2, 'one at registration, one now');
});

test('nobody fills a stranger’s phone: ten messages a day to one number, whichever accounts ask', async () => {
  const phone = '+8613912345678';
  let sent = 0;
  for (let account = 0; account < 12; account += 1) {
    const { id } = await pendingPerson(world, { phone });
    sent += await world.delivered(id, 'phone').then(
      () => 1,
      () => 0,
    );
    world.clock.advance({ minutes: 1 });
  }
  assert.equal(sent, 10);
});

test('a proven address is sent nothing more', async () => {
  const { id, browser } = await verifiedPerson(world);
  world.clock.advance({ minutes: 2 });
  assert.equal((await resend(browser, 'email')).status, 202);
  await assert.rejects(world.delivered(id, 'email'), /nothing is to be sent/);
});

test('two accounts prove one phone at once: one owns it', async () => {
  const [first, second] = [
    await pendingPerson(world, { phone: '+8613811112222' }),
    await pendingPerson(world, { phone: '+8613811112222' }),
  ];
  const codes = [
    await world.delivered(first.id, 'phone'),
    await world.delivered(second.id, 'phone'),
  ] as const;
  const answers = await Promise.all([
    verifyPhone(first.browser, codes[0]),
    verifyPhone(second.browser, codes[1]),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status).sort((a, b) => a - b),
    [200, 410],
  );
});
