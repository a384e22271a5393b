import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { invariant } from '#common/result';
import { sql } from '#platform/db';
import { type Keyring, keyringOf } from '#platform/keys';
import { identityWorld, verifiedPerson } from '#test/identity';
import { must, withAuthenticator } from '#test/second-factor';
import { staffMember } from '#test/staff';
import { openPassword } from '../password/hashing.ts';
import { signInPasswordOf } from '../password/password-of.ts';
import { phrasesOf } from '../phrase/set-phrase.ts';
import { totpSecretOf } from '../second-factor/authenticator.ts';
import { renewBoxes } from './renew-boxes.ts';

const world = await identityWorld();
const { db, owner } = world;

/** Columns of the whole database in which something stands that the first key has closed. */
async function closedByTheFirst(): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select table_schema || '.' || table_name as "table", column_name as "column" from information_schema.columns
     where data_type in ('text', 'jsonb') and table_schema in ('identity', 'risk', 'cases', 'wallet', 'support', 'notifications', 'operations')`.execute(
    owner.read,
  );
  assert.ok(columns.length > 300, 'the look saw the database');
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql`
      select 1 from ${sql.table(table)} where ${sql.ref(column)}::text like '%v1.test-1.%' limit 1`.execute(
      owner.read,
    );
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.toSorted();
}

test('after a rotation everything is sealed anew by the newest key, and nothing in any table needs the older one', async () => {
  const person = await verifiedPerson(world);
  const { secret } = await withAuthenticator(person, world.clock);
  await must(
    person.browser.call('PUT', '/api/v1/payment-password', {
      password: person.form.password,
      paymentPassword: '739584',
    }),
  );
  await must(person.browser.call('PUT', '/api/v1/phrase', { phrase: 'blue otter at noon' }));
  await must(
    person.browser.call('PUT', '/api/v1/security-questions', {
      answers: [
        { question: 'first_teacher', answer: 'Miss Harper' },
        { question: 'childhood_street', answer: 'Quarry Lane' },
        { question: 'lost_thing', answer: 'a tin frog' },
      ],
    }),
  );
  const begun = await must(person.browser.call('POST', '/api/v1/identity-proofs', { tier: 'T2' }));
  await must(
    person.browser.call('PUT', `/api/v1/identity-proofs/${String(begun['id'])}/answers`, {
      answers: [{ item: 'full_name', value: 'Anna Smith' }],
    }),
  );
  const colleague = await staffMember(world, 'risk');
  const before = await closedByTheFirst();
  for (const column of ['authenticator.totp_box', 'password.box', 'payment_password.box', 'phrase.box', 'proof_answer.sealed', 'security_answer.box', 'staff.password_box', 'staff.totp_box']) assert.ok(before.includes(`identity.${column}`), column); // prettier-ignore

  const newest: Keyring = keyringOf(new Map([['test-2', randomBytes(32)]]));
  // The ring of the world cannot be looked into; one of both takes its place in the way that a restart would.
  const both: Keyring = {
    ...newest,
    renew: (box, context) =>
      box.startsWith('v1.test-2.') ? null : newest.encrypt(world.keys.decrypt(box, context), context),
  };
  const { renewed, olderRecoveryCodes } = await renewBoxes({ db, keys: both });
  assert.ok(renewed >= before.length, String(renewed));
  assert.equal(olderRecoveryCodes, 10, 'codes that only their owner can make anew');
  assert.deepEqual(await closedByTheFirst(), []);
  assert.equal((await renewBoxes({ db, keys: both })).renewed, 0, 'once');

  const opened = await sql<{ box: string; totp_box: string }>`
    select w.box, a.totp_box from identity.password w join identity.authenticator a using (customer_id)
     where w.customer_id = ${person.id}`.execute(db.read);
  const [row] = opened.rows;
  invariant(row !== undefined, 'the boxes stand there');
  assert.match(openPassword(newest, row, signInPasswordOf(person.id)), /^\$argon2id\$/);
  assert.equal(newest.decrypt(row.totp_box, totpSecretOf(person.id)), secret);
  assert.equal(
    (await phrasesOf(db.read, { keys: newest }, [person.id])).get(person.id)?.phrase,
    'blue otter at noon',
  );
  const staff = await sql<{ totp_box: string }>`
    select totp_box from identity.staff where id = ${colleague.id}`.execute(db.read);
  assert.match(newest.decrypt(staff.rows[0]?.totp_box ?? '', totpSecretOf(colleague.id)), /^[A-Z2-7]+$/);
});
