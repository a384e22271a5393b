// (AUD-01) The record of the staff cannot be changed by the application; whoever gets past it is seen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#platform/db';
import { identityWorld } from '#test/identity';
import { staffMember } from '#test/staff';
import { inviteStaff } from './invite-staff.ts';
import { brokenStaffRecord } from './verify-record.ts';

const world = await identityWorld();
const { db, owner, clock } = world;
const broken = async (): Promise<string[]> =>
  (await brokenStaffRecord(db.read)).map(({ subject }) => subject);
/** What the owner of the database does in a transaction that is taken back. */
async function seen(change: (ids: string[]) => ReturnType<typeof sql>): Promise<string[]> {
  let found: string[] = [];
  await owner
    .transaction(async (tx) => {
      const { rows } = await sql<{
        id: string;
      }>`select a.id::text as id from identity.staff_audit a order by a.id`.execute(tx);
      await change(rows.map(({ id }) => id)).execute(tx);
      found = (await brokenStaffRecord(tx)).map(({ subject }) => subject);
      throw new Error('taken back');
    })
    .catch((error: Error) => assert.equal(error.message, 'taken back', String(error)));
  return found;
}

test('any number of colleagues write one chain, each entry behind the one before', async () => {
  await staffMember(world, 'agent');
  await Promise.all(
    Array.from({ length: 12 }, (_, number) =>
      db.transaction((tx) =>
        inviteStaff(tx, clock, { email: `chain${number}@okpay.test`, name: 'Lin Dan', role: 'agent' }),
      ),
    ),
  );
  const { rows } = await sql<{ count: number; last: number }>`
    select count(*)::integer as count, max(id)::integer as last from identity.staff_audit`.execute(db.read);
  assert.ok(rows[0] && rows[0].count >= 13);
  assert.equal(rows[0].last, rows[0].count, 'no number is left out, so none can be taken out');
  assert.deepEqual(await broken(), []);
});

test('an entry that was changed, taken out or put in between is found, also where hashes were made to fit', async () => {
  assert.deepEqual(
    await seen(
      ([, , third]) =>
        sql`update identity.staff_audit set actor = 'cli', facts = '{"by": "nobody"}' where id = ${third}::bigint`,
    ),
    ['entry 3'],
  );
  assert.deepEqual(
    await seen(([, , third]) => sql`delete from identity.staff_audit where id = ${third}::bigint`),
    ['entry 4'],
  );
  assert.deepEqual(
    await seen(
      ([, , third]) => sql`
      with changed as (select a.*, 'stf_' || a.id as other from identity.staff_audit a where id = ${third}::bigint)
      update identity.staff_audit a set subject = c.other, hash = sha256('made to fit') from changed c where a.id = c.id`,
    ),
    ['entry 3', 'entry 4'],
  );
  assert.deepEqual(await broken(), []);
});
