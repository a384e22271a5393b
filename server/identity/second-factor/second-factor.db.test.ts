import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { type Answer, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { appCode, begin, finish, must, withAuthenticator } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const codes = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const code = status === 201 ? 'in' : String(body['code']);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};
const atOnce = (times: number, call: (turn: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: times }, (_, turn) => call(turn)));
const events = async ({ id }: Person, name: string): Promise<number> => {
  const { rows } =
    await sql`select 1 from platform.outbox where name = ${name} and payload ->> 'customerId' = ${id}`.execute(
      world.db.read,
    );
  return rows.length;
};
/** Codes are good once, so each test goes on to the next half minute. */
const nextStep = (): void => clock.advance({ seconds: 30 });
async function armed(): Promise<Person & { secret: string; recoveryCodes: string[] }> {
  const person = await verifiedPerson(world);
  const factor = await withAuthenticator(person, clock);
  nextStep();
  return { ...person, ...factor };
}

test('nothing that protects the account is changed before password and second factor were proven', async () => {
  const person = await verifiedPerson(world);
  const { browser, form } = person;
  const changes = [
    ['POST', '/api/v1/authenticator-offers', {}],
    ['PUT', '/api/v1/authenticator', { code: '123456' }],
    ['DELETE', '/api/v1/authenticator', undefined],
    ['POST', '/api/v1/recovery-codes', {}],
  ] as const;
  const asked = async (): Promise<string[]> => {
    const answers: string[] = [];
    for (const [method, path, body] of changes) answers.push(told(await browser.call(method, path, body)));
    return answers;
  };
  const closed = changes.map(() => '403 access_proof_required');
  assert.deepEqual(await asked(), closed);
  const wrong = await browser.call('POST', '/api/v1/access-proofs', { password: 'not the password' });
  assert.equal(told(wrong), '401 sign_in_failed');
  assert.deepEqual(await asked(), closed);

  const { secret } = await withAuthenticator(person, clock);
  clock.advance({ minutes: 10 });
  assert.deepEqual(await asked(), closed, 'a proof is good for ten minutes');
  const password = await browser.call('POST', '/api/v1/access-proofs', { password: form.password });
  assert.equal(told(password), '403 access_proof_required', 'the password alone is not enough any more');
  const factor = { way: 'authenticator', code: await appCode(secret, clock) };
  await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password, factor }));
  assert.equal((await browser.call('DELETE', '/api/v1/authenticator')).status, 204);
});

test('an app is taken by a code of the secret that was shown, for fifteen minutes, the newest only', async () => {
  const { browser, form } = await verifiedPerson(world);
  const prove = () => must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
  await prove();
  const offer = async (): Promise<string> =>
    String((await must(browser.call('POST', '/api/v1/authenticator-offers', {})))['secret']);
  const add = async (secret: string): Promise<string> =>
    told(await browser.call('PUT', '/api/v1/authenticator', { code: await appCode(secret, clock) }));
  const first = await offer();
  assert.match(first, /^[A-Z2-7]{32}$/, '160 bits');
  const second = await offer();
  assert.equal(await add(first), '422 offer_code_wrong');
  clock.advance({ minutes: 15 });
  await prove();
  assert.equal(await add(second), '410 offer_expired');
  const third = await offer();
  const uri = String((await must(browser.call('POST', '/api/v1/authenticator-offers', {})))['uri']);
  assert.match(uri, /^otpauth:\/\/totp\/OKPay:.*secret=[A-Z2-7]{32}/);
  assert.equal(await add(third), '422 offer_code_wrong', 'it was replaced by the one just shown');
  assert.equal(await add(new URL(uri).searchParams.get('secret') ?? ''), '200 undefined');
  const { rows } = await sql<{ box: string }>`select totp_box as box from identity.authenticator`.execute(
    world.db.read,
  );
  assert.ok(
    rows.every(({ box }) => box.startsWith('v1.')),
    'the secret is sealed',
  );
});

test('the password alone opens nothing: the session begins with the second factor, in this browser only', async () => {
  const person = await armed();
  const browser = world.browser();
  const first = await browser.call('POST', '/api/v1/sessions', {
    login: person.form.email,
    password: person.form.password,
  });
  assert.equal(told(first), '401 second_factor_required');
  assert.deepEqual(first.body['facts'], { until: clock.now().add({ minutes: 10 }).toString() });
  assert.ok(!browser.cookies.has('okpay'), 'no session yet');
  assert.equal(told(await browser.call('GET', '/api/v1/me')), '401 unauthenticated');
  const asked = await must(browser.call('GET', '/api/v1/pending-sign-ins/current'));
  assert.deepEqual(asked['ways'], ['authenticator', 'recovery_code']);
  const code = await appCode(person.secret, clock);
  assert.equal(told(await finish(world.browser(), 'authenticator', code)), '410 sign_in_expired');
  const done = await finish(browser, 'authenticator', code);
  assert.equal(done.body['id'], person.id);
  assert.equal((await browser.call('GET', '/api/v1/me')).status, 200);
  assert.ok(!browser.cookies.has('okpay_pending'));
});

test('the wait ends after ten minutes, and is over once it has ended', async () => {
  const person = await armed();
  const browser = world.browser();
  await begin(browser, person);
  clock.advance({ minutes: 10 });
  const late = await finish(browser, 'authenticator', await appCode(person.secret, clock));
  assert.equal(told(late), '410 sign_in_expired');
  await begin(browser, person);
  const cookies = new Map(browser.cookies);
  await must(finish(browser, 'authenticator', await appCode(person.secret, clock)));
  nextStep();
  const again = await finish(
    world.browser({ cookies }),
    'authenticator',
    await appCode(person.secret, clock),
  );
  assert.equal(told(again), '410 sign_in_expired');
});

test('one code twenty times at once signs in once, and not again afterwards', async () => {
  const person = await armed();
  const browsers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const browser = world.browser();
      await begin(browser, person);
      return browser;
    }),
  );
  const code = await appCode(person.secret, clock);
  const answers = await atOnce(20, (turn) => {
    const browser = browsers[turn % browsers.length] ?? world.browser();
    return finish(world.browser({ cookies: new Map(browser.cookies) }), 'authenticator', code);
  });
  assert.equal(codes(answers)['in'], 1);
  const browser = world.browser();
  await begin(browser, person);
  assert.equal(told(await finish(browser, 'authenticator', code)), '422 factor_code_wrong');
});

test('of thirty guesses at once exactly five are looked at; the owner gets in from a known device', async () => {
  const person = await armed();
  const owner = world.browser({ cookies: new Map([...person.browser.cookies].filter(([name]) => name === 'okpay_device')) });
  await begin(owner, person);
  const attacker = world.browser();
  await begin(attacker, person);
  assert.deepEqual(codes(await atOnce(30, () => finish(attacker, 'authenticator', '000000'))), {
    factor_code_wrong: 5,
    factor_paused: 25,
  });
  const code = await appCode(person.secret, clock);
  assert.equal(told(await finish(attacker, 'authenticator', code)), '429 factor_paused');
  assert.equal((await finish(owner, 'authenticator', code)).status, 201);
  assert.equal(await events(person, 'customer.second_factor_paused'), 1, 'and she is told');
}); // prettier-ignore

test('a new sign-in gives no new guesses: they are counted by the account', async () => {
  const person = await armed();
  const attacker = world.browser();
  const answers: Answer[] = [];
  for (let turn = 0; turn < 7; turn++) {
    await begin(attacker, person);
    answers.push(await finish(attacker, turn % 2 ? 'recovery_code' : 'authenticator', '00000-00000'));
  }
  assert.deepEqual(codes(answers), { factor_code_wrong: 5, factor_paused: 2 });
});

test('ten recovery codes: each signs in once, however it is typed, and the count goes down', async () => {
  const person = await armed();
  assert.equal(person.recoveryCodes.length, 10);
  const [first = '', second = ''] = person.recoveryCodes;
  const left = async (): Promise<unknown> =>
    (await must(person.browser.call('GET', '/api/v1/second-factors')))['recoveryCodesLeft'];
  assert.equal(await left(), 10);
  const answers = await atOnce(10, async () => {
    const browser = world.browser();
    await begin(browser, person);
    return finish(browser, 'recovery_code', first.toUpperCase().replace('-', ' '));
  });
  assert.equal(codes(answers)['in'], 1, 'one of ten at once');
  assert.equal(await left(), 9);
  const again = world.browser();
  await begin(again, person);
  assert.equal(told(await finish(again, 'recovery_code', first)), '422 factor_code_wrong');
  assert.equal((await finish(again, 'recovery_code', second)).status, 201);
  assert.equal(await events(person, 'customer.recovery_code_used'), 2);
  const { rows } = await sql<{ hash: string }>`select code_hash as hash from identity.recovery_code`.execute(
    world.db.read,
  );
  assert.ok(rows.length >= 10 && rows.every(({ hash }) => !hash.includes(first) && hash.length > 40));
});

test('a recovery code is good for its owner only', async () => {
  const [anna, ben] = [await armed(), await armed()];
  const browser = world.browser();
  await begin(browser, ben);
  assert.equal(
    told(await finish(browser, 'recovery_code', anna.recoveryCodes[0] ?? '')),
    '422 factor_code_wrong',
  );
});

test('new codes end the ones before', async () => {
  const person = await armed();
  const made = await must(person.browser.call('POST', '/api/v1/recovery-codes', {}));
  const fresh = made['recoveryCodes'] as string[];
  const browser = world.browser();
  await begin(browser, person);
  assert.equal(
    told(await finish(browser, 'recovery_code', person.recoveryCodes[0] ?? '')),
    '422 factor_code_wrong',
  );
  assert.equal((await finish(browser, 'recovery_code', fresh[0] ?? '')).status, 201);
});

test('a factor that is added or removed signs out every other device, and is told', async () => {
  const person = await verifiedPerson(world);
  const other = world.browser();
  await must(
    other.call('POST', '/api/v1/sessions', { login: person.form.email, password: person.form.password }),
  );
  await withAuthenticator(person, clock);
  assert.equal(told(await other.call('GET', '/api/v1/me')), '401 unauthenticated');
  assert.equal((await person.browser.call('GET', '/api/v1/me')).status, 200);
  assert.equal((await person.browser.call('DELETE', '/api/v1/authenticator')).status, 204);
  assert.equal(told(await person.browser.call('DELETE', '/api/v1/authenticator')), '404 not_found');
  assert.equal(await events(person, 'customer.second_factor_added'), 1);
  assert.equal(await events(person, 'customer.second_factor_removed'), 1);
  const plain = await other.call('POST', '/api/v1/sessions', {
    login: person.form.email,
    password: person.form.password,
  });
  assert.equal(plain.status, 201, 'the password is enough again');
  const { rows } = await sql`select 1 from identity.recovery_code where customer_id = ${person.id}`.execute(
    world.db.read,
  );
  assert.equal(rows.length, 0, 'codes without a factor would be a second password');
});
