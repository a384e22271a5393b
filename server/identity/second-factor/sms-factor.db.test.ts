import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, type Browser, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { begin, finish, must } from '#test/second-factor';

const world = await identityWorld();
const { clock } = world;
const told = ({ status, body }: Answer): string => `${status} ${String(body['code'])}`;
const send = (browser: Browser): Promise<Answer> =>
  browser.call('POST', '/api/v1/pending-sign-ins/current/messages', {});
async function armed(): Promise<Person> {
  const person = await verifiedPerson(world);
  const { browser, form } = person;
  await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
  const added = await must(browser.call('PUT', '/api/v1/sms-factor', {}));
  assert.equal((added['recoveryCodes'] as string[]).length, 10);
  return person;
}

test('a code by text message is the second step, once, and only the newest', async () => {
  const person = await armed();
  const browser = world.browser();
  await begin(browser, person);
  const pending = await must(browser.call('GET', '/api/v1/pending-sign-ins/current'));
  assert.deepEqual(pending['ways'], ['sms', 'recovery_code']);
  const sent = await must(send(browser));
  assert.equal(sent['sentTo'], `+86 ••• ${person.form.phone.slice(-4)}`, 'most of the number stays hidden');
  const old = await world.delivered(person.id, 'sign_in');
  assert.equal(told(await send(browser)), '429 code_sent_recently');
  clock.advance({ minutes: 1 });
  await must(send(browser));
  const code = await world.delivered(person.id, 'sign_in');
  if (old !== code) assert.equal(told(await finish(browser, 'sms', old)), '422 factor_code_wrong');
  assert.equal((await finish(browser, 'sms', code)).status, 201);
  const again = world.browser();
  await begin(again, person);
  assert.equal(told(await finish(again, 'sms', code)), '422 factor_code_wrong');
});

test('a code runs out after ten minutes', async () => {
  const person = await armed();
  const browser = world.browser();
  await begin(browser, person);
  await must(send(browser));
  const code = await world.delivered(person.id, 'sign_in');
  clock.advance({ minutes: 10 });
  await begin(browser, person);
  assert.equal(told(await finish(browser, 'sms', code)), '422 factor_code_wrong');
});

test('nothing is sent to who has not chosen it, nor to who has not given the password', async () => {
  const plain = await verifiedPerson(world);
  assert.equal(told(await send(world.browser())), '410 sign_in_expired');
  const unasked = await plain.browser.call('POST', '/api/v1/access-proofs/messages', {});
  assert.equal(told(unasked), '404 not_found');
});

test('it proves access with the password, and ends by the owner’s word', async () => {
  const person = await armed();
  const { browser, form } = person;
  clock.advance({ minutes: 11 });
  assert.equal(told(await browser.call('DELETE', '/api/v1/sms-factor')), '403 access_proof_required');
  await must(browser.call('POST', '/api/v1/access-proofs/messages', {}));
  const factor = { way: 'sms', code: await world.delivered(person.id, 'sign_in') };
  await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password, factor }));
  assert.equal((await browser.call('DELETE', '/api/v1/sms-factor')).status, 204);
  const plain = await world.browser().call('POST', '/api/v1/sessions', { login: form.email, password: form.password });
  assert.equal(plain.status, 201);
}); // prettier-ignore
