import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { type TestAuthenticator, testAuthenticator } from '#test/passkey';
import { appCode, begin, finish, must, withAuthenticator } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
type Request = { challenge: string };

const offer = async ({ browser }: Person): Promise<Request> =>
  (await must(browser.call('POST', '/api/v1/passkey-offers', {}))) as Request;
const add = ({ browser }: Person, made: object, name = 'My phone'): Promise<Answer> =>
  browser.call('POST', '/api/v1/passkeys', { name, made });
/** Somebody with a passkey and nothing else beside the password. */
async function holder(): Promise<
  Person & { device: TestAuthenticator; id: Person['id']; passkeyId: string }
> {
  const person = await verifiedPerson(world);
  const device = testAuthenticator();
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const added = await must(add(person, device.make(await offer(person))));
  return { ...person, device, passkeyId: (added['passkey'] as { id: string }).id };
}
const challenge = async (browser: Browser): Promise<Request> =>
  (await must(browser.call('POST', '/api/v1/sessions/passkey-challenges', {}))) as Request;
const signIn = (browser: Browser, signed: object): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions/passkey', signed);

test('a passkey is added after a proof, with recovery codes as the first factor, and is kept with its flags', async () => {
  const person = await verifiedPerson(world);
  const device = testAuthenticator();
  assert.equal(told(await person.browser.call('POST', '/api/v1/passkey-offers', {})), '403 access_proof_required');
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const request = await offer(person);
  const wire = request as unknown as Record<string, Record<string, unknown>>;
  assert.deepEqual(wire['rp'], { id: 'okpay.test', name: 'OKPay' });
  assert.equal(wire['authenticatorSelection']?.['userVerification'], 'required');
  assert.equal(Buffer.from(String(wire['user']?.['id']), 'base64url').toString(), person.id, 'no personal data in the handle');
  const added = await must(add(person, device.make(request)));
  assert.equal((added['recoveryCodes'] as string[]).length, 10);
  const { rows } = await sql`
    select name, counter, backup_eligible, backed_up, transports from identity.passkey where customer_id = ${person.id}`.execute(world.db.read);
  assert.deepEqual(rows, [{ name: 'My phone', counter: 0n, backup_eligible: true, backed_up: true, transports: ['internal', 'hybrid'] }]);
  const listed = await must(person.browser.call('GET', '/api/v1/second-factors'));
  assert.deepEqual(listed['ways'], ['passkey', 'recovery_code']);
}); // prettier-ignore

test('what another site, another host or an unchecked holder has made is refused', async () => {
  const person = await verifiedPerson(world);
  await must(person.browser.call('POST', '/api/v1/access-proofs', { password: person.form.password }));
  const wrong = [
    { origin: 'https://okpay.test.evil.example' },
    { origin: 'http://okpay.test' },
    { rpId: 'evil.example' },
    { userVerified: false },
  ];
  for (const ways of wrong) {
    const made = testAuthenticator().make(await offer(person), ways);
    assert.equal(told(await add(person, made)), '422 passkey_refused', JSON.stringify(ways));
  }
  const unasked = testAuthenticator().make({ challenge: 'x'.repeat(43) });
  assert.equal(told(await add(person, unasked)), '422 passkey_refused');
});

test('a request counts once, for five minutes, in its own session', async () => {
  const person = await holder();
  const other = await holder();
  const request = await offer(person);
  assert.equal(told(await add(other, testAuthenticator().make(request))), '422 passkey_refused');
  const first = await add(person, testAuthenticator().make(request));
  assert.equal(first.status, 201);
  assert.equal(told(await add(person, testAuthenticator().make(request))), '422 passkey_refused', 'used');
  const late = await offer(person);
  clock.advance({ minutes: 5 });
  assert.equal(told(await add(person, testAuthenticator().make(late))), '422 passkey_refused', 'too late');
});

test('one passkey belongs to one account', async () => {
  const [anna, ben] = [await holder(), await holder()];
  assert.equal(told(await add(ben, anna.device.make(await offer(ben)))), '422 passkey_refused');
});

test('it signs in alone, without a name or a password', async () => {
  const person = await holder();
  const browser = world.browser();
  const request = await challenge(browser);
  assert.deepEqual(
    (request as unknown as Record<string, unknown>)['allowCredentials'],
    [],
    'nobody is named',
  );
  const answer = await signIn(browser, person.device.sign(request));
  assert.equal(answer.body['id'], person.id);
  assert.equal((await browser.call('GET', '/api/v1/me')).status, 200);
  const listed = await must(person.browser.call('GET', '/api/v1/second-factors'));
  const [passkey] = listed['passkeys'] as { lastUsedAt: string }[];
  assert.equal(passkey?.lastUsedAt, clock.now().toString());
});

test('it is the second factor after a password, and asks for the person’s own passkeys only then', async () => {
  const person = await holder();
  const browser = world.browser();
  await begin(browser, person);
  const pending = await must(browser.call('GET', '/api/v1/pending-sign-ins/current'));
  assert.deepEqual(pending['ways'], ['passkey', 'recovery_code']);
  const request = await challenge(browser);
  const allowed = (request as unknown as { allowCredentials: { id: string }[] }).allowCredentials;
  const signed = person.device.sign(request);
  assert.deepEqual(allowed.map(({ id }) => id), [signed.credentialId]);
  assert.equal((await signIn(browser, signed)).status, 201);
  assert.equal(told(await finish(browser, 'recovery_code', '00000-00000')), '410 sign_in_expired');
}); // prettier-ignore

test('a signature counts once, of any number at once, and in the browser that asked', async () => {
  const person = await holder();
  const browser = world.browser();
  const signed = person.device.sign(await challenge(browser));
  assert.equal(told(await signIn(world.browser(), signed)), '422 passkey_refused', 'elsewhere');
  const again = person.device.sign(await challenge(browser));
  const cookies = (): Map<string, string> => new Map(browser.cookies);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => signIn(world.browser({ cookies: cookies() }), again)),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
});

test('what was signed for another site, or without looking at the holder, or by a copy, opens nothing', async () => {
  const person = await holder();
  const browser = world.browser();
  const attempt = async (ways: Parameters<TestAuthenticator['sign']>[1]): Promise<string> =>
    told(await signIn(browser, person.device.sign(await challenge(browser), ways)));
  assert.equal(await attempt({ origin: 'https://evil.example' }), '422 passkey_refused');
  assert.equal(await attempt({ rpId: 'evil.example' }), '422 passkey_refused');
  assert.equal(await attempt({ userVerified: false }), '422 passkey_refused');
  assert.equal(await attempt({ userHandle: 'Y3VzXzE' }), '422 passkey_refused');
  const stranger = testAuthenticator().sign(await challenge(browser));
  assert.equal(told(await signIn(browser, stranger)), '422 passkey_refused');
  const forged = { ...testAuthenticator().sign(await challenge(browser)), credentialId: person.device.sign({ challenge: '' }).credentialId };
  assert.equal(told(await signIn(browser, forged)), '422 passkey_refused');
  assert.equal(await attempt({ counter: 7 }), '201 undefined');
  assert.equal(await attempt({ counter: 7 }), '422 passkey_refused', 'the counter stands still: a copy');
  assert.equal(await attempt({ counter: 3 }), '422 passkey_refused');
  assert.equal(await attempt({ counter: 8 }), '201 undefined');
}); // prettier-ignore

test('it proves access by itself; another person’s does not', async () => {
  const [person, other] = [await holder(), await holder()];
  clock.advance({ minutes: 11 });
  const ask = async (): Promise<Request> =>
    (await must(person.browser.call('POST', '/api/v1/access-proofs/passkey-challenges', {}))) as Request;
  const prove = (signed: object) => person.browser.call('POST', '/api/v1/access-proofs/passkey', signed);
  assert.equal(told(await prove(other.device.sign(await ask()))), '422 passkey_refused');
  assert.equal(
    told(await person.browser.call('POST', '/api/v1/passkey-offers', {})),
    '403 access_proof_required',
  );
  await must(prove(person.device.sign(await ask())));
  assert.equal((await person.browser.call('POST', '/api/v1/passkey-offers', {})).status, 201);
});

test('it is renamed, and removed after a proof, by its owner only; then it opens nothing', async () => {
  const [person, other] = [await holder(), await holder()];
  const path = `/api/v1/passkeys/${person.passkeyId}`;
  assert.equal(told(await other.browser.call('PATCH', path, { name: 'mine' })), '404 not_found');
  assert.equal(told(await other.browser.call('DELETE', path)), '404 not_found');
  const renamed = await must(person.browser.call('PATCH', path, { name: '  Work laptop ' }));
  assert.equal(renamed['name'], 'Work laptop');
  clock.advance({ minutes: 11 });
  assert.equal(told(await person.browser.call('DELETE', path)), '403 access_proof_required');
  const request = (await must(person.browser.call('POST', '/api/v1/access-proofs/passkey-challenges', {}))) as Request;
  await must(person.browser.call('POST', '/api/v1/access-proofs/passkey', person.device.sign(request)));
  assert.equal((await person.browser.call('DELETE', path)).status, 204);
  const browser = world.browser();
  assert.equal(told(await signIn(browser, person.device.sign(await challenge(browser)))), '422 passkey_refused');
  const plain = await browser.call('POST', '/api/v1/sessions', { login: person.form.email, password: person.form.password });
  assert.equal(plain.status, 201, 'the last factor is gone, and its codes with it');
}); // prettier-ignore

test('beside an authenticator app both work, and the codes stay until the last one goes', async () => {
  const person = await verifiedPerson(world);
  const { secret, recoveryCodes } = await withAuthenticator(person, clock);
  const device = testAuthenticator();
  const added = await must(add(person, device.make(await offer(person))));
  assert.equal(added['recoveryCodes'], null, 'they exist already');
  assert.equal((await person.browser.call('DELETE', '/api/v1/authenticator')).status, 204);
  clock.advance({ seconds: 60 });
  const browser = world.browser();
  await begin(browser, person);
  assert.equal(
    told(await finish(browser, 'authenticator', await appCode(secret, clock))),
    '422 factor_code_wrong',
  );
  assert.equal((await finish(browser, 'recovery_code', recoveryCodes[0] ?? '')).status, 201);
});
