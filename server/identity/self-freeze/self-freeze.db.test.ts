import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId } from '#platform/ids';
import { coolingOf, restrict, restrictionsInForce } from '#risk';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { testAuthenticator } from '#test/passkey';
import { appCode, begin, finish, must, withAuthenticator } from '#test/second-factor';
import { disownToken, readDisownToken } from './disown-link.ts';

const world = await identityWorld();
const { db, clock, keys } = world;
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const freeze = ({ browser }: { browser: Browser }) => browser.call('POST', '/api/v1/self-freezes', {});
const status = ({ browser }: { browser: Browser }) => browser.call('GET', '/api/v1/account-status');
const isIn = async (browser: Browser) => (await browser.call('GET', '/api/v1/me')).status === 200;
const disown = (token: string, browser = world.browser()) =>
  browser.call('POST', '/api/v1/disownings', { token });

type Armed = Person & { secret: string };
/** Somebody with an authenticator who has been here for some days, and has just signed in again from the usual browser. */
async function armed(days: number): Promise<Armed> {
  const person = await verifiedPerson(world);
  const { secret } = await withAuthenticator(person, clock);
  clock.advance({ days });
  await signIn({ ...person, secret });
  return { ...person, secret };
}
async function signIn({ form, secret, ...person }: Armed, used: Browser = person.browser): Promise<void> {
  clock.advance({ seconds: 30 }); // A code is good once.
  await begin(used, { form });
  const done = await finish(used, 'authenticator', await appCode(secret, clock));
  assert.equal(done.status, 201);
}
async function undo({ form, secret }: Armed, browser: Browser, password = form.password): Promise<Answer> {
  clock.advance({ seconds: 30 });
  const proof = { way: 'authenticator', password, code: await appCode(secret, clock) };
  return browser.call('POST', '/api/v1/self-freezes/undoings', { proof });
}

describe('freezing the own account', () => {
  test('needs one press, blocks what lets money out, and ends every other session', async () => {
    const person = await verifiedPerson(world);
    const elsewhere = world.browser();
    await elsewhere.call('POST', '/api/v1/sessions', {
      login: person.form.email,
      password: person.form.password,
    });
    assert.ok(await isIn(elsewhere));
    const frozen = await freeze(person);
    assert.equal(frozen.status, 201);
    assert.equal(frozen.body['status'], 'self_frozen');
    assert.deepEqual(frozen.body['blocked'], ['top_up', 'transfer', 'withdraw']);
    assert.deepEqual(frozen.body['allowed'], ['receive']);
    assert.deepEqual([await isIn(person.browser), await isIn(elsewhere)], [true, false]);
    assert.equal((await freeze(person)).status, 201, 'a second press is no error');
    assert.equal((await restrictionsInForce(db.read, person.id)).length, 1);
    const { items } = (await person.browser.call('GET', '/api/v1/security-events')).body as {
      items: { kind: string }[];
    };
    assert.equal(items.filter(({ kind }) => kind === 'account_frozen').length, 1);
  });
});

describe('undoing the own freeze', () => {
  test('works at once with password and authenticator from a browser known for seven days, and payouts rest', async () => {
    const person = await verifiedPerson(world);
    const { secret } = await withAuthenticator(person, clock);
    clock.advance({ days: 7 });
    const own: Armed = { ...person, secret };
    await signIn(own, person.browser);
    await freeze(person);
    const before = await status(person);
    assert.deepEqual((before.body['undo'] as { ways: string[] }).ways, ['authenticator']);
    assert.equal(told(await undo(own, person.browser, 'not the password')), '401 sign_in_failed');
    const wrong = await person.browser.call('POST', '/api/v1/self-freezes/undoings', {
      proof: { way: 'authenticator', password: person.form.password, code: '000000' },
    });
    assert.equal(told(wrong), '422 factor_code_wrong');
    const undone = await undo(own, person.browser);
    assert.deepEqual([undone.status, undone.body['status'], undone.body['undo']], [200, 'active', null]);
    assert.equal((await coolingOf(db.read, clock, person.id))?.reason, 'unfrozen');
    assert.equal(told(await undo(own, person.browser)), '409 restriction_over');
  });

  test('works by a passkey alone from a browser known for seven days, and by no other session’s challenge', async () => {
    const person = await verifiedPerson(world);
    const device = testAuthenticator();
    const { browser, form } = person;
    await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
    const offered = await must(browser.call('POST', '/api/v1/passkey-offers', {}));
    const made = device.make(offered as { challenge: string });
    await must(browser.call('POST', '/api/v1/passkeys', { name: 'My phone', made }));
    clock.advance({ days: 7 });
    const signIn = async (used: Browser) => {
      const challenge = await must(used.call('POST', '/api/v1/sessions/passkey-challenges', {}));
      await must(
        used.call('POST', '/api/v1/sessions/passkey', device.sign(challenge as { challenge: string })),
      );
    };
    const elsewhere = world.browser();
    await signIn(elsewhere);
    await signIn(browser);
    const challengeOf = async (used: Browser) =>
      (await must(used.call('POST', '/api/v1/access-proofs/passkey-challenges', {}))) as {
        challenge: string;
      };
    const strange = device.sign(await challengeOf(elsewhere));
    await freeze(person);
    assert.deepEqual(((await status(person)).body['undo'] as { ways: string[] }).ways, ['passkey']);
    const undoBy = (signed: object) =>
      browser.call('POST', '/api/v1/self-freezes/undoings', { proof: { way: 'passkey', signed } });
    assert.equal(told(await undoBy(strange)), '422 passkey_refused', 'signed for another session');
    const signed = device.sign(await challengeOf(browser));
    const undone = await undoBy(signed);
    assert.deepEqual([undone.status, undone.body['status']], [200, 'active']);
    assert.equal((await coolingOf(db.read, clock, person.id))?.reason, 'unfrozen');
    await freeze(person);
    assert.equal(told(await undoBy(signed)), '422 passkey_refused', 'a signature is good once');
  });

  test('asks for an identity check from a new browser, with a new factor, or without one', async () => {
    const young = await armed(0);
    await freeze(young);
    assert.equal(told(await undo(young, young.browser)), '403 identity_check_required');
    const without = await verifiedPerson(world);
    await freeze(without);
    assert.deepEqual((await status(without)).body['undo'], {
      ways: [],
      daysMin: 7,
      deviceKnownSince: clock.now().toString(),
    });
    const old = await verifiedPerson(world);
    const { secret } = await withAuthenticator(old, clock);
    clock.advance({ days: 8 });
    const stranger = world.browser();
    await signIn({ ...old, secret }, stranger);
    await freeze({ browser: stranger });
    assert.equal(told(await undo({ ...old, secret }, stranger)), '403 identity_check_required');
  });

  test('lifts nothing that staff imposed', async () => {
    const person = await verifiedPerson(world);
    const { secret } = await withAuthenticator(person, clock);
    clock.advance({ days: 7 });
    await signIn({ ...person, secret }, person.browser);
    await db.transaction((tx) =>
      restrict(tx, clock, {
        customer: person.id,
        kind: 'frozen',
        reason: 'unusual_payments',
        by: newId('stf'),
      }),
    );
    assert.equal(told(await undo({ ...person, secret }, person.browser)), '409 restriction_over');
    await freeze(person);
    assert.equal((await status(person)).body['status'], 'restricted');
    assert.equal((await undo({ ...person, secret }, person.browser)).status, 200);
    assert.deepEqual(
      (await restrictionsInForce(db.read, person.id)).map(({ kind }) => kind),
      ['frozen'],
    );
  });
});

describe('“this wasn’t me”', () => {
  test('freezes and signs out everywhere by one press, signed out, and the link is used up', async () => {
    const person = await verifiedPerson(world);
    const token = disownToken({ clock, keys }, person.id);
    const pressed = await disown(token);
    assert.equal(pressed.status, 201);
    assert.equal(await isIn(person.browser), false);
    const [own] = await restrictionsInForce(db.read, person.id);
    assert.deepEqual([own?.kind, own?.reason, own?.imposedBy], ['self_frozen', 'owner_disowned', person.id]);
    assert.equal(told(await disown(token)), '410 disown_link_not_valid', 'a second press');
    assert.equal(
      (await disown(disownToken({ clock, keys }, person.id))).status,
      201,
      'the link of another mail',
    );
  });

  test('of six presses at once one freezes', async () => {
    const { id } = await verifiedPerson(world);
    const token = disownToken({ clock, keys }, id);
    const answers = await Promise.all(Array.from({ length: 6 }, () => disown(token)));
    assert.deepEqual(answers.filter((answer) => answer.status === 201).length, 1);
    assert.equal((await restrictionsInForce(db.read, id)).length, 1);
  });

  test('changes nothing by a link that is too old, cut off, made up, or sealed for something else', async () => {
    const { id } = await verifiedPerson(world);
    const token = disownToken({ clock, keys }, id);
    const strange = [
      token.slice(0, -2),
      token.replace(/^v1/, 'v2'),
      'x'.repeat(80),
      keys.encrypt(JSON.stringify({ c: id }), 'disown link'),
      keys.encrypt(JSON.stringify({ c: id, until: 9e15, salt: '' }), 'something else'),
    ];
    for (const one of strange) assert.equal(told(await disown(one)), '410 disown_link_not_valid', one);
    clock.advance({ days: 7 });
    assert.equal(told(await disown(token)), '410 disown_link_not_valid');
    assert.equal(readDisownToken({ clock, keys }, token), null);
    assert.deepEqual(await restrictionsInForce(db.read, id), []);
  });
});
