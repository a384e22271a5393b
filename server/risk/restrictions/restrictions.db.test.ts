import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RESTRICTION_REASONS as REASON_NAMES, type RestrictionReason } from '#common/api/restriction';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import {
  decideLifting,
  defineReviews,
  lift,
  LIFT_RESTRICTION,
  openProposals,
  proposeLifting,
  restrict,
  type RestrictionKind,
  restrictionsInForce,
  tellRestriction,
} from '#risk';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { worker } from '#test/work';
import { RESTRICTION_REASONS } from './restriction.ts';

const fresh = await freshDb();
const { db, owner } = fresh;
const clock = testClock();
defineReviews({ db, clock });
const drain = worker(fresh, clock);
const [anna, ben] = [newId('stf'), newId('stf')];

async function imposed(
  kind: RestrictionKind,
  reason: RestrictionReason,
  customer = newId('cus'),
  by: Parameters<typeof restrict>[2]['by'] = anna,
) {
  const done = await db.transaction((tx) =>
    restrict(tx, clock, {
      customer,
      kind,
      reason,
      capabilities: ['transfer'],
      note: 'seen with three cards',
      by,
    }),
  );
  return done.ok ? done.value : done.error.code;
}
async function frozen() {
  const restriction = await imposed('frozen', 'suspected_takeover');
  assert.ok(typeof restriction !== 'string');
  return restriction;
}
async function proposed({ id }: { id: Awaited<ReturnType<typeof frozen>>['id'] }) {
  await db.transaction((tx) =>
    proposeLifting(tx, clock, { id, ground: 'identity_checked', note: 'passport seen', by: anna }),
  );
  const open = await openProposals(db.read, clock, LIFT_RESTRICTION, { limit: 100 });
  const one = open.find(({ subject }) => subject === id);
  assert.ok(one);
  return one;
}
const decide = (
  id: Awaited<ReturnType<typeof proposed>>['id'],
  by = ben,
  decision: 'approve' | 'reject' = 'approve',
) => db.transaction((tx) => decideLifting(tx, clock, { id, by, decision, note: null }));

describe('four eyes', () => {
  test('lift what was proposed, on record, and payouts rest for a day', async () => {
    const restriction = await frozen();
    const proposal = await proposed(restriction);
    assert.deepEqual(await decide(proposal.id, anna), { ok: false, error: { code: 'proposal_own' } });
    assert.equal((await restrictionsInForce(db.read, restriction.customer)).length, 1);
    assert.ok((await decide(proposal.id)).ok);
    assert.deepEqual(await restrictionsInForce(db.read, restriction.customer), []);
    const { rows } = await sql<{ lifted_by: string; lift_proposal_id: string }>`
      select lifted_by, lift_proposal_id from risk.account_restriction where id = ${restriction.id}`.execute(
      db.read,
    );
    assert.deepEqual(rows, [{ lifted_by: ben, lift_proposal_id: proposal.id }]);
    const cooling =
      await sql`select 1 from risk.cooling where customer_id = ${restriction.customer} and reason = 'unfrozen'`.execute(
        db.read,
      );
    assert.equal(cooling.rows.length, 1);
  });

  test('a rejected proposal lifts nothing', async () => {
    const restriction = await frozen();
    assert.ok((await decide((await proposed(restriction)).id, ben, 'reject')).ok);
    assert.equal((await restrictionsInForce(db.read, restriction.customer)).length, 1);
  });

  test('are held by the database: no lifting without an approval, for another restriction or by somebody else', async () => {
    const [restriction, other] = [await frozen(), await frozen()];
    const { id } = await proposed(other);
    const set = (proposal: string | null, by: string) =>
      sql`update risk.account_restriction set lifted_at = since, lifted_by = ${by}, lift_proposal_id = ${proposal} where id = ${restriction.id}`.execute(
        owner.read,
      );
    await assert.rejects(set(null, ben), /staff_lifts_with_four_eyes/);
    await assert.rejects(set(id, ben), /nobody approved/, 'not yet approved');
    assert.ok((await decide(id)).ok);
    await assert.rejects(set(id, ben), /nobody approved/, 'approved for another one');
    await assert.rejects(set(null, restriction.customer), /owners_undo_their_own/, 'the customer');
    assert.equal((await restrictionsInForce(db.read, restriction.customer)).length, 1);
  });

  test('of two who lift at once one is told that it is over', async () => {
    const customer = newId('cus');
    const own = await imposed('self_frozen', 'owner_asked', customer, customer);
    assert.ok(typeof own !== 'string');
    const undo = () => db.transaction((tx) => lift(tx, clock, own.id, { by: customer, proposal: null }));
    const answers = (await Promise.all([undo(), undo()])).map((each) => (each.ok ? 'ok' : each.error.code));
    assert.deepEqual(answers.sort(), ['ok', 'restriction_over']);
  });
});

describe('what is told', () => {
  test('of each reason what was decided, and of a legal hold that there is something', async () => {
    for (const reason of REASON_NAMES) {
      const { kinds, disclosure } = RESTRICTION_REASONS[reason];
      for (const kind of kinds) {
        const customer = newId('cus');
        const isOwners = kind === 'self_frozen' || kind === 'closing';
        const one = await imposed(kind, reason, customer, isOwners ? customer : anna);
        assert.ok(typeof one !== 'string', `${kind} ${reason}`);
        const told = tellRestriction(one);
        const text = JSON.stringify(told);
        if (disclosure !== 'full') assert.ok(!text.includes(reason), `${reason} is not told`);
        assert.doesNotMatch(text, /three cards|stf_|rst_|legal|frozen_by|sanction/, 'nothing of staff');
        const events =
          await sql`select 1 from platform.outbox o where o::text like ${`%${customer}%`}`.execute(db.read);
        // Whoever closes an account is told so by the room that closes it.
        const isTold = disclosure !== 'none' && kind !== 'closing' && kind !== 'closed';
        assert.equal(events.rows.length, isTold ? 1 : 0, `${reason} is ${disclosure}`);
        if (disclosure === 'none')
          assert.deepEqual(
            [told.why, told.dueAt, told.isLate, told.liftedBy],
            ['not_told', null, false, 'review'],
          );
      }
    }
  });

  test('two that must not be told cannot be told apart', async () => {
    const [hold, review] = [
      await imposed('legal_hold', 'legal_order'),
      await imposed('legal_hold', 'sanctions_review'),
    ];
    assert.ok(typeof hold !== 'string' && typeof review !== 'string');
    assert.deepEqual(tellRestriction(hold), tellRestriction(review));
  });

  test('a reason fits its kinds only, a cause stands once, a limitation blocks something', async () => {
    assert.equal(await imposed('limited', 'legal_order'), 'restriction_not_possible');
    assert.equal(await imposed('frozen', 'owner_asked'), 'restriction_not_possible');
    const { customer } = await frozen();
    assert.equal(await imposed('frozen', 'suspected_takeover', customer), 'restriction_stands');
    assert.notEqual(typeof (await imposed('frozen', 'data_inconsistent', customer)), 'string');
    const empty = await db.transaction((tx) =>
      restrict(tx, clock, { customer, kind: 'limited', reason: 'unusual_payments', by: anna }),
    );
    assert.deepEqual(empty, { ok: false, error: { code: 'restriction_not_possible' } });
  });
});

test('a decision that we owe and miss is written down by itself and gets a new time', async () => {
  const { customer } = await frozen();
  const due = async () => {
    const [one] = await restrictionsInForce(db.read, customer);
    assert.ok(one);
    return { told: tellRestriction(one), escalatedAt: one.escalatedAt?.toString() ?? null };
  };
  const promised = (await due()).told.dueAt;
  clock.advance({ hours: 71 });
  await drain();
  assert.equal((await due()).escalatedAt, null);
  clock.advance({ hours: 1 });
  await drain();
  const missed = await due();
  assert.equal(missed.escalatedAt, promised);
  assert.deepEqual(
    [missed.told.isLate, missed.told.dueAt],
    [true, clock.now().add({ hours: 24 }).toString()],
  );
});
