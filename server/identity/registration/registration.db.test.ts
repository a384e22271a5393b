import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashingLoad } from '#identity';
import { sql } from '#platform/db';
import { type Form, form, identityWorld, pendingPerson, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const register = (filled: Form) => world.browser().call('POST', '/api/v1/registrations', filled);
const eventsOf = async (id: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from platform.outbox where kind = 'event' and payload ->> 'customerId' = ${id} order by id`.execute(
    world.db.read,
  );
  return rows.map(({ name }) => name);
};

test('a newcomer registers and is told to verify', async () => {
  const filled = form({
    name: '王小明',
    email: ' Xiao.Ming@Example.com ',
    phone: '138 0000 6620',
    locale: 'zh-CN',
    handle: '@XiaoMing',
  });
  const { status, body } = await register(filled);
  assert.equal(status, 201);
  assert.deepEqual(body, { email: 'Xiao.Ming@Example.com', next: 'verify' });
  const { rows } = await sql<{
    customer_id: string;
    name: string;
    email_key: string;
    phone: string;
    handle: string;
  }>`
    select customer_id, name, email_key, phone, handle from identity.profile where email_key = 'xiao.ming@example.com'`.execute(
    world.db.read,
  );
  assert.deepEqual(
    { ...rows[0], customer_id: undefined },
    {
      customer_id: undefined,
      name: '王小明',
      email_key: 'xiao.ming@example.com',
      phone: '+8613800006620',
      handle: 'xiaoming',
    },
  );
  assert.deepEqual(await eventsOf(rows[0]?.customer_id ?? ''), [
    'customer.registered',
    'customer.code_requested',
    'customer.code_requested',
  ]);
});

test('terms are kept with version, time and language', async () => {
  const filled = form({ locale: 'zh-CN' });
  const { id } = await pendingPerson(world, filled);
  const { rows } = await sql<{ version: string; locale: string; accepted_at: { toString(): string } }>`
    select version, locale, accepted_at from identity.terms_acceptance where customer_id = ${id}`.execute(
    world.db.read,
  );
  assert.deepEqual(
    rows.map((row) => ({ ...row, accepted_at: row.accepted_at.toString() })),
    [{ version: filled.termsVersion, locale: 'zh-CN', accepted_at: world.clock.now().toString() }],
  );
});

const refused: [what: string, changes: Partial<Form>, status: number, code: string][] = [
  ['a name of nothing but spaces', { name: '   ' }, 422, 'name_not_usable'],
  ['a name with an invisible character', { name: 'Anna\u200bSmith' }, 422, 'name_not_usable'],
  ['a name that mixes Latin and Cyrillic letters', { name: 'Аnna Smith' }, 422, 'name_not_usable'],
  ['a name that turns the direction of reading', { name: 'Anna \u202eSmith' }, 422, 'name_not_usable'],
  ['a name that passes for ours', { name: 'OKPay Support' }, 422, 'name_not_usable'],
  ['a name of 81 letters', { name: 'a'.repeat(81) }, 422, 'name_not_usable'],
  ['a mail address without @', { email: 'anna.example.com' }, 422, 'email_not_usable'],
  ['a full-width mail address', { email: 'Ａdmin@example.com' }, 422, 'email_not_usable'],
  ['a mail address with a Cyrillic letter', { email: 'аdmin@example.com' }, 422, 'email_not_usable'],
  ['a phone number that is none', { phone: '+86 10086' }, 422, 'phone_not_usable'],
  ['a landline, which no text message reaches', { phone: '+442079460018' }, 422, 'phone_not_usable'],
  ['an account name of two letters', { handle: 'ab' }, 422, 'handle_not_usable'],
  ['a reserved account name', { handle: 'support' }, 422, 'handle_not_usable'],
  ['a reserved account name in disguise', { handle: 'supp0rt' }, 422, 'handle_not_usable'],
  ['a password of nine characters', { password: 'xK9$mQ2!v' }, 422, 'password_too_short'],
  [
    'a password of 257 characters',
    { password: 'xK9$ mQ2!vLw'.repeat(30).slice(0, 257) },
    422,
    'password_too_long',
  ],
  ['a common password', { password: 'password123' }, 422, 'password_common'],
  ['a password of the own name', { password: 'AnnaSmith1990', name: 'Anna Smith' }, 422, 'password_personal'],
  ['a password of our name', { password: 'okpay-okpay1' }, 422, 'password_personal'],
  ['an older version of the terms', { termsVersion: '2020-01-01' }, 409, 'terms_outdated'],
];
for (const [what, changes, status, code] of refused) {
  test(`${what} is refused with ${code}, and nothing is kept`, async () => {
    const filled = form(changes);
    const answer = await register(filled);
    assert.deepEqual([answer.status, answer.body['code']], [status, code]);
    const { rows } =
      await sql`select 1 from identity.profile where phone = ${filled.phone} or email = ${filled.email}`.execute(
        world.db.read,
      );
    assert.equal(rows.length, 0);
  });
}

test('names of many shapes are welcome', async () => {
  for (const name of [
    'Ｚoë',
    '欧阳娜娜',
    "Siobhán O'Connor-McGregor",
    'Wolfeschlegelsteinhausenbergerdorff Junior',
    '김민수',
    'Ольга Петрова',
    '阿凡提·买买提',
    'Nguyễn Văn Ánh',
    '𠮷野家',
  ]) {
    assert.equal((await register(form({ name }))).status, 201, name);
  }
});

test('a known mail address and an unknown one are answered with the same status, body and work', async () => {
  const known = await verifiedPerson(world);
  const measure = async (filled: Form) => {
    const before = hashingLoad().computed;
    const { status, body, headers } = await register(filled);
    const names = [...headers.keys()].filter((name) => name !== 'content-length').sort();
    return { status, body: { ...body, email: 'same' }, names, hashes: hashingLoad().computed - before };
  };
  const unknown = await measure(form());
  assert.equal(unknown.hashes, 2);
  assert.deepEqual(await measure(form({ email: known.form.email })), unknown, 'known mail address');
  assert.deepEqual(await measure(form({ email: known.form.email.toUpperCase() })), unknown, 'in capitals');
  assert.deepEqual(await measure(form({ phone: known.form.phone })), unknown, 'known phone');
  assert.deepEqual(
    await measure(form({ email: known.form.email, password: known.form.password })),
    unknown,
    'known mail and password',
  );
});

test('signing in after registering does not tell either whether the address was known', async () => {
  const known = await verifiedPerson(world);
  for (const email of [known.form.email, form().email]) {
    const stranger = world.browser();
    const filled = form({ email, password: 'Otter-Lantern-River-7' });
    await stranger.call('POST', '/api/v1/registrations', filled);
    const signedIn = await stranger.call('POST', '/api/v1/sessions', {
      login: email,
      password: filled.password,
    });
    assert.equal(signedIn.status, 201);
    assert.notEqual(signedIn.body['id'], known.id);
    assert.equal(signedIn.body['emailVerified'], false);
  }
  const owner = await world
    .browser()
    .call('POST', '/api/v1/sessions', { login: known.form.email, password: known.form.password });
  assert.equal(owner.body['id'], known.id, 'the owner still signs in by the address');
});

test('the owner of a known address is told, at most once an hour; the stranger gets no link to it', async () => {
  const known = await verifiedPerson(world);
  const stranger = await pendingPerson(world, { email: known.form.email, password: 'Otter-Lantern-River-7' });
  await register(form({ email: known.form.email }));
  assert.equal(
    (await eventsOf(known.id)).filter((name) => name === 'customer.registration_repeated').length,
    1,
  );
  await assert.rejects(world.delivered(stranger.id, 'email'), /nothing is to be sent/);
  world.clock.advance({ minutes: 61 });
  await register(form({ phone: known.form.phone }));
  assert.equal(
    (await eventsOf(known.id)).filter((name) => name === 'customer.registration_repeated').length,
    2,
  );
});

test('the same form sent twice opens one account', async () => {
  const filled = form({ handle: 'twice_pressed' });
  const browser = world.browser();
  const first = await browser.call('POST', '/api/v1/registrations', filled);
  const second = await browser.call('POST', '/api/v1/registrations', filled);
  assert.deepEqual([second.status, second.body], [first.status, first.body]);
  const { rows } = await sql`select 1 from identity.profile where email = ${filled.email}`.execute(
    world.db.read,
  );
  assert.equal(rows.length, 1);
});

test('a stranger who claims an address first does not keep its owner out', async () => {
  const squatter = await pendingPerson(world, { password: 'Otter-Lantern-River-7' });
  const owner = await pendingPerson(world, { email: squatter.form.email, phone: squatter.form.phone });
  const token = await world.delivered(owner.id, 'email');
  assert.equal((await owner.browser.call('POST', '/api/v1/email-verifications', { token })).status, 200);
  await assert.rejects(world.delivered(squatter.id, 'email'), /nothing is to be sent/);
});

test('an account name is one person’s, also in disguise, and says so openly', async () => {
  await register(form({ handle: 'lin_dan' }));
  const taken = await register(form({ handle: '@Lin_Dan' }));
  assert.deepEqual(
    [taken.status, taken.body['code'], taken.body['facts']],
    [409, 'handle_taken', { handle: 'lin_dan' }],
  );
  assert.equal((await register(form({ handle: '1in_dan' }))).body['code'], 'handle_not_usable');
  assert.equal(
    (await register(form({ handle: 'l1n_dan' }))).status,
    201,
    'a different letter is a different name',
  );
  assert.equal(
    (await register(form({ handle: 'lln_dan' }))).body['code'],
    'handle_taken',
    'l and 1 look alike',
  );
});

test('an account name held by an unverified account is free again after a day', async () => {
  await register(form({ handle: 'sleepy_name' }));
  world.clock.advance({ hours: 25 });
  assert.equal((await register(form({ handle: 'sleepy_name' }))).status, 201);
  const { rows } = await sql`select 1 from identity.profile where handle = 'sleepy_name'`.execute(
    world.db.read,
  );
  assert.equal(rows.length, 1);
});

test('a password lies in the database sealed, with its parameters beside it', async () => {
  const { id, form: filled } = await pendingPerson(world);
  const { rows } = await sql<{
    box: string;
    parameters: string;
  }>`select box, parameters from identity.password where customer_id = ${id}`.execute(world.db.read);
  const box = rows[0]?.box ?? '';
  assert.equal(rows[0]?.parameters, 'argon2id m=1024,t=2,p=1');
  assert.doesNotMatch(box, /argon2|Kestrel/);
  assert.match(world.keys.decrypt(box, `password:${id}`), /^\$argon2id\$v=19\$m=1024,t=2,p=1\$/);
  assert.throws(() => world.keys.decrypt(box, `password:cus_${'0'.repeat(26)}`), 'it opens for no other row');
  assert.ok(filled.password.length > 0);
});

test('an unknown field and a form that is not JSON are refused before anything is looked at', async () => {
  assert.equal((await register({ ...form(), role: 'admin' } as Form)).status, 400);
  assert.equal(
    (await world.browser().call('POST', '/api/v1/registrations', form(), { 'content-type': 'text/plain' }))
      .status,
    415,
  );
  assert.equal(
    (await world.browser().call('POST', '/api/v1/registrations', form(), { origin: 'https://evil.example' }))
      .status,
    403,
  );
});
