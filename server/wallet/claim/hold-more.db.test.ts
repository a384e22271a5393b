import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { api } from '#common/api/index';
import { ApiProblem } from '#common/api/client';
import type { CaseId, StaffId, TransferId } from '#common/id';
import { type Money, money } from '#common/money';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import {
  decidePetition,
  openProposals,
  proposalsAbout,
  proposeDecision,
  recordPetitionLook,
  restrict,
} from '#risk';
import { cny, type WalletPerson, walletWorld } from '#test/wallet';
import { claimStanding, decideMoreHeld, HOLD_MORE, proposeHold } from './hold-more.ts';
import { outcomesOfClaim, settleClaim } from './settle-claim.ts';

const world = await walletWorld();
const { db, clock } = world;
const [lin, fang]: [StaffId, StaffId] = [newId('stf'), newId('stf')];
const payments = {
  outcomes: (
    ...[read, petition]: [Parameters<typeof outcomesOfClaim>[0], Parameters<typeof outcomesOfClaim>[2]]
  ) => outcomesOfClaim(read, clock, petition),
  carryOut: (
    ...[tx, petition, decided]: Parameters<Parameters<typeof decidePetition>[1]['payments']['carryOut']>
  ) => settleClaim(tx, clock, petition, decided),
};

type Story = { payer: WalletPerson; payee: WalletPerson; transfer: TransferId; caseId: CaseId };
/** A payment of ¥26.00 that is reported when the rule holds nothing of it any more. */
async function reportedLate(): Promise<Story> {
  const [payer, payee] = [await world.funded(cny(100_00n), '林知夏'), await world.person('王小明')];
  const { id } = await world.pay(payer, payee, cny(26_00n));
  clock.advance({ hours: 73 });
  const caseId = newId('case');
  const transfer = id as TransferId;
  await payer.call(api.openClaim, { idempotencyKey: caseId, body: { id: caseId, transfer, text: '' } });
  return { payer, payee, transfer, caseId };
}
const addable = async ({ caseId }: Story): Promise<bigint> =>
  (await claimStanding(db.read, caseId))?.addable.minor ?? -1n;
async function proposed({ caseId }: Story, amount: Money, by = lin): Promise<string> {
  const done = await db.transaction((tx) =>
    proposeHold(tx, clock, { caseId, by, amount, note: 'three reports' }),
  );
  return done.ok ? 'proposed' : done.error.code;
}
async function decided(
  { caseId }: Story,
  by = fang,
  decision: 'approve' | 'reject' | 'withdraw' = 'approve',
) {
  const open = await openProposals(db.read, clock, HOLD_MORE, { limit: 100 });
  const proposalId = open.find(({ subject }) => subject === caseId)?.id;
  assert.ok(proposalId);
  const done = await db.transaction((tx) =>
    decideMoreHeld(tx, clock, { caseId, proposalId, by, decision, note: null }),
  );
  return done.ok ? 'done' : done.error.code;
}
async function held(story: Story, minor: bigint): Promise<void> {
  assert.equal(await proposed(story, cny(minor)), 'proposed');
  assert.equal(await decided(story), 'done');
}
async function ended({ caseId }: Story, outcome: 'granted' | 'partly' | 'refused'): Promise<string> {
  const ground = ({ granted: 'not_made_by_owner', partly: 'money_gone', refused: 'made_with_own_factors' } as const)[outcome]; // prettier-ignore
  const [by, approver] = [newId('stf'), newId('stf')];
  for (const staff of [by, approver]) await recordPetitionLook({ db, clock }, { caseId, staff, file: null });
  const asked = await db.transaction((tx) =>
    proposeDecision(tx, { clock, payments }, { caseId, by, note: 'looked', outcome, ground, keeps: [] }),
  );
  if (!asked.ok) return asked.error.code;
  const proposal = (await proposalsAbout(db.read, [caseId])).findLast(
    ({ action }) => action === 'decide_petition',
  );
  assert.ok(proposal);
  const done = await db.transaction((tx) =>
    decidePetition(tx, { clock, payments }, { caseId, proposalId: proposal.id, by: approver, decision: 'approve', note: null }),
  ); // prettier-ignore
  return done.ok ? 'done' : done.error.code;
}

describe('staff for risk holds more of a reported payment', () => {
  test('by two: nothing is held before a colleague approves, and both sides see it', async () => {
    const story = await reportedLate();
    const { payer, payee } = story;
    assert.deepEqual([await addable(story), await world.available(payee)], [26_00n, 26_00n]);
    assert.equal(await proposed(story, cny(20_00n)), 'proposed');
    assert.equal(await proposed(story, cny(5_00n), fang), 'proposal_open');
    assert.equal(await world.available(payee), 26_00n);
    assert.equal(await decided(story, lin), 'proposal_own');
    assert.equal(await decided(story), 'done');
    assert.deepEqual([await world.available(payee), await addable(story)], [6_00n, 6_00n]);
    for (const who of [payer, payee]) {
      const { items } = await who.call(api.entries, { query: { kind: 'recall' } });
      assert.deepEqual(
        items.map(({ amount, state }) => [amount.amount, state]),
        [['2000', 'on_hold']],
      );
    }
    await held(story, 6_00n);
    assert.deepEqual([await world.available(payee), await addable(story)], [0n, 0n]);
    assert.deepEqual(await world.violations(), []);
  });

  test('within what was paid and what the payee has, also when it was spent in between', async () => {
    const story = await reportedLate();
    const { payee } = story;
    assert.equal(await proposed(story, cny(26_01n)), 'hold_not_possible');
    assert.equal(await proposed(story, money(26_00n, 'USD')), 'hold_not_possible');
    for (const none of [0n, -1n])
      assert.equal(await proposed(story, cny(none)), 'hold_not_possible', `${none}`);
    assert.equal(await proposed(story, cny(26_00n)), 'proposed');
    await world.pay(payee, await world.person(), cny(10_00n));
    assert.equal(await decided(story), 'hold_not_possible');
    assert.deepEqual([await world.available(payee), await addable(story)], [16_00n, 16_00n]);
    const { rows } = await sql`select 1 from wallet.claim_hold where transfer_id = ${story.transfer}`.execute(
      db.read,
    );
    assert.equal(rows.length, 0);
  });

  test('of a wallet that nothing may leave nothing needs to be held', async () => {
    const story = await reportedLate();
    await db.transaction((tx) =>
      restrict(tx, clock, { customer: story.payee.id, kind: 'frozen', reason: 'unusual_payments', by: lin }),
    );
    assert.equal(await addable(story), 0n);
  });

  test('goes back as a whole with the decision, what was held at once and what was added', async () => {
    const [payer, payee] = [await world.funded(cny(100_00n), '林知夏'), await world.person('王小明')];
    const third = await world.person('何雨');
    const { id } = await world.pay(payer, payee, cny(26_00n));
    await world.pay(payee, third, cny(20_00n));
    const caseId = newId('case');
    await payer.call(api.openClaim, {
      idempotencyKey: caseId,
      body: { id: caseId, transfer: id as TransferId, text: '' },
    });
    const story = { payer, payee, transfer: id as TransferId, caseId };
    assert.equal(await world.available(payee), 0n, '6.00 were held at once');
    await world.outside.topUp(third, cny(50_00n));
    await world.pay(third, payee, cny(15_00n));
    await held(story, 15_00n);
    assert.equal(await ended(story, 'partly'), 'done');
    assert.deepEqual([await world.available(payer), await world.available(payee)], [95_00n, 0n]);
    assert.equal(await proposed(story, cny(1_00n)), 'case_changed_meanwhile');
    assert.deepEqual(await world.violations(), []);
  });

  test('is let go as a whole when the claim is refused', async () => {
    const story = await reportedLate();
    await held(story, 10_00n);
    await held(story, 16_00n);
    assert.equal(await ended(story, 'refused'), 'done');
    assert.deepEqual(
      [await world.available(story.payer), await world.available(story.payee)],
      [74_00n, 26_00n],
    );
    assert.deepEqual(await world.violations(), []);
  });

  test('against the payee’s own spending at the same moment: what is held was not spent', async () => {
    for (let round = 0; round < 4; round++) {
      const story = await reportedLate();
      const { payee } = story;
      assert.equal(await proposed(story, cny(26_00n)), 'proposed');
      const third = await world.person('方远');
      const [, answer] = await Promise.all([
        world.pay(payee, third, cny(20_00n)).catch((error: unknown) => {
          assert.ok(error instanceof ApiProblem);
        }),
        decided(story),
      ]);
      const left = await world.available(payee);
      assert.equal(left, answer === 'done' ? 0n : 6_00n);
    }
    assert.deepEqual(await world.violations(), []);
  });
});
