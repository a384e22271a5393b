import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { type Browser, identityWorld, openBrowser, type Person, verifiedPerson } from '#test/identity';
import { phrasesOf } from './set-phrase.ts';

const world = await identityWorld();
const { db, owner } = world;
const PHRASE = 'blue otter at noon';

const set = (browser: Browser, phrase: string | null) => browser.call('PUT', '/api/v1/phrase', { phrase });
const prove = ({ browser, form }: Person) =>
  browser.call('POST', '/api/v1/access-proofs', { password: form.password });
const shownTo = async (browser: Browser) =>
  (await browser.call('GET', '/api/v1/known-browser')).body['phrase'];

async function withPhrase(): Promise<Person> {
  const person = await verifiedPerson(world);
  await prove(person);
  assert.equal((await set(person.browser, PHRASE)).status, 200);
  return person;
}

test('a phrase is set by who has just proven to be there, and by nobody else', async () => {
  const person = await verifiedPerson(world);
  const refused = await set(person.browser, PHRASE);
  assert.deepEqual([refused.status, refused.body['code']], [403, 'access_proof_required']);
  await prove(person);
  const done = await set(person.browser, `  ${PHRASE} `);
  assert.deepEqual([done.status, done.body['phrase']], [200, PHRASE]);
  assert.equal((await person.browser.call('GET', '/api/v1/phrase')).body['phrase'], PHRASE);
  const changed = await set(person.browser, 'three red kites');
  assert.equal(changed.body['phrase'], 'three red kites');
  assert.equal((await set(person.browser, null)).body['phrase'], null);
  const { items } = (await person.browser.call('GET', '/api/v1/security-events')).body as {
    items: { kind: string }[];
  };
  assert.equal(items.filter(({ kind }) => kind === 'phrase_changed').length, 3);
});

test('the own password, name or address is no phrase', async () => {
  const person = await verifiedPerson(world);
  await prove(person);
  for (const phrase of [person.form.password, person.form.name, person.form.email, 'x']) {
    const refused = await set(person.browser, phrase);
    assert.deepEqual([refused.status, refused.body['code']], [422, 'phrase_not_usable'], phrase);
  }
});

test('it lies in the database sealed, and opens for its own row only', async () => {
  const [anna, ben] = [await withPhrase(), await withPhrase()];
  const { rows } = await sql<{ box: string }>`
    select box from identity.phrase where customer_id = ${anna.id}`.execute(owner.read);
  assert.ok(rows[0] && !rows[0].box.includes('otter'));
  await sql`update identity.phrase set box = ${rows[0].box} where customer_id = ${ben.id}`.execute(
    owner.read,
  );
  assert.equal((await phrasesOf(db.read, world, [anna.id])).get(anna.id)?.phrase, PHRASE);
  await assert.rejects(phrasesOf(db.read, world, [ben.id]));
});

test('the sign-in page shows it to the browser that its owner uses, signed in or out, and to no other', async () => {
  const person = await withPhrase();
  assert.equal(await shownTo(person.browser), PHRASE);
  await person.browser.call('DELETE', '/api/v1/sessions/current');
  assert.equal(await shownTo(person.browser), PHRASE, 'the cookie of the browser stays');
  assert.equal(await shownTo(world.browser()), null, 'a browser that was never here');
  const forged = openBrowser(world.url, { cookies: new Map([['okpay_device', 'A'.repeat(43)]]) });
  assert.equal(await shownTo(forged), null, 'a cookie that somebody made up');
});

test('a browser that two people use shows neither the phrase of the other', async () => {
  const anna = await withPhrase();
  const ben = await verifiedPerson(world);
  await anna.browser.call('DELETE', '/api/v1/sessions/current');
  const login = { login: ben.form.email, password: ben.form.password };
  assert.equal((await anna.browser.call('POST', '/api/v1/sessions', login)).status, 201);
  assert.equal(await shownTo(anna.browser), null);
});
