import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import { testClock } from '#test/clock';
import { freshDb } from '#test/db';
import { approve, openProposals, proposalKind, proposalsAbout, propose, reject, withdraw } from '#risk';

const { db, owner } = await freshDb();
const clock = testClock();
const raise = proposalKind('raise_something', z.object({ to: z.string() }));
const other = proposalKind('raise_other', z.object({ to: z.string() }));
const [anna, ben, cora] = [newId('stf'), newId('stf'), newId('stf')];

const proposed = async (subject: string = newId('cus')) => {
  const made = await db.transaction((tx) =>
    propose(tx, clock, raise, { subject, parameters: { to: '5' }, reason: 'asked for it', by: anna }),
  );
  assert.ok(made.ok);
  return made.value;
};
const decide = (how: typeof approve, id: Parameters<typeof approve>[3]['id'], by = ben, kind = raise) =>
  db.transaction((tx) => how(tx, clock, kind, { id, by, reason: 'looked at it' }));
const code = (result: Awaited<ReturnType<typeof decide>>) => (result.ok ? 'ok' : result.error.code);

describe('a proposal', () => {
  test('is approved by a colleague, who is handed exactly what was proposed', async () => {
    const { id, subject } = await proposed();
    const approved = await decide(approve, id);
    assert.ok(approved.ok);
    assert.deepEqual(approved.value.parameters, { to: '5' });
    assert.deepEqual(
      (await proposalsAbout(db.read, [subject])).map(({ decision, proposedBy, decidedBy }) => [
        decision,
        proposedBy,
        decidedBy,
      ]),
      [['approved', anna, ben]],
    );
  });

  test('is neither approved nor rejected by whoever made it, but may be taken back by nobody else', async () => {
    const { id } = await proposed();
    assert.equal(code(await decide(approve, id, anna)), 'proposal_own');
    assert.equal(code(await decide(reject, id, anna)), 'proposal_own');
    assert.equal(code(await decide(withdraw, id, ben)), 'not_found');
    assert.equal(code(await decide(withdraw, id, anna)), 'ok');
    assert.equal(code(await decide(approve, id)), 'proposal_closed');
  });

  test('is decided once: of six colleagues at the same moment one decides', async () => {
    const { id } = await proposed();
    const answers = await Promise.all(
      [ben, cora, ben, cora, ben, cora].map((by, n) => decide(n % 2 ? approve : reject, id, by)),
    );
    assert.deepEqual(answers.map(code).filter((each) => each === 'ok').length, 1);
    assert.deepEqual(answers.map(code).filter((each) => each === 'proposal_closed').length, 5);
  });

  test('stands alone of its kind about its subject, and grows too old to be approved', async () => {
    const { id, subject } = await proposed();
    const again = () =>
      db.transaction((tx) =>
        propose(tx, clock, raise, { subject, parameters: { to: '9' }, reason: 'again', by: cora }),
      );
    assert.deepEqual(await again(), { ok: false, error: { code: 'proposal_open' } });
    assert.equal(code(await decide(approve, id, ben, other)), 'not_found', 'of another kind');
    clock.advance({ hours: 72 });
    assert.equal(code(await decide(approve, id)), 'proposal_closed');
    assert.ok(!(await openProposals(db.read, clock, raise, { limit: 100 })).some((each) => each.id === id));
    assert.ok((await again()).ok, 'it makes room by itself');
  });

  test('cannot be bent in the database, not even by its owner', async () => {
    const { id } = await proposed();
    const set = (by: string, decision: string) =>
      sql`update risk.proposal set decision = ${decision}, decided_by = ${by}, decided_at = proposed_at where id = ${id}`.execute(
        owner.read,
      );
    await assert.rejects(set(anna, 'approved'), /violates check constraint/, 'four eyes');
    await assert.rejects(set(ben, 'withdrawn'), /violates check constraint/);
    await assert.rejects(
      sql`update risk.proposal set parameters = '{"to": "9"}' where id = ${id}`.execute(db.read),
      /permission denied/,
    );
    assert.equal(code(await decide(reject, id)), 'ok');
    await assert.rejects(set(ben, 'approved'), /was decided already/);
  });
});
