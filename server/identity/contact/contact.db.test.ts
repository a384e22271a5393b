import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formerContact } from '#identity';
import { sql } from '#platform/db';
import {
  type Answer,
  type Browser,
  form,
  identityWorld,
  type Person,
  pendingPerson,
  verifiedPerson,
} from '#test/identity';
import { begin, must, withAuthenticator } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
type Kind = 'email' | 'phone';
const ask = (browser: Browser, address: string, kind: Kind = 'email'): Promise<Answer> =>
  browser.call('POST', '/api/v1/contact-changes', { kind, address });
const confirm = (browser: Browser, code: string, kind: Kind = 'email'): Promise<Answer> =>
  browser.call('POST', '/api/v1/contact-changes/confirmations', { kind, code });
const prove = ({ browser, form: { password } }: Person) =>
  must(browser.call('POST', '/api/v1/access-proofs', { password }));
const signIn = (browser: Browser, login: string, password: string): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login, password });
const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');
const events = async (customer: string, name: string): Promise<Record<string, string>[]> => {
  const { rows } = await sql<{ payload: Record<string, string> }>`
    select payload from platform.outbox where name = ${name} and payload ->> 'customerId' = ${customer} order by id`.execute(world.db.read);
  return rows.map(({ payload }) => payload);
}; // prettier-ignore
let fresh = 0;
const newEmail = (): string => `new${++fresh}@example.com`;
const newPhone = (): string => `+86137${String(20_000_000 + ++fresh)}`;

/** From the proof to the new address, as the screen does it. */
async function change(person: Person, address: string, kind: Kind = 'email'): Promise<void> {
  await prove(person);
  await must(ask(person.browser, address, kind));
  await must(confirm(person.browser, await world.delivered(person.id, `new_${kind}`), kind));
}

test('a new mail address counts when its code came back, and not before', async () => {
  const person = await verifiedPerson(world);
  const next = newEmail();
  assert.equal(told(await ask(person.browser, next)), '403 access_proof_required');
  await prove(person);
  const asked = await must(ask(person.browser, next));
  assert.equal(asked['sentTo'], next);
  const me = () => must(person.browser.call('GET', '/api/v1/me'));
  assert.equal((await me())['email'], person.form.email, 'asking changes nothing');
  const code = await world.delivered(person.id, 'new_email');
  assert.equal(told(await confirm(person.browser, wrong(code))), '422 code_wrong');
  const changed = await must(confirm(person.browser, code));
  assert.deepEqual([changed['email'], changed['emailVerified']], [next, true]);
  assert.equal((await signIn(world.browser(), next, person.form.password)).status, 201);
  assert.equal(
    told(await signIn(world.browser(), person.form.email, person.form.password)),
    '401 sign_in_failed',
  );
  assert.equal(told(await confirm(person.browser, code)), '410 code_expired', 'once');
});

test('a new phone does the same', async () => {
  const person = await verifiedPerson(world);
  const next = newPhone();
  await change(person, next, 'phone');
  assert.equal((await must(person.browser.call('GET', '/api/v1/me')))['phone'], next);
  assert.equal((await signIn(world.browser(), next, person.form.password)).status, 201);
  assert.equal(told(await ask(person.browser, '12', 'phone')), '422 phone_not_usable');
  assert.equal(told(await ask(person.browser, 'no address')), '422 email_not_usable');
  assert.equal(told(await ask(person.browser, 'аnna@exаmple.com')), '422 email_not_usable', 'letters that imitate');
}); // prettier-ignore

test('with it other devices, half sign-ins and links to the old mailbox end, and payouts wait for a day', async () => {
  const person = await verifiedPerson(world);
  const { form: filled, browser } = person;
  await world.browser().call('POST', '/api/v1/password-resets', { login: filled.email, by: 'email' });
  const reset = await world.delivered(person.id, 'reset_email');
  const other = world.browser();
  await must(signIn(other, filled.email, filled.password));
  await change(person, newEmail());
  assert.equal(told(await other.call('GET', '/api/v1/me')), '401 unauthenticated');
  assert.equal((await browser.call('GET', '/api/v1/me')).status, 200);
  const late = await world.browser().call('POST', '/api/v1/password-resets/link', {
    token: reset,
    password: 'Juniper-Harbour-Slate-9',
  });
  assert.equal(told(late), '410 reset_not_valid');
  const waiting = await must(browser.call('GET', '/api/v1/waiting-capabilities'));
  const [item] = waiting['items'] as { reason: { code: string; facts: { until: string } } }[];
  assert.equal(item?.reason.facts.until, clock.now().add({ hours: 24 }).toString());
});

test('the address that was given up is told, by its own number, however many follow', async () => {
  const person = await verifiedPerson(world);
  const [second, third] = [newEmail(), newEmail()];
  await change(person, second);
  clock.advance({ minutes: 1 });
  await change(person, third);
  const named = (await events(person.id, 'customer.contact_changed')).map((each) => String(each['formerContact']));
  const addresses = await Promise.all(named.map((id) => formerContact(world.db.read, person.id, id)));
  assert.deepEqual(addresses, [person.form.email, second]);
  const stranger = await verifiedPerson(world);
  assert.equal(await formerContact(world.db.read, stranger.id, named[0] ?? ''), null, 'to its owner only');
}); // prettier-ignore

test('nobody else gets an address that was given up within thirty days; its owner does', async () => {
  const person = await verifiedPerson(world);
  const old = person.form.email;
  await change(person, newEmail());
  const thief = await verifiedPerson(world);
  await prove(thief);
  await must(ask(thief.browser, old));
  await assert.rejects(world.delivered(thief.id, 'new_email'), /nothing is to be sent/);
  const newcomer = await pendingPerson(world, form({ email: old }));
  await assert.rejects(world.delivered(newcomer.id, 'email'), /nothing is to be sent/);
  clock.advance({ minutes: 1 });
  await change(person, old);
  assert.equal((await must(person.browser.call('GET', '/api/v1/me')))['email'], old);
  const other = await verifiedPerson(world);
  await change(other, newEmail());
  clock.advance({ hours: 24 * 30 + 1 });
  const late = world.browser();
  await must(signIn(late, thief.form.email, thief.form.password));
  await change({ ...thief, browser: late }, other.form.email);
});

test('an address of somebody else answers in every step like one that nobody has, and the owner is told', async () => {
  const owner = await verifiedPerson(world);
  for (const [kind, taken, free] of [
    ['email', owner.form.email, newEmail()],
    ['phone', owner.form.phone, newPhone()],
  ] as const) {
    const shown: unknown[] = [];
    for (const address of [taken, free]) {
      const person = await verifiedPerson(world);
      await prove(person);
      const asked = await ask(person.browser, address, kind);
      const sent = await world.delivered(person.id, `new_${kind}`).catch(() => null);
      assert.equal(sent === null, address === taken, 'a code goes to the free one only');
      const guesses: string[] = [];
      for (let turn = 0; turn < 6; turn++)
        guesses.push(JSON.stringify((await confirm(person.browser, wrong(sent ?? '123456'), kind)).body['facts']));
      shown.push([asked.status, Object.keys(asked.body), asked.body['sentTo'] === address, guesses]);
    }
    assert.deepEqual(shown[0], shown[1], kind);
  }
  assert.equal((await events(owner.id, 'customer.registration_repeated')).length, 1, 'once an hour at most');
}); // prettier-ignore

test('a code is good in the session that asked for it only', async () => {
  const person = await verifiedPerson(world);
  const other = world.browser();
  await must(signIn(other, person.form.email, person.form.password));
  await prove(person);
  await must(ask(person.browser, newEmail()));
  const code = await world.delivered(person.id, 'new_email');
  assert.equal(told(await confirm(other, code)), '410 code_expired');
  assert.equal((await confirm(person.browser, code)).status, 200);
});

test('of ten confirmations at once one counts', async () => {
  const person = await verifiedPerson(world);
  await prove(person);
  await must(ask(person.browser, newEmail()));
  const code = await world.delivered(person.id, 'new_email');
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => confirm(person.browser, code).then(({ status }) => status)),
  );
  assert.equal(answers.filter((status) => status === 200).length, 1);
  assert.equal((await events(person.id, 'customer.contact_changed')).length, 1);
});

test('two who prove one address at once: one has it, the other is told that the code has run out', async () => {
  const [first, second] = [await verifiedPerson(world), await verifiedPerson(world)];
  const address = newPhone();
  for (const each of [first, second]) {
    await prove(each);
    await must(ask(each.browser, address, 'phone'));
  }
  const codes = [await world.delivered(first.id, 'new_phone'), await world.delivered(second.id, 'new_phone')];
  const answers = await Promise.all([
    confirm(first.browser, codes[0] ?? '', 'phone'),
    confirm(second.browser, codes[1] ?? '', 'phone'),
  ]);
  assert.deepEqual(answers.map(told).toSorted(), ['200 undefined', '410 code_expired']);
});

test('who holds a second factor gives it first; codes by text message go to the new phone from then on', async () => {
  const person = await verifiedPerson(world);
  await withAuthenticator(person, clock);
  clock.advance({ minutes: 11 });
  assert.equal(told(await ask(person.browser, newPhone(), 'phone')), '403 access_proof_required');
  const byText = await verifiedPerson(world);
  await prove(byText);
  await must(byText.browser.call('PUT', '/api/v1/sms-factor', {}));
  const next = newPhone();
  // The proof by password was enough before there was a factor; now the code to the old phone is asked for.
  clock.advance({ minutes: 1 });
  await must(byText.browser.call('POST', '/api/v1/access-proofs/messages', {}));
  const factor = { way: 'sms', code: await world.delivered(byText.id, 'sign_in') };
  await must(byText.browser.call('POST', '/api/v1/access-proofs', { password: byText.form.password, factor }));
  await must(ask(byText.browser, next, 'phone'));
  await must(confirm(byText.browser, await world.delivered(byText.id, 'new_phone'), 'phone'));
  const browser = world.browser();
  await begin(browser, byText);
  clock.advance({ minutes: 1 });
  const sent = await must(browser.call('POST', '/api/v1/pending-sign-ins/current/messages', {}));
  assert.equal(String(sent['sentTo']).slice(-4), next.slice(-4));
  await world.browser().call('POST', '/api/v1/password-resets', { login: next, by: 'phone' });
  await assert.rejects(world.delivered(byText.id, 'reset_phone'), /nothing is to be sent/, 'one SIM is one factor');
}); // prettier-ignore
