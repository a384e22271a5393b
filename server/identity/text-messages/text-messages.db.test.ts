import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resumeTextMessages, stopTextMessages } from '#identity';
import { sql } from '#platform/db';
import { type Answer, type Browser, identityWorld, pendingPerson, verifiedPerson } from '#test/identity';
import { begin, must } from '#test/second-factor';

const world = await identityWorld();
const { db, clock } = world;
const told = ({ status, body }: Answer): string =>
  status < 300 ? 'sent' : `${status} ${String(body['code'])}`;
const STOPPED = '503 text_messages_stopped';

test('while the operator has stopped text messages everybody is told so alike, other ways go on, and nothing is written to a phone', async () => {
  const person = await verifiedPerson(world);
  const { browser, form } = person;
  await must(browser.call('POST', '/api/v1/access-proofs', { password: form.password }));
  await must(browser.call('PUT', '/api/v1/sms-factor', {}));
  const pending = await pendingPerson(world);
  await stopTextMessages(db, clock);
  await stopTextMessages(db, clock);
  const before = await asked();
  const reset = (login: string, by: string, from: Browser = world.browser()) =>
    from.call('POST', '/api/v1/password-resets', { login, by });
  const wayBack = (login: string, by: string) =>
    world.browser().call('POST', '/api/v1/access-requests/messages', { login, by });
  for (const login of [form.email, form.phone, pending.form.phone, 'nobody@example.com']) {
    assert.equal(told(await reset(login, 'phone')), STOPPED, login);
    assert.equal(told(await wayBack(login, 'phone')), STOPPED, login);
    assert.equal(told(await reset(login, 'email')), 'sent', login);
    assert.equal(told(await wayBack(login, 'email')), 'sent', login);
  }
  assert.equal(told(await pending.browser.call('POST', '/api/v1/verification-messages', { purpose: 'phone' })), STOPPED);
  const second = world.browser();
  await begin(second, person);
  assert.equal(told(await second.call('POST', '/api/v1/pending-sign-ins/current/messages', {})), STOPPED);
  const said = await second.call('POST', '/api/v1/pending-sign-ins/current/messages', {});
  assert.equal((said.body['facts'] as { since: string }).since, clock.now().toString());
  const newcomer = await pendingPerson(world);
  assert.ok(newcomer.id, 'people still register, and confirm the phone later');
  assert.equal(await asked(), before);

  await resumeTextMessages(db);
  assert.equal(told(await second.call('POST', '/api/v1/pending-sign-ins/current/messages', {})), 'sent');
  assert.equal(told(await reset(form.email, 'phone')), 'sent');
}); // prettier-ignore

/** How many text messages were ever asked for. */
async function asked(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from platform.outbox
     where name = 'customer.code_requested' and payload ->> 'purpose' in ('phone', 'reset_phone', 'sign_in', 'new_phone', 'access_phone')`.execute(db.read);
  return rows[0]?.n ?? 0;
} // prettier-ignore
