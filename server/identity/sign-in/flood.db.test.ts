import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registry } from '#platform/metrics';
import { type Answer, type Browser, identityWorld, verifiedPerson } from '#test/identity';

const ALARM = 20;
const world = await identityWorld({ signInAlarm: ALARM });
const signIn = (browser: Browser, login: string, password = 'Leaked-Elsewhere-7'): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login, password });
const codeOf = ({ status, body }: Answer): string => (status === 201 ? 'in' : String(body['code']));
const alarm = async (): Promise<string | undefined> =>
  /^okpay_sign_in_alarm (\d)$/m.exec(await registry.metrics())?.[1];

test('a list of passwords tried at a thousand accounts, each once from another network, raises an alarm and locks nobody out', async () => {
  const person = await verifiedPerson(world);
  const stranger = await verifiedPerson(world);
  const guess = (at: number) => signIn(world.browser(), `leaked${at}@example.com`);
  for (let at = 0; at < ALARM; at += 1) assert.equal(codeOf(await guess(at)), 'sign_in_failed');
  assert.equal(await alarm(), '0');
  assert.equal(codeOf(await guess(ALARM)), 'sign_in_failed');
  assert.equal(await alarm(), '1');

  const network = { ip: '203.0.113.77' };
  const tries = await Promise.all(
    Array.from({ length: 30 }, (_, at) => signIn(world.browser(network), `more${at}@example.com`)),
  );
  const codes = tries.map(codeOf);
  assert.equal(codes.filter((code) => code === 'sign_in_failed').length, 3, 'three of one network');
  assert.equal(codes.filter((code) => code === 'rate_limited').length, 27);

  await person.browser.call('DELETE', '/api/v1/sessions/current');
  const known = world.browser({ ...network, cookies: person.browser.cookies });
  assert.equal(codeOf(await signIn(known, person.form.email, person.form.password)), 'in', 'from a known browser');
  const own = world.browser();
  assert.equal(codeOf(await signIn(own, stranger.form.email, stranger.form.password)), 'in', 'from a new one elsewhere');

  world.clock.advance({ minutes: 11 });
  assert.equal(codeOf(await signIn(world.browser(network), 'later@example.com')), 'sign_in_failed');
  assert.equal(await alarm(), '0', 'it ends by itself');
}); // prettier-ignore

test('wrong tries at accounts of staff count in it too', async () => {
  world.clock.advance({ minutes: 11 });
  const guess = (at: number) =>
    world.browser().call('POST', '/api/v1/staff/sessions', {
      email: `agent${at}@example.com`,
      password: 'Leaked-Elsewhere-7',
      code: '123456',
    });
  for (let at = 0; at < ALARM; at += 1) assert.equal(codeOf(await guess(at)), 'sign_in_failed');
  assert.equal(codeOf(await signIn(world.browser(), 'once-more@example.com')), 'sign_in_failed');
  assert.equal(await alarm(), '1', 'the one after the last is a customer’s');
  const again = await guess(ALARM + 1);
  assert.equal(codeOf(again), 'sign_in_failed', 'who works here is asked for the second factor, and not made to wait');
}); // prettier-ignore
