import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { identityWorld, verifiedPerson } from '#test/identity';
import { tidyIdentity } from './housekeeping.ts';

const world = await identityWorld();
const count = async (): Promise<Record<string, number>> => {
  const { rows } = await sql<{ attempts: bigint; requests: bigint; sessions: bigint; customers: bigint }>`
    select (select count(*) from identity.attempt) as attempts, (select count(*) from identity.message_request) as requests,
           (select count(*) from identity.session) as sessions, (select count(*) from identity.customer) as customers`.execute(
    world.db.read,
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
};

test('what nobody will ask for again is forgotten, and nothing else', async () => {
  const { form } = await verifiedPerson(world);
  const wrong = world.browser();
  for (let attempt = 0; attempt < 5; attempt += 1)
    await wrong.call('POST', '/api/v1/sessions', { login: form.email, password: 'wrong password here' });
  const before = await count();
  await tidyIdentity(world);
  assert.deepEqual(await count(), before, 'at once nothing');
  assert.equal(
    (await wrong.call('POST', '/api/v1/sessions', { login: form.email, password: form.password })).body[
      'code'
    ],
    'sign_in_paused',
  );
  world.clock.advance({ days: 3 });
  await tidyIdentity(world);
  assert.deepEqual(await count(), { ...before, attempts: 0, requests: 0 });
  world.clock.advance({ days: 91 });
  await tidyIdentity(world);
  assert.deepEqual(await count(), { ...before, attempts: 0, requests: 0, sessions: 0 });
});
