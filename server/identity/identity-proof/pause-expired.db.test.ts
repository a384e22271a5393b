import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CustomerId, ProofId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { lift, restrict, restrictionsInForce, tellRestriction } from '#risk';
import { identityWorld, type Person, verifiedPerson } from '#test/identity';
import { staffMember } from '#test/staff';
import { pauseExpired } from './pause-expired.ts';
import { decideProof, openProof } from './review-proof.ts';
import { showIdentity } from './show-proof.ts';

const world = await identityWorld();
const { db, clock, deps, owner } = world;
const reviewer = await staffMember(world, 'risk', 'Hannah Weiss');

/** A proof that was approved and has ended, as a review and the clock leave it. */
async function ended(customer: CustomerId, validUntil: Temporal.Instant): Promise<ProofId> {
  const id = newId('kyc');
  const [at, until] = [validUntil.subtract({ hours: 24 }).toString(), validUntil.toString()];
  await sql`
    insert into identity.proof (id, customer_id, tier, state, created_at, changed_at, submitted_at, approved_by, approved_at, valid_until, past_at)
    values (${id}, ${customer}, 'T2', 'approved', ${at}, ${at}, ${at}, ${reviewer.id}, ${at}, ${until}, ${until})`.execute(owner.read);
  return id;
} // prettier-ignore
async function handedIn(customer: CustomerId): Promise<ProofId> {
  const id = newId('kyc');
  const at = clock.now().toString();
  await sql`
    insert into identity.proof (id, customer_id, tier, state, created_at, changed_at, submitted_at, due_at)
    values (${id}, ${customer}, 'T2', 'in_review', ${at}, ${at}, ${at}, ${clock.now().add({ hours: 48 }).toString()})`.execute(owner.read);
  return id;
} // prettier-ignore
async function approved(id: ProofId): Promise<void> {
  assert.ok((await openProof(deps, { id, staff: reviewer.id })).ok);
  const done = await decideProof(deps, { id, staff: reviewer.id }, { decision: 'approve', refusals: [] });
  assert.ok(done.ok);
}
/** Somebody whose document ended so many days ago. */
async function withEnded(days: number): Promise<Person> {
  const person = await verifiedPerson(world);
  await ended(person.id, clock.now().subtract({ hours: days * 24 }));
  return person;
}
const standing = async ({ id }: Person) => {
  await pauseExpired({ db, clock });
  return restrictionsInForce(db.read, id);
};
const pausesAt = async ({ id }: Person) => (await showIdentity(deps, { id, verified: true })).pausesAt;

describe('a document that has ended', () => {
  test('pauses paying ninety days later, told beforehand with its time, and says how it ends', async () => {
    const person = await withEnded(89);
    assert.deepEqual(await standing(person), []);
    assert.equal(await pausesAt(person), clock.now().add({ hours: 24 }).toString());
    clock.advance({ hours: 25 });
    const [one] = await standing(person);
    assert.ok(one);
    assert.deepEqual(
      [one.kind, one.reason, one.blocked],
      ['limited', 'document_expired', ['transfer', 'withdraw']],
    );
    const { why, nextActor, dueAt, liftedBy } = tellRestriction(one);
    assert.deepEqual([why, nextActor, dueAt, liftedBy], ['document_expired', 'you', null, 'itself']);
    assert.equal(await pausesAt(person), null, 'it has paused');
    assert.equal((await standing(person)).length, 1, 'once');
  });

  test('is lifted by the approval of a newer one, in the same transaction', async () => {
    const person = await withEnded(91);
    assert.equal((await standing(person)).length, 1);
    const newer = await handedIn(person.id);
    await approved(newer);
    assert.deepEqual(await standing(person), []);
    const { rows } = await sql<{ lifted_by: string }>`
      select lifted_by from risk.account_restriction where customer_id = ${person.id}`.execute(db.read);
    assert.deepEqual(rows, [{ lifted_by: 'rule:document_expired' }]);
  });

  test('pauses nothing where a newer one waits for us, or was approved in time', async () => {
    const [waits, renewed] = [await withEnded(91), await withEnded(80)];
    await handedIn(waits.id);
    await approved(await handedIn(renewed.id));
    clock.advance({ hours: 24 * 20 });
    assert.deepEqual([...(await standing(waits)), ...(await standing(renewed))], []);
  });

  test('pauses once: what people decided about it stands, and what people imposed no approval lifts', async () => {
    const person = await withEnded(91);
    const [one] = await standing(person);
    assert.ok(one);
    await db.transaction((tx) => lift(tx, clock, one.id, { by: 'rule:test', proposal: null }));
    assert.deepEqual(await standing(person), []);
    const imposed = await db.transaction((tx) =>
      restrict(tx, clock, { customer: person.id, kind: 'limited', reason: 'document_expired', capabilities: ['transfer'], by: reviewer.id }),
    ); // prettier-ignore
    assert.ok(imposed.ok);
    await approved(await handedIn(person.id));
    assert.equal((await standing(person)).length, 1);
  });
});
