import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashingLoad } from '#identity';
import { sha256 } from '#platform/crypto';
import { sql } from '#platform/db';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const signIn = (browser: Browser, login: string, password: string): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login, password });
const codes = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const code = status === 201 ? 'in' : String(body['code']);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};
const atOnce = (times: number, call: () => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, call));
const pausesTold = async ({ id }: Person): Promise<number> => {
  const { rows } =
    await sql`select 1 from platform.outbox where name = 'customer.sign_in_paused' and payload ->> 'customerId' = ${id}`.execute(
      world.db.read,
    );
  return rows.length;
};

test('mail address, phone and account name all sign in, however they are written', async () => {
  const { form } = await verifiedPerson(world, {
    handle: 'anna_signs',
    email: 'Anna.Signs@Example.com',
    phone: '+86 139 0000 1111',
  });
  for (const login of [
    'anna.signs@example.com',
    ' ANNA.SIGNS@EXAMPLE.COM ',
    '+8613900001111',
    '0086 139-0000-1111',
    '@anna_signs',
    'Anna_Signs',
  ]) {
    assert.equal((await signIn(world.browser(), login, form.password)).status, 201, login);
  }
  const chinese = await world
    .browser()
    .call(
      'POST',
      '/api/v1/sessions',
      { login: '13900001111', password: form.password },
      { 'accept-language': 'zh-CN' },
    );
  assert.equal(chinese.status, 201, 'without country code for readers of Chinese');
});

test('a wrong password, an unknown address and what is no address at all are answered alike, with the same work', async () => {
  const { form } = await verifiedPerson(world);
  const measure = async (login: string) => {
    const before = hashingLoad().computed;
    const { status, body } = await signIn(world.browser(), login, 'wrong password here');
    return {
      status,
      body: { ...body, request_id: '' } as Answer['body'],
      hashes: hashingLoad().computed - before,
    };
  };
  const wrong = await measure(form.email);
  assert.equal(wrong.body['code'], 'sign_in_failed');
  assert.equal(wrong.hashes, 2);
  for (const login of ['nobody@example.com', '+8613700001234', '@nobody_here', 'no address!'])
    assert.deepEqual(await measure(login), wrong, login);
  assert.deepEqual(await measure(form.phone), wrong);
});

test('of thirty guesses at once exactly five are looked at, then even the right password waits', async () => {
  const { form } = await verifiedPerson(world);
  const attacker = world.browser();
  const before = hashingLoad().computed;
  assert.deepEqual(codes(await atOnce(30, () => signIn(attacker, form.email, 'wrong password here'))), {
    sign_in_failed: 5,
    sign_in_paused: 25,
  });
  assert.equal(hashingLoad().computed - before, 10, 'two comparisons each for five');
  const right = await signIn(attacker, form.email, form.password);
  assert.deepEqual(
    [right.status, right.body['code'], right.body['facts']],
    [429, 'sign_in_paused', { until: world.clock.now().add({ minutes: 5 }).toString() }],
  );
  assert.equal(right.headers.get('retry-after'), '300');
});

test('an unknown address is paused in just the same way', async () => {
  const attacker = world.browser();
  assert.deepEqual(
    codes(await atOnce(30, () => signIn(attacker, 'ghost@example.com', 'wrong password here'))),
    { sign_in_failed: 5, sign_in_paused: 25 },
  );
});

test('the three ways to name an account share one counter', async () => {
  const { form } = await verifiedPerson(world, { handle: 'one_counter' });
  const attacker = world.browser();
  const logins = [form.email, form.phone, '@one_counter', form.email, form.phone, '@one_counter'];
  const answers: Answer[] = [];
  for (const login of logins) answers.push(await signIn(attacker, login, 'wrong password here'));
  assert.deepEqual(codes(answers), { sign_in_failed: 5, sign_in_paused: 1 });
});

test('pauses grow: 5, 15, 60, 240 minutes, and a day of quiet forgets them', async () => {
  const { form } = await verifiedPerson(world);
  const attacker = world.browser();
  for (const minutes of [5, 15, 60, 240, 240]) {
    await atOnce(5, () => signIn(attacker, form.email, 'wrong password here'));
    const paused = await signIn(attacker, form.email, 'wrong password here');
    assert.deepEqual(paused.body['facts'], { until: world.clock.now().add({ minutes }).toString() });
    world.clock.advance({ minutes });
  }
  world.clock.advance({ hours: 25 });
  await atOnce(5, () => signIn(attacker, form.email, 'wrong password here'));
  assert.deepEqual((await signIn(attacker, form.email, form.password)).body['facts'], {
    until: world.clock.now().add({ minutes: 5 }).toString(),
  });
});

test('the owner gets in from a known device and from another network while an attacker is paused', async () => {
  const owner = await verifiedPerson(world);
  const attacker = world.browser();
  await atOnce(30, () => signIn(attacker, owner.form.email, 'wrong password here'));
  assert.equal(
    (await signIn(world.browser(), owner.form.email, owner.form.password)).status,
    201,
    'another network',
  );
  for (let network = 0; network < 6; network += 1) {
    const other = world.browser();
    await atOnce(5, () => signIn(other, owner.form.email, 'wrong password here'));
  }
  assert.equal(
    (await signIn(world.browser(), owner.form.email, owner.form.password)).body['code'],
    'sign_in_paused',
    'many networks pause every unknown browser',
  );
  assert.equal(
    (await signIn(owner.browser, owner.form.email, owner.form.password)).status,
    201,
    'the known browser is counted apart',
  );
  assert.equal(await pausesTold(owner), 1, 'and the owner got one mail for all of it');
});

test('a known device is no way around the limit: it has five tries of its own', async () => {
  const owner = await verifiedPerson(world);
  const thief = world.browser({
    cookies: new Map([['okpay_device', owner.browser.cookies.get('okpay_device') ?? '']]),
  });
  assert.deepEqual(codes(await atOnce(30, () => signIn(thief, owner.form.email, 'wrong password here'))), {
    sign_in_failed: 5,
    sign_in_paused: 25,
  });
  const stranger = world.browser({ cookies: new Map([['okpay_device', 'x'.repeat(43)]]) });
  assert.deepEqual(codes(await atOnce(8, () => signIn(stranger, owner.form.email, 'wrong password here'))), {
    sign_in_failed: 5,
    sign_in_paused: 3,
  });
});

test('an account that claims a stranger’s address gives no tries at the stranger’s password', async () => {
  const owner = await verifiedPerson(world);
  for (let account = 0; account < 4; account += 1) {
    const attacker = world.browser({ ip: '203.0.113.77' });
    const claim = {
      ...owner.form,
      phone: `+86137${10_000_000 + account}`,
      password: `Otter-Lantern-River-${account}`,
    };
    assert.equal((await attacker.call('POST', '/api/v1/registrations', claim)).status, 201);
    assert.equal((await signIn(attacker, claim.email, claim.password)).status, 201, 'the own account opens');
    await signIn(attacker, claim.email, 'wrong password here');
  }
  // The owner's password was looked at five times and is paused for this network, whatever the accounts in between.
  await signIn(world.browser({ ip: '203.0.113.77' }), owner.form.email, 'wrong password here');
  const right = await signIn(world.browser({ ip: '203.0.113.77' }), owner.form.email, owner.form.password);
  assert.notEqual(right.body['id'], owner.id);
});

test('a success forgets the failures before it', async () => {
  const { form } = await verifiedPerson(world);
  const browser = world.browser();
  await atOnce(4, () => signIn(browser, form.email, 'wrong password here'));
  assert.equal((await signIn(browser, form.email, form.password)).status, 201);
  assert.deepEqual(codes(await atOnce(5, () => signIn(browser, form.email, 'wrong password here'))), {
    sign_in_failed: 5,
  });
});

test('a sign-in from a new device says so, the next one from there does not', async () => {
  const { id, form } = await verifiedPerson(world);
  const browser = world.browser();
  await signIn(browser, form.email, form.password);
  await signIn(browser, form.email, form.password);
  const { rows } = await sql<{ fresh: boolean }>`
    select (payload ->> 'newDevice')::boolean as fresh from platform.outbox where name = 'customer.signed_in' and payload ->> 'customerId' = ${id} order by id`.execute(
    world.db.read,
  );
  assert.deepEqual(
    rows.map(({ fresh }) => fresh),
    [false, true, false],
    'the first one came from where the person registered',
  );
});

test('a cookie from before is never adopted, and the session it opened is over', async () => {
  const { form } = await verifiedPerson(world);
  const planted = 'A'.repeat(43);
  const browser = world.browser({
    cookies: new Map([
      ['okpay', planted],
      ['okpay_device', planted],
    ]),
  });
  await signIn(browser, form.email, form.password);
  const first = browser.cookies.get('okpay') ?? '';
  assert.notEqual(first, planted);
  assert.notEqual(browser.cookies.get('okpay_device'), planted);
  await signIn(browser, form.email, form.password);
  assert.notEqual(browser.cookies.get('okpay'), first);
  assert.equal(
    (await world.browser({ cookies: new Map([['okpay', first]]) }).call('GET', '/api/v1/me')).status,
    401,
  );
  assert.equal(
    (await world.browser({ cookies: new Map([['okpay', planted]]) }).call('GET', '/api/v1/me')).status,
    401,
  );
});

test('the cookie is HttpOnly and SameSite, the token stands nowhere else, and the database keeps its hash only', async () => {
  const { form } = await verifiedPerson(world);
  const answer = await signIn(world.browser(), form.email, form.password);
  const [line = ''] = answer.headers.getSetCookie().filter((cookie) => cookie.startsWith('okpay='));
  assert.match(line, /HttpOnly/);
  assert.match(line, /SameSite=Lax/);
  const token = line.slice('okpay='.length, line.indexOf(';'));
  assert.match(token, /^[\w-]{43}$/);
  assert.ok(!JSON.stringify(answer.body).includes(token));
  const { rows } = await sql`select 1 from identity.session where token_hash = ${sha256(token)}`.execute(
    world.db.read,
  );
  assert.equal(rows.length, 1);
});

test('a password hashed with older parameters is hashed anew at the next sign-in', async () => {
  const { id, form } = await verifiedPerson(world);
  const { argon2Sync } = await import('node:crypto');
  const salt = Buffer.alloc(16, 7);
  const old = argon2Sync('argon2id', {
    message: Buffer.from(form.password),
    nonce: salt,
    memory: 8192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const phc = `$argon2id$v=19$m=8192,t=1,p=1$${unpadded(salt)}$${unpadded(old)}`;
  await sql`update identity.password set box = ${world.keys.encrypt(phc, `password:${id}`)}, parameters = 'argon2id m=8192,t=1,p=1' where customer_id = ${id}`.execute(
    world.db.read,
  );
  assert.equal((await signIn(world.browser(), form.email, form.password)).status, 201);
  const { rows } = await sql<{
    parameters: string;
  }>`select parameters from identity.password where customer_id = ${id}`.execute(world.db.read);
  assert.equal(rows[0]?.parameters, 'argon2id m=1024,t=2,p=1');
  assert.equal((await signIn(world.browser(), form.email, form.password)).status, 201);
});

test('long passwords count to their last byte, and sixty-four emoji are one', async () => {
  const emoji = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(0x1f600 + (index % 60))).join(
    '',
  );
  const long = await verifiedPerson(world, {
    password: `${'meadow kestrel otter lantern river copper '.repeat(2).slice(0, 72)}X`,
  });
  assert.equal(
    (await signIn(world.browser(), long.form.email, `${long.form.password.slice(0, 72)}Y`)).body['code'],
    'sign_in_failed',
    'byte 73 differs',
  );
  const funny = await verifiedPerson(world, { password: emoji });
  assert.equal((await signIn(world.browser(), funny.form.email, emoji)).status, 201);
  assert.equal(
    (await signIn(world.browser(), funny.form.email, emoji.slice(0, -2))).body['code'],
    'sign_in_failed',
  );
});

test('a password typed on another system in another normal form is the same password', async () => {
  const { form } = await verifiedPerson(world, { password: 'Grüße aus Zürich ﬁne' });
  assert.equal((await signIn(world.browser(), form.email, 'Gru\u0308ße aus Zu\u0308rich fine')).status, 201);
});
