import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate } from 'otplib';
import type { StaffRole } from '#common/api/route';
import { allStaff, disableStaff, inviteStaff } from '#identity';
import { sql } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { type Answer, type Browser, identityWorld, verifiedPerson } from '#test/identity';

const world = await identityWorld();
const PASSWORD = 'Copper-Lantern-Otter-9';
let last = 0;
const invite = (changes: { email?: string; name?: string; role?: StaffRole } = {}) => {
  last += 1;
  const invitation = {
    email: `agent${last}@okpay.test`,
    name: 'Lin Dan',
    role: 'agent' as const,
    ...changes,
  };
  return world.db
    .transaction((tx) => inviteStaff(tx, world.clock, invitation))
    .then((invited) => ({ ...invited, email: invitation.email }));
};
const code = (secret: string, step = 0): Promise<string> =>
  generate({ secret, epoch: Math.floor(world.clock.now().epochMilliseconds / 1000) + step * 30 });
const offer = (token: string) => world.browser().call('POST', '/api/v1/staff/invitation-checks', { token });
const accept = (browser: Browser, token: string, password: string, typed: string) =>
  browser.call('POST', '/api/v1/staff/invitation-acceptances', { token, password, code: typed });
const signIn = (browser: Browser, email: string, password: string, typed: string): Promise<Answer> =>
  browser.call('POST', '/api/v1/staff/sessions', { email, password, code: typed });
const me = (browser: Browser) => browser.call('GET', '/api/v1/staff/me');
const secretOf = async (token: string): Promise<string> => String((await offer(token)).body['totpSecret']);

async function member() {
  const { token, email, staffId } = await invite();
  const secret = await secretOf(token);
  const browser = world.browser();
  const accepted = await accept(browser, token, PASSWORD, await code(secret));
  assert.equal(accepted.status, 201);
  world.clock.advance({ seconds: 60 });
  return { email, secret, staffId, browser };
}

test('on a fresh installation nobody can sign in', async () => {
  const { rows } = await sql<{
    people: bigint;
  }>`select (select count(*) from identity.staff) + (select count(*) from identity.staff_invitation) as people`.execute(
    world.db.read,
  );
  assert.equal(rows[0]?.people, 0n);
  for (const [email, password] of [
    ['admin', 'admin'],
    ['admin@okpay.test', 'admin'],
    ['root@localhost', 'root'],
    ['admin@example.com', 'password'],
  ] as const) {
    assert.equal((await signIn(world.browser(), email, password, '000000')).body['code'], 'sign_in_failed');
  }
});

test('an invitation shows the secret for the authenticator app, the same each time, as text, address and picture', async () => {
  const { token, email } = await invite({ name: '林丹', role: 'supervisor' });
  const first = await offer(token);
  assert.equal(first.status, 200);
  const { totpSecret, totpUri, qrSvg, ...rest } = first.body;
  assert.deepEqual(rest, { email, name: '林丹', role: 'supervisor' });
  assert.match(String(totpSecret), /^[A-Z2-7]{32}$/);
  assert.equal(
    totpUri,
    `otpauth://totp/OKPay:${encodeURIComponent(email)}?secret=${String(totpSecret)}&issuer=OKPay`,
  );
  assert.match(String(qrSvg), /^<svg [^>]*viewBox/);
  assert.equal((await offer(token)).body['totpSecret'], totpSecret);
  const { rows } = await sql<{
    row: string;
  }>`select i::text as row from identity.staff_invitation i where email = ${email}`.execute(world.db.read);
  assert.ok(
    !rows[0]?.row.includes(String(totpSecret)) && !rows[0]?.row.includes(token),
    'sealed, and hashed',
  );
});

test('accepting sets password and second factor together and signs in', async () => {
  const { token, email, staffId } = await invite();
  const secret = await secretOf(token);
  const browser = world.browser();
  const refusals: [password: string, typed: string, answer: string][] = [
    ['short one 11', '000000', 'second_factor_wrong'],
    ['eleven char', await code(secret), 'password_too_short'],
    ['password12345', await code(secret), 'password_common'],
    [email, await code(secret), 'password_personal'],
    [PASSWORD, 'abcdef', 'second_factor_wrong'],
    [PASSWORD, await code(secret, -5), 'second_factor_wrong'],
  ];
  for (const [password, typed, answer] of refusals)
    assert.equal((await accept(browser, token, password, typed)).body['code'], answer);
  const accepted = await accept(browser, token, PASSWORD, await code(secret));
  assert.deepEqual(
    [accepted.status, accepted.body],
    [201, { id: staffId, name: 'Lin Dan', email, role: 'agent', locale: 'en' }],
  );
  assert.equal((await me(browser)).body['id'], staffId);
  assert.equal(
    (await accept(world.browser(), token, PASSWORD, await code(secret, 1))).body['code'],
    'invitation_not_valid',
    'once',
  );
});

test('of ten acceptances at once one succeeds', async () => {
  const { token } = await invite();
  const typed = await code(await secretOf(token));
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => accept(world.browser(), token, PASSWORD, typed)),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
});

test('an invitation is valid for a day, and a newer one ends it', async () => {
  const { token, email } = await invite();
  const newer = await invite({ email });
  assert.equal((await offer(token)).body['code'], 'invitation_not_valid');
  assert.equal((await offer(newer.token)).status, 200);
  world.clock.advance({ hours: 24 });
  assert.equal((await offer(newer.token)).body['code'], 'invitation_not_valid');
  assert.equal((await offer('x'.repeat(43))).body['code'], 'invitation_not_valid');
});

test('no account can be without a second factor, even by writing into the table', async () => {
  const { staffId } = await invite();
  const insert = sql`
    insert into identity.staff (id, email, email_key, name, role, locale, password_box, password_parameters, totp_box, totp_last_step, created_at)
    values (${staffId}, 'x@okpay.test', 'x@okpay.test', 'X', 'agent', 'en', 'v1.x', 'argon2id x', null, 1, ${world.clock.now().toString()})`;
  await assert.rejects(insert.execute(world.owner.read), /null value in column "totp_box"/);
  await assert.rejects(
    sql`update identity.staff set totp_box = 'v1.other'`.execute(world.db.read),
    /permission denied/,
  );
});

test('password and code sign in together; each alone, or wrong, is one and the same failure', async () => {
  const { email, secret } = await member();
  const failures = [
    await signIn(world.browser(), email, PASSWORD, ''),
    await signIn(world.browser(), email, PASSWORD, '000000'),
    await signIn(world.browser(), email, 'wrong password', await code(secret)),
    await signIn(world.browser(), 'nobody@okpay.test', PASSWORD, await code(secret)),
  ].map(({ status, body }) => ({ status, body: { ...body, request_id: '' } }));
  for (const failure of failures) assert.deepEqual(failure, failures[0]);
  assert.deepEqual([failures[0]?.status, failures[0]?.body['code' as never]], [401, 'sign_in_failed']);
  const browser = world.browser();
  assert.equal((await signIn(browser, ` ${email.toUpperCase()} `, PASSWORD, await code(secret))).status, 201);
  assert.equal((await me(browser)).status, 200);
});

test('one code twenty times at once signs in once, and not again afterwards', async () => {
  const { email, secret } = await member();
  const typed = await code(secret);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => signIn(world.browser(), email, PASSWORD, typed)),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal((await signIn(world.browser(), email, PASSWORD, typed)).body['code'], 'sign_in_failed');
});

test('a code that was used is refused, also within its thirty seconds and from elsewhere', async () => {
  const { email, secret } = await member();
  const typed = await code(secret);
  assert.equal((await signIn(world.browser(), email, PASSWORD, typed)).status, 201);
  assert.equal((await signIn(world.browser(), email, PASSWORD, typed)).body['code'], 'sign_in_failed');
  assert.equal(
    (await signIn(world.browser(), email, PASSWORD, await code(secret, -1))).body['code'],
    'sign_in_failed',
    'an older one neither',
  );
  world.clock.advance({ seconds: 30 });
  assert.equal((await signIn(world.browser(), email, PASSWORD, await code(secret))).status, 201);
});

test('of twenty-five guesses at a code exactly five are looked at; many networks together get twenty', async () => {
  const { email, secret } = await member();
  const guess = (browser: Browser) => signIn(browser, email, PASSWORD, '000000');
  const one = world.browser();
  const answers = await Promise.all(Array.from({ length: 25 }, () => guess(one)));
  assert.equal(answers.filter(({ body }) => body['code'] === 'sign_in_failed').length, 5);
  assert.equal((await signIn(one, email, PASSWORD, await code(secret))).body['code'], 'sign_in_paused');
  let looked = 5;
  for (let network = 0; network < 6; network += 1) {
    const other = world.browser();
    for (let attempt = 0; attempt < 5; attempt += 1)
      if ((await guess(other)).body['code'] === 'sign_in_failed') looked += 1;
  }
  assert.equal(looked, 20);
});

test('a staff session ends after eight hours, after an hour of rest, and when the account is disabled', async () => {
  const busy = await member();
  for (let hours = 0; hours < 8; hours += 0.5) {
    assert.equal((await me(busy.browser)).status, 200, `after ${hours} hours`);
    world.clock.advance({ minutes: 30 });
  }
  assert.equal((await me(busy.browser)).status, 401);
  const idle = await member();
  world.clock.advance({ minutes: 60 });
  assert.equal((await me(idle.browser)).status, 401);
  const leaver = await member();
  await sql`update identity.staff set disabled_at = ${world.clock.now().toString()} where id = ${leaver.staffId}`.execute(
    world.db.read,
  );
  assert.equal((await me(leaver.browser)).status, 401);
  assert.equal(
    (await signIn(world.browser(), leaver.email, PASSWORD, await code(leaver.secret))).body['code'],
    'sign_in_failed',
  );
});

test('a new sign-in in the same browser ends the session before it; with a second factor nothing is carried over', async () => {
  const { email, secret, browser } = await member();
  const before = browser.cookies.get('okpay_staff') ?? '';
  assert.equal((await signIn(browser, email, PASSWORD, await code(secret))).status, 201);
  assert.notEqual(browser.cookies.get('okpay_staff'), before);
  assert.equal((await me(world.browser({ cookies: new Map([['okpay_staff', before]]) }))).status, 401);
  assert.equal((await me(browser)).status, 200);
});

test('the operator closes the door for a member: sessions end at once, nothing opens it again, all of it on record', async () => {
  const { email, secret, staffId, browser } = await member();
  const invited = await invite({ email: 'not.yet@okpay.test' });
  const disable = (who: string) => world.db.transaction((tx) => disableStaff(tx, world.clock, who));
  assert.deepEqual(await disable(` ${email.toUpperCase()} `), {
    isMember: true,
    sessions: 1,
    invitations: 0,
  });
  assert.equal((await me(browser)).status, 401);
  const again = await signIn(world.browser(), email, PASSWORD, await code(secret));
  assert.deepEqual([again.status, again.body['code']], [401, 'sign_in_failed'], 'as for nobody');
  assert.deepEqual(await disable(invited.email), { isMember: false, sessions: 0, invitations: 1 });
  assert.equal((await offer(invited.token)).body['code'], 'invitation_not_valid');
  await assert.rejects(disable(email), /neither an open account/);
  await assert.rejects(
    invite({ email }),
    /member of the staff already/,
    'one address is one person, for ever',
  );
  const listed = (await allStaff(world.db.read)).find(({ id }) => id === staffId);
  assert.equal(listed?.disabledAt?.toString(), world.clock.now().toString());
  const { rows } = await sql<{ actor: string }>`
    select actor from identity.staff_audit where subject = ${staffId} and action = 'disabled'`.execute(
    world.db.read,
  );
  assert.deepEqual(rows, [{ actor: 'cli' }]);
});

test('customers are no staff and staff are no customers, in one browser too', async () => {
  const { browser: customer } = await verifiedPerson(world);
  assert.equal((await me(customer)).status, 401);
  const { browser: staff } = await member();
  assert.equal((await staff.call('GET', '/api/v1/me')).status, 401);
  const crossed = world.browser({
    cookies: new Map([
      ['okpay_staff', customer.cookies.get('okpay') ?? ''],
      ['okpay', staff.cookies.get('okpay_staff') ?? ''],
    ]),
  });
  assert.equal((await me(crossed)).status, 401);
  assert.equal((await crossed.call('GET', '/api/v1/me')).status, 401);
});

test('signing out ends the session, and a planted cookie is never adopted', async () => {
  const { email, secret } = await member();
  const browser = world.browser({ cookies: new Map([['okpay_staff', 'B'.repeat(43)]]) });
  await signIn(browser, email, PASSWORD, await code(secret));
  const token = browser.cookies.get('okpay_staff') ?? '';
  assert.notEqual(token, 'B'.repeat(43));
  assert.equal((await browser.call('DELETE', '/api/v1/staff/sessions/current')).status, 204);
  assert.equal((await me(world.browser({ cookies: new Map([['okpay_staff', token]]) }))).status, 401);
});

test('who invited whom and who came in is on record, and the record cannot be changed', async () => {
  const { staffId } = await member();
  const { rows } = await sql<{ actor: string; action: string; facts: { role?: string } }>`
    select actor, action, facts from identity.staff_audit where subject = ${staffId} order by id`.execute(
    world.db.read,
  );
  assert.deepEqual(
    rows.map(({ actor, action }) => [actor, action]),
    [
      ['cli', 'invited'],
      [staffId, 'accepted'],
      [staffId, 'signed_in'],
    ],
  );
  assert.equal(rows[0]?.facts.role, 'agent');
  await assert.rejects(
    sql`update identity.staff_audit set actor = 'cli'`.execute(world.db.read),
    /permission denied/,
  );
  await assert.rejects(sql`delete from identity.staff_audit`.execute(world.db.read), /permission denied/);
});

test('the command line hears in words what cannot be invited', async () => {
  const { email } = await member();
  await assert.rejects(
    invite({ email }),
    (error) => error instanceof OperatorError && /member of the staff already/.test(error.message),
  );
  await assert.rejects(invite({ email: 'not an address' }), OperatorError);
  await assert.rejects(invite({ name: '\u200b' }), OperatorError);
});
